/* bif/process_spawn.c - spawn in its forms. */
#include "bif/bif.h"
#include "bif/spawn_options.h"
#include "process/seq_trace.h"
#include "process/state.h"

enum { SPAWN_COST = 10 }; /* reductions */

enum bif_end bif_erlang_self_0(struct process *p, term *args, term *result)
{
    (void)args;
    *result = p->pid;
    return BIF_DONE;
}

/* The length of a proper list; -1: improper, or no list. */
static int64_t list_length(term list)
{
    int64_t n = 0;
    for (; is_cons(list); list = tail(list)) n++;
    return is_nil(list) ? n : -1;
}

/* More arguments than a function can have: as in OTP it is the new process that fails, in erlang:apply/3. */
static struct process *spawn_apply(struct process *p, const term *args, const struct spawn_options *options)
{
    term *hp = heap_alloc(&p->heap, 3 * CONS_WORDS), list = NIL;
    for (int i = 3; hp && i-- > 0;) list = build_cons(&hp, args[i], list);
    return hp ? process_spawn(p, A(erlang), A(apply), list, options) : NULL;
}

static enum bif_end spawn(struct process *p, term *args, const struct spawn_options *options, struct process **child)
{
    int64_t arity = list_length(args[2]);
    if (!is_atom(args[0]) || !is_atom(args[1]) || arity < 0) return bif_badarg(p);
    *child = arity > ARITY_MAX ? spawn_apply(p, args, options) : process_spawn(p, args[0], args[1], args[2], options);
    if (!*child) return bif_error(p, A(system_limit));
    bif_charge(p, SPAWN_COST);
    return BIF_DONE;
}

enum bif_end bif_erlang_spawn_3(struct process *p, term *args, term *result)
{
    struct process *child;
    enum bif_end end = spawn(p, args, &processes()->defaults, &child);
    if (end == BIF_DONE) *result = child->pid;
    return end;
}

enum bif_end bif_erlang_spawn_link_3(struct process *p, term *args, term *result)
{
    struct spawn_options options = spawn_defaults();
    struct process *child;
    options.link = true;
    enum bif_end end = spawn(p, args, &options, &child);
    if (end == BIF_DONE) *result = child->pid;
    return end;
}

enum bif_end bif_erlang_spawn_opt_4(struct process *p, term *args, term *result)
{
    struct spawn_request request;
    struct process *child;
    if (spawn_options_read(&request, args[3], false) != OPTIONS_OK) return bif_badarg_cause(p, A(badopt));
    enum bif_end end = spawn(p, args, &request.options, &child);
    if (end != BIF_DONE) return end;
    *result = child->pid;
    if (!request.options.monitor) return BIF_DONE;
    term reference = monitor_newest(&p->relations, &p->heap);
    return bif_value(p, is_term(reference) ? heap_tuple2(&p->heap, child->pid, reference) : NO_TERM, result);
}

/* -- spawn_request ----------------------------------------------------------------------- */

/* {Tag, Reference, ok, Pid} or {Tag, Reference, error, Reason} to p itself. */
static bool send_reply(struct process *p, const struct spawn_request *r, term reference, term what, term value)
{
    term words[TUPLE_WORDS(4)], *hp = words, reply = build_tuple4(&hp, r->tag, reference, what, value);
    struct process *child = process_find(value);
    if (!child || !is_tuple(child->sequential_token)) return process_send(p, NO_TERM, reply);
    struct message *m = seq_trace_message(child, p->pid, reply);
    if (m) mailbox_post_from(p, child->pid, m);
    return m;
}

static enum bif_end request_failed(struct process *p, const struct spawn_request *r, term reason, term *result)
{
    *result = process_new_reference(&p->heap);
    if (!is_term(*result)) return bif_no_memory(p);
    if (r->reply_error) send_reply(p, r, *result, A(error), reason);
    return BIF_DONE;
}

/* The reply comes before anything the child sends, and the reference is the monitor's, if there is one. */
enum bif_end bif_erts_internal_spawn_request_4(struct process *p, term *args, term *result)
{
    struct spawn_request request;
    int64_t arity = list_length(args[2]);
    if (!is_atom(args[0]) || !is_atom(args[1]) || arity < 0) return *result = A(badarg), BIF_DONE;
    enum options_end end = spawn_options_read(&request, args[3], true);
    if (end == OPTIONS_IMPROPER) return *result = A(badopt), BIF_DONE;
    if (end == OPTIONS_BAD) return request_failed(p, &request, A(badopt), result);
    struct process *child;
    request.options.is_request = true;
    if (!request.options.monitor) request.options.reference = process_new_reference(&p->heap);
    if (spawn(p, args, &request.options, &child) != BIF_DONE)
        return request_failed(p, &request, A(system_limit), result);
    *result = request.options.monitor ? monitor_newest(&p->relations, &p->heap) : request.options.reference;
    if (!is_term(*result)) return bif_no_memory(p);
    if (request.reply_success) send_reply(p, &request, *result, A(ok), child->pid);
    return BIF_DONE;
}

/* A request is answered before spawn_request returns, so none is ever outstanding. */
enum bif_end bif_erlang_spawn_request_abandon_1(struct process *p, term *args, term *result)
{
    if (!is_ref(args[0])) return bif_badarg(p);
    *result = A(false);
    return BIF_DONE;
}

enum bif_end bif_erts_internal_spawn_system_process_3(struct process *p, term *args, term *result)
{
    struct spawn_options options = spawn_defaults();
    struct process *child;
    options.is_system = true;
    options.priority = PRIORITY_HIGH;
    options.message_queue_off_heap = true;
    enum bif_end end = spawn(p, args, &options, &child);
    if (end == BIF_DONE) *result = child->pid;
    return end;
}

enum bif_end bif_erlang_make_ref_0(struct process *p, term *args, term *result)
{
    (void)args;
    return bif_value(p, process_new_reference(&p->heap), result);
}
