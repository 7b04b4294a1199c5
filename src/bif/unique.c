/* bif/unique.c - unique_integer in its forms. */
#include "bif/bif.h"
#include "process/state.h"

/* Two rows of numbers, so that a monotonic one never repeats another: both fall in the row of odd or even. */
static enum bif_end unique(struct process *p, bool monotonic, bool positive, term *result)
{
    struct processes *s = processes();
    int64_t n = monotonic ? 2 * ++s->unique_monotonic : 2 * ++s->unique_last + 1;
    if (!positive) return bif_value(p, heap_i64(&p->heap, SMALL_MIN + n), result);
    return bif_value(p, heap_i64(&p->heap, n), result);
}

enum bif_end bif_erlang_unique_integer_0(struct process *p, term *args, term *result)
{
    (void)args;
    return unique(p, false, false, result);
}

enum bif_end bif_erlang_unique_integer_1(struct process *p, term *args, term *result)
{
    bool monotonic = false, positive = false;
    term list = args[0];
    for (; is_cons(list); list = tail(list)) {
        if (same(head(list), A(monotonic))) monotonic = true;
        else if (same(head(list), A(positive))) positive = true;
        else return bif_badarg(p);
    }
    return is_nil(list) ? unique(p, monotonic, positive, result) : bif_badarg(p);
}
