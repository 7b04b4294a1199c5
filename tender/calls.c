/* tender/calls.c - the guest's calls: each takes numbers that are not believed, and answers one.
 *
 * The only place where a call is judged; test/fuzz/fuzz_calls.c makes them at random. */
#include "tender/prepare.h"
#include "tender/snapshot.h"
#include <errno.h>
#include <string.h>
#include <sys/random.h>

static struct guest_address taken_address(const struct tender *t)
{
    struct guest_address a;
    memcpy(&a, t->transfer, sizeof a);
    return a;
}

static int64_t call_exit(struct tender *t, const uint64_t a[4])
{
    if (a[0] >= GUEST_ENDS || a[1] > 255) return -EINVAL;
    t->silent = a[0] == GUEST_END_HALT;
    if (t->options.prepare && a[0] == GUEST_END_HALT) {
        t->silent = false;
        tender_end(t, STATUS_UNQUIET, "the program cannot be prepared: it halted (status %u) before it waited.",
                   (unsigned)a[1]);
        return 0;
    }
    switch ((enum guest_end)a[0]) {
    case GUEST_END_HALT: tender_end(t, (enum status)a[1], "the program halted."); break;
    case GUEST_END_CRASH: tender_end(t, STATUS_CRASH, "the program crashed (status %u).", (unsigned)a[1]); break;
    case GUEST_END_PANIC: tender_end(t, STATUS_PANIC, "the machine in the guest found itself broken."); break;
    case GUEST_END_MEMORY:
    case GUEST_ENDS:
        tender_end(t, STATUS_MEMORY, "the guest's memory (%llu KiB) is not enough: see --memory.",
                   (unsigned long long)t->memory.limit >> 10);
        break;
    }
    return 0;
}

/* Only a guest that would sleep: whatever has come to its host, it has taken. */
static void keep_if_asked(struct tender *t, uint64_t deadline_ns)
{
    if (!t->snapshot_asked) return;
    streams_ready(&t->streams);
    bool sleeps = deadline_ns > clock_monotonic_ns() && !slots_have_news(&t->streams.slots);
    if (sleeps && !t->ended) snapshot_take(t);
}

static int64_t call_wait(struct tender *t, const uint64_t a[4])
{
    if (t->options.prepare) {
        prepare_wait(t, a[0]);
        return 0;
    }
    keep_if_asked(t, a[0]);
    if (!t->ended) world_wait(t, a[0]);
    keep_if_asked(t, a[0]);
    if (!t->ended && turns_over(t, a[0])) turns_next(t);
    clock_refresh(&t->clock, t->kind, t->engine);
    return 0;
}

static int64_t call_entropy(struct tender *t, const uint64_t a[4])
{
    if (a[0] == 0 || a[0] > GUEST_TRANSFER_BYTES) return -EINVAL;
    if (t->options.prepare) return prepare_draw(t, t->transfer, a[0]), 0;
    return getrandom(t->transfer, a[0], 0) == (ssize_t)a[0] ? 0 : -EIO;
}

static int64_t call_discard(struct tender *t, const uint64_t a[4])
{
    return memory_discard(&t->memory, a[0], a[1]) ? 0 : -EINVAL;
}

/* What the guest rang for before goes first: a port that it closed is free now. */
static bool settled(struct tender *t)
{
    if (streams_pump(&t->streams)) return true;
    tender_end(t, STATUS_HOSTILE, "the guest broke the rules of a ring.");
    return false;
}

static int64_t call_open(struct tender *t, const uint64_t a[4])
{
    return settled(t) ? streams_make(&t->streams, a[0], a[1]) : -EIO;
}

static int64_t call_listen(struct tender *t, const uint64_t a[4])
{
    return settled(t) ? streams_listen(&t->streams, a[0], a[1]) : -EIO;
}

static int64_t call_bind(struct tender *t, const uint64_t a[4])
{
    struct guest_address to = taken_address(t);
    return settled(t) ? streams_bind(&t->streams, a[0], &to) : -EIO;
}

static int64_t call_connect(struct tender *t, const uint64_t a[4])
{
    struct guest_address to = taken_address(t);
    return settled(t) ? streams_connect(&t->streams, a[0], &to) : -EIO;
}

static int64_t call_ready(struct tender *t, const uint64_t a[4])
{
    (void)a;
    t->preparation.ready = true;
    return 0;
}

static int64_t (*const calls[GUEST_CALLS])(struct tender *, const uint64_t[4]) = {
    [GUEST_CALL_EXIT] = call_exit,       [GUEST_CALL_WAIT] = call_wait,       [GUEST_CALL_ENTROPY] = call_entropy,
    [GUEST_CALL_DISCARD] = call_discard, [GUEST_CALL_OPEN] = call_open,       [GUEST_CALL_BIND] = call_bind,
    [GUEST_CALL_LISTEN] = call_listen,   [GUEST_CALL_CONNECT] = call_connect, [GUEST_CALL_READY] = call_ready,
};

void calls_serve(struct tender *t)
{
    const volatile struct guest_call *asked = &t->shared->call;
    uint64_t number = asked->number, arguments[4];
    t->calls++;
    for (int i = 0; i < 4; i++) arguments[i] = asked->arguments[i];
    bool known = number < GUEST_CALLS && calls[number];
    t->shared->call.result = known ? calls[number](t, arguments) : -ENOSYS;
}
