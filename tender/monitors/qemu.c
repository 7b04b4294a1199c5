/* tender/monitors/qemu.c - `--backend qemu`: a PC of QEMU's with the image as its kernel (platform/pvh is its other side).
 *
 * QEMU is our child and speaks to us by three socket pairs: the serial line, the debug port on which the guest calls its end
 * by name, and QMP, over which an orderly end is asked for by a non-maskable interrupt.
 */
#include "tender/monitors/child.h"
#include "tender/monitors/monitor.h"
#include "tender/options.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARGUMENTS_MAX = 96, TEXTS_BYTES = 3 * MONITOR_TEXT_MAX };

/* The words of QEMU's own command line, and room for those that are made here. */
struct arguments {
    const char *at[ARGUMENTS_MAX];
    unsigned count;
    char texts[TEXTS_BYTES];
    size_t used;
    bool full;
};

static void add(struct arguments *a, const char *word)
{
    if (a->count + 1 < ARGUMENTS_MAX) a->at[a->count++] = word;
    else a->full = true;
}

__attribute__((format(printf, 3, 4))) static void add_made(struct arguments *a, const char *name, const char *format,
                                                           ...)
{
    va_list v;
    va_start(v, format);
    int size = vsnprintf(a->texts + a->used, sizeof a->texts - a->used, format, v);
    va_end(v);
    if ((size_t)size >= sizeof a->texts - a->used) {
        a->full = true;
        return;
    }
    add(a, name);
    add(a, a->texts + a->used);
    a->used += (size_t)size + 1;
}

/* -- the machine -------------------------------------------------------------------------------------------------- */

static bool add_machine(struct arguments *a, const struct guest_run *r, struct complaint *c)
{
    const struct monitor_options *m = &r->options->monitor_options;
    const char *machine = m->machine ? m->machine : "microvm", *accelerator = m->accelerator ? m->accelerator : "tcg";
    bool micro = strcmp(machine, "microvm") == 0, emulated = strcmp(accelerator, "tcg") == 0;
    if (!micro && strcmp(machine, "q35") != 0) return complain(c, "--machine is microvm or q35, not '%s'.", machine);
    if (!emulated && strcmp(accelerator, "kvm") != 0)
        return complain(c, "--accel is tcg or kvm, not '%s'.", accelerator);
    add_made(a, "-machine", "%s", micro ? "microvm,acpi=off,rtc=on,pit=on,pic=on,isa-serial=on" : "q35");
    add_made(a, "-accel", "%s", accelerator);
    add_made(a, "-cpu", "%s", emulated ? "max" : "host");
    add_made(a, "-m", "%lluK", (unsigned long long)r->memory >> 10);
    add_made(a, "-kernel", "%s", r->options->image);
    add_made(a, "-device", "isa-debug-exit,iobase=0xf4,iosize=4");
    add_made(a, "-global", "virtio-mmio.force-legacy=false");
    add_made(a, "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny");
    return true;
}

static bool is_micro(const struct guest_run *r)
{
    const char *machine = r->options->monitor_options.machine;
    return !machine || strcmp(machine, "microvm") == 0;
}

static void add_device(struct arguments *a, const struct guest_run *r, const char *kind, const char *rest)
{
    add_made(a, "-device", "virtio-%s-%s%s", kind, is_micro(r) ? "device" : "pci,disable-legacy=on", rest);
}

/* A comma in a value is doubled. */
static void add_disk(struct arguments *a, const struct guest_run *r)
{
    const char *path = r->options->monitor_options.disk;
    char escaped[2048];
    size_t size = 0;
    if (!path) return;
    for (; *path && size < sizeof escaped - 2; path++) {
        if (*path == ',') escaped[size++] = ',';
        escaped[size++] = *path;
    }
    escaped[size] = 0;
    if (*path) a->full = true;
    add_made(a, "-drive", "if=none,id=disk,format=raw,file=%s", escaped);
    add_device(a, r, "blk", ",drive=disk");
}

static void add_channel(struct arguments *a, const char *name, int fd)
{
    add_made(a, "-chardev", "socket,id=%s,fd=%d", name, fd);
}

/* -- the network: QEMU's user network, in which the guest is 10.0.2.15 ------------------------------------------------ */

static bool is_datagrams(const char *published) { return strncmp(published, "udp:", 4) == 0; }

/* "[udp:][ADDRESS:]PORT:GUEST_PORT" as QEMU says it; false: it is something else. */
static bool forward(const char *text, char to[300])
{
    bool udp = is_datagrams(text);
    char copy[200];
    snprintf(copy, sizeof copy, "%s", text + (udp ? 4 : 0));
    char *guest = strrchr(copy, ':');
    if (!guest || strlen(text) >= sizeof copy || strchr(copy, ',') || strchr(copy, '-')) return false;
    *guest++ = 0;
    char *colon = strrchr(copy, ':');
    const char *port = colon ? colon + 1 : copy, *address = colon ? copy : "127.0.0.1";
    if (colon) *colon = 0;
    if (atoi(port) <= 0 || atoi(port) > UINT16_MAX || atoi(guest) <= 0 || atoi(guest) > UINT16_MAX) return false;
    snprintf(to, 300, ",hostfwd=%s:%s:%s-:%s", udp ? "udp" : "tcp", address, port, guest);
    return true;
}

/* What was published, behind what is there; QEMU's network drops answers to datagrams unless the guest may go out. */
static bool add_forwards(const struct options *o, bool out, char all[MONITOR_TEXT_MAX], size_t size,
                         struct complaint *c)
{
    char one[300];
    for (uint32_t i = 0; i < o->published_count; i++) {
        if (!forward(o->published[i], one))
            return complain(c, "--publish wants [udp:][ADDRESS:]PORT:GUEST_PORT, not '%s'.", o->published[i]);
        if (is_datagrams(o->published[i]) && !out)
            return complain(c, "--backend qemu publishes '%s' only with --allow '*:*'.", o->published[i]);
        size += (size_t)snprintf(all + size, MONITOR_TEXT_MAX - size, "%s", one);
    }
    return true;
}

/* QEMU lets a guest out everywhere or nowhere. */
static bool may_go_out(const struct options *o, bool *may, struct complaint *c)
{
    *may = o->allowed_count > 0;
    for (uint32_t i = 0; i < o->allowed_count; i++)
        if (strcmp(o->allowed[i], "*:*") != 0)
            return complain(c, "--backend qemu cannot allow '%s' alone: only --allow '*:*'.", o->allowed[i]);
    return true;
}

/* The card is a tap device that whoever started us has opened. */
static void add_tap(struct arguments *a, const struct guest_run *r, const struct monitor_options *m)
{
    char rest[64];
    add_made(a, "-netdev", "tap,id=net,fd=%d", m->tap);
    snprintf(rest, sizeof rest, ",netdev=net,mac=%s", m->hardware);
    add_device(a, r, "net", rest);
}

/* The one address outside that a guest may speak to although it may not go out. */
static void add_notice(struct arguments *a, const char *address, char *to, size_t room)
{
    const char *colon = strrchr(address, ':');
    add_made(a, "-chardev", "socket,id=notice,host=%.*s,port=%s", (int)(colon - address), address, colon + 1);
    snprintf(to, room, ",guestfwd=tcp:10.0.2.100:80-chardev:notice");
}

static bool add_network(struct arguments *a, const struct guest_run *r, struct complaint *c)
{
    const struct options *o = r->options;
    char all[MONITOR_TEXT_MAX];
    bool out;
    if (o->monitor_options.tap) return add_tap(a, r, &o->monitor_options), true;
    if (!may_go_out(o, &out, c)) return false;
    size_t size = (size_t)snprintf(all, sizeof all, "user,id=net,restrict=%s", out ? "off" : "on");
    if (!add_forwards(o, out, all, size, c)) return false;
    size = strlen(all);
    if (o->monitor_options.notice_address)
        add_notice(a, o->monitor_options.notice_address, all + size, sizeof all - size);
    add_made(a, "-netdev", "%s", all);
    add_device(a, r, "net", ",netdev=net");
    return true;
}

static bool guest_words(const struct guest_run *r, char text[MONITOR_TEXT_MAX], struct complaint *c)
{
    const struct options *o = r->options;
    const struct monitor_options *m = &o->monitor_options;
    char dns[280];
    snprintf(dns, sizeof dns, "ling.dns=%s", o->dns ? o->dns : "10.0.2.3");
    text[0] = 0;
    if (m->token && !words_add_pair(text, "ling.notice", m->token, c)) return false;
    if (m->tap) return words_add_pair(text, "ling.ip", m->address, c) && words_of_options(text, o, c);
    return words_add(text, "ling.ip=10.0.2.15/24", c) && words_add(text, "ling.gateway=10.0.2.2", c) &&
           ((!o->dns && !o->allowed_count) || words_add(text, dns, c)) && words_of_options(text, o, c);
}

/* -- the run ------------------------------------------------------------------------------------------------------------ */

static bool command_line(struct arguments *a, const struct guest_run *r, const struct child *k, struct complaint *c)
{
    char words[MONITOR_TEXT_MAX];
    add(a, "qemu-system-x86_64");
    for (const char *const *w =
             (const char *const[]){"-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", NULL};
         *w; w++)
        add(a, *w);
    if (!add_machine(a, r, c) || !guest_words(r, words, c)) return false;
    add_made(a, "-append", "%s", words);
    add_channel(a, "console", k->theirs[CHANNEL_CONSOLE]);
    add_made(a, "-serial", "chardev:console");
    add_channel(a, "end", k->theirs[CHANNEL_END]);
    add_made(a, "-device", "isa-debugcon,iobase=0xe9,chardev=end");
    add_channel(a, "control", k->theirs[CHANNEL_CONTROL]);
    add_made(a, "-mon", "chardev=control,mode=control");
    if (!add_network(a, r, c)) return false;
    add_device(a, r, "rng", "");
    add_disk(a, r);
    const char *port = r->options->monitor_options.debugger_port;
    if (port) add_made(a, "-gdb", "tcp:127.0.0.1:%s", port);
    if (port) add(a, "-S");
    return !a->full || complain(c, "the command line for QEMU is too long.");
}

static void ask_to_stop(struct child *k)
{
    static const char words[] = "{\"execute\":\"qmp_capabilities\"}{\"execute\":\"inject-nmi\"}\n";
    child_write(k, CHANNEL_CONTROL, words, sizeof words - 1);
}

/* QEMU has gone without the guest having said how it ended. */
static void judge(struct guest_run *r, int exit_status)
{
    if (exit_status == CHILD_NOT_FOUND)
        guest_run_stop(r, STATUS_HOST, "there is no qemu-system-x86_64 here: install QEMU (Debian: qemu-system-x86).");
    guest_run_stop(r, STATUS_HOST, "QEMU ended (status %d), and the guest had not.", exit_status);
}

int monitor_run_qemu(const struct options *o)
{
    struct arguments a = {.count = 0};
    struct guest_run r;
    struct child k;
    if (!guest_run_open(&r, o)) return guest_run_finish(&r);
    if (!child_channels(&k, &r.why)) r.status = STATUS_HOST;
    else if (!command_line(&a, &r, &k, &r.why)) r.status = STATUS_USAGE;
    if (r.status) return guest_run_finish(&r);
    k.ask_to_stop = ask_to_stop;
    int exit_status = child_run(&k, (char **)(uintptr_t)a.at, &r);
    judge(&r, exit_status);
    return guest_run_finish(&r);
}
