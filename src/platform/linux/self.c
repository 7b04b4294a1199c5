/* platform/linux/self.c - this program's number, name and place: its calendar. */
#include "platform/linux/linux.h"
#include <fcntl.h>
#include <unistd.h>

int64_t host_process_id(void) { return getpid(); }

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
    *date = date_of_tm(&tm);
    *dst = tm.tm_isdst > 0;
    return true;
}

bool host_seconds_of_local(const struct host_date *date, int dst, int64_t *seconds)
{
    struct tm tm = tm_of_date(date);
    tm.tm_isdst = dst;
    *seconds = mktime(&tm);
    return tm.tm_wday >= 0;
}
