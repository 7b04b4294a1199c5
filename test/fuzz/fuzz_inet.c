/* test/fuzz/fuzz_inet.c - the inet drivers as a hostile program and a hostile network see them.
 *
 *   make VARIANT=fuzz build/fuzz/fuzz/inet && build/fuzz/fuzz/inet CORPUS -max_total_time=60
 *
 * An input is a sequence of steps on a few ports: requests of prim_inet's protocol, well-formed or not, data, time
 * that passes, and bytes that a stranger sends to a listener, on the pretend network of platform/sim.  Whatever
 * they are, the drivers answer, send messages, or end their port.
 */
#include "fuzz.h"
#include "io/commands.h"
#include "io/drivers.h"
#include "io/inet.h"
#include "io/inet_options.h"
#include "io/io.h"
#include "io/packet.h"
#include "io/port_options.h"
#include "io/port_table.h"
#include "platform/platform.h"
#include "process/timers.h"
#include <stdio.h>

enum { SLOTS = 4, STEPS_MAX = 200, FIRST_PORT = 100, PORTS_HERE = 50 };

struct play {
    struct input in;
    struct process *p;
    term ports[SLOTS];
    host_device stranger;
};

static uint8_t next_byte(struct play *g) { return input_byte(&g->in); }

static void control(struct play *g, term port, unsigned request, const uint8_t *bytes, size_t size)
{
    struct port *p = port_find(port);
    struct reply r = {.bytes = r.inside};
    uint8_t *exact = malloc(size + !size);
    memcpy(exact, bytes, size);
    if (p && p->driver->control) p->driver->control(p, g->p->pid, INET_REQ_BASE + request, exact, size, &r);
    if (r.bytes != r.inside) memory_free(MEMORY_SYSTEM, r.bytes);
    free(exact);
}

/* -- steps ---------------------------------------------------------------------------------- */

static void open_one(struct play *g, term *port)
{
    static const uint8_t families[] = {INET_AF_INET, INET_AF_INET6, INET_AF_LOCAL, INET_AF_INET};
    uint8_t how = next_byte(g);
    const struct driver *driver = how & 1 ? &udp_driver : &tcp_driver;
    enum host_error e;
    struct port *p = port_open(
        g->p, driver, &(struct port_options){.kind = PORT_DRIVER, .name = driver->name, .name_size = 8, .binary = true},
        &e);
    if (!p) return;
    *port = port_id(p);
    uint8_t words[2] = {families[how >> 1 & 3], how & 1 ? INET_TYPE_DGRAM : INET_TYPE_STREAM};
    control(g, *port, INET_REQ_OPEN, words, sizeof words);
}

/* [Family, Port, Address] of one of a few names. */
static size_t put_address(struct play *g, uint8_t *to)
{
    uint8_t which = next_byte(g);
    uint8_t inet[] = {INET_AF_INET, 0, FIRST_PORT + (which & 3), 127, 0, 0, 1};
    uint8_t loopback[] = {INET_AF_LOOPBACK, 0, FIRST_PORT + (which & 3)};
    uint8_t local[] = {INET_AF_LOCAL, 2, 0, 'a' + (which & 3)};
    const uint8_t *from = which & 64 ? local : which & 32 ? loopback : inet;
    size_t size = which & 64 ? sizeof local : which & 32 ? sizeof loopback : sizeof inet;
    memcpy(to, from, size);
    return size;
}

static void name_one(struct play *g, term *port)
{
    uint8_t words[32];
    control(g, *port, INET_REQ_BIND, words, put_address(g, words));
}

static void listen_one(struct play *g, term *port)
{
    uint8_t backlog[] = {0, next_byte(g)};
    control(g, *port, INET_REQ_LISTEN, backlog, sizeof backlog);
}

static void connect_one(struct play *g, term *port)
{
    uint8_t words[32] = {0, 0, next_byte(g), 0};
    control(g, *port, INET_REQ_CONNECT, words, 4 + put_address(g, words + 4));
}

static void accept_one(struct play *g, term *port)
{
    uint8_t time[] = {0, 0, next_byte(g), 0};
    control(g, *port, INET_REQ_ACCEPT, time, sizeof time);
}

static void receive_one(struct play *g, term *port)
{
    uint8_t words[] = {0, 0, next_byte(g), 10, 0, 0, 0, next_byte(g)};
    control(g, *port, next_byte(g) & 1 ? PACKET_REQ_RECV : TCP_REQ_RECV, words, sizeof words);
}

/* Options as their numbers and a small value, or whatever follows. */
static void set_one(struct play *g, term *port)
{
    uint8_t words[5 * 8 + 2], count = 1 + (next_byte(g) & 7);
    size_t size = 0;
    for (unsigned i = 0; i < count; i++) {
        words[size++] = next_byte(g);
        words[size++] = 0, words[size++] = 0, words[size++] = 0;
        words[size++] = next_byte(g);
    }
    control(g, *port, INET_REQ_SETOPTS, words, size);
}

/* Packets of a type, given to the owner as they come: the stranger's bytes are then cut into packets. */
static void cut_one(struct play *g, term *port)
{
    uint8_t words[] = {INET_LOPT_PACKET,      0, 0, 0, next_byte(g) % (PACKET_SSL_TLS + 1),
                       INET_LOPT_ACTIVE,      0, 0, 0, next_byte(g) & 3,
                       INET_LOPT_PACKET_SIZE, 0, 0, 0, next_byte(g)};
    control(g, *port, INET_REQ_SETOPTS, words, sizeof words);
}

static void raw_one(struct play *g, term *port)
{
    unsigned request = next_byte(g);
    size_t size = next_byte(g) & 127;
    uint8_t *bytes = input_bytes(&g->in, &size);
    control(g, *port, request, bytes, size);
    free(bytes);
}

static void command_one(struct play *g, term *port)
{
    struct port *p = port_find(*port);
    size_t size = next_byte(g);
    uint8_t *bytes = input_bytes(&g->in, &size);
    term data = heap_binary_from(&g->p->heap, bytes, size);
    if (next_byte(g) & 1 && is_term(data)) data = heap_cons(&g->p->heap, small(size & 0xff), data);
    if (p && is_term(data)) port_output(p, g->p->pid, data);
    free(bytes);
}

static void end_one(struct play *g, term *port)
{
    struct port *p = port_find(*port);
    if (p) port_exit(p, g->p->pid, next_byte(g) & 1 ? A(normal) : A(kill), false);
}

/* -- the world -------------------------------------------------------------------------------- */

static void pass_time(struct play *g, term *port)
{
    (void)port;
    uint64_t steps = next_byte(g);
    platform_wait(platform_monotonic_ns() + steps * 1000000);
    io_ready();
    timers_fire(platform_monotonic_ns());
    io_take_port_signals();
    while (g->p->mailbox.first) {
        g->p->mailbox.save = &g->p->mailbox.first;
        mailbox_look(g->p);
        mailbox_take(g->p);
    }
}

static void call_stranger(struct play *g, term *port)
{
    (void)port;
    struct host_address a = {
        .family = FAMILY_INET, .port = (uint16_t)(FIRST_PORT + (next_byte(g) & 3)), .bytes = {127, 0, 0, 1}};
    if (g->stranger != NO_DEVICE) host_close(g->stranger);
    if (host_socket_open(FAMILY_INET, SOCKET_STREAM, NULL, &g->stranger) != HOST_OK) g->stranger = NO_DEVICE;
    else host_socket_connect(g->stranger, &a);
}

static void stranger_sends(struct play *g, term *port)
{
    (void)port;
    size_t size = next_byte(g), sent;
    uint8_t *bytes = input_bytes(&g->in, &size);
    if (g->stranger != NO_DEVICE) host_socket_send(g->stranger, &(struct host_chunk){bytes, size}, 1, &sent);
    free(bytes);
}

static void stranger_leaves(struct play *g, term *port)
{
    (void)port;
    if (g->stranger == NO_DEVICE) return;
    if (next_byte(g) & 1) host_socket_set_linger(g->stranger, true, 0);
    host_close(g->stranger);
    g->stranger = NO_DEVICE;
}

/* An accepted connection takes the slot. */
static void find_newest(struct play *g, term *port)
{
    (void)g;
    for (struct port *p = port_after(NULL); p; p = port_after(p)) {
        bool known = false;
        for (unsigned i = 0; i < SLOTS; i++) known |= same(g->ports[i], port_id(p));
        if (!known) *port = port_id(p);
    }
}

static void open_machine(struct play *g, uint8_t world)
{
    char seed[8];
    snprintf(seed, sizeof seed, "%d", world);
    setenv("LING_SIM_SEED", seed, 1);
    setenv("LING_SIM_FAULTS", world & 1 ? "1" : "0", 1);
    fuzz_fresh_arena();
    settings()->ports_max = PORTS_HERE;
    if (!atoms_open() || !code_open() || !processes_open(0) || !io_open()) abort();
    struct spawn_options options = spawn_defaults();
    g->p = process_spawn(NULL, A(ok), A(ok), NIL, &options);
    g->p->trap_exit = true;
    for (unsigned i = 0; i < SLOTS; i++) g->ports[i] = NIL;
    g->stranger = NO_DEVICE;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static void (*const steps[])(struct play *g, term *port) = {
        open_one,    name_one, listen_one,  connect_one, accept_one,    receive_one,    set_one,         raw_one,
        command_one, end_one,  find_newest, pass_time,   call_stranger, stranger_sends, stranger_leaves, cut_one,
    };
    struct play g = {{bytes, bytes + size}, NULL, {NIL}, NO_DEVICE};
    open_machine(&g, next_byte(&g));
    for (int i = 0; i < STEPS_MAX && input_left(&g.in); i++) {
        uint8_t step = next_byte(&g);
        steps[step & 15](&g, &g.ports[step >> 4 & (SLOTS - 1)]);
    }
    return 0;
}
