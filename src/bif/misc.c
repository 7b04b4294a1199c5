/* bif/misc.c - what module erts_internal asks of the emulator besides processes, ports and code: allocators and
 * distribution as far as there are any, display of processes, the insides of tables. */
#include "bif/ets_argument.h"
#include "bif/ets_binaries.h"
#include "platform/platform.h"
#include "term/print.h"

/* Asked of each allocator instance; 0 of them will answer: none keeps such statistics. */
enum bif_end bif_erts_internal_gather_alloc_histograms_1(struct process *p, term *args, term *result)
{
    if (!is_tuple(args[0])) return bif_badarg(p);
    *result = small(0);
    return BIF_DONE;
}

enum bif_end bif_erts_internal_gather_carrier_info_1(struct process *p, term *args, term *result)
{
    return bif_erts_internal_gather_alloc_histograms_1(p, args, result);
}

/* {erts_dflags, Default, Mandatory, AddsToTicks, Rejectable, StrictOrder} of OTP 25's distribution protocol
 * ("Distribution Protocol" in the ERTS user's guide). */
enum bif_end bif_erts_internal_get_dflags_0(struct process *p, term *args, term *result)
{
    (void)args;
    term *hp = heap_alloc(&p->heap, TUPLE_WORDS(6));
    if (!hp) return bif_no_memory(p);
    term t = build_tuple(&hp, 6), *e = tuple_elements(t);
    e[0] = A(erts_dflags);
    e[1] = small(55966662588);
    e[2] = small(17239956);
    e[3] = small(55966662588);
    e[4] = small(8396866);
    e[5] = small(8192);
    *result = t;
    return BIF_DONE;
}

static bool put_to_console(struct printer *to, const char *text, size_t size)
{
    (void)to;
    platform_console(text, size);
    return true;
}

/* process_display(Pid, backtrace): shows a process to the operator, but not a sensitive one. */
enum bif_end bif_erts_internal_process_display_2(struct process *p, term *args, term *result)
{
    if (!same(args[1], A(backtrace))) {
        *result = A(badopt);
        return BIF_DONE;
    }
    const struct process *shown = is_local_pid(args[0]) ? process_find(args[0]) : NULL;
    if (!shown) return bif_badarg(p);
    *result = A(true);
    if (shown->sensitive) return BIF_DONE;
    struct printer console = {put_to_console};
    term_print(&console, args[0], 64);
    put_to_console(&console, "\n", 1);
    return BIF_DONE;
}

/* -- tables, as ets_SUITE looks into them -------------------------------------------------- */

enum bif_end bif_erts_internal_ets_lookup_binary_info_2(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct table *t = ets_table(p, args[0], ETS_READ, &end);
    if (!t) return end;
    struct ets_object *o = table_find(t, args[1]);
    if (!o) return bif_badarg(p);
    term list = NIL;
    for (; o && is_term(list); o = table_find_next(t, o, args[1])) list = ets_binaries_of(&p->heap, o, list);
    return bif_value(p, list, result);
}

/* The raw walk sees pseudo-deleted objects too; there are none, so it is the ordinary walk. */
enum bif_end bif_erts_internal_ets_raw_first_1(struct process *p, term *args, term *result)
{
    return bif_ets_first_1(p, args, result);
}

enum bif_end bif_erts_internal_ets_raw_next_2(struct process *p, term *args, term *result)
{
    return bif_ets_next_2(p, args, result);
}
