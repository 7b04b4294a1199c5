/* spawn/frames/sweep.c - domains of Xen's outlive whoever made them: those that a spawner left behind are taken away at the next start. */
#include "spawn/settings.h"
#include "tender/monitors/command.h"

bool frames_sweep(const struct settings *s, struct complaint *c)
{
    char path[HELPER_PATH];
    if (s->engine != &xen_frames) return true;
    if (!frames_helper(s->engine, path)) return complain(c, "--backend xen: this build has no ling-spawn-xen.");
    int status = command_run((const char *const[]){path, "sweep", NULL}, NULL, 0);
    return status == 0 || complain(c, "--backend xen: this is not Xen's dom0, or its tools do not run.");
}
