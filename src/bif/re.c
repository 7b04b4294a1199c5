/* bif/re.c - re:compile, run, inspect, version. */
#include "bif/re_match.h"
#include "io/iodata.h"

enum bif_end bif_re_version_0(struct process *p, term *args, term *result)
{
    (void)args;
    uint8_t version[64];
    int size = pcre2_config(PCRE2_CONFIG_VERSION, version); /* with the terminating 0 */
    return bif_value(p, heap_binary_from(&p->heap, version, (size_t)size - 1), result);
}

/* {error, {Text, Offset}}, or {error, {compile, {Text, Offset}}}. */
static enum bif_end compile_error(struct process *p, const struct re_failure *f, bool tagged, term *result)
{
    struct heap *h = &p->heap;
    if (f->error == 0) return bif_no_memory(p);
    term text = heap_string(h, f->text, strlen(f->text), NIL);
    term pair = is_term(text) ? heap_tuple2(h, text, small((int64_t)f->offset)) : NO_TERM;
    if (tagged && is_term(pair)) pair = heap_tuple2(h, A(compile), pair);
    return bif_value(p, is_term(pair) ? heap_tuple2(h, A(error), pair) : NO_TERM, result);
}

/* Compiles a pattern's text. NULL: it is no iodata (bad), or *failure. */
static struct re_code *compile_text(const struct re_how *how, term text, bool *bad, struct re_failure *failure)
{
    struct binary *b = NULL;
    enum iodata_result r = iodata_to_binary(text, &b);
    failure->error = 0;
    *bad = r == IODATA_BAD;
    if (r != IODATA_OK) return NULL;
    struct re_code *c = re_code(how, b->data, b->size, failure);
    binary_release(b);
    return c;
}

/* {re_exported_pattern, Header, Source, Options, Code}: re:import/1 compiles the source anew wherever it
 * comes from, so the other two are only there for the shape. */
static term exported(struct heap *h, const struct re_code *c, term options, term pattern)
{
    term source = heap_binary_from(h, c->source, c->size), header = heap_binary_from(h, "Ling", 4);
    term *hp = heap_alloc(h, TUPLE_WORDS(5));
    if (!is_term(source) || !is_term(header) || !is_term(pattern) || !hp) return NO_TERM;
    term t = build_tuple(&hp, 5), *e = tuple_elements(t);
    e[0] = A(re_exported_pattern), e[1] = header, e[2] = source, e[3] = options, e[4] = tuple_elements(pattern)[4];
    return t;
}

static enum bif_end compile(struct process *p, term *args, term options, term *result)
{
    struct re_options o;
    struct re_failure failure;
    bool bad;
    if (!re_options(options, &o) || o.run_only) return bif_badarg_cause(p, A(badopt));
    if (o.unicode && !is_bitstring(args[0])) return bif_call(p, A(re), A(ucompile), 2);
    struct re_code *c = compile_text(&o.how, args[0], &bad, &failure);
    if (!c) return bad ? bif_badarg(p) : compile_error(p, &failure, false, result);
    term pattern = re_pattern_term(&p->heap, c, o.unicode);
    if (o.export) pattern = exported(&p->heap, c, options, pattern);
    bif_charge(p, 16 + (int64_t)(c->size / 16));
    re_code_drop(c);
    return bif_value(p, is_term(pattern) ? heap_tuple2(&p->heap, A(ok), pattern) : NO_TERM, result);
}

enum bif_end bif_re_compile_1(struct process *p, term *args, term *result) { return compile(p, args, NIL, result); }
enum bif_end bif_re_compile_2(struct process *p, term *args, term *result) { return compile(p, args, args[1], result); }

enum bif_end bif_re_import_1(struct process *p, term *args, term *result)
{
    struct re_options o;
    struct re_failure failure;
    bool bad;
    if (!re_is_pcre2()) return bif_error(p, A(undef));
    if (!is_tuple_of(args[0], 5)) return bif_badarg(p);
    const term *e = tuple_elements(args[0]);
    if (!same(e[0], A(re_exported_pattern)) || !is_bitstring(e[2]) || !re_options(e[3], &o)) return bif_badarg(p);
    struct re_code *c = compile_text(&o.how, e[2], &bad, &failure);
    if (!c) return bad || failure.error ? bif_badarg(p) : bif_no_memory(p);
    term pattern = re_pattern_term(&p->heap, c, o.unicode);
    re_code_drop(c);
    return bif_value(p, pattern, result);
}

/* -- run -------------------------------------------------------------------------------------------- */

/* Text in Unicode that is not yet UTF-8 in binaries goes by way of module re. */
static bool wants_conversion(const struct re_options *o, term subject)
{
    bool to_lists = o->capture_given && same(o->capture_type, A(list)) && !o->global;
    return !is_bitstring(subject) || to_lists;
}

static enum bif_end call_urun(struct process *p, term *args, term options)
{
    args[2] = options;
    return bif_call(p, A(re), A(urun), 3);
}

/* re:grun/3 runs a global match; `info` is what it wants to know of the call. */
static enum bif_end call_grun(struct process *p, term *args, term pattern, term info)
{
    if (!is_term(pattern) || !is_term(info)) return bif_no_memory(p);
    args[1] = pattern;
    args[2] = info;
    return bif_call(p, A(re), A(grun), 3);
}

static enum bif_end start_match(struct process *p, term *args, struct re_code *code, const struct re_options *o,
                                bool check_utf, term *result)
{
    struct re_match m = {.code = code,
                         .options = o->match_options | (check_utf ? 0 : PCRE2_NO_UTF_CHECK),
                         .match_limit = o->match_limit_given && o->match_limit == 0 ? 1 : o->match_limit,
                         .depth_limit = o->depth_limit_given && o->depth_limit == 0 ? 1 : o->depth_limit,
                         .report_errors = o->report_errors,
                         .offset = o->offset};
    term subject;
    enum re_capture_result r = re_capture(&m.capture, o, code->code);
    enum bif_end end = r == RE_CAPTURE_OK    ? bif_erlang_iolist_to_binary_1(p, args, &subject)
                       : r == RE_CAPTURE_BAD ? bif_badarg(p)
                                             : bif_no_memory(p);
    if (end == BIF_DONE) {
        subject = heap_align_bits(&p->heap, subject);
        if (is_term(subject)) return re_match_run(p, &args[0], &m, subject, result);
        end = bif_no_memory(p);
    }
    re_match_release(&m);
    return end;
}

/* A pattern given as text is compiled first. */
static enum bif_end run_text(struct process *p, term *args, term options, const struct re_options *o, bool check_utf,
                             term *result)
{
    bool bad;
    struct re_failure failure;
    if (!is_bitstring(args[1]) && !is_list(args[1])) return bif_badarg(p);
    if (o->unicode && (!is_bitstring(args[1]) || wants_conversion(o, args[0]))) return call_urun(p, args, options);
    struct re_code *c = compile_text(&o->how, args[1], &bad, &failure);
    if (!c && (bad || (failure.error && !o->report_errors))) return bif_badarg(p);
    if (!c) return compile_error(p, &failure, true, result);
    if (!o->global) return start_match(p, args, c, o, check_utf, result);
    term pattern = re_pattern_term(&p->heap, c, o->unicode);
    re_code_drop(c);
    return call_grun(p, args, pattern, heap_tuple3(&p->heap, options, boolean(o->compile_only), args[1]));
}

static enum bif_end run_compiled(struct process *p, term *args, term options, const struct re_options *o,
                                 bool check_utf, term *result)
{
    struct re_how how;
    const uint8_t *source;
    size_t size;
    bool unicode;
    struct re_failure failure;
    if (o->compile_only || !re_pattern_of(args[1], &how, &source, &size, &unicode)) return bif_badarg(p);
    if (unicode && wants_conversion(o, args[0])) return call_urun(p, args, options);
    if (o->global) return call_grun(p, args, args[1], heap_tuple2(&p->heap, options, A(false)));
    bool other = (o->newline_given && o->how.newline != how.newline) || (o->bsr_given && o->how.bsr != how.bsr);
    if (other && re_is_pcre2()) return bif_badarg(p); /* OTP 27 and before let a match have its own */
    if (o->newline_given) how.newline = o->how.newline;
    if (o->bsr_given) how.bsr = o->how.bsr;
    struct re_code *c = re_code(&how, source, size, &failure);
    if (!c) return failure.error ? bif_badarg(p) : bif_no_memory(p);
    return start_match(p, args, c, o, check_utf, result);
}

static enum bif_end run(struct process *p, term *args, term options, bool check_utf, term *result)
{
    enum bif_end end;
    struct re_options o;
    if (re_match_resumed(p, &args[0], result, &end)) return end;
    if (!re_options(options, &o)) return bif_badarg_cause(p, A(badopt));
    if (o.export) return bif_badarg_cause(p, A(badopt));
    if (is_tuple_of(args[1], 5)) return run_compiled(p, args, options, &o, check_utf, result);
    return run_text(p, args, options, &o, check_utf, result);
}

enum bif_end bif_re_run_2(struct process *p, term *args, term *result) { return run(p, args, NIL, true, result); }
enum bif_end bif_re_run_3(struct process *p, term *args, term *result) { return run(p, args, args[2], true, result); }
enum bif_end bif_re_internal_run_4(struct process *p, term *args, term *result)
{
    if (!is_boolean(args[3])) return bif_badarg(p);
    return run(p, args, args[2], same(args[3], A(true)), result);
}

/* -- inspect ----------------------------------------------------------------------------------------- */

/* The names of groups, each once, in their order. */
static term names_of(struct heap *h, const pcre2_code *code)
{
    uint32_t count = 0, entry = 0;
    PCRE2_SPTR table = NULL;
    term list = NIL;
    pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &count);
    pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE, &entry);
    pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, &table);
    for (uint32_t i = count; i > 0 && is_term(list); i--) {
        const char *name = (const char *)table + (size_t)(i - 1) * entry + 2;
        if (i > 1 && strcmp(name, name - entry) == 0) continue;
        term one = heap_binary_from(h, name, strlen(name));
        list = is_term(one) ? heap_cons(h, one, list) : NO_TERM;
    }
    return list;
}

enum bif_end bif_re_inspect_2(struct process *p, term *args, term *result)
{
    struct re_how how;
    const uint8_t *source;
    size_t size;
    bool unicode;
    struct re_failure failure;
    if (!re_pattern_of(args[0], &how, &source, &size, &unicode) || !same(args[1], A(namelist))) return bif_badarg(p);
    struct re_code *c = re_code(&how, source, size, &failure);
    if (!c) return failure.error ? bif_badarg(p) : bif_no_memory(p);
    term names = names_of(&p->heap, c->code);
    re_code_drop(c);
    return bif_value(p, is_term(names) ? heap_tuple2(&p->heap, A(namelist), names) : NO_TERM, result);
}
