/* platform/sim/self.c - who and where the program is: number 42 on the machine `sim`, in a place where it is UTC. */
#include "platform/host_terminal.h"
#include "platform/posix/posix.h"
#include <stdio.h>
#include <string.h>

enum { PROCESS_ID = 42 };

int64_t host_process_id(void) { return PROCESS_ID; }

enum host_error host_detach(void) { return HOST_ENOTSUP; }

enum host_error host_name(char *to, size_t room)
{
    snprintf(to, room, "sim.test"); /* with a domain, so that OTP does not ask a program for it */
    return HOST_OK;
}

bool host_local_date(int64_t seconds, struct host_date *date, bool *dst)
{
    struct tm tm;
    if (!gmtime_r(&seconds, &tm)) return false;
    *date = date_of_tm(&tm);
    *dst = false;
    return true;
}

bool host_seconds_of_local(const struct host_date *date, int dst, int64_t *seconds)
{
    struct tm tm = tm_of_date(date);
    *seconds = timegm(&tm) - (dst > 0 ? 3600 : 0);
    return tm.tm_wday >= 0;
}

void host_system_version(int version[3]) { memcpy(version, (int[]){6, 1, 0}, 3 * sizeof *version); }
unsigned host_processors(void) { return 1; }
