/* bif/system_monitor.c - system_monitor: who is told of what the machine notices. */
#include "bif/arguments.h"
#include "bif/trace_flags.h"
#include "bif/trace_sessions.h"
#include "memory/settings.h"
#include "process/state.h"

enum { LARGE_HEAP_MIN = 16384 };

static term add(struct process *p, term element, term list)
{
    return is_term(element) && is_term(list) ? heap_cons(&p->heap, element, list) : NO_TERM;
}

static term add_limit(struct process *p, term name, uint64_t value, term list)
{
    return value ? add(p, heap_tuple2(&p->heap, name, small((int64_t)value)), list) : list;
}

/* [{Low, High}] of long_message_queue, if it is asked for. */
static term queue_option(struct process *p, const struct monitoring *m)
{
    if (!m->queue_high) return NIL;
    term pair = heap_tuple2(&p->heap, small((int64_t)m->queue_low), small((int64_t)m->queue_high));
    return add(p, is_term(pair) ? heap_tuple2(&p->heap, A(long_message_queue), pair) : NO_TERM, NIL);
}

term system_monitor_list(struct process *p, const struct monitoring *m)
{
    if (!process_find(m->receiver)) return A(undefined);
    term list = queue_option(p, m);
    list = add_limit(p, A(long_gc), m->long_collection_ns / 1000000, list);
    list = add_limit(p, A(long_schedule), m->long_schedule_ns / 1000000, list);
    list = add_limit(p, A(large_heap), m->large_heap_words, list);
    if (m->busy_port) list = add(p, A(busy_port), list);
    if (m->busy_dist_port) list = add(p, A(busy_dist_port), list);
    return is_term(list) ? heap_tuple2(&p->heap, m->receiver, list) : NO_TERM;
}

/* {Low, High} of long_message_queue (27). */
static bool read_queue(struct monitoring *m, term value)
{
    int64_t low, high;
    if (!otp_at_least(27) || !is_tuple_of(value, 2)) return false;
    const term *e = tuple_elements(value);
    if (!argument_range(e[0], 0, SMALL_MAX, &low) || !argument_range(e[1], low + 1, SMALL_MAX, &high)) return false;
    m->queue_low = (uint64_t)low, m->queue_high = (uint64_t)high;
    return true;
}

/* An event's limit; false (28): none. */
static bool read_limit(struct monitoring *m, term name, term value)
{
    int64_t n = 0;
    bool off = same(value, A(false)) && otp_at_least(28);
    if (same(name, A(long_message_queue))) return off ? (m->queue_low = m->queue_high = 0, true) : read_queue(m, value);
    if (!off && !argument_range(value, 0, INT64_MAX / 1000000, &n)) return false;
    uint64_t ns = off ? 0 : (uint64_t)(n ? n : 1) * 1000000;
    if (same(name, A(long_gc))) return m->long_collection_ns = ns, true;
    if (same(name, A(long_schedule))) return m->long_schedule_ns = ns, true;
    if (!same(name, A(large_heap))) return false;
    m->large_heap_words = off ? 0 : n < LARGE_HEAP_MIN ? LARGE_HEAP_MIN : (uint64_t)n;
    return true;
}

/* An event by its name, or {Event, Value}. */
static bool read_option(struct monitoring *m, term option)
{
    const term *e = is_tuple_of(option, 2) ? tuple_elements(option) : NULL;
    term name = e ? e[0] : option, value = e ? e[1] : A(true);
    bool *flag = same(name, A(busy_port)) ? &m->busy_port : same(name, A(busy_dist_port)) ? &m->busy_dist_port : NULL;
    if (!flag) return e && read_limit(m, name, value);
    if (e && (!otp_at_least(28) || !is_boolean(value))) return false;
    *flag = same(value, A(true));
    return true;
}

static bool read_options(struct monitoring *m, term options)
{
    for (; is_cons(options); options = tail(options))
        if (!read_option(m, head(options))) return false;
    return is_nil(options);
}

/* What was not named before is off. */
static enum bif_end set_monitor(struct process *p, term receiver, term options, term *result)
{
    struct monitoring *now = &trace_sessions()->monitoring, m = {.receiver = receiver};
    term before = system_monitor_list(p, now);
    bool off = same(receiver, A(undefined)) || is_nil(options);
    if (!off && (!process_find(receiver) || !read_options(&m, options))) return bif_badarg(p);
    *now = off ? (struct monitoring){.receiver = A(undefined)} : m;
    monitoring_watch_queues();
    return bif_value(p, before, result);
}

/* A session's: what is not named stays as it is. */
static enum bif_end change_monitor(struct process *p, struct trace_session *s, term options, term *result)
{
    struct monitoring m = s->monitoring;
    m.receiver = s->tracer;
    if (!read_options(&m, options)) return bif_badarg(p);
    s->monitoring = m;
    monitoring_watch_queues();
    *result = A(ok);
    return BIF_DONE;
}

enum bif_end bif_erlang_system_monitor_0(struct process *p, term *args, term *result)
{
    (void)args;
    return bif_value(p, system_monitor_list(p, &trace_sessions()->monitoring), result);
}

enum bif_end bif_erlang_system_monitor_1(struct process *p, term *args, term *result)
{
    if (same(args[0], A(undefined))) return set_monitor(p, args[0], NIL, result);
    if (!is_tuple_of(args[0], 2)) return bif_badarg(p);
    const term *e = tuple_elements(args[0]);
    return set_monitor(p, e[0], e[1], result);
}

enum bif_end bif_erlang_system_monitor_2(struct process *p, term *args, term *result)
{
    return set_monitor(p, args[0], args[1], result);
}

enum bif_end bif_erts_internal_system_monitor_1(struct process *p, term *args, term *result)
{
    const struct trace_session *s = same(args[0], A(legacy)) ? trace_sessions() : trace_session_of(args[0]);
    return s ? bif_value(p, system_monitor_list(p, &s->monitoring), result) : bif_badarg(p);
}

/* Session, undefined | session | Pid, Options */
enum bif_end bif_erts_internal_system_monitor_3(struct process *p, term *args, term *result)
{
    if (same(args[0], A(legacy))) return set_monitor(p, args[1], args[2], result);
    struct trace_session *s = trace_session_of(args[0]);
    return s && same(args[1], A(session)) ? change_monitor(p, s, args[2], result) : bif_badarg(p);
}

/* -- small questions of OTP's Erlang code ------------------------------------------------------------ */

enum bif_end bif_erts_internal_system_check_1(struct process *p, term *args, term *result)
{
    if (!same(args[0], A(schedulers))) return bif_badarg(p);
    *result = A(ok);
    return BIF_DONE;
}
