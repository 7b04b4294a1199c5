/* tender/main.c - `ling boot`: makes one guest, serves it, and ends as it ends. */
#include "tender/confine.h"
#include "tender/guest.h"
#include "tender/monitors/monitor.h"
#include "tender/snapshot.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct engine_kind *choose_engine(const struct options *o)
{
    if (o->engine) return o->engine;
    return access("/dev/kvm", R_OK | W_OK) == 0 ? &kvm_engine : &process_engine;
}

static enum status make(struct tender *t)
{
    if (t->options.prepare) {
        t->prepared = open(t->options.prepare, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
        if (t->prepared < 0) {
            complain(&t->why, "%s: %s.", t->options.prepare, strerror(errno));
            return STATUS_HOST;
        }
    }
    if (!guest_open_image(&t->image, t->options.image, &t->why)) return STATUS_IMAGE;
    if (t->options.prepare && !image_is_not(&t->image, t->prepared, t->options.prepare, &t->why)) return STATUS_HOST;
    if (t->options.resume && !snapshot_judge(t->image.file, &t->why)) return STATUS_IMAGE;
    if (!guest_plan(&t->memory, &t->image, t->options.memory, &t->why)) return STATUS_MEMORY;
    return guest_make(t);
}

static int serve(struct tender *t)
{
    enum status status = make(t);
    if (status) return end_with(status, &t->why);
    bool able = !t->options.snapshot || snapshot_prepare(t, &t->why);
    if (!able || !confine(CONFINE_TO_SOCKETS, &t->why)) {
        t->kind->close(t->engine);
        return end_with(STATUS_HOST, &t->why);
    }
    uint64_t ran = guest_run(t);
    guest_close(t);
    if (t->options.statistics)
        fprintf(stderr, "ling boot: %llu calls, %.2f ms from the first instruction to the end\n",
                (unsigned long long)t->calls, (double)ran / 1e6);
    return t->silent ? (int)t->status : end_with(t->status, &t->why);
}

int main(int argc, char **argv)
{
    struct tender *t = calloc(1, sizeof *t);
    if (!t) return STATUS_HOST;
    clock_start(&t->clock);
    if (!options_read(&t->options, argc, argv, &t->why)) return end_with(STATUS_USAGE, &t->why);
    if (t->options.help) {
        fputs(options_help, stdout);
        return 0;
    }
    if (t->options.monitor == MONITOR_QEMU) return monitor_run_qemu(&t->options);
    if (t->options.monitor == MONITOR_XEN) return monitor_run_xen(&t->options);
    t->kind = choose_engine(&t->options);
    t->output = STDOUT_FILENO, t->errors = STDERR_FILENO;
    return serve(t);
}
