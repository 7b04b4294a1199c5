/* platform/sim/platform.c - memory, console and the end: the host's, in fixed amounts. */
#include "base/check.h"
#include "platform/platform.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

bool platform_map(uint64_t at, uint64_t bytes)
{
    void *wanted = (void *)(uintptr_t)at;
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE;
    return mmap(wanted, bytes, PROT_READ | PROT_WRITE, flags, -1, 0) == wanted;
}

void platform_discard(void *at, size_t bytes)
{
    int result = madvise(at, bytes, MADV_DONTNEED);
    ENSURE(result == 0);
}

void platform_use_large_pages(void *at, size_t bytes) { (void)at, (void)bytes; }

/* The same on every host, so that what depends on it is the same too. */
uint64_t platform_granted(uint64_t at) { return (void)at, UINT64_MAX; }
bool platform_arena_is_linked(void) { return false; }
bool platform_is_prepared(void) { return false; }
void platform_resume(void) {}
bool platform_is_new_instance(void) { return false; }
void platform_say_ready(void) {}
uint64_t platform_address_space(void) { return UINT64_MAX; }
uint64_t platform_memory_bytes(void) { return UINT64_C(4) << 30; }

void platform_running(uint32_t number, uint32_t serial) { (void)number, (void)serial; }

void platform_console(const char *text, size_t size)
{
    while (size > 0) {
        ssize_t put = write(STDERR_FILENO, text, size);
        if (put < 0 && errno != EINTR) return;
        if (put > 0) text += put, size -= (size_t)put;
    }
}

_Noreturn void platform_exit(int status, bool abort_program)
{
    if (abort_program) {
        signal(SIGABRT, SIG_DFL);
        abort();
    }
    _exit(status);
}

_Noreturn void panic(const char *file, int line, const char *what)
{
    char text[512];
    int size = snprintf(text, sizeof text, "panic: %s:%d: %s\n", file, line, what);
    platform_console(text, size >= (int)sizeof text ? sizeof text - 1 : (size_t)size);
    platform_exit(134, true);
}
