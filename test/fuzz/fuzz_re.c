/* test/fuzz/fuzz_re.c - module re: any bytes as a pattern, compiled and run on any subject with any options.
 *
 *   make VARIANT=fuzz build/fuzz/fuzz/re && build/fuzz/fuzz/re CORPUS -max_total_time=60
 *
 * A match that takes many slices is given up half-way now and then, as by a process that is killed.
 */
#include "fuzz.h"
#include "bif/bif.h"
#include "heap/binary.h"

enum { REDUCTIONS = 100, SLICES_MAX = 40 };

static term flags_of(struct heap *h, const uint32_t *atoms, size_t count, unsigned chosen, term list)
{
    for (size_t i = 0; i < count; i++)
        if (chosen >> i & 1) list = heap_cons(h, atom_of(atoms[i]), list);
    return list;
}
#define FLAGS_OF(h, atoms, chosen, list) flags_of(h, atoms, sizeof(atoms) / sizeof *(atoms), chosen, list)

static term newline_of(struct heap *h, uint8_t b, term list)
{
    static const uint32_t names[] = {ATOM_IX_cr, ATOM_IX_lf, ATOM_IX_crlf, ATOM_IX_anycrlf, ATOM_IX_any};
    if (b % 8 >= 5) return list;
    return heap_cons(h, heap_tuple2(h, A(newline), atom_of(names[b % 8])), list);
}

static term compile_options(struct heap *h, struct input *in)
{
    static const uint32_t some[] = {ATOM_IX_caseless,  ATOM_IX_dollar_endonly, ATOM_IX_dotall,   ATOM_IX_extended,
                                    ATOM_IX_firstline, ATOM_IX_multiline,      ATOM_IX_dupnames, ATOM_IX_ungreedy};
    static const uint32_t more[] = {ATOM_IX_no_auto_capture, ATOM_IX_anchored,         ATOM_IX_ucp,
                                    ATOM_IX_never_utf,       ATOM_IX_unicode,          ATOM_IX_bsr_anycrlf,
                                    ATOM_IX_bsr_unicode,     ATOM_IX_no_start_optimize};
    term list = FLAGS_OF(h, some, input_byte(in), NIL);
    list = FLAGS_OF(h, more, input_byte(in), list);
    return newline_of(h, input_byte(in), list);
}

/* {capture, What, Type}. */
static term capture_of(struct heap *h, struct input *in, term list)
{
    static const uint32_t whats[] = {ATOM_IX_all, ATOM_IX_all_but_first, ATOM_IX_first, ATOM_IX_none,
                                     ATOM_IX_all_names};
    static const uint32_t types[] = {ATOM_IX_index, ATOM_IX_list, ATOM_IX_binary};
    uint8_t b = input_byte(in);
    if (b & 128) return list;
    term what = b % 8 < 5 ? atom_of(whats[b % 8]) : heap_cons(h, small(b % 5), heap_cons(h, A(name), NIL));
    term capture = heap_tuple3(h, A(capture), what, atom_of(types[(b >> 3) % 3]));
    return heap_cons(h, capture, list);
}

static term run_options(struct heap *h, struct input *in)
{
    static const uint32_t some[] = {ATOM_IX_notempty, ATOM_IX_notempty_atstart, ATOM_IX_notbol,
                                    ATOM_IX_noteol,   ATOM_IX_anchored,         ATOM_IX_report_errors};
    uint8_t b = input_byte(in), offset = input_byte(in);
    term list = FLAGS_OF(h, some, b & 63, NIL);
    if (b & 64) list = heap_cons(h, heap_tuple2(h, A(match_limit), small(1 + offset)), list);
    if (offset & 1) list = heap_cons(h, heap_tuple2(h, A(offset), small(offset >> 1)), list);
    return capture_of(h, in, list);
}

/* Runs a call to its end, or for SLICES_MAX slices. */
static enum bif_end call(struct process *p, bif_fn *f, term *args, term *result)
{
    enum bif_end end = BIF_AGAIN;
    for (int i = 0; i < SLICES_MAX && end == BIF_AGAIN; i++) {
        p->reductions = REDUCTIONS;
        end = f(p, args, result);
    }
    return end;
}

/* {match, [{At, Size}, ...]} lies within the subject. */
static void check_match(term result, size_t size)
{
    if (!is_tuple_of(result, 2) || !same(tuple_elements(result)[0], A(match))) return;
    for (term list = tuple_elements(result)[1]; is_cons(list); list = tail(list)) {
        if (!is_tuple_of(head(list), 2)) continue;
        const term *pair = tuple_elements(head(list));
        int64_t at = small_value(pair[0]), length = small_value(pair[1]);
        MUST((at == -1 && length == 0) || (at >= 0 && length >= 0 && at + length <= (int64_t)size));
    }
}

static void run_one(struct process *p, term pattern, term subject, term options)
{
    term result = NIL, args[] = {subject, pattern, options};
    if (call(p, bif_re_run_3, args, &result) == BIF_DONE) check_match(result, bits_view(subject).size / 8);
}

/* The compiled pattern with some bytes of what it holds changed, as a program may. */
static term forged(struct heap *h, term compiled, struct input *in)
{
    const term *e = tuple_elements(compiled);
    struct bits held = bits_view(e[4]);
    term *hp = heap_alloc(h, TUPLE_WORDS(5)), t = build_tuple(&hp, 5), *to = tuple_elements(t);
    memcpy(to, e, 5 * sizeof *e);
    to[4] = heap_binary_from(h, held.data, held.size / 8);
    uint8_t *bytes = (uint8_t *)(uintptr_t)bits_view(to[4]).data;
    for (int i = input_byte(in) % 4; i >= 0; i--) bytes[8 + input_byte(in) % (held.size / 8 - 8)] ^= input_byte(in);
    return t;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    enum { RUNS_A_MACHINE = 500 };
    static unsigned runs;
    static struct process *p;
    if (runs++ % RUNS_A_MACHINE == 0) p = fuzz_fresh_machine();
    struct input in = {bytes, bytes + size};
    term how = compile_options(&p->heap, &in), options = run_options(&p->heap, &in), result = NIL;
    struct input changes = {in.at, in.end};
    const uint8_t *end = memchr(in.at, 0, input_left(&in)); /* the pattern, 0, the subject */
    size_t pattern_size = end ? (size_t)(end - in.at) : input_left(&in);
    term pattern = heap_binary_from(&p->heap, in.at, pattern_size);
    in.at += pattern_size + !!end;
    term subject = heap_binary_from(&p->heap, in.at, input_left(&in));
    run_one(p, pattern, subject, options);
    term args[] = {pattern, how};
    if (call(p, bif_re_compile_2, args, &result) != BIF_DONE) return 0;
    MUST(is_tuple_of(result, 2));
    if (!same(tuple_elements(result)[0], A(ok))) return 0;
    term compiled = tuple_elements(result)[1], names[] = {compiled, A(namelist)};
    MUST(call(p, bif_re_inspect_2, names, &result) == BIF_DONE);
    run_one(p, compiled, subject, options);
    run_one(p, forged(&p->heap, compiled, &changes), subject, options);
    return 0;
}
