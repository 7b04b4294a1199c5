/* bif/process_flags.c - process_flag/2, and the one flag that others may set. */
#include "bif/call_trace.h"
#include "process/saved_calls.h"
#include "bif/bif.h"
#include "bif/spawn_options.h"
#include "heap/map.h"
#include "memory/settings.h"
#include <stdlib.h>

enum { SAVE_CALLS_MAX = 10000, HEAP_WORDS_MIN = 233, BINARY_WORDS_MIN = 46422 };

static enum bif_end flag_boolean(struct process *p, bool *flag, term value, term *result)
{
    if (!is_boolean(value)) return bif_badarg(p);
    *result = boolean(*flag);
    *flag = same(value, A(true));
    return BIF_DONE;
}

static enum bif_end flag_priority(struct process *p, term value, term *result)
{
    enum priority before = p->priority;
    if (!priority_read(value, &p->priority)) return bif_badarg(p);
    *result = priority_name(before);
    return BIF_DONE;
}

/* A size in words; the flag holds it times `unit`. */
static enum bif_end flag_size(struct process *p, size_t *flag, size_t unit, size_t least, term value, term *result)
{
    if (!is_small(value) || small_value(value) < 0) return bif_badarg(p);
    size_t words = (size_t)small_value(value);
    *result = small((int64_t)(*flag / unit));
    *flag = (words < least ? least : heap_size_rounded(words)) * unit;
    return BIF_DONE;
}

static enum bif_end flag_fullsweep(struct process *p, term value, term *result)
{
    if (!is_small(value) || small_value(value) < 0) return bif_badarg(p);
    *result = small(p->heap.fullsweep_after);
    p->heap.fullsweep_after = small_value(value) > UINT32_MAX ? UINT32_MAX : (uint32_t)small_value(value);
    return BIF_DONE;
}

static enum bif_end flag_max_heap(struct process *p, term value, term *result)
{
    struct max_heap m;
    struct max_heap before = {p->heap.max_size, p->max_heap_kill, p->max_heap_log, p->max_heap_include_binaries};
    if (!max_heap_read(value, &m) || (m.size && m.size < p->heap.min_size)) return bif_badarg(p);
    *result = max_heap_map(&p->heap, &before);
    if (!is_term(*result)) return bif_no_memory(p);
    p->heap.max_size = m.size;
    p->max_heap_kill = m.kill;
    p->max_heap_log = m.log;
    p->max_heap_include_binaries = m.include_binaries;
    return BIF_DONE;
}

static enum bif_end flag_queue_data(struct process *p, term value, term *result)
{
    if (!same(value, A(on_heap)) && !same(value, A(off_heap))) return bif_badarg(p);
    *result = p->message_queue_off_heap ? A(off_heap) : A(on_heap);
    p->message_queue_off_heap = same(value, A(off_heap));
    return BIF_DONE;
}

static enum bif_end flag_error_handler(struct process *p, term value, term *result)
{
    if (!is_atom(value)) return bif_badarg(p);
    *result = p->error_handler;
    p->error_handler = value;
    return BIF_DONE;
}

static enum bif_end flag_sensitive(struct process *p, term value, term *result)
{
    enum bif_end end = flag_boolean(p, &p->sensitive, value, result);
    if (end == BIF_DONE) p->reductions = 0; /* takes effect at once, as in OTP */
    return end;
}

/* There is one scheduler: to be bound to it changes nothing. */
static enum bif_end flag_scheduler(struct process *p, term value, term *result)
{
    if (!is_small(value) || small_value(value) < 0 || small_value(value) > 1) return bif_badarg(p);
    *result = small(0);
    return BIF_DONE;
}

/* Without distribution no node ever comes or goes: only the arguments are checked. */
static enum bif_end flag_monitor_nodes(struct process *p, term value, term *result)
{
    if (!is_boolean(value)) return bif_badarg(p);
    *result = small(0);
    return BIF_DONE;
}

/* NO_TERM: badarg. */
static term set_save_calls(struct process *p, term value)
{
    if (!is_small(value) || small_value(value) < 0 || small_value(value) > SAVE_CALLS_MAX) return NO_TERM;
    term before = small(saved_calls_size(p));
    return trace_saves_set(p, (uint32_t)small_value(value)) ? before : NO_TERM;
}

static bool is_monitor_nodes(term flag)
{
    return same(flag, A(monitor_nodes)) || (is_tuple_of(flag, 2) && same(tuple_elements(flag)[0], A(monitor_nodes)));
}

enum bif_end bif_erlang_process_flag_2(struct process *p, term *args, term *result)
{
    term flag = args[0], value = args[1];
    struct heap *h = &p->heap;
    if (same(flag, A(trap_exit))) return flag_boolean(p, &p->trap_exit, value, result);
    if (same(flag, A(priority))) return flag_priority(p, value, result);
    if (same(flag, A(error_handler))) return flag_error_handler(p, value, result);
    if (same(flag, A(fullsweep_after))) return flag_fullsweep(p, value, result);
    if (same(flag, A(min_heap_size))) return flag_size(p, &h->min_size, 1, HEAP_WORDS_MIN, value, result);
    if (same(flag, A(min_bin_vheap_size)))
        return flag_size(p, &h->min_binary_bytes, sizeof(term), BINARY_WORDS_MIN, value, result);
    if (same(flag, A(max_heap_size))) return flag_max_heap(p, value, result);
    if (same(flag, A(message_queue_data))) return flag_queue_data(p, value, result);
    if (same(flag, A(sensitive))) return flag_sensitive(p, value, result);
    if (same(flag, A(scheduler))) return flag_scheduler(p, value, result);
    if (same(flag, A(async_dist)) && otp_at_least(26)) return flag_boolean(p, &p->async_dist, value, result);
    if (is_monitor_nodes(flag)) return flag_monitor_nodes(p, value, result);
    if (!same(flag, A(save_calls))) return bif_badarg_cause(p, A(badopt));
    *result = set_save_calls(p, value);
    return is_term(*result) ? BIF_DONE : bif_badarg_cause(p, A(none));
}

/* Only save_calls; errors are values, which erlang:process_flag/3 turns into what it shows. */
enum bif_end bif_erts_internal_process_flag_3(struct process *p, term *args, term *result)
{
    struct process *of = same(args[0], p->pid) ? p : process_find(args[0]);
    *result = A(badtype);
    if (!of) return BIF_DONE;
    term before = same(args[1], A(save_calls)) ? set_save_calls(of, args[2]) : NO_TERM;
    *result = is_term(before) ? before : A(badarg);
    return BIF_DONE;
}
