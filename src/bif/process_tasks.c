/* bif/process_tasks.c - what one process has done to another, and to its own running: collection, suspension,
 * reductions.  There is one scheduler, so work on a process that is not running is done on the spot. */
#include "bif/bif.h"
#include "bif/check_code.h"
#include "bif/spawn_options.h"
#include "process/suspend.h"

/* -- collection ---------------------------------------------------------------------------- */

/* The caller's own registers are roots only between instructions: the interpreter collects when this returns. */
enum bif_end bif_erts_internal_garbage_collect_1(struct process *p, term *args, term *result)
{
    if (!same(args[0], A(major)) && !same(args[0], A(minor))) return bif_badarg(p);
    p->heap.collect_soon = true;
    p->collect_full |= same(args[0], A(major));
    *result = A(true);
    return BIF_DONE;
}

enum bif_end bif_erlang_garbage_collect_message_area_0(struct process *p, term *args, term *result)
{
    (void)p;
    (void)args;
    *result = A(false);
    return BIF_DONE;
}

/* {Type, Id, Result} to the requester. */
static enum bif_end reply(struct process *p, term requester, const term *request, term answer)
{
    struct process *to = process_find(requester);
    term words[TUPLE_WORDS(3)], *hp = words;
    if (!to) return BIF_DONE;
    term message = build_tuple3(&hp, request[0], request[1], answer);
    return process_send(to, NO_TERM, message) ? BIF_DONE : bif_no_memory(p);
}

/* The target may be the caller, which is collected when this operation is over; all others stand still. */
static enum bif_end task_collect(struct process *p, term requester, struct process *target, const term *request,
                                 size_t arity)
{
    if (arity != 3 || (!same(request[2], A(major)) && !same(request[2], A(minor)))) return bif_badarg(p);
    bool full = same(request[2], A(major));
    if (target == p) {
        p->heap.collect_soon = true;
        p->collect_full |= full;
    } else if (target) {
        process_collect_idle(target, full);
        bif_charge(p, (int64_t)heap_size_words(&target->heap) / 100);
    }
    return reply(p, requester, request, boolean(target != NULL));
}

/* Does what a request asks for, and answers the requester. */
static enum bif_end task_do(struct process *p, term requester, struct process *target, term request_tuple)
{
    const term *request = tuple_elements(request_tuple);
    size_t arity = tuple_arity(request_tuple);
    if (same(request[0], A(garbage_collect))) return task_collect(p, requester, target, request, arity);
    if (same(request[0], A(system_task_test))) return reply(p, requester, request, boolean(target != NULL));
    if (!same(request[0], A(check_process_code)) || arity < 3 || !is_atom(request[2])) return bif_badarg(p);
    return reply(p, requester, request, target ? check_process_code(target, request[2]) : A(false));
}

/* A task of less priority than its requester waits for its turn among the processes of that priority: a process of
 * the system asks again in the requester's name. */
static enum bif_end task_later(struct process *p, term requester, const term *args, enum priority priority)
{
    struct spawn_options options = spawn_defaults();
    options.priority = priority;
    options.is_system = options.is_task = true;
    term *hp = heap_alloc(&p->heap, 4 * CONS_WORDS);
    if (!hp) return bif_no_memory(p);
    term list = build_cons(&hp, args[2], NIL);
    list = build_cons(&hp, A(inherit), list);
    list = build_cons(&hp, args[0], list);
    list = build_cons(&hp, requester, list);
    return process_spawn(NULL, A(erts_internal), A(request_system_task), list, &options) ? BIF_DONE : bif_no_memory(p);
}

static enum bif_end system_task(struct process *p, term requester, const term *args, term *result)
{
    enum priority priority = p->priority;
    *result = A(ok);
    if (!is_pid(args[0]) || (!same(args[1], A(inherit)) && !priority_read(args[1], &priority))) return bif_badarg(p);
    if (!is_tuple(args[2]) || tuple_arity(args[2]) < 2) return bif_badarg(p);
    if (priority > p->priority) return task_later(p, requester, args, priority);
    return task_do(p, requester, process_find(args[0]), args[2]);
}

enum bif_end bif_erts_internal_request_system_task_3(struct process *p, term *args, term *result)
{
    return system_task(p, p->pid, args, result);
}

enum bif_end bif_erts_internal_request_system_task_4(struct process *p, term *args, term *result)
{
    return system_task(p, args[0], args + 1, result);
}

/* -- suspension ------------------------------------------------------------------------------- */

struct suspend_options {
    bool unless_suspending, asynchronous, reply;
    term tag;
};

static bool read_suspend_options(struct suspend_options *o, term list)
{
    *o = (struct suspend_options){.tag = NO_TERM};
    for (; is_cons(list); list = tail(list)) {
        term option = head(list);
        if (same(option, A(unless_suspending))) {
            o->unless_suspending = true;
        } else if (same(option, A(asynchronous))) {
            o->asynchronous = true;
        } else if (is_tuple_of(option, 2) && same(tuple_elements(option)[0], A(asynchronous))) {
            o->asynchronous = o->reply = true;
            o->tag = tuple_elements(option)[1];
        } else {
            return false;
        }
    }
    return is_nil(list);
}

/* {Tag, suspended | not_suspended | exited} */
static bool send_suspended(struct process *p, const struct suspend_options *o, term state)
{
    term words[TUPLE_WORDS(2)], *hp = words;
    return !o->reply || process_send(p, NO_TERM, build_tuple2(&hp, o->tag, state));
}

enum bif_end bif_erts_internal_suspend_process_2(struct process *p, term *args, term *result)
{
    struct suspend_options o;
    struct process *target = process_find(args[0]);
    *result = A(badarg);
    if (same(args[0], p->pid) || !is_local_pid(args[0])) return BIF_DONE;
    *result = A(badopt);
    if (!read_suspend_options(&o, args[1])) return BIF_DONE;
    *result = boolean(o.asynchronous);
    if (!target) {
        if (!o.asynchronous) *result = A(badarg);
        return send_suspended(p, &o, A(exited)) ? BIF_DONE : bif_no_memory(p);
    }
    bool already = suspension_find(p, target) != NULL;
    *result = boolean(!(o.unless_suspending && already));
    if (same(*result, A(true)) && !suspension_add(p, target)) return bif_no_memory(p);
    return send_suspended(p, &o, A(suspended)) ? BIF_DONE : bif_no_memory(p);
}

enum bif_end bif_erlang_resume_process_1(struct process *p, term *args, term *result)
{
    struct process *target = process_find(args[0]);
    if (!target || !suspension_drop(p, target)) return bif_badarg(p);
    *result = A(true);
    return BIF_DONE;
}

/* -- running -------------------------------------------------------------------------------- */

enum bif_end bif_erlang_bump_reductions_1(struct process *p, term *args, term *result)
{
    if (!is_small(args[0]) || small_value(args[0]) < 1) return bif_badarg(p);
    int64_t cost = small_value(args[0]);
    bif_charge(p, cost > REDUCTIONS_A_SLICE ? REDUCTIONS_A_SLICE : cost);
    *result = A(true);
    return BIF_DONE;
}

enum bif_end bif_erlang_yield_0(struct process *p, term *args, term *result)
{
    (void)result;
    bif_charge(p, 1);
    args[0] = A(true);
    return BIF_YIELD;
}

/* -- questions ------------------------------------------------------------------------------ */

enum bif_end bif_erts_internal_is_system_process_1(struct process *p, term *args, term *result)
{
    if (!is_pid(args[0])) return bif_badarg(p);
    struct process *of = process_find(args[0]);
    if (!of && !is_local_pid(args[0])) return bif_badarg(p);
    *result = boolean(of && of->is_system);
    return BIF_DONE;
}

/* No helper answers in the name of a process that stands aside: what is asked of it is done at once. */
enum bif_end bif_erts_internal_is_process_executing_dirty_1(struct process *p, term *args, term *result)
{
    if (!is_pid(args[0])) return bif_badarg(p);
    *result = A(false);
    return BIF_DONE;
}

enum bif_end bif_erts_internal_dirty_process_handle_signals_1(struct process *p, term *args, term *result)
{
    (void)p;
    (void)args;
    *result = A(noproc);
    return BIF_DONE;
}
