/* platform/sim/self.c - who and where the program is: number 42 on the machine `sim`, in a place where it is UTC. */
#include "platform/host.h"
#include "platform/host_terminal.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PROCESS_ID = 42 };

int64_t host_process_id(void) { return PROCESS_ID; }

/* As the program was started: its environment is part of what it is told, like its command line. */
const char *host_new_variable(size_t index) { return (void)index, NULL; }

const char *host_environment(size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (!environ[i]) return NULL;
    return environ[index];
}

const char *host_variable(const char *name) { return getenv(name); }
bool host_set_variable(const char *name, const char *value) { return setenv(name, value, 1) == 0; }
enum host_error host_detach(void) { return HOST_ENOTSUP; }

bool host_module_to_link(size_t index, struct host_module *m) { return (void)index, (void)m, false; }
void host_module_linked(size_t index, const struct host_module_size *size) { (void)index, (void)size; }

enum host_error host_name(char *to, size_t room)
{
    snprintf(to, room, "sim.test"); /* with a domain, so that OTP does not ask a program for it */
    return HOST_OK;
}

bool host_local_date(int64_t seconds, struct host_date *date, bool *dst)
{
    struct tm tm;
    if (!gmtime_r(&seconds, &tm)) return false;
    *date = (struct host_date){tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec};
    *dst = false;
    return true;
}

bool host_seconds_of_local(const struct host_date *date, int dst, int64_t *seconds)
{
    struct tm tm = {.tm_year = date->year - 1900,
                    .tm_mon = date->month - 1,
                    .tm_mday = date->day,
                    .tm_hour = date->hour,
                    .tm_min = date->minute,
                    .tm_sec = date->second};
    tm.tm_wday = -1;
    *seconds = timegm(&tm) - (dst > 0 ? 3600 : 0);
    return tm.tm_wday >= 0;
}

void host_system_version(int version[3]) { memcpy(version, (int[]){6, 1, 0}, 3 * sizeof *version); }
unsigned host_processors(void) { return 1; }
