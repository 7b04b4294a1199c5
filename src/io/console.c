/* io/console.c - the terminal as module prim_tty uses it. */
#include "io/console.h"
#include "io/io.h"
#include "memory/memory.h"
#include "platform/host_terminal.h"
#include "process/process.h"

enum { SIGNALS_KEPT = 16 };

/* A message that is sent when something happens. */
struct notice {
    term to;
    struct message *message; /* NULL: none */
};

struct console {
    struct notice on_input, on_signal;
    enum host_signal signals[SIGNALS_KEPT];
    size_t signal_count;
    term owner, writer;  /* NO_TERM: none */
    host_device written; /* what the writer waits for */
};

static void notice_set(struct notice *n, term to, struct message *m)
{
    if (n->message) message_free(n->message);
    *n = (struct notice){to, m};
}

static void notice_post(struct notice *n)
{
    struct message *m = n->message;
    n->message = NULL;
    struct process *to = m ? process_find(n->to) : NULL;
    if (to) mailbox_post(to, m);
    else if (m) message_free(m);
}

void console_on_input(term to, struct message *m)
{
    notice_set(&io()->console->on_input, to, m);
    if (!host_watch(0, READY_TO_READ)) notice_post(&io()->console->on_input); /* it cannot wait: reading says why */
}

void console_on_signal(term to, struct message *m)
{
    struct console *c = io()->console;
    host_set_signal(SIGNAL_WINCH, SIGNAL_HANDLE);
    host_set_signal(SIGNAL_CONT, SIGNAL_HANDLE);
    notice_set(&c->on_signal, to, m);
    if (c->signal_count) notice_post(&c->on_signal);
}

void console_signal(enum host_signal s)
{
    struct console *c = io()->console;
    if (c->signal_count < SIGNALS_KEPT) c->signals[c->signal_count++] = s;
    notice_post(&c->on_signal);
}

bool console_signal_next(enum host_signal *s)
{
    struct console *c = io()->console;
    if (c->signal_count == 0) return false;
    *s = c->signals[0];
    c->signal_count--;
    for (size_t i = 0; i < c->signal_count; i++) c->signals[i] = c->signals[i + 1];
    return true;
}

bool console_wait_to_write(struct process *p, host_device d)
{
    struct console *c = io()->console;
    if (!host_watch(d, READY_TO_WRITE)) return false;
    struct process *before = is_term(c->writer) ? process_find(c->writer) : NULL;
    if (before) process_wake(before); /* it will try again, and wait again */
    c->writer = p->pid, c->written = d;
    return true;
}

void console_set_owner(term pid) { io()->console->owner = pid; }

void console_ready(host_device d)
{
    struct console *c = io()->console;
    host_watch(d, 0);
    if (d == 0) notice_post(&c->on_input);
    if (!is_term(c->writer) || d != c->written) return;
    struct process *writer = process_find(c->writer);
    c->writer = NO_TERM;
    if (writer) process_wake(writer);
}

static void process_ended(struct process *p)
{
    struct console *c = io()->console;
    if (is_term(c->owner) && same(p->pid, c->owner)) {
        host_terminal_restore();
        c->owner = NO_TERM;
    }
    if (c->on_input.message && same(p->pid, c->on_input.to)) {
        notice_set(&c->on_input, NO_TERM, NULL);
        host_watch(0, 0);
    }
    if (c->on_signal.message && same(p->pid, c->on_signal.to)) notice_set(&c->on_signal, NO_TERM, NULL);
}

bool console_open(void)
{
    struct console *c = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *c);
    if (!c) return false;
    c->owner = c->writer = NO_TERM;
    io()->console = c;
    process_at_exit(process_ended);
    return true;
}
