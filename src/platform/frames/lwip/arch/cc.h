/* platform/frames/lwip/arch/cc.h - what lwIP asks of a compiler and a system: musl's headers have it all. */
#pragma once
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void panic(const char *file, int line, const char *what);
unsigned frames_random(void);

#define LWIP_NO_INTTYPES_H      0
#define LWIP_PLATFORM_DIAG(x)   ((void)0)
#define LWIP_PLATFORM_ASSERT(x) panic("lwip", __LINE__, x)
#define LWIP_RAND()             frames_random()
#define LWIP_TIMEVAL_PRIVATE    0
#include <sys/time.h>
