/* spawn/domains/libvirt.c - `ling-spawn-libvirt`: one domain of libvirt's qemu driver, which ends with the connection that made it. */
#include "spawn/domains/domain.h"
#include <arpa/inet.h>
#include <errno.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { XML_MOST = 16384, LOOK_MS = 100 };

/* -- the guest's debug port, over a port of the loopback: a daemon's QEMU inherits nothing of ours ----------------- */

struct debug_port {
    int listening, connection;
    uint16_t port;
};

static bool debug_port_open(struct debug_port *p, struct complaint *c)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof a;
    *p = (struct debug_port){.listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), .connection = -1};
    if (p->listening < 0 || bind(p->listening, (struct sockaddr *)&a, size) != 0 || listen(p->listening, 4) != 0 ||
        getsockname(p->listening, (struct sockaddr *)&a, &size) != 0)
        return complain(c, "the host gives no port: %s.", strerror(errno));
    p->port = ntohs(a.sin_port);
    return true;
}

/* -- the domain's description ----------------------------------------------------------------------------------------- */

struct xml {
    char text[XML_MOST];
    size_t size;
    bool full;
};

__attribute__((format(printf, 2, 3))) static void put(struct xml *x, const char *format, ...)
{
    va_list v;
    va_start(v, format);
    int n = vsnprintf(x->text + x->size, sizeof x->text - x->size, format, v);
    va_end(v);
    if (n < 0 || (size_t)n >= sizeof x->text - x->size) x->full = true;
    else x->size += (size_t)n;
}

static void put_escaped(struct xml *x, const char *text)
{
    for (; *text; text++)
        if (strchr("<>&'\"", *text)) put(x, "&#%d;", *text);
        else put(x, "%c", *text);
}

static void put_element(struct xml *x, const char *name, const char *text)
{
    put(x, "<%s>", name);
    put_escaped(x, text);
    put(x, "</%s>", name);
}

static void put_word(struct xml *x, const char *name, const char *value)
{
    put(x, "<qemu:arg value='%s'/><qemu:arg value='", name);
    put_escaped(x, value);
    put(x, "'/>");
}

/* "ADDRESS:PORT:GUEST_PORT" as QEMU says it. */
static void put_user_network(struct xml *x, const struct domain *d)
{
    char words[512];
    const char *last = strrchr(d->published, ':');
    bool notices = d->notices != NULL;
    snprintf(words, sizeof words, "user,id=net,restrict=%s,hostfwd=tcp:%.*s-:%s%s", d->outside ? "off" : "on",
             (int)(last - d->published), d->published, last + 1,
             notices ? ",guestfwd=tcp:10.0.2.100:80-chardev:notice" : "");
    if (notices) {
        char address[128];
        const char *colon = strrchr(d->notices, ':');
        snprintf(address, sizeof address, "socket,id=notice,host=%.*s,port=%s", (int)(colon - d->notices), d->notices,
                 colon + 1);
        put_word(x, "-chardev", address);
    }
    put_word(x, "-netdev", words);
    put_word(x, "-device", "virtio-net-pci,netdev=net,disable-legacy=on,bus=pcie.0,addr=0x1e");
}

static void put_commandline(struct xml *x, const struct domain *d, const struct debug_port *p)
{
    char end[64];
    put(x, "<qemu:commandline>");
    snprintf(end, sizeof end, "socket,id=end,host=127.0.0.1,port=%u", p->port);
    put_word(x, "-chardev", end);
    put_word(x, "-device", "isa-debugcon,iobase=0xe9,chardev=end");
    put_word(x, "-device", "isa-debug-exit,iobase=0xf4,iosize=4");
    if (!d->bridge) put_user_network(x, d);
    put(x, "</qemu:commandline>");
}

static void put_devices(struct xml *x, const struct domain *d)
{
    put(x, "<devices><controller type='usb' model='none'/><memballoon model='none'/><serial type='null'/>"
           "<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>");
    if (d->bridge) {
        put(x, "<interface type='bridge'><source bridge='");
        put_escaped(x, d->bridge);
        put(x, "'/><mac address='%s'/><model type='virtio'/></interface>", d->hardware);
    }
    put(x, "</devices>");
}

static bool describe(struct xml *x, const struct domain *d, const struct debug_port *p, struct complaint *c)
{
    bool kvm = d->accel && strcmp(d->accel, "kvm") == 0;
    put(x, "<domain type='%s' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>", kvm ? "kvm" : "qemu");
    put_element(x, "name", d->name);
    put(x, "<memory unit='b'>%llu</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='q35'>hvm</type>",
        (unsigned long long)d->bytes);
    put_element(x, "kernel", d->image);
    put_element(x, "cmdline", d->command_line);
    put(x,
        "</os><cpu "
        "mode='%s'/><on_poweroff>destroy</on_poweroff><on_reboot>destroy</on_reboot><on_crash>destroy</on_crash>",
        kvm ? "host-passthrough" : "maximum");
    put_devices(x, d);
    put_commandline(x, d, p);
    put(x, "</domain>");
    return !x->full || complain(c, "the domain's description is too long.");
}

/* -- its life ------------------------------------------------------------------------------------------------------------ */

/* Whoever connects last is heard: lines without the token say nothing. */
static void take_debug_port(struct domain *d, struct debug_port *p, const struct pollfd *news)
{
    char text[512];
    if (news[0].revents) {
        int fd = accept4(p->listening, NULL, NULL, SOCK_CLOEXEC);
        if (p->connection < 0) p->connection = fd;
        else if (fd >= 0) close(fd);
    } else if (news[1].revents) {
        ssize_t n = read(p->connection, text, sizeof text - 1);
        if (n > 0) domain_hear(d, text, (size_t)n);
        else close(p->connection), p->connection = -1;
    }
}

/* Until we are told to end, or the domain has. */
static void serve(struct domain *d, struct debug_port *p, virDomainPtr domain, int signals)
{
    for (;;) {
        struct pollfd news[] = {{.fd = p->listening, .events = POLLIN},
                                {.fd = p->connection, .events = POLLIN},
                                {.fd = signals, .events = POLLIN}};
        int n = poll(news, 3, LOOK_MS);
        if (n < 0 && errno != EINTR) return;
        if (news[2].revents || d->run.ended) return;
        if (n > 0) take_debug_port(d, p, news);
        else if (virDomainIsActive(domain) != 1) break;
    }
    guest_run_stop(&d->run, STATUS_FAULT, "the domain was ended by libvirt, and the guest had not said why.");
}

static bool failed(const char *what, struct complaint *c)
{
    const char *why = virGetLastErrorMessage();
    return complain(c, "libvirt %s: %s.", what, why ? why : "it does not say why");
}

static void hush(void *data, virErrorPtr error) { (void)data, (void)error; }

static bool run(struct domain *d, int signals, struct complaint *c)
{
    struct debug_port port;
    struct xml *x = calloc(1, sizeof *x);
    virSetErrorFunc(NULL, hush); /* errors have a sentence of ours */
    if (!x || !debug_port_open(&port, c) || !describe(x, d, &port, c)) return false;
    virConnectPtr connection = virConnectOpen(d->uri ? d->uri : "qemu:///session");
    if (!connection) return failed("is not to be had", c);
    virDomainPtr domain = virDomainCreateXML(connection, x->text, VIR_DOMAIN_START_AUTODESTROY);
    if (!domain) return failed("makes no domain", c);
    domain_say("made");
    serve(d, &port, domain, signals);
    if (d->run.ended) end_with(d->run.status, &d->run.why); /* before what may take a second */
    virDomainDestroy(domain);
    virDomainFree(domain);
    virConnectClose(connection);
    return true;
}

int main(int argc, char **argv)
{
    struct domain d;
    int signals = domain_signals();
    if (!domain_read(&d, argc, argv, &d.run.why)) return end_with(STATUS_USAGE, &d.run.why);
    if (!run(&d, signals, &d.run.why)) return end_with(STATUS_HOST, &d.run.why);
    return (int)d.run.status;
}
