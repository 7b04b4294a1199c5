/* bif/system_info.c - system_info/1. */
#include "bif/system_info.h"
#include "base/version.h"
#include "bif/allocators.h"
#include "bif/nif.h"
#include "code/code.h"
#include "code/module.h"
#include "bif/spawn_options.h"
#include "ets/table.h"
#include "heap/bignum.h"
#include "heap/binary.h"
#include "heap/map.h"
#include "io/port.h"
#include "memory/settings.h"
#include "platform/host.h"
#include "platform/platform.h"
#include "process/log.h"
#include "process/state.h"
#include "term/identity.h"
#include <stdio.h>
#include <stdlib.h>

static term number(struct process *p, uint64_t value) { return heap_u64(&p->heap, value); }
static term text(struct process *p, const char *s) { return heap_string(&p->heap, s, strlen(s), NIL); }
static term atom(const char *name) { return atom_from_c(name); }

/* {Name, Value} */
static term named(struct process *p, term name, term value)
{
    return is_term(value) ? heap_tuple2(&p->heap, name, value) : NO_TERM;
}

static term heap_tuple1(struct process *p, term a)
{
    term *hp = heap_alloc(&p->heap, TUPLE_WORDS(1));
    if (!hp) return NO_TERM;
    term t = build_tuple(&hp, 1);
    tuple_elements(t)[0] = a;
    return t;
}

static term heap_tuple4(struct process *p, term a, term b, term c, term d)
{
    term *hp = heap_alloc(&p->heap, TUPLE_WORDS(4));
    return hp ? build_tuple4(&hp, a, b, c, d) : NO_TERM;
}

static term list_of(struct process *p, const term *elements, size_t count)
{
    term list = NIL;
    for (size_t i = count; i-- > 0 && is_term(list);)
        list = is_term(elements[i]) ? heap_cons(&p->heap, elements[i], list) : NO_TERM;
    return list;
}

static term info_compiler(struct process *p)
{
    term version = heap_tuple3(&p->heap, small(__clang_major__), small(__clang_minor__), small(__clang_patchlevel__));
    return named(p, A(clang), version);
}

/* No configure script has found anything out. */
static term info_compilation(struct process *p)
{
    term pairs[] = {heap_tuple2(&p->heap, A(ldflags), NIL), heap_tuple2(&p->heap, A(cflags), NIL),
                    heap_tuple2(&p->heap, A(config_h), NIL)};
    return list_of(p, pairs, sizeof pairs / sizeof *pairs);
}

static term info_os_version(struct process *p)
{
    int v[3];
    host_system_version(v);
    return heap_tuple3(&p->heap, small(v[0]), small(v[1]), small(v[2]));
}

static term info_arguments(struct process *p)
{
    term list = NIL;
    for (size_t i = settings()->argument_count; i-- > 0 && is_term(list);) {
        term argument = text(p, settings()->arguments[i]);
        list = is_term(argument) ? heap_cons(&p->heap, argument, list) : NO_TERM;
    }
    return list;
}

static term info_system_version(struct process *p)
{
    char line[256];
    const struct settings *s = settings();
    snprintf(line, sizeof line, "Erlang/OTP %s [erts-%s] [source] [64-bit] [smp:1:1] [ds:1:1:1] [async-threads:%d]\n",
             s->otp_release, s->erts_version, s->async_threads);
    return text(p, line);
}

static term info_default_max_heap(struct process *p)
{
    struct spawn_options o = spawn_defaults();
    struct max_heap m = {o.max_heap_size, o.max_heap_kill, o.max_heap_log, o.max_heap_include_binaries};
    return max_heap_map(&p->heap, &m);
}

static term info_collection(struct process *p)
{
    struct spawn_options o = spawn_defaults();
    term pairs[] = {named(p, A(max_heap_size), number(p, o.max_heap_size)),
                    named(p, A(min_bin_vheap_size), number(p, o.min_binary_bytes / sizeof(term))),
                    named(p, A(min_heap_size), number(p, o.min_heap_size)),
                    named(p, A(fullsweep_after), number(p, o.fullsweep_after))};
    return list_of(p, pairs, sizeof pairs / sizeof *pairs);
}

static term info_heap_sizes(struct process *p)
{
    enum { SIZES_MAX = 137 }; /* as many as OTP lists */
    term sizes[SIZES_MAX];
    size_t count = 0;
    sizes[count++] = small(12);
    for (size_t size = 0; count < SIZES_MAX;) {
        size = heap_size_rounded(size + 1);
        sizes[count++] = small((int64_t)size);
    }
    return list_of(p, sizes, count);
}

/* Every built-in function but NIFs, as {Module, Function, Arity}. */
static term info_snifs(struct process *p)
{
    term list = NIL;
    for (size_t i = 0; i < bif_count && is_term(list); i++) {
        const struct bif *b = &bif_table[i];
        if (!bif_is_builtin(b) || bif_is_instruction(b) || !bif_in_release(b)) continue;
        term *hp = heap_alloc(&p->heap, TUPLE_WORDS(3) + CONS_WORDS);
        if (!hp) return NO_TERM;
        term function = build_tuple3(&hp, atom(b->module), atom(b->function), small(b->arity));
        list = build_cons(&hp, function, list);
    }
    return list;
}

static term info_warp_mode(void)
{
    switch (settings()->time_warp) {
    case TIME_WARP_SINGLE: return A(single_time_warp);
    case TIME_WARP_MULTI: return A(multi_time_warp);
    default: return A(no_time_warp);
    }
}

static term info_clock_source(struct process *p, term function, const char *clock, int64_t time)
{
    term pairs[] = {heap_tuple2(&p->heap, A(function), function),
                    named(p, A(clock_id), atom(clock)),
                    heap_tuple2(&p->heap, A(resolution), small(1000000000)),
                    heap_tuple2(&p->heap, A(extended), A(no)),
                    heap_tuple2(&p->heap, A(parallel), A(yes)),
                    named(p, A(time), heap_i64(&p->heap, time))};
    return list_of(p, pairs, sizeof pairs / sizeof *pairs);
}

/* A report as a binary. */
static term report(struct process *p, report_fn *write)
{
    struct text t = {.limit = SIZE_MAX / 2};
    write(&t);
    term result = t.failed ? NO_TERM : heap_binary_from(&p->heap, t.bytes, t.size);
    text_free(&t);
    return result;
}

/* -- the table -------------------------------------------------------------------------------- */

#define INFO(name, expression)                                                                                         \
    static term tell_##name(struct process *p)                                                                         \
    {                                                                                                                  \
        (void)p;                                                                                                       \
        return expression;                                                                                             \
    }
#include "bif/system_info.def"
#undef INFO

static const struct {
    uint32_t atom;
    term (*tell)(struct process *p);
} infos[] = {
#define INFO(name, expression) {ATOM_IX_##name, tell_##name},
#include "bif/system_info.def"
#undef INFO
};

static enum bif_end info_of_atom(struct process *p, term name, term *result)
{
    if (same(name, A(async_dist)) && !otp_at_least(26)) return bif_badarg(p);
    if (same(name, A(max_integer)) && !otp_at_least(27)) return bif_badarg(p);
    for (size_t i = 0; i < sizeof infos / sizeof *infos; i++)
        if (infos[i].atom == atom_index(name)) return bif_value(p, infos[i].tell(p), result);
    return bif_badarg(p);
}

/* {Name, Argument} */
static enum bif_end info_of_pair(struct process *p, const term *e, term *result)
{
    if (same(e[0], A(wordsize)) && (same(e[1], A(internal)) || same(e[1], A(external))))
        return *result = small(sizeof(term)), BIF_DONE;
    if (same(e[0], A(cpu_topology)) && (same(e[1], A(defined)) || same(e[1], A(detected)) || same(e[1], A(used))))
        return *result = A(undefined), BIF_DONE;
    return bif_badarg(p);
}

enum bif_end bif_erlang_system_info_1(struct process *p, term *args, term *result)
{
    enum bif_end end;
    if (allocators_system_info(p, args, result, &end)) return end;
    if (is_atom(args[0])) return info_of_atom(p, args[0], result);
    if (is_tuple_of(args[0], 2)) return info_of_pair(p, tuple_elements(args[0]), result);
    return bif_badarg(p);
}
