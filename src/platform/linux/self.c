/* platform/linux/self.c - this program's number and environment; the calendar of its place. */
#include "platform/linux/linux.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int64_t host_process_id(void) { return getpid(); }

const char *host_new_variable(size_t index) { return (void)index, NULL; }

const char *host_environment(size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (!environ[i]) return NULL;
    return environ[index];
}

const char *host_variable(const char *name) { return getenv(name); }
bool host_set_variable(const char *name, const char *value) { return setenv(name, value, 1) == 0; }

/* The two forks of a daemon. */
enum host_error host_detach(void)
{
    if (fork() != 0) _exit(0);
    setsid();
    if (fork() != 0) _exit(0);
    int null = open("/dev/null", O_RDWR);
    for (int fd = 0; fd < 3; fd++) dup2(null, fd);
    return HOST_OK;
}

bool host_module_to_link(size_t index, struct host_module *m) { return (void)index, (void)m, false; }
void host_module_linked(size_t index, const struct host_module_size *size) { (void)index, (void)size; }

enum host_error host_name(char *to, size_t room)
{
    enum host_error e = result_of(gethostname(to, room - 1));
    to[room - 1] = 0;
    return e;
}

bool host_local_date(int64_t seconds, struct host_date *date, bool *dst)
{
    struct tm tm;
    if (!localtime_r(&seconds, &tm)) return false;
    *date = (struct host_date){tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec};
    *dst = tm.tm_isdst > 0;
    return true;
}

bool host_seconds_of_local(const struct host_date *date, int dst, int64_t *seconds)
{
    struct tm tm = {.tm_year = date->year - 1900,
                    .tm_mon = date->month - 1,
                    .tm_mday = date->day,
                    .tm_hour = date->hour,
                    .tm_min = date->minute,
                    .tm_sec = date->second,
                    .tm_isdst = dst};
    tm.tm_wday = -1; /* stays so when mktime() fails: -1 alone is also a time */
    *seconds = mktime(&tm);
    return tm.tm_wday >= 0;
}
