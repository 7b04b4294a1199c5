/* platform/frames/table.c - the sockets by number, and the queue of those that may be ready.
 *
 * Whatever happens to a socket puts it into the queue; ready_next() looks at the first, drops it if it is not ready, and
 * puts it back behind the others if it is: level-triggered, each at most once a turn, and nobody walks all sockets.
 */
#include "platform/frames/internal.h"
#include "memory/memory.h"
#include <string.h>

enum { SOCKETS_MAX = 65536, SOCKETS_FIRST = 64 };

static bool grow_table(struct frames *f)
{
    uint32_t count = f->socket_count ? f->socket_count * 2 : SOCKETS_FIRST;
    if (count > SOCKETS_MAX) return false;
    struct socket **larger = memory_resize(MEMORY_SYSTEM, f->sockets, count * sizeof *larger);
    if (!larger) return false;
    memset(larger + f->socket_count, 0, (count - f->socket_count) * sizeof *larger);
    f->sockets = larger;
    f->socket_count = count;
    return true;
}

/* A number that has no socket; 0: no memory. */
static uint32_t free_number(struct frames *f)
{
    for (uint32_t tried = 0; tried < f->socket_count; tried++) {
        f->free = f->free + 1 < f->socket_count ? f->free + 1 : 1;
        if (!f->sockets[f->free]) return f->free;
    }
    uint32_t old = f->socket_count;
    return grow_table(f) ? f->free = old ? old : 1 : 0;
}

struct socket *socket_take(enum socket_kind kind, uint32_t *number)
{
    struct frames *f = frames();
    *number = free_number(f);
    struct socket *s = *number ? memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *s) : NULL;
    if (!s) return NULL;
    s->kind = (uint8_t)kind;
    return f->sockets[*number] = s;
}

void socket_give(uint32_t number)
{
    struct frames *f = frames();
    struct socket *s = f->sockets[number];
    s->kind = SOCKET_FREE;
    if (s->queued) return; /* freed when its turn comes */
    f->sockets[number] = NULL;
    memory_free(MEMORY_SYSTEM, s);
}

struct socket *socket_of(host_device d)
{
    struct frames *f = frames();
    uint32_t number = (uint32_t)(d - SOCKET_DEVICES);
    if (!f || d < SOCKET_DEVICES || number >= f->socket_count) return NULL;
    struct socket *s = f->sockets[number];
    return s && s->kind != SOCKET_FREE ? s : NULL;
}

/* -- readiness --------------------------------------------------------------------------------------- */

void socket_touch(uint32_t number)
{
    struct frames *f = frames();
    struct socket *s = f->sockets[number];
    if (s->queued || s->kind == SOCKET_FREE) return;
    s->queued = true;
    s->queue_next = 0;
    if (f->queue_last) f->sockets[f->queue_last]->queue_next = number;
    else f->queue_first = number;
    f->queue_last = number;
}

static uint32_t queue_take(struct frames *f)
{
    uint32_t number = f->queue_first;
    struct socket *s = f->sockets[number];
    f->queue_first = s->queue_next;
    if (!f->queue_first) f->queue_last = 0;
    s->queued = false;
    return number;
}

unsigned socket_ready_bits(const struct socket *s)
{
    unsigned bits = 0;
    if (s->received || s->ended || s->first || s->accept_first) bits |= READY_TO_READ;
    if (s->kind == SOCKET_UDP || tcp_socket_writable(s)) bits |= READY_TO_WRITE;
    if (s->failure != HOST_OK) bits |= READY_TO_READ | READY_TO_WRITE;
    bits &= s->interest;
    return bits && s->failure != HOST_OK ? bits | READY_FAILED : bits;
}

/* Drops from the head what is not ready; the first that is, or 0. */
static uint32_t first_ready(struct frames *f)
{
    while (f->queue_first) {
        struct socket *s = f->sockets[f->queue_first];
        if (s->kind != SOCKET_FREE && socket_ready_bits(s)) return f->queue_first;
        uint32_t number = queue_take(f);
        if (s->kind == SOCKET_FREE) socket_give(number);
    }
    return 0;
}

bool sockets_any_ready(void)
{
    frames()->turn++;
    return first_ready(frames()) != 0;
}

bool sockets_watch(host_device d, unsigned interest)
{
    struct socket *s = socket_of(d);
    if (!s) return interest == 0;
    s->interest = interest;
    if (interest) socket_touch((uint32_t)(d - SOCKET_DEVICES));
    return true;
}

bool sockets_ready_next(host_device *d, unsigned *ready)
{
    struct frames *f = frames();
    uint32_t number = f ? first_ready(f) : 0;
    if (!number || f->sockets[number]->turn == f->turn) return false;
    struct socket *s = f->sockets[number];
    queue_take(f);
    s->turn = f->turn;
    *ready = socket_ready_bits(s);
    *d = SOCKET_DEVICES + (host_device)number;
    socket_touch(number);
    return true;
}
