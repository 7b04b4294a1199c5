/* io/tcp_end.c - the ends of a connection: closed by the peer, reset, failed; who is told what. */
#include "io/tcp.h"
#include "term/atoms.h"

void tcp_close(struct tcp *t)
{
    tcp_clear_input(t);
    tcp_clear_output(t);
    inet_close(&t->inet);
}

void tcp_answer_all_closed(struct tcp *t)
{
    tcp_accept_all_closed(t);
    inet_async_error(&t->inet, A(closed));
    port_timer_stop(&t->operation_timer);
    port_timer_stop(&t->send_timer);
    port_timer_stop(&t->delay_timer);
}

static void tell_closed(struct tcp *t)
{
    if (t->inet.tcp.close_told) return;
    t->inet.tcp.close_told = true;
    inet_tell(&t->inet, A(tcp_closed));
}

static void stop_reading(struct tcp *t) { inet_select(&t->inet, READY_TO_READ, false); }

/* A passive socket stays as a port; whoever waits for data is told. */
static void end_passive(struct tcp *t, term reason)
{
    port_timer_stop(&t->operation_timer);
    tcp_clear_input(t);
    if (t->inet.exit_on_close) tcp_close(t);
    else stop_reading(t);
    inet_async_error(&t->inet, reason);
}

int tcp_peer_closed(struct tcp *t)
{
    struct inet *i = &t->inet;
    bool told = i->state & INET_F_BUSY || t->file.active;
    if (i->port->state == PORT_CLOSING) {
        stop_reading(t);
        return -1;
    }
    if (i->state & INET_F_BUSY) {
        tcp_clear_output(t);
        tcp_release_writer(t, A(closed));
    }
    if (t->file.active) {
        tcp_file_failed(t, HOST_ENOTCONN);
        tcp_file_close(t);
    }
    if (!told) i->tcp.close_next_send = true;
    if (i->active == INET_PASSIVE) {
        end_passive(t, A(closed));
        return -1;
    }
    tcp_clear_input(t);
    tell_closed(t);
    if (i->exit_on_close) port_quit(i->port, A(normal));
    else stop_reading(t);
    return -1;
}

int tcp_receive_failed(struct tcp *t, enum host_error e)
{
    struct inet *i = &t->inet;
    if (i->state & INET_F_BUSY) {
        tcp_clear_output(t);
        tcp_release_writer(t, A(closed));
    }
    if (t->file.active) {
        tcp_file_failed(t, e);
        tcp_file_close(t);
    }
    if (i->active == INET_PASSIVE) {
        end_passive(t, atom_from_c(host_error_name(e)));
        return -1;
    }
    tcp_clear_input(t);
    inet_tell_error(i, A(tcp_error), e);
    tell_closed(t);
    if (i->exit_on_close) port_quit(i->port, atom_from_c(host_error_name(e)));
    else stop_reading(t);
    return -1;
}

/* The writer's caller, be it the one of now or the one that was held. */
static void answer_writer(struct tcp *t, term reason)
{
    if (t->file.active) return; /* told by tcp_file_failed() */
    if (inet_has_caller(&t->inet)) inet_reply(&t->inet, reason);
    else t->inet.tcp.close_next_send = true;
}

static void broken_active(struct tcp *t, bool show, enum host_error e)
{
    struct inet *i = &t->inet;
    if (show) inet_tell_error(i, A(tcp_error), e);
    tell_closed(t);
    if (inet_has_caller(i)) answer_writer(t, show ? atom_from_c(host_error_name(e)) : A(closed));
    tcp_file_close(t);
    if (i->exit_on_close) {
        tcp_clear_output(t);
        port_quit(i->port, A(normal));
    } else {
        tcp_close(t);
    }
}

static void broken_passive(struct tcp *t, bool show, enum host_error e)
{
    struct inet *i = &t->inet;
    tcp_answer_all_closed(t);
    answer_writer(t, show ? atom_from_c(host_error_name(e)) : A(closed));
    tcp_file_close(t);
    tcp_close(t);
    i->tcp.close_next_recv = true; /* so that a program may leave errors of send to its recv */
    i->tcp.reset_next = show;
}

void tcp_broken(struct tcp *t, enum host_error e)
{
    struct inet *i = &t->inet;
    bool show = e == HOST_ECONNRESET && i->tcp.show_reset;
    if (i->port->state == PORT_CLOSING) {
        port_end_now(i->port);
        return;
    }
    if (i->state & INET_F_BUSY) {
        i->caller = t->busy_caller;
        i->state &= ~(unsigned)INET_F_BUSY;
        t->busy_on_send = false;
        port_timer_stop(&t->send_timer);
        port_set_busy(i->port, false);
    }
    if (i->active != INET_PASSIVE) broken_active(t, show, e);
    else broken_passive(t, show, e);
}

void tcp_send_failed(struct tcp *t, enum host_error e)
{
    /* EPIPE after our own shutdown is just that; else the peer has reset the connection. */
    tcp_broken(t, e == HOST_EPIPE && !t->shutdown_done ? HOST_ECONNRESET : e);
}

bool tcp_made_active_closed(struct inet *i)
{
    struct tcp *t = (struct tcp *)i;
    if (i->tcp.reset_next) {
        i->tcp.reset_next = false;
        inet_tell_error(i, A(tcp_error), HOST_ECONNRESET);
    }
    tell_closed(t);
    if (!i->exit_on_close) return true;
    port_quit(i->port, A(normal));
    return false;
}
