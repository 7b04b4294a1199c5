/* tender/options.c - reads the command line of `ling boot`. */
#include "tender/options.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char options_help[] =
    "Usage: ling boot [OPTION ...] IMAGE [-- ARGUMENT ...]\n"
    "       ling boot [OPTION ...] --resume FILE [-- ARGUMENT ...]\n"
    "\n"
    "Boots one instance of an image made by `ling build`; its console is stdin, stdout and stderr, its exit status "
    "ours.\n"
    "\n"
    "  --backend kvm|process   a virtual machine (the default where /dev/kvm is), or a confined process\n"
    "  --backend qemu|xen      a machine of QEMU's, or, in Xen's dom0, a domain\n"
    "  --memory SIZE           all that the guest may use, e.g. 64M; the default is the image's\n"
    "  --timeout SECONDS       end the guest after that time\n"
    "  --publish [udp:][ADDR:]PORT:GUEST_PORT   connections, or datagrams, to PORT of this host (ADDR 127.0.0.1) go "
    "to\n"
    "                          the guest\n"
    "  --allow HOST:PORT       let the guest connect to HOST; each may be *, 10.0.2.2 is this host\n"
    "  --dns ADDR[:PORT]       the resolver that the guest may ask; with any --allow, the host's own\n"
    "  --env NAME=VALUE        set a variable of the guest's environment\n"
    "  --name NODE             the name of its node\n"
    "  --statistics            say at the end how many calls the guest made, and how long it ran\n"
    "  --prepare FILE          run until the program is started and waits, under a made-up clock; write FILE, an "
    "image\n"
    "                          whose guests go on from there (at most --timeout, 10 seconds if it is not given)\n"
    "  --snapshot FILE         on SIGUSR1 keep the guest in FILE at its next wait, and end with status 0; one with "
    "open\n"
    "                          connections is not kept, and goes on\n"
    "  --resume FILE           in place of IMAGE: let the guest in FILE go on, as another instance; on a processor "
    "that\n"
    "                          has what the first one's had\n"
    "  --symbols FILE          where function names for a register dump are: the ELF file of the base\n"
    "\n"
    "With --backend qemu:\n"
    "  --machine microvm|q35   the kind of PC; the default is microvm\n"
    "  --accel tcg|kvm         QEMU's own emulation (the default), or the host's KVM\n"
    "  --gdb PORT              wait for a debugger at that port of 127.0.0.1\n"
    "  --disk FILE             the guest's /dev/vda: the bytes of a file or device of the host's\n"
    "With --backend xen:\n"
    "  --vif SPEC              a network card, as in xl.cfg(5); --publish leads to the address that the guest has "
    "there\n"
    "                          (by DHCP, of its image, or by a word ling.ip=ADDRESS/BITS for the guest)\n"
    "\n"
    "Ends: halt(N) gives N, a crash of the program 120, a panic of the machine 121, a processor exception 122, no\n"
    "memory 123, --timeout or a second interrupt 124, an unusable image 125, something that the host refuses 126,\n"
    "a guest that breaks the rules 119, a bad command line 64.\n";

static bool memory_of(const char *text, uint64_t *bytes)
{
    char *end;
    unsigned long long n = strtoull(text, &end, 10);
    unsigned shift = *end == 'K' ? 10 : *end == 'M' ? 20 : *end == 'G' ? 30 : 0;
    if (text[0] < '0' || text[0] > '9' || (shift && end[1]) || (!shift && *end)) return false;
    if (n == 0 || n > UINT64_C(1) << (40 - shift)) return false;
    *bytes = n << shift;
    return true;
}

static bool seconds_of(const char *text, uint64_t *ns)
{
    char *end;
    double n = strtod(text, &end);
    if (text[0] < '0' || text[0] > '9' || *end || !(n > 0) || n > 1e9) return false;
    *ns = (uint64_t)(n * 1e9);
    return true;
}

static bool take_backend(struct options *o, const char *value, struct complaint *c)
{
    if (strcmp(value, kvm_engine.name) == 0) o->engine = &kvm_engine;
    else if (strcmp(value, process_engine.name) == 0) o->engine = &process_engine;
    else if (strcmp(value, "qemu") == 0) o->monitor = MONITOR_QEMU;
    else if (strcmp(value, "xen") == 0) o->monitor = MONITOR_XEN;
    else return complain(c, "--backend is kvm, process, qemu or xen, not '%s'.", value);
    return true;
}

/* What only one kind of monitor understands. */
static bool take_monitor_option(struct options *o, const char *name, const char *value)
{
    struct monitor_options *m = &o->monitor_options;
    const struct {
        const char *name, **value;
    } all[] = {{"--machine", &m->machine},
               {"--accel", &m->accelerator},
               {"--gdb", &m->debugger_port},
               {"--disk", &m->disk},
               {"--vif", &m->vif}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (strcmp(name, all[i].name) != 0) continue;
        *all[i].value = value;
        return true;
    }
    return false;
}

static bool take_listed(const char **list, uint32_t *count, uint32_t most, const char *name, const char *value,
                        struct complaint *c)
{
    if (*count == most) return complain(c, "%s: more than %u.", name, most);
    list[(*count)++] = value;
    return true;
}

static bool take_environment(struct options *o, const char *value, struct complaint *c)
{
    if (!strchr(value, '=') || value[0] == '=') return complain(c, "--env wants NAME=VALUE, not '%s'.", value);
    if (o->environment_count == ENVIRONMENT_MAX) return complain(c, "--env: more than %d.", ENVIRONMENT_MAX);
    o->environment[o->environment_count++] = value;
    return true;
}

static bool take_resume(struct options *o, const char *value, struct complaint *c)
{
    if (o->image) return complain(c, "--resume FILE stands in place of the image '%s'.", o->image);
    o->image = value;
    return o->resume = true;
}

static bool take_option(struct options *o, const char *name, const char *value, struct complaint *c)
{
    if (!value) return complain(c, "%s wants a value; see `ling boot --help`.", name);
    if (strcmp(name, "--backend") == 0) return take_backend(o, value, c);
    if (strcmp(name, "--memory") == 0)
        return memory_of(value, &o->memory) || complain(c, "--memory wants a size such as 64M, not '%s'.", value);
    if (strcmp(name, "--timeout") == 0)
        return seconds_of(value, &o->timeout_ns) || complain(c, "--timeout wants seconds, not '%s'.", value);
    if (strcmp(name, "--publish") == 0)
        return take_listed(o->published, &o->published_count, PUBLISHED_MAX, name, value, c);
    if (strcmp(name, "--allow") == 0) return take_listed(o->allowed, &o->allowed_count, RULES_MAX, name, value, c);
    if (strcmp(name, "--env") == 0) return take_environment(o, value, c);
    if (strcmp(name, "--resume") == 0) return take_resume(o, value, c);
    if (strcmp(name, "--dns") == 0) o->dns = value;
    else if (strcmp(name, "--snapshot") == 0) o->snapshot = value;
    else if (strcmp(name, "--name") == 0) o->node_name = value;
    else if (strcmp(name, "--symbols") == 0) o->symbols = value;
    else if (strcmp(name, "--prepare") == 0) o->prepare = value;
    else if (!take_monitor_option(o, name, value))
        return complain(c, "there is no option %s; see `ling boot --help`.", name);
    return true;
}

static bool make_policy(struct options *o, struct complaint *c)
{
    for (uint32_t i = 0; i < o->published_count; i++)
        if (!policy_publish(&o->policy, o->published[i], c)) return false;
    for (uint32_t i = 0; i < o->allowed_count; i++)
        if (!policy_allow(&o->policy, o->allowed[i], c)) return false;
    return (!o->dns && !o->policy.rule_count) || policy_resolver(&o->policy, o->dns, c);
}

static bool is_port(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    return digits && digits <= 5 && !text[digits] && atoi(text) > 0 && atoi(text) <= UINT16_MAX;
}

static bool is_readable(const char *option, const char *path, struct complaint *c)
{
    return !path || access(path, R_OK) == 0 || complain(c, "%s: %s: %s.", option, path, strerror(errno));
}

static bool check_values(const struct options *o, struct complaint *c)
{
    const char *port = o->monitor_options.debugger_port;
    if (port && !is_port(port)) return complain(c, "--gdb wants a port, not '%s'.", port);
    return is_readable("--disk", o->monitor_options.disk, c) && is_readable("--symbols", o->symbols, c);
}

/* An option that would have no effect is refused. */
static bool check_monitor_options(const struct options *o, struct complaint *c)
{
    const struct monitor_options *m = &o->monitor_options;
    if (o->monitor != MONITOR_QEMU && (m->machine || m->accelerator || m->debugger_port || m->disk))
        return complain(c, "--machine, --accel, --gdb and --disk are for --backend qemu.");
    if (o->monitor != MONITOR_XEN && m->vif) return complain(c, "--vif is for --backend xen.");
    if (o->monitor == MONITOR_XEN && (o->allowed_count || o->dns))
        return complain(c,
                        "--allow and --dns are not for --backend xen: where its guest gets to is the matter of --vif.");
    if (o->monitor == MONITOR_XEN && o->published_count && !m->vif)
        return complain(c, "--publish with --backend xen wants a network card: --vif, such as --vif bridge=xenbr0.");
    return true;
}

static bool finish(struct options *o, struct complaint *c)
{
    if (!o->image) return complain(c, "which image? See `ling boot --help`.");
    if (o->prepare && o->snapshot)
        return complain(c, "--prepare and --snapshot are two ways to keep a guest: choose one.");
    if (o->monitor != MONITOR_OWN && (o->snapshot || o->resume || o->prepare))
        return complain(c, "--prepare, --snapshot and --resume are for the backends kvm and process.");
    if (o->prepare && !o->timeout_ns) o->timeout_ns = UINT64_C(10000000000);
    return check_monitor_options(o, c) && check_values(o, c) && (o->monitor == MONITOR_QEMU || make_policy(o, c));
}

bool options_read(struct options *o, int argc, char **argv, struct complaint *c)
{
    *o = (struct options){0};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) return o->help = true;
        if (strcmp(argv[i], "--statistics") == 0) {
            o->statistics = true;
            continue;
        }
        if (strcmp(argv[i], "--") == 0) {
            o->arguments = argv + i + 1;
            o->argument_count = (uint32_t)(argc - i - 1);
            break;
        }
        if (argv[i][0] == '-') {
            if (!take_option(o, argv[i], i + 1 < argc ? argv[i + 1] : NULL, c)) return false;
            i++;
        } else if (o->image)
            return complain(c, "one image, not also '%s'; what is for the guest stands after --.", argv[i]);
        else o->image = argv[i];
    }
    return finish(o, c);
}
