/* platform/guest/platform.c - platform.h by way of the door. */
#include "base/check.h"
#include "memory/ending.h"
#include "platform/guest/guest.h"
#include <stdio.h>
#include <string.h>

enum { STATUS_PANIC = 134 };  /* as a program that aborts has on Linux */
enum { STATUS_NO_ROOM = 71 }; /* what vm/ ends with when the memory does not suffice to start */

bool platform_map(uint64_t at, uint64_t bytes) { return door()->map(at, bytes); }
uint64_t platform_granted(uint64_t at) { return door()->granted ? door()->granted(at) : UINT64_MAX; }
bool platform_arena_is_linked(void) { return guest_image() && guest_image()->flags & IMAGE_IS_LINKED; }
bool platform_is_prepared(void) { return guest_image() && guest_image()->flags & IMAGE_IS_PREPARED; }
void platform_discard(void *at, size_t bytes) { door()->discard(at, bytes); }
void platform_use_large_pages(void *at, size_t bytes) { (void)at, (void)bytes; } /* the door has chosen its pages */
uint64_t platform_address_space(void) { return UINT64_MAX; }                     /* map() says what there is */
uint64_t platform_memory_bytes(void) { return door()->memory_bytes(); }

uint64_t platform_monotonic_ns(void) { return door()->monotonic_ns() + guest_page.ahead_ns; }
int64_t platform_system_ns(void) { return door()->system_ns(); }
uint64_t platform_cpu_ns(void) { return door()->cpu_ns(); }

void platform_random(void *to, size_t bytes) { door()->random(to, bytes); }
void platform_say_ready(void)
{
    if (door()->ready) door()->ready();
}

void platform_console(const char *text, size_t size) { door()->console_write(text, size, true); }

void platform_running(uint32_t number, uint32_t serial)
{
    if (door()->running) door()->running(number, serial);
}

/* Whose end it is: the program's wish, its crash, or the machine's own. */
static enum guest_end kind_of_end(int status, bool abort)
{
    const struct ending *e = arena_root(ROOT_ending);
    bool asked = e && e->asked; /* by the program; without it, the machine could not start */
    if (abort) return GUEST_END_PANIC;
    if (asked && e->crash_dump) return status == STATUS_OUT_OF_MEMORY ? GUEST_END_MEMORY : GUEST_END_CRASH;
    if (asked) return GUEST_END_HALT;
    return status == STATUS_NO_ROOM ? GUEST_END_MEMORY : GUEST_END_HALT;
}

_Noreturn void platform_exit(int status, bool abort)
{
    enum guest_end how = kind_of_end(status, abort);
    for (;;) door()->exit(how, status & 255);
}

_Noreturn void panic(const char *file, int line, const char *what)
{
    char text[512];
    int size = snprintf(text, sizeof text, "panic: %s:%d: %s\n", file, line, what);
    platform_console(text, (size_t)size < sizeof text ? (size_t)size : sizeof text - 1);
    platform_exit(STATUS_PANIC, true);
}
