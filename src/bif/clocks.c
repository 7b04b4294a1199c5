/* bif/clocks.c - monotonic time, system time, timestamps, in any unit. */
#include "bif/arguments.h"
#include "process/state.h"

enum { NS_A_SECOND = 1000000000 };

/* Parts of a second: `second`, `native`..., or a number; 0: no such unit. */
static int64_t parts_of(term unit)
{
    if (same(unit, A(native)) || same(unit, A(nanosecond)) || same(unit, A(nano_seconds))) return NS_A_SECOND;
    if (same(unit, A(second)) || same(unit, A(seconds))) return 1;
    if (same(unit, A(millisecond)) || same(unit, A(milli_seconds))) return 1000;
    if (same(unit, A(microsecond)) || same(unit, A(micro_seconds))) return 1000000;
    if (same(unit, A(perf_counter))) return NS_A_SECOND;
    int64_t parts;
    return argument_int64(unit, &parts) && parts > 0 ? parts : 0;
}

/* Nanoseconds in parts of a second, rounded down; NO_TERM: no memory. */
static term convert(struct process *p, int64_t ns, int64_t parts)
{
    if (parts == NS_A_SECOND) return heap_i64(&p->heap, ns);
    __int128 product = (__int128)ns * parts;
    __int128 whole = product / NS_A_SECOND - (product % NS_A_SECOND < 0);
    if (whole >= INT64_MIN && whole <= INT64_MAX) return heap_i64(&p->heap, (int64_t)whole);
    bool negative = whole < 0;
    unsigned __int128 size = negative ? -(unsigned __int128)whole : (unsigned __int128)whole;
    size_t limbs = size >> 64 ? 2 : 1;
    term *hp = heap_alloc(&p->heap, 1 + limbs);
    if (!hp) return NO_TERM;
    hp[0].word = header(negative ? KIND_BIG_NEG : KIND_BIG_POS, limbs);
    hp[1].word = (uint64_t)size;
    if (limbs == 2) hp[2].word = (uint64_t)(size >> 64);
    return boxed_at(hp);
}

static enum bif_end in_unit(struct process *p, int64_t ns, term unit, term *result)
{
    int64_t parts = parts_of(unit);
    if (parts == 0) return bif_badarg(p);
    return bif_value(p, convert(p, ns, parts), result);
}

enum bif_end bif_erlang_monotonic_time_0(struct process *p, term *args, term *result)
{
    (void)args;
    return bif_value(p, heap_i64(&p->heap, clock_monotonic()), result);
}

enum bif_end bif_erlang_monotonic_time_1(struct process *p, term *args, term *result)
{
    return in_unit(p, clock_monotonic(), args[0], result);
}

enum bif_end bif_erlang_system_time_0(struct process *p, term *args, term *result)
{
    (void)args;
    return bif_value(p, heap_i64(&p->heap, clock_system()), result);
}

enum bif_end bif_erlang_system_time_1(struct process *p, term *args, term *result)
{
    return in_unit(p, clock_system(), args[0], result);
}

enum bif_end bif_erlang_time_offset_0(struct process *p, term *args, term *result)
{
    (void)args;
    return bif_value(p, heap_i64(&p->heap, clock_offset()), result);
}

enum bif_end bif_erlang_time_offset_1(struct process *p, term *args, term *result)
{
    return in_unit(p, clock_offset(), args[0], result);
}

enum bif_end bif_erts_internal_time_unit_0(struct process *p, term *args, term *result)
{
    (void)p;
    (void)args;
    *result = small(NS_A_SECOND);
    return BIF_DONE;
}

enum bif_end bif_erts_internal_perf_counter_unit_0(struct process *p, term *args, term *result)
{
    return bif_erts_internal_time_unit_0(p, args, result);
}

/* {MegaSecs, Secs, MicroSecs} */
static enum bif_end stamp(struct process *p, int64_t us, term *result)
{
    return bif_value(
        p, heap_tuple3(&p->heap, small(us / 1000000000000), small(us / 1000000 % 1000000), small(us % 1000000)),
        result);
}

enum bif_end bif_erlang_timestamp_0(struct process *p, term *args, term *result)
{
    (void)args;
    return stamp(p, clock_system() / 1000, result);
}

enum bif_end bif_erlang_now_0(struct process *p, term *args, term *result)
{
    (void)args;
    return stamp(p, clock_now(), result);
}
