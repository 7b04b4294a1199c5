/* bif/aside.c - erts_debug:dirty_cpu/2, dirty_io/2 and dirty/3: calls that go on beside the scheduler for a while.
 *
 * The caller stands still in its call, `aside` (process.h): it counts as running, and what others do to it is done
 * when the call is over - but for its end, which is not put off.
 */
#include "bif/arguments.h"
#include "bif/bif.h"
#include "process/receive.h"

enum { COPIES = 1000, LONG_WAIT_MS = 6000, WAIT_MAX_MS = 1000000 };

/* Which kind of scheduler such a call is for. */
enum work { WORK_CPU, WORK_IO, WORK_NORMAL };

/* {Tag, Pid} to the process that `to` names. */
static bool tell(struct process *p, term to, term tag)
{
    term words[TUPLE_WORDS(2)], *hp = words;
    struct process *other = is_atom(to) ? process_find_registered(to) : process_find(to);
    return !other || process_send(other, p->pid, build_tuple2(&hp, tag, p->pid));
}

/* Messages wake the caller in vain: only the timer, or its end, ends the call. */
static enum bif_end wait(struct process *p, int64_t milliseconds, term *result)
{
    p->aside = true;
    if (milliseconds > 0 && receive_sleep(p, small(milliseconds)) == RECEIVE_SLEEP) return BIF_WAIT;
    receive_timer_cancel(p);
    p->aside = false;
    *result = A(ok);
    return BIF_DONE;
}

static enum bif_end wait_argument(struct process *p, term milliseconds, term *result)
{
    int64_t time;
    return argument_range(milliseconds, 0, WAIT_MAX_MS, &time) ? wait(p, time, result) : bif_badarg(p);
}

/* {ready, Self}, six seconds, {done, Self} */
static enum bif_end wait_between(struct process *p, term to, term *result)
{
    if (!p->aside && !tell(p, to, A(ready))) return bif_no_memory(p);
    enum bif_end end = wait(p, LONG_WAIT_MS, result);
    return end != BIF_DONE || tell(p, to, A(done)) ? end : bif_no_memory(p);
}

/* Until somebody ends the caller. */
static enum bif_end wait_for_end(struct process *p, term to)
{
    if (!p->aside && !tell(p, to, A(alive))) return bif_no_memory(p);
    p->aside = true;
    return BIF_WAIT;
}

/* So many turns, two at a time. */
static enum bif_end reschedule(struct process *p, term *count, term *result)
{
    if (!is_small(*count) || small_value(*count) < 0 || small_value(*count) % 2) return bif_badarg(p);
    *result = A(ok);
    if (same(*count, small(0))) return BIF_DONE;
    *count = small(small_value(*count) - 2);
    bif_charge(p, 1);
    return BIF_AGAIN;
}

static enum bif_end copies(struct process *p, term value, term *result)
{
    term list = NIL;
    for (int i = 0; i < COPIES && is_term(list); i++) {
        term copy = heap_copy(&p->heap, value);
        list = is_term(copy) ? heap_cons(&p->heap, copy, list) : NO_TERM;
    }
    bif_charge(p, COPIES);
    return bif_value(p, list, result);
}

static enum bif_end fail(struct process *p, term reason)
{
    const term reasons[] = {A(notsup), A(undef), A(badarith), A(noproc), A(system_limit)};
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (same(reason, reasons[i])) return bif_error(p, reason);
    return bif_badarg(p);
}

static enum bif_end scheduler_type(struct process *p, enum work work, term what, term *result)
{
    const term names[] = {A(dirty_cpu), A(dirty_io), A(normal)};
    if (!same(what, A(type))) return bif_badarg(p);
    *result = names[work];
    return BIF_DONE;
}

static enum bif_end aside(struct process *p, enum work work, term *args, term *result)
{
    switch (is_atom(args[0]) ? atom_index(args[0]) : ATOM_IX_undefined) {
    case ATOM_IX_scheduler: return scheduler_type(p, work, args[1], result);
    case ATOM_IX_error: return fail(p, args[1]);
    case ATOM_IX_copy: return copies(p, args[1], result);
    case ATOM_IX_send: *result = A(ok); return tell(p, args[1], A(ok)) ? BIF_DONE : bif_no_memory(p);
    case ATOM_IX_wait: return wait_argument(p, args[1], result);
    case ATOM_IX_reschedule: return reschedule(p, &args[1], result);
    case ATOM_IX_ready_wait6_done: return wait_between(p, args[1], result);
    case ATOM_IX_alive_waitexiting: return wait_for_end(p, args[1]);
    default: return bif_badarg(p);
    }
}

enum bif_end bif_erts_debug_dirty_cpu_2(struct process *p, term *args, term *result)
{
    return aside(p, WORK_CPU, args, result);
}

enum bif_end bif_erts_debug_dirty_io_2(struct process *p, term *args, term *result)
{
    return aside(p, WORK_IO, args, result);
}

enum bif_end bif_erts_debug_dirty_3(struct process *p, term *args, term *result)
{
    if (same(args[0], A(normal))) return aside(p, WORK_NORMAL, args + 1, result);
    if (same(args[0], A(dirty_cpu))) return aside(p, WORK_CPU, args + 1, result);
    return same(args[0], A(dirty_io)) ? aside(p, WORK_IO, args + 1, result) : bif_badarg(p);
}
