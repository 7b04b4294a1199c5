/* platform/platform.h - the world, as the machine sees it.
 *
 * Implemented by folders of equal shape: linux/ (hosted), sim/ (a seeded pretend
 * world); later tender/ and pvh/.  The platform never sees a term.  Only
 * platform_wait() blocks; nothing calls back.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reserves `bytes` of address space at exactly `at`, readable, writable, zero and without
 * cost until touched.  False if the place is taken or the limit of the process is reached. */
bool platform_map(uint64_t at, uint64_t bytes);
/* Bytes from `at` on that platform_map() can give at most; UINT64_MAX: only trying tells. */
uint64_t platform_granted(uint64_t at);
/* Did the arena's first pages come with an image, with modules loaded and the allocator laid out? */
bool platform_arena_is_linked(void);
/* Is the arena that of a machine which was stopped in platform_wait(), to go on here? */
bool platform_is_prepared(void);
/* The first call of a machine that goes on, when the arena is mapped: monotonic time goes on from where it
 * stopped, the date, names and variables are those of this start.  Sockets are not: who had some opens them anew. */
void platform_resume(void);
/* Gives the pages back; they read as zero when next touched. Page-aligned. */
void platform_discard(void *at, size_t bytes);
/* A hint: all of these bytes will be used soon.  Large pages make thousands of first touches a handful. */
void platform_use_large_pages(void *at, size_t bytes);
/* Bytes of address space that this program may still map (ulimit -v); UINT64_MAX: no limit. */
uint64_t platform_address_space(void);
/* Physical memory of the machine in bytes, or what a container grants of it. */
uint64_t platform_memory_bytes(void);

/* Nanoseconds: never goes back, starts anywhere. */
uint64_t platform_monotonic_ns(void);
/* Nanoseconds since 1970-01-01 UTC, as the host believes. */
int64_t platform_system_ns(void);
/* CPU time used by this machine, in nanoseconds. */
uint64_t platform_cpu_ns(void);

/* The program says that it is started; whoever prepares it hears of it. */
void platform_say_ready(void);
/* Did the last wait end in another instance?  Said once: the machine was set back to that wait after it had served, and
 * monotonic time goes on from there.  What else tells instances apart is the caller's to draw anew. */
bool platform_is_new_instance(void);
/* What whoever prepares the machine wants to be told on standard error, since the last wait. Said once. */
enum platform_ask { PLATFORM_ASKS_NOTHING, PLATFORM_ASKS_WHAT_IS_KEPT, PLATFORM_ASKS_WHO_IS_BUSY };
enum platform_ask platform_asks(void);

/* Sleeps until something that host.h watches is ready or the monotonic time `deadline_ns`
 * is reached; UINT64_MAX waits without limit; a deadline in the past only polls. */
void platform_wait(uint64_t deadline_ns);

/* Unpredictable bytes from the host. */
void platform_random(void *to, size_t bytes);

/* Writes a message for the operator (stderr or the console), whole. */
void platform_console(const char *text, size_t size);

/* The process with this pid runs from now on: for whoever tells of the machine's crash from outside. */
void platform_running(uint32_t number, uint32_t serial);

/* Ends the machine. `abort`: leave what the host keeps of a crashed program (a core). */
_Noreturn void platform_exit(int status, bool abort);
