/* tender/guest.c - one guest: its image, its making, its run to the end. */
#include "tender/guest.h"
#include "image_format.h"
#include "tender/boot_record.h"
#include "tender/prepare.h"
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/time.h>
#include <unistd.h>

/* -- the image ------------------------------------------------------------------------------------------ */

/* Linked modules hold addresses of the base that linked them: with another they would run anything. */
static bool is_of_this_base(const struct image *image, const struct image_manifest *m)
{
    return !(m->flags & IMAGE_IS_LINKED) || (image->build_id_size >= sizeof m->build_id &&
                                             memcmp(image->build_id, m->build_id, sizeof m->build_id) == 0);
}

static const char *check(const struct image *image, const struct image_manifest *m, uint64_t bytes)
{
    const char *wrong = image_check(m, bytes);
    if (wrong) return wrong;
    bool whole = m->checksum == image_checksum(m, m->payload_bytes);
    if (!whole) return "its bytes are not those that were written (checksum)";
    return is_of_this_base(image, m) ? NULL
                                     : "it is mislabelled: its modules were linked for another base than the one in it";
}

/* The payload's tables and its checksum: an image that was damaged on its way is not started. */
static bool check_payload(const struct image *image, const struct segment *s, struct complaint *c)
{
    void *at = mmap(NULL, s->file_bytes, PROT_READ, MAP_PRIVATE, image->file, (off_t)s->offset);
    if (at == MAP_FAILED) return complain(c, "the image cannot be mapped: %s.", strerror(errno));
    const char *wrong = check(image, at, s->file_bytes);
    munmap(at, s->file_bytes);
    return !wrong || complain(c, "the image is damaged: %s.", wrong);
}

bool guest_open_image(struct image *image, const char *path, struct complaint *c)
{
    if (!image_open(image, path, c)) return false;
    for (uint32_t i = 0; i < image->count; i++) {
        const struct segment *s = &image->segments[i];
        if (s->start == GUEST_PAYLOAD_START && s->file_bytes > 0 && !check_payload(image, s, c)) {
            image_close(image);
            return false;
        }
    }
    return true;
}

/* What the image says of memory, read before there is some to map it to. */
static bool read_wishes(const struct image *image, struct image_manifest *m, struct image_prepared *p)
{
    for (uint32_t i = 0; i < image->count; i++) {
        const struct segment *s = &image->segments[i];
        if (s->start != GUEST_PAYLOAD_START || s->file_bytes < sizeof *m) continue;
        if (pread(image->file, m, sizeof *m, (off_t)s->offset) != sizeof *m) return false;
        if (!(m->flags & IMAGE_IS_PREPARED)) return true;
        return pread(image->file, p, sizeof *p, (off_t)(s->offset + m->prepared.at)) == sizeof *p;
    }
    return true;
}

uint64_t guest_memory(const struct image *image, uint64_t asked)
{
    struct image_manifest says = {0};
    struct image_prepared prepared;
    if (asked || !read_wishes(image, &says, &prepared)) return asked;
    return says.memory ? says.memory : MEMORY_DEFAULT;
}

bool guest_plan(struct memory *m, const struct image *image, uint64_t memory, struct complaint *c)
{
    struct image_manifest says = {0};
    struct image_prepared prepared;
    if (!read_wishes(image, &says, &prepared)) return complain(c, "the image cannot be read.");
    uint64_t wished = says.memory ? says.memory : MEMORY_DEFAULT;
    bool is_prepared = says.flags & IMAGE_IS_PREPARED;
    if (is_prepared && memory && memory != wished)
        return complain(c, "the image was prepared for %llu KiB of memory, and cannot have another size.",
                        (unsigned long long)wished >> 10);
    return memory_plan(m, image, memory ? memory : wished, is_prepared ? prepared.windows : NULL, c);
}

/* -- the machine ------------------------------------------------------------------------------------------ */

static bool open_signals(struct tender *t)
{
    sigset_t set;
    engine_signals(&set);
    signal(SIGPIPE, SIG_IGN);
    sigprocmask(SIG_BLOCK, &set, NULL);
    t->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    return t->signals >= 0 || complain(&t->why, "the host gives no signals: %s.", strerror(errno));
}

/* OTP opens a socket that it does not use at each request of its web server: one that is there costs no calls. */
static uint32_t spare_socket(struct streams *s)
{
    const struct guest_address any = {.family = GUEST_FAMILY_INET, .size = 4};
    int64_t slot = streams_make(s, GUEST_SLOT_DATAGRAM, GUEST_FAMILY_INET);
    bool bound = slot > 0 && streams_bind(s, (uint64_t)slot, &any) == 0;
    s->slots.shared->to_guest[0] = 0; /* no news: the guest knows */
    return bound ? (uint32_t)slot : 0;
}

enum status guest_make(struct tender *t)
{
    struct complaint *c = &t->why;
    uint64_t reserve = t->kind->reserve(&t->memory);
    if (!memory_make(&t->memory, &t->image, t->kind->shares_memory, reserve, c)) return STATUS_HOST;
    memcpy(memory_at(&t->memory, GUEST_GATE, GUEST_PAGE), t->kind->gate, t->kind->gate_size);
    if (!boot_record_write(&t->memory, &t->image, &t->options, t->kind, c)) return STATUS_USAGE;
    if (!streams_open(&t->streams, &t->memory, &t->options.policy, c) || !open_signals(t)) return STATUS_HOST;
    struct guest_boot *b = memory_at(&t->memory, GUEST_BOOT, GUEST_BOOT_BYTES);
    b->spare = spare_socket(&t->streams);
    t->shared = memory_at(&t->memory, GUEST_SHARED, GUEST_PAGE);
    t->transfer = memory_at(&t->memory, GUEST_TRANSFER, GUEST_TRANSFER_BYTES);
    t->engine = t->kind->open(&t->memory, &t->image, t->host, c);
    if (!t->engine) return STATUS_HOST;
    clock_open(&t->clock, t->kind, t->engine, memory_at(&t->memory, GUEST_CLOCK, GUEST_PAGE));
    if (t->options.prepare) prepare_begin(t);
    return 0;
}

/* -- its run ------------------------------------------------------------------------------------------------ */

/* The deadline also interrupts a guest that never calls. */
static void set_deadline(struct tender *t)
{
    uint64_t ns = t->options.timeout_ns;
    t->kill_at_ns = ns ? clock_monotonic_ns() + ns : UINT64_MAX;
    if (!ns) return;
    uint64_t us = ns / 1000 + 1;
    struct itimerval timer = {.it_value = {(time_t)(us / 1000000), (suseconds_t)(us % 1000000)},
                              .it_interval = {.tv_usec = 100000}};
    setitimer(ITIMER_REAL, &timer, NULL);
}

static void turn(struct tender *t)
{
    struct fault fault;
    struct complaint c;
    switch (t->kind->run(t->engine, &fault, &c)) {
    case ENGINE_CALL: calls_serve(t); break;
    case ENGINE_SIGNAL: world_signals(t); break;
    case ENGINE_FAULT:
        console_flush(t);
        dump_fault(t, &fault);
        tender_end(t, STATUS_FAULT, "the guest was ended by a processor exception (the registers stand above).");
        break;
    case ENGINE_HOSTILE: tender_end(t, STATUS_HOSTILE, "%s", c.text); break;
    case ENGINE_FAILED: tender_end(t, STATUS_HOST, "%s", c.text); break;
    }
}

uint64_t guest_run(struct tender *t)
{
    set_deadline(t);
    uint64_t begun = clock_monotonic_ns();
    while (!t->ended) turn(t);
    if (t->memory.observed && t->kind->used) t->kind->used(t->engine, &t->memory);
    return clock_monotonic_ns() - begun;
}

void guest_close(struct tender *t)
{
    world_finish(t);
    t->kind->close(t->engine);
}
