/* test/fuzz/fuzz_pvh_packets.c - a hostile network: Ethernet frames of any content to lwIP and the sockets above it
 * (src/platform/frames), compiled as for the guest.
 *
 * An input is a list of frames.  Sums of headers are made right, and on the input's wish a segment's numbers are made to fit the
 * connection that the guest last spoke of, for else nothing would come behind the first checks.  DHCP runs, a server listens
 * at port 80, a client connects, a socket takes datagrams at port 53.  What must hold: lwIP's assertions and the sanitizers.
 */
#include "memory/memory.h"
#include "platform/frames/frames.h"
#include "platform/guest/guest.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(c)                                                                                                        \
    do {                                                                                                               \
        if (!(c)) abort();                                                                                             \
    } while (0)

enum { FRAME_MOST = 2048, ETHERNET = 14, TCP = 6, UDP = 17, SOCKETS = 3, ACCEPTED_MAX = 8 };
enum { WISH_FIT = 1, WISH_CHECKED = 2, WISH_LONG_AFTER = 4, WISH_LENGTHS = 8 };

static struct {
    const uint8_t *at, *end;
    uint8_t frame[FRAME_MOST];
    uint64_t now;
    uint32_t sent_to, heard_to; /* sequence numbers of the last segment that the guest sent */
    uint16_t own_port, peer_port;
    const struct guest_sockets *sockets;
    _Alignas(16) uint8_t room[FRAMES_ROOM];
} run;

/* -- what the sockets ask of the machine ---------------------------------------------------------------------------- */

uint64_t platform_monotonic_ns(void) { return run.now; }
static const struct door clock_alone = {.monotonic_ns = platform_monotonic_ns};
struct guest_page guest_page = {.door = &clock_alone};
void platform_random(void *to, size_t bytes) { memset(to, 0x42, bytes); }
void *memory_alloc_zeroed(enum memory_kind kind, size_t bytes) { return (void)kind, calloc(1, bytes); }
void *memory_resize(enum memory_kind kind, void *block, size_t bytes) { return (void)kind, realloc(block, bytes); }
void memory_free(enum memory_kind kind, void *block) { (void)kind, free(block); }
_Noreturn void panic(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: %s\n", file, line, what);
    abort();
}
void guest_name_servers_changed(void) {}

/* -- frames --------------------------------------------------------------------------------------------------------------- */

static uint32_t word32(const uint8_t *at) { return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | at[2] << 8 | at[3]; }
static void put16(uint8_t *at, unsigned v) { at[0] = (uint8_t)(v >> 8), at[1] = (uint8_t)v; }
static void put32(uint8_t *at, uint32_t v) { put16(at, v >> 16), put16(at + 2, v & 0xffff); }

static bool transmit(const struct host_chunk *parts, size_t count, const struct link_checksum *sum)
{
    uint8_t all[FRAME_MOST];
    size_t size = 0;
    (void)sum;
    for (size_t i = 0; i < count; size += parts[i++].size) {
        if (parts[i].size > sizeof all - size) return false;
        memcpy(all + size, parts[i].bytes, parts[i].size);
    }
    if (size < ETHERNET + 40 || all[12] != 8 || all[13] != 0 || all[ETHERNET + 9] != TCP) return true;
    const uint8_t *segment = all + ETHERNET + (all[ETHERNET] & 15) * 4;
    bool opens = segment[13] & 2;
    run.own_port = (uint16_t)(segment[0] << 8 | segment[1]);
    run.peer_port = (uint16_t)(segment[2] << 8 | segment[3]);
    run.sent_to = word32(segment + 4) + opens;
    run.heard_to = word32(segment + 8);
    return true;
}

static void fix_header(uint8_t *ip)
{
    uint32_t sum = 0;
    put16(ip + 10, 0);
    for (int i = 0; i < (ip[0] & 15) * 4; i += 2) sum += (uint32_t)ip[i] << 8 | ip[i + 1];
    while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
    put16(ip + 10, ~sum & 0xffff);
}

/* To us, from our neighbour; for TCP, of the connection that is under way. */
static void fit(uint8_t *frame, size_t size)
{
    uint8_t *ip = frame + ETHERNET, *segment = ip + 20;
    memcpy(frame, (const uint8_t[]){2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0}, ETHERNET);
    if (size < ETHERNET + 40) return;
    ip[0] = 0x45, ip[6] &= 0x20, ip[8] = 64, ip[9] = ip[9] % 3 ? TCP : UDP;
    put32(ip + 12, 0x0a000001);
    put32(ip + 16, 0x0a000002);
    put16(ip + 2, (unsigned)(size - ETHERNET));
    if (ip[9] == UDP) put16(segment + 4, (unsigned)(size - ETHERNET - 20));
    if (ip[9] != TCP || !run.own_port) return;
    put16(segment, run.peer_port);
    put16(segment + 2, run.own_port);
    put32(segment + 4, run.heard_to + (segment[4] % 8 ? 0 : segment[5]));
    put32(segment + 8, run.sent_to);
    segment[12] = (uint8_t)(segment[12] % 16 ? 0x50 : segment[12]);
}

static const void *receive(size_t *size, bool *checked)
{
    if (run.end - run.at < 4) return NULL;
    unsigned wishes = *run.at++;
    *size = (size_t)(run.at[0] << 8 | run.at[1]) % (FRAME_MOST - 64);
    run.at += 2;
    if (*size > (size_t)(run.end - run.at)) *size = (size_t)(run.end - run.at);
    memcpy(run.frame, run.at, *size);
    run.at += *size;
    if (wishes & WISH_FIT && *size >= ETHERNET + 20) fit(run.frame, *size);
    if (*size >= ETHERNET + 20 && run.frame[12] == 8 && run.frame[13] == 0 &&
        (size_t)(run.frame[ETHERNET] & 15) * 4 <= *size - ETHERNET)
        fix_header(run.frame + ETHERNET);
    *checked = wishes & WISH_CHECKED;
    run.now += wishes & WISH_LONG_AFTER ? 3000000000 : 1000000;
    return run.frame;
}
static void release(void) {}

static const struct link link = {
    .hardware = {2, 0, 0, 0, 0, 1}, .mtu = 1500, .transmit = transmit, .receive = receive, .release = release};
static const struct frames_wishes wishes = {.host_name = "fuzz"},
                                  fixed = {.address = "10.0.0.2/24", .gateway = "10.0.0.1"};

/* -- sockets ---------------------------------------------------------------------------------------------------------------- */

static void use(host_device d)
{
    char bytes[3000];
    size_t done;
    struct host_chunk chunk = {"an answer of some bytes", 23};
    for (int i = 0; i < 4 && run.sockets->receive(d, bytes, sizeof bytes, &done) == HOST_OK && done > 0; i++) {}
    run.sockets->send(d, &chunk, 1, &done);
}

static void open_all(host_device d[SOCKETS])
{
    struct host_address web = {.family = FAMILY_INET, .port = 80}, names = {.family = FAMILY_INET, .port = 53};
    struct host_address peer = {.family = FAMILY_INET, .port = 81, .bytes = {10, 0, 0, 1}};
    MUST(run.sockets->open(FAMILY_INET, SOCKET_STREAM, &d[0]) == HOST_OK && run.sockets->bind(d[0], &web) == HOST_OK &&
         run.sockets->listen(d[0], 4) == HOST_OK);
    MUST(run.sockets->open(FAMILY_INET, SOCKET_DATAGRAM, &d[1]) == HOST_OK &&
         run.sockets->bind(d[1], &names) == HOST_OK);
    MUST(run.sockets->open(FAMILY_INET, SOCKET_STREAM, &d[2]) == HOST_OK);
    run.sockets->connect(d[2], &peer);
}

static void take_datagrams(host_device d)
{
    char bytes[3000];
    size_t got;
    struct host_address from;
    struct host_ancillary beside = {0};
    for (int i = 0; i < 8 && run.sockets->receive_datagram(d, bytes, sizeof bytes, &got, &from, &beside) == HOST_OK;
         i++) {}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    host_device d[SOCKETS], accepted[ACCEPTED_MAX];
    unsigned count = 0;
    if (!run.sockets) run.sockets = frames_sockets(run.room, &link, size % 2 ? &wishes : &fixed);
    run.at = data, run.end = data + size;
    run.own_port = 0;
    open_all(d);
    while (run.end - run.at >= 4) {
        frames_poll();
        if (count < ACCEPTED_MAX && run.sockets->accept(d[0], &accepted[count]) == HOST_OK) count++;
        for (unsigned i = 0; i < count; i++) use(accepted[i]);
        use(d[2]);
        take_datagrams(d[1]);
    }
    for (unsigned i = 0; i < count; i++) run.sockets->close(accepted[i]);
    for (unsigned i = 0; i < SOCKETS; i++) run.sockets->close(d[i]);
    for (int i = 0; i < 300; i++) run.now += 1000000000, frames_poll(); /* nothing is left for the next input */
    return 0;
}
