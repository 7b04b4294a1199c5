/* platform/linux/system.c - the host's version and processors. */
#include "platform/host.h"
#include <sched.h>
#include <stdio.h>
#include <sys/utsname.h>

void host_system_version(int version[3])
{
    struct utsname u;
    version[0] = version[1] = version[2] = 0;
    if (uname(&u) == 0) sscanf(u.release, "%d.%d.%d", &version[0], &version[1], &version[2]);
}

unsigned host_processors(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    int count = CPU_COUNT(&set);
    return count > 0 ? (unsigned)count : 1;
}
