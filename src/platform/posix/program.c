/* platform/posix/program.c - what every program has: no monitor, an environment, an error output, an end, a calendar. */
#include "base/check.h"
#include "platform/platform.h"
#include "platform/posix/posix.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* -- not a guest: nobody laid the arena out before, nobody resumes it -------------------------------------- */

uint64_t platform_granted(uint64_t at) { return (void)at, UINT64_MAX; }
bool platform_arena_is_linked(void) { return false; }
bool platform_is_prepared(void) { return false; }
void platform_resume(void) {}
bool platform_is_new_instance(void) { return false; }
enum platform_ask platform_asks(void) { return PLATFORM_ASKS_NOTHING; }
void platform_say_ready(void) {}
void platform_running(uint32_t number, uint32_t serial) { (void)number, (void)serial; } /* a core has it */

const char *host_new_variable(size_t index) { return (void)index, NULL; }
bool host_module_to_link(size_t index, struct host_module *m) { return (void)index, (void)m, false; }
void host_module_linked(size_t index, const struct host_module_size *size) { (void)index, (void)size; }

/* -- environment -------------------------------------------------------------------------------------------- */

const char *host_environment(size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (!environ[i]) return NULL;
    return environ[index];
}

const char *host_variable(const char *name) { return getenv(name); }
bool host_set_variable(const char *name, const char *value) { return setenv(name, value, 1) == 0; }

/* -- last words ---------------------------------------------------------------------------------------------- */

void platform_console(const char *text, size_t size)
{
    while (size > 0) {
        ssize_t put = write(STDERR_FILENO, text, size);
        if (put < 0 && errno != EINTR) return; /* nobody listens */
        if (put > 0) {
            text += put;
            size -= (size_t)put;
        }
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
    if (size >= (int)sizeof text) size = (int)sizeof text - 1;
    platform_console(text, (size_t)size);
    platform_exit(134, true);
}

/* -- calendar ------------------------------------------------------------------------------------------------ */

struct host_date date_of_tm(const struct tm *tm)
{
    return (struct host_date){tm->tm_year + 1900, tm->tm_mon + 1, tm->tm_mday, tm->tm_hour, tm->tm_min, tm->tm_sec};
}

struct tm tm_of_date(const struct host_date *date)
{
    return (struct tm){.tm_year = date->year - 1900,
                       .tm_mon = date->month - 1,
                       .tm_mday = date->day,
                       .tm_hour = date->hour,
                       .tm_min = date->minute,
                       .tm_sec = date->second,
                       .tm_wday = -1};
}
