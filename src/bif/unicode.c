/* bif/unicode.c - unicode:characters_to_binary/2, characters_to_list/2 and bin_is_7bit/1.
 *
 * Text is first gathered as UTF-8; a list is then made of it from its end.  Other encodings than
 * UTF-8 and Latin-1 are Erlang code in module unicode.
 */
#include "bif/chardata.h"
#include "heap/bitsyntax.h"

enum phase {
    PHASE_GATHER,
    PHASE_CHECK, /* something is malformed: is the rest chardata at all? */
    PHASE_LIST,
};

struct conversion {
    struct magic magic;
    enum phase phase;
    bool latin1, to_list;
    uint8_t left[4];
    size_t left_size;
    term outcome;  /* ok, error or incomplete: atoms do not move */
    size_t listed; /* PHASE_LIST: bytes of the text that are not in the list yet */
    struct bits_sink sink;
};

/* The terms of a call, in the order in which they are kept over slices. */
struct conversion_terms {
    term at, spilled; /* of the walk */
    term rest;        /* what was not understood */
    term list;        /* PHASE_LIST */
};
enum { CONVERSION_TERMS = sizeof(struct conversion_terms) / sizeof(term) };

static void conversion_destroy(struct magic *m)
{
    sink_close(&((struct conversion *)m)->sink);
    resume_free(m);
}

static enum bif_end convert_yield(struct process *p, term *args, struct conversion *c, const struct conversion_terms *t)
{
    bool resumed = resume_state(args[0], conversion_destroy);
    if (!resumed) {
        struct conversion *kept = resume_new(sizeof *kept, conversion_destroy);
        if (!kept) {
            sink_close(&c->sink);
            return bif_no_memory(p);
        }
        memcpy(&kept->magic + 1, &c->magic + 1, sizeof *c - sizeof c->magic);
        c = kept;
    }
    return resume_yield(p, &args[0], &c->magic, (const term *)t, CONVERSION_TERMS);
}

/* -- the ends ------------------------------------------------------------------------------ */

/* Ends with a failure: of the argument (badarg), or of memory. */
static enum bif_end convert_fail(struct process *p, term *args, struct conversion *c, bool bad)
{
    resume_restore(&args[0], resume_state(args[0], conversion_destroy));
    sink_close(&c->sink);
    return bad ? bif_badarg(p) : bif_no_memory(p);
}

static enum bif_end convert_end(struct process *p, term *args, struct conversion *c, const struct conversion_terms *t,
                                term *result)
{
    term value = c->to_list ? t->list : sink_term(&c->sink, &p->heap);
    sink_close(&c->sink);
    resume_restore(&args[0], resume_state(args[0], conversion_destroy));
    if (is_term(value) && !same(c->outcome, A(ok))) value = heap_tuple3(&p->heap, c->outcome, value, t->rest);
    return bif_value(p, value, result);
}

/* -- text to a list ------------------------------------------------------------------------ */

/* The code point whose UTF-8 ends before *end, which is valid; *end moves to its beginning. */
static uint32_t code_point_before(const uint8_t *bytes, size_t *end)
{
    uint32_t code = 0;
    for (unsigned shift = 0;; shift += 6) {
        uint8_t byte = bytes[--*end];
        if (byte < 0x80) return byte;
        if (byte >= 0xc0) return code | (byte & (byte < 0xe0 ? 0x1fu : byte < 0xf0 ? 0x0fu : 0x07u)) << shift;
        code |= (byte & 0x3fu) << shift;
    }
}

static enum bif_end make_list(struct process *p, term *args, struct conversion *c, struct conversion_terms *t,
                              int64_t *budget, term *result)
{
    enum { BATCH = 512 };
    const uint8_t *bytes = c->sink.binary ? c->sink.binary->data : c->sink.small;
    while (c->listed > 0) {
        if (*budget <= 0) return convert_yield(p, args, c, t);
        size_t most = c->listed < BATCH ? c->listed : BATCH;
        term *hp = heap_alloc(&p->heap, most * CONS_WORDS), *end = hp + most * CONS_WORDS;
        if (!hp) return convert_fail(p, args, c, false);
        size_t at = c->listed;
        term list = t->list;
        for (; hp < end && at > 0; --*budget) {
            term code = small(code_point_before(bytes, &at));
            list = build_cons(&hp, code, list);
        }
        c->listed = at;
        t->list = list;
        heap_give_back(&p->heap, hp);
    }
    return convert_end(p, args, c, t, result);
}

/* -- the phases ---------------------------------------------------------------------------- */

static enum bif_end convert_on(struct process *p, term *args, struct conversion *c, struct conversion_terms *t,
                               int64_t *budget, term *result);

/* Everything that can be understood is gathered. */
static enum bif_end gathered(struct process *p, term *args, struct conversion *c, struct conversion_terms *t,
                             int64_t *budget, term *result)
{
    if (!c->to_list) return convert_end(p, args, c, t, result);
    c->phase = PHASE_LIST;
    c->listed = c->sink.used / 8;
    return make_list(p, args, c, t, budget, result);
}

/* Takes note of what is wrong; the rest must still be seen through for things that are no text. */
static bool note_rest(struct process *p, struct conversion *c, struct chardata *d, struct conversion_terms *t,
                      bool at_end)
{
    bool incomplete = at_end && utf8_may_go_on(d->left, d->left_size);
    c->outcome = incomplete ? A(incomplete) : A(error);
    t->at = t->spilled = NIL;
    if (!at_end) {
        t->at = d->at;
        if (!tails_spill(&d->tails, &p->heap)) return false;
        t->spilled = d->tails.spilled;
    }
    t->rest = chardata_rest(d, &p->heap);
    return is_term(t->rest);
}

static enum bif_end gather(struct process *p, term *args, struct conversion *c, struct conversion_terms *t,
                           int64_t *budget, term *result)
{
    struct chardata d;
    chardata_begin(&d, t->at, c->latin1);
    tails_open(&d.tails, t->spilled);
    memcpy(d.left, c->left, sizeof d.left);
    d.left_size = c->left_size;
    bool check = c->phase == PHASE_CHECK;
    enum chardata_event event =
        check ? chardata_check(&d, &p->heap, budget) : chardata_gather(&d, &p->heap, &c->sink, budget);
    switch (event) {
    case CHARDATA_YIELD:
        if (!tails_spill(&d.tails, &p->heap)) return convert_fail(p, args, c, false);
        t->at = d.at;
        t->spilled = d.tails.spilled;
        memcpy(c->left, d.left, sizeof d.left);
        c->left_size = d.left_size;
        return convert_yield(p, args, c, t);
    case CHARDATA_END:
        if (d.left_size && !check && !note_rest(p, c, &d, t, true)) return convert_fail(p, args, c, false);
        return gathered(p, args, c, t, budget, result);
    case CHARDATA_MALFORMED:
        if (!note_rest(p, c, &d, t, false)) return convert_fail(p, args, c, false);
        c->phase = PHASE_CHECK;
        return convert_on(p, args, c, t, budget, result);
    default: return convert_fail(p, args, c, event == CHARDATA_BAD);
    }
}

static enum bif_end convert_on(struct process *p, term *args, struct conversion *c, struct conversion_terms *t,
                               int64_t *budget, term *result)
{
    if (c->phase == PHASE_LIST) return make_list(p, args, c, t, budget, result);
    return gather(p, args, c, t, budget, result);
}

/* -- the calls ------------------------------------------------------------------------------- */

static bool encoding_of(term t, bool *latin1)
{
    *latin1 = same(t, A(latin1));
    return *latin1 || same(t, A(utf8)) || same(t, A(unicode));
}

static enum bif_end convert(struct process *p, term *args, term subject, bool latin1, bool to_list, term *result)
{
    struct conversion fresh, *c = resume_state(args[0], conversion_destroy);
    struct conversion_terms t = {subject, NIL, NIL, NIL};
    if (c) {
        memcpy(&t, resume_terms(args[0]), sizeof t);
    } else {
        c = &fresh;
        c->phase = PHASE_GATHER;
        c->latin1 = latin1;
        c->to_list = to_list;
        c->left_size = 0;
        c->outcome = A(ok);
        sink_open(&c->sink);
        if (!is_list(args[0]) && !is_binary(args[0])) return bif_badarg(p);
    }
    int64_t budget = work_budget(p), before = budget;
    enum bif_end end = convert_on(p, args, c, &t, &budget, result);
    work_pay(p, end == BIF_AGAIN ? 0 : before > budget ? budget : before);
    return end;
}

/* True for a binary that is its own conversion. (As long as it is not very large: else the general
 * way, which yields, makes an equal one.) */
static bool converts_to_itself(term t, bool latin1)
{
    enum { AT_ONCE = 1 << 20 };
    if (!is_binary(t)) return false;
    struct bits b = bits_view(t);
    if (b.offset || b.size / 8 > AT_ONCE) return false;
    for (size_t i = 0; latin1 && i < b.size / 8; i++)
        if (b.data[i] >= 0x80) return false;
    return latin1 || utf8_valid_prefix(b.data, b.size / 8) == b.size / 8;
}

enum bif_end bif_unicode_characters_to_binary_2(struct process *p, term *args, term *result)
{
    bool latin1;
    if (!encoding_of(args[1], &latin1)) return bif_call(p, A(unicode), A(characters_to_binary_int), 2);
    term subject = is_cons(args[0]) && is_nil(tail(args[0])) ? head(args[0]) : args[0];
    if (converts_to_itself(subject, latin1)) {
        bif_charge(p, (int64_t)(bits_size(subject) / 4096));
        *result = subject;
        return BIF_DONE;
    }
    return convert(p, args, is_bitstring(subject) ? subject : args[0], latin1, false, result);
}

enum bif_end bif_unicode_characters_to_list_2(struct process *p, term *args, term *result)
{
    bool latin1;
    if (!encoding_of(args[1], &latin1)) return bif_call(p, A(unicode), A(characters_to_list_int), 2);
    return convert(p, args, args[0], latin1, true, result);
}

enum bif_end bif_unicode_bin_is_7bit_1(struct process *p, term *args, term *result)
{
    bool plain = is_binary(args[0]);
    struct bits b = plain ? bits_view(args[0]) : (struct bits){NULL, 0, 0};
    size_t at = 0;
    for (; plain && b.size - at >= 64; at += 64)
        plain = !(bits_read(b.data, b.offset + at, 64) & UINT64_C(0x8080808080808080));
    for (; plain && at < b.size; at += 8) plain = bits_read(b.data, b.offset + at, 8) < 0x80;
    bif_charge(p, (int64_t)(at / 4096));
    *result = boolean(plain);
    return BIF_DONE;
}
