/* tender/main.c - `ling boot`: makes one guest, serves it, and ends as it ends. */
#include "tender/boot_record.h"
#include "tender/confine.h"
#include "tender/tender.h"
#include "image_format.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/time.h>
#include <unistd.h>

static const struct engine_kind *choose_engine(const struct options *o)
{
    if (o->engine) return o->engine;
    return access("/dev/kvm", R_OK | W_OK) == 0 ? &kvm_engine : &process_engine;
}

static bool open_signals(struct tender *t)
{
    sigset_t set;
    engine_signals(&set);
    signal(SIGPIPE, SIG_IGN);
    sigprocmask(SIG_BLOCK, &set, NULL);
    t->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    return t->signals >= 0 || complain(&t->why, "the host gives no signals: %s.", strerror(errno));
}

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

/* The payload's tables and its checksum: an image that was damaged on its way is not started. */
static bool check_payload(const struct tender *t, struct complaint *c)
{
    for (uint32_t i = 0; i < t->memory.count; i++) {
        const struct piece *p = &t->memory.pieces[i];
        if (p->start != GUEST_PAYLOAD_START) continue;
        const struct image_manifest *m = (const void *)(t->memory.host + p->offset);
        const char *wrong = image_check(m, p->file_bytes);
        if (wrong) return complain(c, "the image is damaged: %s.", wrong);
        if (m->checksum != image_checksum(m, m->payload_bytes))
            return complain(c, "the image is damaged: its bytes are not those that were written (checksum).");
    }
    return true;
}

/* What the image wishes, read before there is memory to map it to. */
static uint64_t wished_memory(const struct image *image)
{
    struct image_manifest m = {0};
    for (uint32_t i = 0; i < image->count; i++)
        if (image->segments[i].start == GUEST_PAYLOAD_START && image->segments[i].file_bytes >= sizeof m &&
            pread(image->file, &m, sizeof m, (off_t)image->segments[i].offset) == sizeof m && m.magic == IMAGE_MAGIC)
            return m.memory;
    return 0;
}

static enum status make(struct tender *t)
{
    struct complaint *c = &t->why;
    if (!image_open(&t->image, t->options.image, c)) return STATUS_IMAGE;
    uint64_t wished = wished_memory(&t->image);
    uint64_t limit = t->options.memory ? t->options.memory : wished ? wished : MEMORY_DEFAULT;
    if (!memory_plan(&t->memory, &t->image, limit, c)) return STATUS_MEMORY;
    uint64_t reserve = t->kind->reserve(&t->memory);
    if (!memory_make(&t->memory, &t->image, t->kind->shares_memory, reserve, c)) return STATUS_HOST;
    if (!check_payload(t, c)) return STATUS_IMAGE;
    memcpy(memory_at(&t->memory, GUEST_GATE, GUEST_PAGE), t->kind->gate, t->kind->gate_size);
    if (!boot_record_write(&t->memory, &t->image, &t->options, t->kind, c)) return STATUS_USAGE;
    if (!streams_open(&t->streams, &t->memory, &t->options.policy, c) || !open_signals(t)) return STATUS_HOST;
    t->shared = memory_at(&t->memory, GUEST_SHARED, GUEST_PAGE);
    t->transfer = memory_at(&t->memory, GUEST_TRANSFER, GUEST_TRANSFER_BYTES);
    t->engine = t->kind->open(&t->memory, &t->image, c);
    if (!t->engine) return STATUS_HOST;
    clock_open(&t->clock, t->kind, t->engine, memory_at(&t->memory, GUEST_CLOCK, GUEST_PAGE));
    return 0;
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

static int serve(struct tender *t)
{
    enum status status = make(t);
    if (status) return end_with(status, &t->why);
    if (!confine(&t->why)) {
        t->kind->close(t->engine);
        return end_with(STATUS_HOST, &t->why);
    }
    set_deadline(t);
    uint64_t begun = clock_monotonic_ns();
    while (!t->ended) turn(t);
    uint64_t ran = clock_monotonic_ns() - begun;
    world_finish(t);
    t->kind->close(t->engine);
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
    t->kind = choose_engine(&t->options);
    t->output = STDOUT_FILENO, t->errors = STDERR_FILENO;
    return serve(t);
}
