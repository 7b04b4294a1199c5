/* interp/slow_length.c - length/1 of lists that take more than one slice.
 *
 * What is half done stands behind the live x registers, as [List | [Rest | Count]].
 */
#include "bif/resume.h"
#include "interp/raise.h"
#include "interp/run.h"

/* Keeps the state and yields; with no memory for it the count goes on. */
static bool keep(struct machine *m, term list, term rest, int64_t count)
{
    machine_save(m);
    term *hp = heap_alloc(&m->p->heap, 2 * CONS_WORDS);
    machine_load(m);
    if (!hp) return false;
    term state = build_cons(&hp, rest, small(count));
    m->x[operand(m, 1)] = build_cons(&hp, list, state);
    return true;
}

static int64_t budget_of(struct machine *m)
{
    machine_save(m);
    return work_budget(m->p);
}

static void pay(struct machine *m, int64_t left)
{
    work_pay(m->p, left);
    machine_load(m);
}

/* m->pc is at bif_length_more. */
static enum go count_on(struct machine *m, term list, term rest, int64_t count)
{
    for (;;) {
        int64_t budget = budget_of(m), left = budget;
        for (; is_cons(rest) && left > 0; rest = tail(rest)) left--;
        count += budget - left;
        pay(m, left);
        if (!is_cons(rest)) break;
        if (keep(m, list, rest, count)) return machine_stop(m, RUN_YIELDED, operand(m, 1) + 1);
    }
    if (is_nil(rest)) {
        set_any(m, 2, small(count));
        return NEXT;
    }
    if (operand(m, 0)) return JUMP;
    return machine_raise_bif(m, A(erlang), A(length), 1, A(badarg), &list);
}

SLOW_PATH(length, bif_length_more)
{
    m->pc += 1 + COUNT_bif_length;
    return count_on(m, SCRATCH(m, 0), SCRATCH(m, 0), 0);
}

SLOW_PATH(length_more, bif_length_more)
{
    term state = m->x[operand(m, 1)], place = tail(state);
    return count_on(m, head(state), head(place), small_value(tail(place)));
}
