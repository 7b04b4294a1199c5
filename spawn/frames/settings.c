/* spawn/frames/settings.c - what a user can say to the backends that have frames. */
#include "spawn/settings.h"
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A monitor is three processes deep, the last of which has the guest's memory. */
const struct engine_kind qemu_frames = {.name = "qemu", .shares_memory = true},
                         libvirt_frames = {.name = "libvirt", .shares_memory = true},
                         xen_frames = {.name = "xen", .shares_memory = true};

static const struct engine_kind *const kinds[] = {&qemu_frames, &libvirt_frames, &xen_frames};
enum { KINDS = sizeof kinds / sizeof *kinds };

const struct engine_kind *frames_of_name(const char *name)
{
    for (int i = 0; i < KINDS; i++)
        if (strcmp(name, kinds[i]->name) == 0) return kinds[i];
    return NULL;
}

bool frames_is(const struct engine_kind *kind)
{
    for (int i = 0; i < KINDS; i++)
        if (kind == kinds[i]) return true;
    return false;
}

static bool take_word(const char *name, const char *v, const char *one, const char *other, const char **to,
                      struct complaint *c)
{
    *to = v;
    return strcmp(v, one) == 0 || strcmp(v, other) == 0 ||
           complain(c, "--%s is %s or %s, not '%s'.", name, one, other, v);
}

bool take_machine(struct settings *s, const char *v, struct complaint *c)
{
    return take_word("machine", v, "microvm", "q35", &s->frames.machine, c);
}

bool take_accel(struct settings *s, const char *v, struct complaint *c)
{
    return take_word("accel", v, "tcg", "kvm", &s->frames.accelerator, c);
}

bool take_toolstack(struct settings *s, const char *v, struct complaint *c)
{
    return take_word("toolstack", v, "libxc", "libxl", &s->frames.toolstack, c);
}

bool take_uri(struct settings *s, const char *v, struct complaint *c)
{
    (void)c;
    s->frames.uri = v;
    return true;
}

bool take_ready(struct settings *s, const char *v, struct complaint *c)
{
    const char *word;
    if (!take_word("ready", v, "listen", "notice", &word, c)) return false;
    s->frames.notice = v[0] == 'n';
    return true;
}

/* Nothing that could end a header. */
bool take_accel_redirect(struct settings *s, const char *v, struct complaint *c)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/@_-.";
    if ((v[0] != '/' && v[0] != '@') || strspn(v, plain) != strlen(v))
        return complain(c, "--accel-redirect wants /PREFIX or @NAME, a location of nginx's, not '%s'.", v);
    s->frames.accel_redirect = v;
    return true;
}

/* "BRIDGE=ADDRESS/BITS" */
bool take_network(struct settings *s, const char *v, struct complaint *c)
{
    const char *equals = strchr(v, '='), *slash = equals ? strchr(equals, '/') : NULL;
    struct in_addr a;
    char address[INET_ADDRSTRLEN];
    size_t size = slash ? (size_t)(slash - equals - 1) : sizeof address;
    int bits = slash ? atoi(slash + 1) : 0;
    if (size < sizeof address) memcpy(address, equals + 1, size), address[size] = 0;
    if (size >= sizeof address || equals == v || bits < 8 || bits > 30 || inet_pton(AF_INET, address, &a) != 1)
        return complain(c, "--network wants BRIDGE=ADDRESS/BITS, as br0=10.0.0.1/16, not '%s'.", v);
    s->frames.bridge = strndup(v, (size_t)(equals - v));
    s->frames.bridge_address = ntohl(a.s_addr);
    s->frames.bridge_bits = (unsigned)bits;
    return s->frames.bridge || complain(c, "there is no memory.");
}

/* -- together -------------------------------------------------------------------------------------------------- */

bool frames_helper(const struct engine_kind *kind, char path[HELPER_PATH])
{
    char own[HELPER_PATH - 32];
    ssize_t n = readlink("/proc/self/exe", own, sizeof own - 1);
    if (n <= 0) return false;
    own[n] = 0;
    char *slash = strrchr(own, '/');
    if (slash) *slash = 0;
    snprintf(path, HELPER_PATH, "%s/ling-spawn-%s", own, kind->name);
    return access(path, X_OK) == 0;
}

static bool judge_network(const struct settings *s, struct complaint *c)
{
    const struct frames_settings *f = &s->frames;
    uint32_t within = f->bridge ? f->bridge_address & (UINT32_MAX >> f->bridge_bits) : 0;
    if (s->engine == &xen_frames && !f->bridge)
        return complain(c, "--backend xen wants --network BRIDGE=ADDRESS/BITS: where its domains have addresses.");
    if (f->bridge && (uint64_t)within + s->instances + 1 >= UINT64_C(1) << (32 - f->bridge_bits))
        return complain(c, "--network: /%u has no addresses for %u instances.", f->bridge_bits, s->instances);
    if (s->policy.rule_count && s->engine == &xen_frames)
        return complain(c, "--backend xen cannot hold a domain to --allow: its bridge's rules say where it may go.");
    for (uint32_t i = 0; i < s->policy.rule_count; i++)
        if (s->policy.rules[i].address.family != 0 || s->policy.rules[i].port != 0)
            return complain(c, "--backend %s cannot allow one place alone: only --allow '*:*'.", s->engine->name);
    return true;
}

bool frames_settings_judge(const struct settings *s, struct complaint *c)
{
    const struct frames_settings *f = &s->frames;
    if (!frames_is(s->engine)) {
        bool any =
            f->machine || f->accelerator || f->uri || f->toolstack || f->bridge || f->notice || f->accel_redirect;
        return !any || complain(c, "--machine, --accel, --uri, --toolstack, --network, --ready and --accel-redirect "
                                   "are for the backends qemu, "
                                   "libvirt and xen.");
    }
    char helper[HELPER_PATH];
    if (s->engine != &qemu_frames && !frames_helper(s->engine, helper))
        return complain(c, "--backend %s: this build has no ling-spawn-%s; `make setup` installs what it is made of.",
                        s->engine->name, s->engine->name);
    return judge_network(s, c);
}
