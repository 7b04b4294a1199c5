/* bif/process_exit.c - exit signals sent by hand, and asking who lives. */
#include "bif/bif.h"
#include "bif/spawn_options.h"
#include "bif/ends.h"
#include "process/port_signal.h"
#include "process/state.h"

/* exit/2 on oneself acts before it returns - also with reason normal, unless exits are trapped. */
static enum bif_end exit_self(struct process *p, term reason, term *result)
{
    *result = A(true);
    process_exit_signal(p, p->pid, reason, false);
    return p->state == PROCESS_EXITING ? BIF_EXITED : BIF_DONE;
}

/* From OTP 28 on an alias names a process, too; one that is not active, nobody. */
static enum bif_end exit_by_alias(struct process *p, term alias, term reason, bool priority)
{
    struct process *to = alias_find(alias);
    if (to && priority && alias_takes_priority(alias)) process_exit_signal_priority(to, p->pid, reason, false);
    else if (to) process_exit_signal(to, p->pid, reason, false);
    return p->state == PROCESS_EXITING ? BIF_EXITED : BIF_DONE;
}

static enum bif_end send_exit(struct process *p, term id, term reason, bool priority, term *result)
{
    if (same(id, p->pid)) return exit_self(p, reason, result);
    *result = A(true);
    bif_charge(p, 2);
    if (is_local_pid(id)) {
        struct process *to = process_find(id);
        if (to) process_exit_signal(to, p->pid, reason, false);
        return BIF_DONE;
    }
    if (is_local_port(id)) return port_signal_send(PORT_SIGNAL_EXIT, id, p->pid, reason) ? BIF_DONE : bif_no_memory(p);
    if (is_ref(id) && otp_at_least(28)) return exit_by_alias(p, id, reason, priority);
    if (is_earlier_life(id) || kind_of(id) == KIND_EXT_PID) return BIF_DONE;
    return bif_badarg(p);
}

enum bif_end bif_erlang_exit_2(struct process *p, term *args, term *result)
{
    return send_exit(p, args[0], args[1], false, result);
}

enum bif_end bif_erlang_exit_3(struct process *p, term *args, term *result)
{
    bool priority;
    if (!are_priority_options(args[2], &priority)) return bif_badarg_cause(p, A(badopt));
    return send_exit(p, args[0], args[1], priority, result);
}

/* A signal like any other, also to oneself: `normal` ends nobody. */
static enum bif_end exit_signal(struct process *p, const term *args, bool priority, term *result)
{
    bool ends_nobody = same(args[0], p->pid) && same(args[1], A(normal)) && !p->trap_exit;
    if (ends_nobody) return *result = A(true), BIF_DONE;
    return send_exit(p, args[0], args[1], priority, result);
}

enum bif_end bif_erlang_exit_signal_2(struct process *p, term *args, term *result)
{
    return exit_signal(p, args, false, result);
}

enum bif_end bif_erlang_exit_signal_3(struct process *p, term *args, term *result)
{
    bool priority;
    if (!are_priority_options(args[2], &priority)) return bif_badarg_cause(p, A(badopt));
    return exit_signal(p, args, priority, result);
}

enum bif_end bif_erlang_is_process_alive_1(struct process *p, term *args, term *result)
{
    if (!is_local_pid(args[0]) && !(is_earlier_life(args[0]) && is_pid(args[0]))) return bif_badarg(p);
    *result = boolean(process_find(args[0]) != NULL);
    return BIF_DONE;
}

/* The answer comes as a message: {Reference, Alive}. */
enum bif_end bif_erts_internal_is_process_alive_2(struct process *p, term *args, term *result)
{
    if (!is_local_pid(args[0]) || !is_ref(args[1])) return bif_badarg(p);
    term words[TUPLE_WORDS(2)], *hp = words;
    term answer = build_tuple2(&hp, args[1], boolean(process_find(args[0]) != NULL));
    *result = A(ok);
    return process_send(p, NO_TERM, answer) ? BIF_DONE : bif_no_memory(p);
}

/* -- who is there ------------------------------------------------------------------------ */

/* One that carries out a request is no process to programs; and who asks something of each process he is shown, by a request
 * that makes one, would never come to an end. */
static bool is_listed(const struct process *p) { return p->state < PROCESS_EXITING && !p->is_task; }

enum bif_end bif_erlang_processes_0(struct process *p, term *args, term *result)
{
    size_t count = processes_count();
    term *hp = heap_alloc(&p->heap, count * CONS_WORDS), *cell = hp;
    uint32_t number = 0;
    (void)args;
    *result = NIL;
    if (!hp) return bif_no_memory(p);
    for (struct process *q; (q = process_after(number, &number)); number++) {
        if (!is_listed(q)) continue;
        cell[0] = q->pid;
        cell[1] = cons_at(cell + CONS_WORDS);
        cell += CONS_WORDS;
    }
    heap_give_back(&p->heap, cell);
    if (cell == hp) return BIF_DONE;
    cell[-1] = NIL;
    *result = cons_at(hp);
    bif_charge(p, (int64_t)count / 20);
    return BIF_DONE;
}

enum { PROCESSES_A_STEP = 1000 };

/* erts_internal:processes_next(State): {NextState, Pids} or none; the first state is 0. */
enum bif_end bif_erts_internal_processes_next_1(struct process *p, term *args, term *result)
{
    if (!is_small(args[0]) || small_value(args[0]) < 0 || small_value(args[0]) > UINT32_MAX) return bif_badarg(p);
    uint32_t number = (uint32_t)small_value(args[0]);
    term *hp = heap_alloc(&p->heap, PROCESSES_A_STEP * CONS_WORDS + TUPLE_WORDS(2)), list = NIL;
    struct process *q = NULL;
    if (!hp) return bif_no_memory(p);
    for (int i = 0; i < PROCESSES_A_STEP && (q = process_after(number, &number)); i++, number++)
        if (is_listed(q)) list = build_cons(&hp, q->pid, list);
    *result = q || !is_nil(list) ? build_tuple2(&hp, small(number), list) : A(none);
    heap_give_back(&p->heap, hp);
    bif_charge(p, 50);
    return BIF_DONE;
}
