/* bif/timers.c - start_timer, send_after, cancel_timer, read_timer. */
#include "process/timers.h"
#include "bif/arguments.h"
#include "process/state.h"

#define CLOCK_START_MS (CLOCK_START / 1000000)
#define WHEEL_MAX      (INT64_C(1) << 62) /* beyond any clock */

struct timer_options {
    bool asynchronous, info, absolute;
};
enum { OPTION_ASYNC = 1, OPTION_INFO = 2, OPTION_ABS = 4 };

/* A list of {async | info | abs, Boolean}; only those of `allowed`. */
static bool read_options(struct timer_options *o, term list, unsigned allowed)
{
    *o = (struct timer_options){.info = true};
    for (; is_cons(list); list = tail(list)) {
        if (!is_tuple_of(head(list), 2)) return false;
        term key = tuple_elements(head(list))[0], value = tuple_elements(head(list))[1];
        if (!is_boolean(value)) return false;
        if (same(key, A(async)) && allowed & OPTION_ASYNC) o->asynchronous = same(value, A(true));
        else if (same(key, A(info)) && allowed & OPTION_INFO) o->info = same(value, A(true));
        else if (same(key, A(abs)) && allowed & OPTION_ABS) o->absolute = same(value, A(true));
        else return false;
    }
    return is_nil(list);
}

/* When the wheel shall fire it; false: no time, or out of range.  A time at once is due already. */
static bool read_due(term time, bool absolute, int64_t *due)
{
    int64_t ms;
    if (!argument_int64(time, &ms)) return false;
    if (absolute) {
        if (ms < CLOCK_START_MS || ms > WHEEL_MAX + CLOCK_START_MS) return false;
        *due = ms - CLOCK_START_MS;
        return true;
    }
    if (ms < 0 || ms > WHEEL_MAX) return false;
    *due = ms == 0 ? clock_wheel_now() : clock_wheel_of(clock_monotonic()) + ms;
    return true;
}

static enum bif_end start(struct process *p, const term *args, bool absolute, bool wrapped, term *result)
{
    int64_t due;
    term to = args[1];
    if (!read_due(args[0], absolute, &due)) return bif_badarg_cause(p, A(time));
    if (!is_local_pid(to) && !is_atom(to)) return bif_badarg(p);
    if (is_local_pid(to) && !process_find(to)) return bif_value(p, process_new_reference(&p->heap), result);
    term *hp = heap_alloc(&p->heap, LOCAL_REF_WORDS);
    struct process_timer *t = hp ? timer_start(to, args[2], wrapped, due) : NULL;
    if (!t) return bif_no_memory(p);
    *result = build_local_ref(&hp, t->entry.number, t->entry.high);
    return BIF_DONE;
}

static enum bif_end start_with(struct process *p, const term *args, bool wrapped, term *result)
{
    struct timer_options o;
    if (!read_options(&o, args[3], OPTION_ABS)) return bif_badarg_cause(p, A(badopt));
    return start(p, args, o.absolute, wrapped, result);
}

enum bif_end bif_erlang_start_timer_3(struct process *p, term *args, term *result)
{
    return start(p, args, false, true, result);
}

enum bif_end bif_erlang_start_timer_4(struct process *p, term *args, term *result)
{
    return start_with(p, args, true, result);
}

enum bif_end bif_erlang_send_after_3(struct process *p, term *args, term *result)
{
    return start(p, args, false, false, result);
}

enum bif_end bif_erlang_send_after_4(struct process *p, term *args, term *result)
{
    return start_with(p, args, false, result);
}

/* -- cancel and read ------------------------------------------------------------------------- */

/* The milliseconds left, or false - as value, as message {What, Reference, Left}, or not at all. */
static enum bif_end answer(struct process *p, term what, term reference, const struct timer_options *o, term left,
                           term *result)
{
    term words[TUPLE_WORDS(3)], *hp = words;
    *result = A(ok);
    if (!o->info) return BIF_DONE;
    if (!o->asynchronous) return *result = left, BIF_DONE;
    return process_send(p, NO_TERM, build_tuple3(&hp, what, reference, left)) ? BIF_DONE : bif_no_memory(p);
}

static enum bif_end access_timer(struct process *p, const term *args, bool cancel, const struct timer_options *o,
                                 term *result)
{
    if (!is_ref(args[0])) return bif_badarg(p);
    struct process_timer *t = timer_find(args[0]);
    term left = t ? heap_i64(&p->heap, timer_left(t)) : A(false);
    if (!is_term(left)) return bif_no_memory(p);
    if (t && cancel) timer_free(t);
    return answer(p, cancel ? A(cancel_timer) : A(read_timer), args[0], o, left, result);
}

enum bif_end bif_erlang_cancel_timer_1(struct process *p, term *args, term *result)
{
    return access_timer(p, args, true, &(struct timer_options){.info = true}, result);
}

enum bif_end bif_erlang_cancel_timer_2(struct process *p, term *args, term *result)
{
    struct timer_options o;
    if (!read_options(&o, args[1], OPTION_ASYNC | OPTION_INFO)) return bif_badarg(p);
    return access_timer(p, args, true, &o, result);
}

enum bif_end bif_erlang_read_timer_1(struct process *p, term *args, term *result)
{
    return access_timer(p, args, false, &(struct timer_options){.info = true}, result);
}

enum bif_end bif_erlang_read_timer_2(struct process *p, term *args, term *result)
{
    struct timer_options o;
    if (!read_options(&o, args[1], OPTION_ASYNC)) return bif_badarg(p);
    return access_timer(p, args, false, &o, result);
}
