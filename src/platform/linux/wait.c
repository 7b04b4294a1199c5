/* platform/linux/wait.c - which devices are ready, by epoll; and the one call that sleeps. */
#include "memory/arena.h"
#include "platform/host.h"
#include "platform/linux/linux.h"
#include "platform/platform.h"
#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static bool add(int epoll, int fd, uint32_t events)
{
    return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &(struct epoll_event){.events = events, .data.fd = fd}) == 0;
}

struct host_record *host_record(void)
{
    struct host_record *r = arena_root(ROOT_platform);
    if (r) return r;
    r = mmap(NULL, sizeof *r, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (r == MAP_FAILED) return NULL;
    r->epoll = epoll_create1(EPOLL_CLOEXEC);
    r->wakeup = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (r->epoll < 0 || r->wakeup < 0 || !add(r->epoll, r->wakeup, EPOLLIN)) {
        munmap(r, sizeof *r);
        return NULL;
    }
    arena_set_root(ROOT_platform, r);
    return r;
}

static uint32_t events_of(unsigned interest)
{
    return (interest & READY_TO_READ ? EPOLLIN : 0u) | (interest & READY_TO_WRITE ? EPOLLOUT : 0u);
}

static bool always_add(struct host_record *r, int fd)
{
    for (uint32_t i = 0; i < r->always_count; i++)
        if (r->always[i] == fd) return true;
    if (r->always_count == ALWAYS_READY_MAX) return false;
    r->always[r->always_count++] = fd;
    return true;
}

static bool always_remove(struct host_record *r, int fd)
{
    for (uint32_t i = 0; i < r->always_count; i++) {
        if (r->always[i] != fd) continue;
        r->always[i] = r->always[--r->always_count];
        return true;
    }
    return false;
}

bool host_watch(host_device d, unsigned interest)
{
    struct host_record *r = host_record();
    if (!r || d < 0 || d >= DESCRIPTORS_MAX) return false;
    unsigned before = r->interest[d];
    if (before == interest) return true;
    r->interest[d] = (uint8_t)interest;
    if (!interest) {
        if (!always_remove(r, d)) epoll_ctl(r->epoll, EPOLL_CTL_DEL, d, NULL);
        return true;
    }
    if (before) {
        struct epoll_event e = {.events = events_of(interest), .data.fd = d};
        return epoll_ctl(r->epoll, EPOLL_CTL_MOD, d, &e) == 0 || always_add(r, d);
    }
    if (add(r->epoll, d, events_of(interest))) return true;
    if (errno == EPERM && always_add(r, d)) return true;
    r->interest[d] = 0;
    return false;
}

/* Sleeps until the epoll descriptor itself is readable: to the nanosecond, on any kernel. */
static void sleep_until(struct host_record *r, uint64_t deadline_ns)
{
    struct pollfd p = {.fd = r->epoll, .events = POLLIN};
    if (deadline_ns == UINT64_MAX) {
        ppoll(&p, 1, NULL, NULL);
        return;
    }
    uint64_t now = platform_monotonic_ns();
    if (deadline_ns <= now) return;
    uint64_t left = deadline_ns - now;
    ppoll(&p, 1, &(struct timespec){(time_t)(left / 1000000000), (long)(left % 1000000000)}, NULL);
}

static bool signal_pending(struct host_record *r) { return __atomic_load_n(&r->pending, __ATOMIC_ACQUIRE) != 0; }

void platform_wait(uint64_t deadline_ns)
{
    struct host_record *r = host_record();
    if (!r) return;
    r->event_next = r->event_count = r->always_next = 0;
    if (!r->always_count && !signal_pending(r) && deadline_ns) sleep_until(r, deadline_ns);
    int n = epoll_wait(r->epoll, r->events, EVENTS_MAX, 0);
    r->event_count = n < 0 ? 0 : (uint32_t)n;
}

static void drain_wakeup(struct host_record *r)
{
    uint64_t count;
    while (read(r->wakeup, &count, sizeof count) < 0 && errno == EINTR) continue;
}

bool host_ready_next(host_device *d, unsigned *ready)
{
    struct host_record *r = arena_root(ROOT_platform);
    if (!r) return false;
    while (r->event_next < r->event_count) {
        const struct epoll_event *e = &r->events[r->event_next++];
        if (e->data.fd == r->wakeup) {
            drain_wakeup(r);
            continue;
        }
        unsigned interest = r->interest[e->data.fd]; /* may have been dropped since */
        bool failed = e->events & (EPOLLERR | EPOLLHUP);
        *ready = (e->events & EPOLLIN ? READY_TO_READ : 0u) | (e->events & EPOLLOUT ? READY_TO_WRITE : 0u);
        *ready = (failed ? interest : *ready & interest);
        if (!*ready) continue;
        if (failed) *ready |= READY_FAILED;
        *d = e->data.fd;
        return true;
    }
    if (r->always_next >= r->always_count) return false;
    *d = r->always[r->always_next++];
    *ready = r->interest[*d];
    return true;
}
