/* bif/system_flag.c - system_flag/2: the machine's switches. */
#include "bif/arguments.h"
#include "bif/spawn_options.h"
#include "heap/map.h"
#include "memory/settings.h"
#include "platform/platform.h"
#include "process/log.h"
#include "process/state.h"

enum { FULLSWEEP_MAX = 65535, BACKTRACE_MAX = 64, SYSTEM_REQUESTS_MAX = 134217727 };

/* A natural number into *to; the value it had is the answer. */
static enum bif_end set_natural(struct process *p, term value, uint64_t before, int64_t *to, term *result)
{
    if (!is_small(value) || small_value(value) < 0) return bif_badarg(p);
    *to = small_value(value);
    return bif_value(p, heap_u64(&p->heap, before), result);
}

static enum bif_end set_fullsweep(struct process *p, term value, term *result)
{
    struct spawn_options *d = &processes()->defaults;
    int64_t n = 0;
    enum bif_end end = set_natural(p, value, d->fullsweep_after, &n, result);
    if (end == BIF_DONE) d->fullsweep_after = n > FULLSWEEP_MAX ? FULLSWEEP_MAX : (uint32_t)n;
    return end;
}

static enum bif_end set_size(struct process *p, size_t *size, size_t unit, term value, term *result)
{
    int64_t n = 0;
    enum bif_end end = set_natural(p, value, *size / unit, &n, result);
    if (end == BIF_DONE) *size = heap_size_rounded((size_t)n) * unit;
    return end;
}

static enum bif_end set_max_heap(struct process *p, term value, term *result)
{
    struct spawn_options *d = &processes()->defaults;
    struct max_heap m;
    struct max_heap before = {d->max_heap_size, d->max_heap_kill, d->max_heap_log, d->max_heap_include_binaries};
    if (!max_heap_read(value, &m) || (m.size && m.size < d->min_heap_size)) return bif_badarg(p);
    d->max_heap_size = m.size;
    d->max_heap_kill = m.kill;
    d->max_heap_log = m.log;
    d->max_heap_include_binaries = m.include_binaries;
    return bif_value(p, max_heap_map(&p->heap, &before), result);
}

static enum bif_end set_backtrace_depth(struct process *p, term value, term *result)
{
    int64_t n = 0;
    enum bif_end end = set_natural(p, value, settings()->backtrace_depth, &n, result);
    if (end == BIF_DONE) settings()->backtrace_depth = n > BACKTRACE_MAX ? BACKTRACE_MAX : (size_t)n;
    return end;
}

static enum bif_end set_system_requests(struct process *p, term value, term *result)
{
    int64_t n = 0;
    enum bif_end end = set_natural(p, value, (uint64_t)settings()->system_requests, &n, result);
    if (end != BIF_DONE) return end;
    if (n < 1 || n > SYSTEM_REQUESTS_MAX) return bif_badarg(p);
    settings()->system_requests = (int)n;
    return BIF_DONE;
}

static enum bif_end set_trace_control_word(struct process *p, term value, term *result)
{
    int64_t n;
    if (!argument_range(value, 0, UINT32_MAX, &n)) return bif_badarg(p);
    *result = small(processes()->trace_control_word);
    processes()->trace_control_word = (uint32_t)n;
    return BIF_DONE;
}

static enum bif_end set_sequential_tracer(struct process *p, term value, term *result)
{
    bool good = same(value, A(false)) || process_find(value) || is_local_port(value);
    if (!good) return bif_badarg(p);
    *result = processes()->seq_tracer;
    processes()->seq_tracer = value;
    return BIF_DONE;
}

static enum bif_end reset_seq_trace(struct process *p, term *result)
{
    uint32_t n = 0;
    (void)p;
    for (struct process *q; (q = process_after(n, &n)); n++) {
        q->sequential_token = NIL;
        q->sequential_clock = q->sequential_last = 0;
        for (struct message *m = q->mailbox.first; m; m = m->next) m->token = NIL;
    }
    *result = A(true);
    return BIF_DONE;
}

/* Watchers of the clock: {'CHANGE', Ref, time_offset, clock_service, Offset}. */
static void tell_offset(void)
{
    for (const struct monitor *m = processes()->clock_service.monitored_by; m; m = m->target_next) {
        struct process *to = process_find(m->origin->owner);
        term words[TUPLE_WORDS(5) + LOCAL_REF_WORDS + INTEGER_WORDS_MAX], *hp = words;
        if (!to) continue;
        term ref = build_local_ref(&hp, m->entry.number, m->entry.high), offset = build_i64(&hp, clock_offset());
        term change = build_tuple(&hp, 5);
        memcpy(tuple_elements(change), (term[]){A(CHANGE), ref, A(time_offset), A(clock_service), offset},
               5 * sizeof(term));
        process_send(to, NO_TERM, change);
    }
}

static enum bif_end finalize_offset(struct process *p, term value, term *result)
{
    if (!same(value, A(finalize))) return bif_badarg(p);
    int64_t before = clock_offset();
    *result = atom_from_c(clock_finalize());
    if (clock_offset() != before) tell_offset();
    return BIF_DONE;
}

/* There is one scheduler, which is always online and cannot be blocked. */
static enum bif_end set_schedulers(struct process *p, term value, term *result)
{
    *result = small(1);
    return same(value, small(1)) ? BIF_DONE : bif_badarg(p);
}

static enum bif_end set_multi_scheduling(struct process *p, term value, term *result)
{
    *result = A(disabled);
    bool good = same(value, A(block)) || same(value, A(unblock)) || same(value, A(block_normal)) ||
                same(value, A(unblock_normal));
    return good ? BIF_DONE : bif_badarg(p);
}

/* Measuring goes on while any process wants it: OTP's kernel_refc counts them. */
static enum bif_end count_wall_time(struct process *p, term *args)
{
    if (!is_boolean(args[1])) return bif_badarg(p);
    args[0] = args[1];
    return bif_call(p, A(erts_internal), A(system_flag_scheduler_wall_time), 1);
}

static enum bif_end set_logger(struct process *p, term value, term *result)
{
    *result = log_receiver();
    if (!same(value, A(logger)) && !same(value, A(undefined)) && !process_find(value)) return bif_badarg(p);
    processes()->system_logger = value;
    return BIF_DONE;
}

static enum bif_end answer(struct process *p, bool good, term value, term *result)
{
    *result = value;
    return good ? BIF_DONE : bif_badarg(p);
}

enum bif_end bif_erlang_system_flag_2(struct process *p, term *args, term *result)
{
    struct spawn_options *d = &processes()->defaults;
    term flag = args[0], value = args[1];
    if (same(flag, A(fullsweep_after))) return set_fullsweep(p, value, result);
    if (same(flag, A(min_heap_size))) return set_size(p, &d->min_heap_size, 1, value, result);
    if (same(flag, A(min_bin_vheap_size))) return set_size(p, &d->min_binary_bytes, sizeof(term), value, result);
    if (same(flag, A(max_heap_size))) return set_max_heap(p, value, result);
    if (same(flag, A(backtrace_depth))) return set_backtrace_depth(p, value, result);
    if (same(flag, A(trace_control_word))) return set_trace_control_word(p, value, result);
    if (same(flag, A(sequential_tracer))) return set_sequential_tracer(p, value, result);
    if (same(flag, A(reset_seq_trace))) return reset_seq_trace(p, result);
    if (same(flag, A(time_offset))) return finalize_offset(p, value, result);
    if (same(flag, A(scheduler_wall_time))) return count_wall_time(p, args);
    if (same(flag, A(microstate_accounting)))
        return answer(p, is_boolean(value) || same(value, A(reset)), A(false), result);
    if (same(flag, A(schedulers_online))) return set_schedulers(p, value, result);
    if (same(flag, A(dirty_cpu_schedulers_online))) return set_schedulers(p, value, result);
    if (same(flag, A(multi_scheduling))) return set_multi_scheduling(p, value, result);
    if (same(flag, A(outstanding_system_requests_limit))) return set_system_requests(p, value, result);
    if (same(flag, A(system_logger))) return set_logger(p, value, result);
    if (same(flag, A(scheduler_bind_type))) return answer(p, is_atom(value), A(unbound), result);
    if (same(flag, A(internal_cpu_topology)) || same(flag, A(cpu_topology)))
        return answer(p, same(value, A(undefined)), A(undefined), result);
    if (same(flag, A(ling_ready)) && same(value, A(true))) {
        platform_say_ready();
        return answer(p, true, A(true), result);
    }
    if (same(flag, A(debug_flags))) return answer(p, true, A(true), result);
    if (same(flag, A(erts_alloc))) return answer(p, is_tuple_of(value, 3), A(notsup), result);
    return bif_badarg_cause(p, A(badopt));
}
