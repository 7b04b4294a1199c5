/* tender/monitors/xen.c - `--backend xen`: a PVH domain with the image as its kernel, made by xl in dom0.
 *
 * The domain is made paused, so that its console is there before it says anything; when it has ended it is kept for a moment,
 * for it tells its end in xenstore (platform/pvh/end.c), and destroyed.
 */
#include "tender/monitors/child.h"
#include "tender/monitors/command.h"
#include "tender/options.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LOOK_MS = 250, LOOKS_AT_STATE = 8, NAME_MAX_BYTES = 64, PATH_MAX_BYTES = 128 };

struct domain {
    char name[NAME_MAX_BYTES], number[16], configuration[32];
    unsigned looks;
    struct forward *forward; /* NULL: nothing is published */
};

static int xl(const char *command, const struct domain *d, char *to, size_t room)
{
    return command_run((const char *const[]){"xl", command, d->name, NULL}, to, room);
}

/* A value of the domain's in xenstore, its first line; false: it is not there. */
static bool store_value(const struct domain *d, const char *name, char *to, size_t room)
{
    char path[PATH_MAX_BYTES];
    snprintf(path, sizeof path, "/local/domain/%s/data/ling/%s", d->number, name);
    if (access("/proc/xen", F_OK) != 0) return false;
    if (command_run((const char *const[]){"xenstore-exists", path, NULL}, to, room) != 0) return false;
    if (command_run((const char *const[]){"xenstore-read", path, NULL}, to, room) != 0) return false;
    to[strcspn(to, "\n")] = 0;
    return true;
}

/* -- the configuration (xl.cfg(5)) ------------------------------------------------------------------------------- */

static void put_quoted(FILE *f, const char *name, const char *text)
{
    fprintf(f, "%s=\"", name);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\' || *text == '\n') fputc('\\', f);
        fputc(*text == '\n' ? 'n' : *text, f);
    }
    fputs("\"\n", f);
}

static bool write_configuration(struct domain *d, const struct guest_run *r, struct complaint *c)
{
    const char *vif = r->options->monitor_options.vif;
    char words[MONITOR_TEXT_MAX] = "";
    if (!words_of_options(words, r->options, c)) return false;
    strcpy(d->configuration, "/tmp/ling-domain-XXXXXX");
    int fd = mkstemp(d->configuration);
    FILE *f = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (!f) return complain(c, "%s: %s.", d->configuration, strerror(errno));
    put_quoted(f, "name", d->name);
    put_quoted(f, "kernel", r->options->image);
    put_quoted(f, "cmdline", words);
    fprintf(f, "type=\"pvh\"\nmemory=%llu\nvcpus=1\ntsc_mode=\"native\"\n",
            (unsigned long long)((r->memory + (1 << 20) - 1) >> 20));
    fputs("on_poweroff=\"preserve\"\non_reboot=\"preserve\"\non_crash=\"preserve\"\non_watchdog=\"preserve\"\n", f);
    if (vif) fprintf(f, "vif=['%s']\n", vif);
    return fclose(f) == 0 || complain(c, "%s: %s.", d->configuration, strerror(errno));
}

/* -- its life -------------------------------------------------------------------------------------------------------- */

static bool create(struct domain *d, struct complaint *c)
{
    int status = command_run((const char *const[]){"xl", "create", "-p", "-q", d->configuration, NULL}, NULL, 0);
    if (status == COMMAND_NOT_FOUND) return complain(c, "there is no xl here: this is not Xen's dom0.");
    if (status != 0) return complain(c, "xl cannot create the domain (status %d).", status);
    if (xl("domid", d, d->number, sizeof d->number) != 0) return complain(c, "the domain is gone already.");
    d->number[strcspn(d->number, "\n")] = 0;
    return true;
}

/* xl's fourth column but one: "---s--" has shut down, "----c-" has crashed, "-----d" is being destroyed. */
static bool has_stopped(const struct domain *d)
{
    char list[1024], state[16];
    if (xl("list", d, list, sizeof list) != 0) return true;
    const char *row = strchr(list, '\n');
    return row && sscanf(row, "%*s %*s %*s %*s %15s", state) == 1 && strpbrk(state, "scd");
}

/* The guest tells its address when it has one (platform/pvh/notice.c).  False: nothing can be published there. */
static bool aim_forward(struct domain *d, struct guest_run *r)
{
    char address[64];
    struct complaint c = {.text = ""};
    if (!d->forward || d->forward->guest.s_addr || !store_value(d, "address", address, sizeof address)) return true;
    if (forward_aim(d->forward, address, &c)) return true;
    guest_run_stop(r, STATUS_HOST, "%s", c.text);
    return false;
}

/* Called now and then: has the domain said how it ended, or ended without a word? */
static bool look(struct child *k, struct guest_run *r)
{
    struct domain *d = k->own;
    char what[32], status[16];
    if (store_value(d, "end", what, sizeof what) && store_value(d, "status", status, sizeof status)) {
        guest_run_end(r, what, (unsigned)atoi(status));
        return true;
    }
    if (!aim_forward(d, r)) return true;
    if (++d->looks % LOOKS_AT_STATE != 0 || !has_stopped(d)) return false;
    guest_run_stop(r, STATUS_FAULT, "the domain was ended by Xen, and the guest had not said why.");
    return true;
}

static void ask_to_stop(struct child *k)
{
    char said[256];
    xl("shutdown", k->own, said, sizeof said);
}

static void serve(struct domain *d, struct guest_run *r)
{
    struct child k;
    if (!child_channels(&k, &r->why)) {
        r->status = STATUS_HOST;
        return;
    }
    k.ask_to_stop = ask_to_stop;
    k.look = look;
    k.look_ms = LOOK_MS;
    k.own = d;
    k.forward = d->forward;
    k.console_is_standard = true;
    k.started = (const char *const[]){"xl", "unpause", d->name, NULL};
    child_run(&k, (char *[]){(char *)(uintptr_t)"xl", (char *)(uintptr_t)"console", d->name, NULL}, r);
    guest_run_stop(r, STATUS_HOST, "the domain's console ended, and the guest had not.");
}

int monitor_run_xen(const struct options *o)
{
    struct guest_run r;
    struct domain d = {.looks = 0};
    char said[256];
    if (!guest_run_open(&r, o)) return guest_run_finish(&r);
    snprintf(d.name, sizeof d.name, "%.40s-%d", r.name, (int)getpid());
    bool publishes = o->published_count > 0, able = !publishes || (d.forward = forward_open(&o->policy, &r.why));
    bool made = able && write_configuration(&d, &r, &r.why) && create(&d, &r.why);
    if (made) serve(&d, &r);
    else r.status = STATUS_HOST;
    if (d.configuration[0]) unlink(d.configuration);
    if (made) xl("destroy", &d, said, sizeof said);
    forward_close(d.forward);
    return guest_run_finish(&r);
}
