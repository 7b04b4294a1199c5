/* platform/guest/wait.c - what is ready: the console, sockets, the wish of the operator to stop. */
#include "platform/guest/guest.h"

static void note_stop(void)
{
    struct guest_world *w = world();
    if (w->signals[SIGNAL_TERM] == SIGNAL_IGNORE) return;
    w->pending |= 1u << SIGNAL_TERM;
}

void platform_wait(uint64_t deadline_ns)
{
    struct guest_world *w = world();
    w->waits_since = platform_monotonic_ns();
    if (w->pending || deadline_ns < w->waits_since) deadline_ns = 0;
    else if (deadline_ns != UINT64_MAX) deadline_ns -= guest_page.ahead_ns;
    guest_page.events = door()->wait(deadline_ns);
    if (guest_page.events & DOOR_STOP) note_stop();
    if (guest_page.events & DOOR_TURN) guest_follow_time();
    if (guest_page.events & DOOR_ASK_KEPT) guest_tell_open_files();
}

bool platform_is_new_instance(void)
{
    bool is = guest_page.events & DOOR_TURN;
    guest_page.events &= ~(unsigned)DOOR_TURN;
    return is;
}

enum platform_ask platform_asks(void)
{
    unsigned asked = guest_page.events & (DOOR_ASK_KEPT | DOOR_ASK_BUSY);
    guest_page.events &= ~asked;
    return asked & DOOR_ASK_BUSY ? PLATFORM_ASKS_WHO_IS_BUSY
           : asked               ? PLATFORM_ASKS_WHAT_IS_KEPT
                                 : PLATFORM_ASKS_NOTHING;
}

bool guest_wants_input(void) { return arena_root(ROOT_platform) && world()->console_interest & READY_TO_READ; }

bool host_watch(host_device d, unsigned interest)
{
    if (is_socket(d)) return guest_page.sockets && guest_page.sockets->watch(d, interest);
    if (d == STANDARD_INPUT) world()->console_interest = interest;
    else if (is_console(d) && interest) world()->output_interest |= 1u << d;
    else if (is_console(d)) world()->output_interest &= ~(1u << d);
    return is_console(d) || !interest;
}

/* The console takes whatever is written, so that it is always ready for it: once a turn. */
static bool output_next(host_device *d, unsigned *ready)
{
    unsigned left = world()->output_interest & ~guest_page.told;
    if (!left) return false;
    *d = (host_device)__builtin_ctz(left);
    *ready = READY_TO_WRITE;
    guest_page.told |= 1u << *d;
    return true;
}

bool host_ready_next(host_device *d, unsigned *ready)
{
    if (guest_page.events & DOOR_CONSOLE) {
        guest_page.events &= ~(unsigned)DOOR_CONSOLE;
        if (world()->console_interest & READY_TO_READ) {
            *d = STANDARD_INPUT, *ready = READY_TO_READ;
            return true;
        }
    }
    if (output_next(d, ready)) return true;
    guest_page.told = 0;
    return guest_page.sockets && guest_page.sockets->ready_next(d, ready);
}

/* -- signals ------------------------------------------------------------------------------------------ */

bool host_set_signal(enum host_signal s, enum signal_action action)
{
    world()->signals[s] = (uint8_t)action;
    return true;
}

bool host_signal_next(enum host_signal *s)
{
    struct guest_world *w = world();
    if (!w->pending) return false;
    *s = (enum host_signal)__builtin_ctz(w->pending);
    w->pending &= w->pending - 1;
    return true;
}
