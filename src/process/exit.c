/* process/exit.c - exit signals, and the end of a process.
 *
 * A signal only marks its receiver; vm ends it later.  So a chain of a million links is a million
 * turns of the main cycle and never a recursion.
 */
#include "heap/build.h"
#include "memory/ending.h"
#include "memory/memory.h"
#include "process/dictionary.h"
#include "process/log.h"
#include "process/port_signal.h"
#include "process/receive.h"
#include "process/seq_trace.h"
#include "process/state.h"
#include "process/suspend.h"
#include "process/timers.h"
#include "process/trace.h"
#include "term/atoms.h"
#include "term/print.h"
#include <stdio.h>

enum { RELATIONS_A_TURN = 2000 }; /* signals of one dying process before others run */

void process_at_exit(void (*hook)(struct process *p))
{
    struct processes *s = processes();
    ENSURE(s->exit_hook_count < PROCESS_EXIT_HOOKS_MAX);
    s->exit_hooks[s->exit_hook_count++] = hook;
}

/* Who is to be ended by a process of higher priority does not wait behind those between the two. */
static void raise_priority(struct process *p)
{
    const struct process *by = processes()->running;
    if (by && by->priority < p->priority && !p->queued) p->priority = by->priority;
}

void process_begin_exit(struct process *p, term reason)
{
    enum process_state before = p->state;
    if (before >= PROCESS_EXITING) return;
    trace_procs(p, A(exit), reason);
    p->exit_reason = reason;
    p->state = PROCESS_EXITING;
    raise_priority(p);
    p->reductions = 0; /* a running one stops at the next call */
    receive_timer_cancel(p);
    if (is_term(p->registered_name)) {
        registry_remove(p->registered_name);
        trace_procs(p, A(unregister), p->registered_name);
        p->registered_name = NO_TERM;
    }
    if (before != PROCESS_RUNNING && !p->queued) {
        run_queue_add(p);
        profile_process(p, true);
    }
}

/* {'EXIT', From, Reason} */
static bool send_exit_message(struct process *to, term from, term reason, term token, bool priority)
{
    term kept[] = {from, reason, token};
    size_t words = message_words(kept, 3, TUPLE_WORDS(3));
    struct message *m = words == SIZE_MAX ? NULL : message_new(words);
    if (!m) return false;
    term *hp = m->words;
    m->used = words;
    if (!message_copy(m, from, &hp, &from) || !message_copy(m, reason, &hp, &reason) ||
        !message_copy(m, token, &hp, &m->token)) {
        message_free(m);
        return false;
    }
    m->value = build_tuple3(&hp, A(EXIT), from, reason);
    if (priority) mailbox_post_priority(to, from, m);
    else mailbox_post_from(to, from, m);
    return true;
}

static void exit_signal(struct process *to, term from, term reason, bool linked, bool priority)
{
    if (to->state >= PROCESS_EXITING) return;
    bool kill = same(reason, A(kill)) && !linked;
    struct process *sender = process_find_any(from);
    term token = sender ? seq_trace_exit_token(sender, to->pid, reason) : A(undefined);
    if (to->trap_exit && !kill) {
        if (send_exit_message(to, from, reason, token, priority)) return;
        bool open = memory_reserve_is_open();
        memory_open_reserve(true); /* whoever waits for it shall not wait for ever */
        send_exit_message(to, from, A(system_limit), NIL, priority);
        memory_open_reserve(open);
        return;
    }
    if (same(reason, A(normal)) && !same(from, to->pid)) return;
    term own = kill ? A(killed) : heap_copy(&to->heap, reason);
    process_begin_exit(to, is_term(own) ? own : A(system_limit));
}

void process_exit_signal(struct process *to, term from, term reason, bool linked)
{
    exit_signal(to, from, reason, linked, false);
}
void process_exit_signal_priority(struct process *to, term from, term reason, bool linked)
{
    exit_signal(to, from, reason, linked, true);
}

bool process_send(struct process *to, term from, term value)
{
    (void)from;
    struct message *m = message_of(value);
    if (!m) return false;
    mailbox_post(to, m);
    return true;
}

/* The machine does not go on without the processes that it started itself. */
static void end_with_system_process(const struct process *p)
{
    char slogan[SLOGAN_MAX];
    size_t size = (size_t)snprintf(slogan, sizeof slogan, "System process ");
    size += term_print_to(slogan + size, sizeof slogan - size, p->pid);
    size += (size_t)snprintf(slogan + size, sizeof slogan - size, " terminated: ");
    size += term_print_to(slogan + size, sizeof slogan - size, p->exit_reason);
    ending_crash(slogan, size < sizeof slogan ? size : sizeof slogan - 1, false);
}

void process_lacks_memory(struct process *p)
{
    static const char slogan[] = "Out of memory: a process without which no other can go on has ended for want of it.";
    if (p->state >= PROCESS_EXITING) return;
    if (process_is_vital(p)) ending_out_of_memory(slogan);
    log_exit(p, A(system_limit));
    process_begin_exit(p, A(system_limit));
}

static void begin_finish(struct process *p)
{
    struct processes *s = processes();
    if (p->is_system && !p->is_task) end_with_system_process(p);
    p->finishing = true;
    timers_forget(p);
    suspensions_end(p);
    for (size_t i = 0; i < s->exit_hook_count; i++) s->exit_hooks[i](p);
}

static void process_free(struct process *p)
{
    struct processes *s = processes();
    profile_process(p, false);
    p->state = PROCESS_GONE;
    process_count_reductions(p);
    s->collections += p->heap.collections;
    s->words_reclaimed += p->heap.words_reclaimed;
    process_table_remove(p);
    mailbox_close(&p->mailbox);
    dictionary_free(p->dictionary);
    heap_close(&p->heap);
    if (p->saved_x != p->inline_x) memory_free(MEMORY_PROCESS, p->saved_x);
    memory_free(MEMORY_PROCESS, p->saved_calls);
    trace_forget(&p->relations.trace);
    memory_free(MEMORY_PROCESS, p);
}

bool process_finish_exit(struct process *p)
{
    size_t budget = RELATIONS_A_TURN;
    if (!p->finishing) begin_finish(p);
    if (!relations_end(&p->relations, p->exit_reason, &budget)) {
        process_requeue(p);
        return false;
    }
    process_free(p);
    return true;
}
