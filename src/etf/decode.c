/* etf/decode.c - the decoder's machine: which word of the heap the next term goes to. */
#include "etf/decode.h"
#include "etf/inflate.h"
#include "heap/build.h"
#include "heap/fun.h"
#include "heap/map.h"
#include "heap/record.h"
#include "memory/settings.h"
#include "term/atoms.h"
#include "memory/memory.h"

/* A frame's second word: its kind in the low three bits, above them how many words are left to
 * fill, or the address of one (addresses are multiples of eight). */
enum frame_kind {
    FILL,   /* consecutive words from frame.a on */
    HEADS,  /* every other word: the heads of cells that lie side by side */
    PAIRS,  /* a map is to be made of the tuple frame.a, into the word whose address this is */
    FIELDS, /* values of the native record at frame.a, as they were declared: how many are left */
};
enum { KIND_BITS_OF_FRAME = 3, KIND_MASK_OF_FRAME = 7 };

static void push(struct etf_decoder *d, uint64_t at, uint64_t count_or_address, enum frame_kind kind)
{
    if (!stack_push(&d->stack, at, count_or_address | kind)) d->result = ETF_NO_MEMORY;
}

static void push_fill(struct etf_decoder *d, term *at, size_t count, enum frame_kind kind)
{
    if (count > 0) push(d, (uint64_t)(uintptr_t)at, (uint64_t)count << KIND_BITS_OF_FRAME, kind);
}

/* `count` more terms are to come.  Each takes a byte at least, so that a header can announce no
 * more than the input has, all headers together. */
static bool promise(struct etf_decoder *d, uint64_t count)
{
    d->promised += count;
    if (d->promised <= bytes_left(&d->in)) return true;
    d->result = ETF_BAD;
    return false;
}

static void fill_nil(term *at, size_t count)
{
    for (size_t i = 0; i < count; i++) at[i] = NIL; /* well-formed until its term is there */
}

static term begin_tuple(struct etf_decoder *d, size_t arity)
{
    if (!promise(d, arity)) return NO_TERM;
    if (arity > (1u << 24) - 1) return decode_bad(d);
    term *hp = decode_alloc(d, TUPLE_WORDS(arity));
    if (!hp) return NO_TERM;
    term tuple = build_tuple(&hp, arity);
    fill_nil(tuple_elements(tuple), arity);
    push_fill(d, tuple_elements(tuple), arity, FILL);
    return tuple;
}

/* Cells side by side: the heads come first in the input, the last tail after them. */
static term begin_list(struct etf_decoder *d, term *to)
{
    size_t count = bytes_u32be(&d->in);
    if (!promise(d, (uint64_t)count + 1)) return NO_TERM;
    if (count == 0) {
        push_fill(d, to, 1, FILL);
        return NIL;
    }
    term *cells = decode_alloc(d, count * CONS_WORDS);
    if (!cells) return NO_TERM;
    for (size_t i = 0; i < count; i++) {
        cells[2 * i] = NIL;
        cells[2 * i + 1] = i + 1 < count ? cons_at(&cells[2 * i + 2]) : NIL;
    }
    push_fill(d, &cells[2 * count - 1], 1, FILL);
    push_fill(d, cells, count, HEADS);
    return cons_at(cells);
}

static term begin_string(struct etf_decoder *d)
{
    size_t size = bytes_u16be(&d->in);
    const uint8_t *text = bytes_take(&d->in, size);
    if (!text) return decode_bad(d);
    term list = heap_string(d->heap, text, size, NIL);
    return is_term(list) ? list : decode_no_memory(d);
}

/* Keys and values are gathered in a tuple; the map is made when all are there. */
static term begin_map(struct etf_decoder *d, term *to)
{
    size_t count = bytes_u32be(&d->in);
    if (!promise(d, 2 * (uint64_t)count)) return NO_TERM;
    if (count == 0) {
        term map = heap_empty_map(d->heap);
        return is_term(map) ? map : decode_no_memory(d);
    }
    term *hp = decode_alloc(d, TUPLE_WORDS(2 * count));
    if (!hp) return NO_TERM;
    term pairs = build_tuple(&hp, 2 * count);
    fill_nil(tuple_elements(pairs), 2 * count);
    push(d, pairs.word, (uint64_t)(uintptr_t)to, PAIRS);
    push_fill(d, tuple_elements(pairs), 2 * count, FILL);
    return NIL;
}

static void end_map(struct etf_decoder *d, term pairs, term *to)
{
    size_t count = tuple_arity(pairs) / 2;
    term map = heap_map_from_pairs(d->heap, tuple_elements(pairs), count);
    if (!is_term(map)) d->result = ETF_NO_MEMORY;
    else if (map_size(map) != count) d->result = ETF_BAD; /* a key twice */
    else *to = map;
}

static struct fun_entry *find_entry(struct etf_decoder *d, uint32_t index, const uint8_t *uniq, size_t environment,
                                    uint32_t arity)
{
    int64_t old_index, old_uniq;
    term module = decode_atom(d);
    if (!is_term(module) || !decode_small(d, &old_index) || !decode_small(d, &old_uniq)) return NULL;
    struct fun_entry *e = d->code->fun_entry_find(module, index, uniq, (uint32_t)old_uniq, true);
    if (!e) {
        d->result = ETF_NO_MEMORY;
    } else if (!e->owner) { /* made just now: what its stub and printing need */
        e->old_index = (uint32_t)old_index;
        e->arity = arity + (uint32_t)environment;
        e->environment = (uint32_t)environment;
    }
    return e;
}

static term begin_fun(struct etf_decoder *d)
{
    bytes_take(&d->in, 4); /* the size, which old releases wrote wrongly */
    uint32_t arity = bytes_u8(&d->in);
    const uint8_t *uniq = bytes_take(&d->in, 16);
    uint32_t index = bytes_u32be(&d->in);
    size_t environment = bytes_u32be(&d->in);
    if (!uniq || !d->code || environment > 255) return decode_bad(d);
    struct fun_entry *entry = find_entry(d, index, uniq, environment, arity);
    term creator = entry ? decode_identity(d, bytes_u8(&d->in)) : NO_TERM;
    if (!is_term(creator) || !promise(d, environment)) return NO_TERM;
    if (!is_pid(creator)) return decode_bad(d);
    struct fun_object *f = (struct fun_object *)decode_alloc(d, FUN_WORDS + environment);
    if (!f) return NO_TERM;
    f->header = header(KIND_FUN, FUN_WORDS - 1 + environment);
    f->entry = entry;
    f->creator = creator;
    f->arity = small(arity).word;
    fill_nil(f->environment, environment);
    push_fill(d, f->environment, environment, FILL);
    return boxed_at(f);
}

/* `count` atoms into `keys`; false: they are none. */
static bool decode_keys(struct etf_decoder *d, term *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        keys[i] = decode_atom(d);
        if (!is_term(keys[i])) return false;
    }
    return true;
}

static term decode_definition(struct etf_decoder *d, size_t count)
{
    uint32_t exported = bytes_u8(&d->in);
    term module = exported <= 1 ? decode_atom(d) : decode_bad(d);
    term name = is_term(module) ? decode_atom(d) : NO_TERM, definition = NO_TERM;
    if (!is_term(name)) return NO_TERM;
    term *keys = memory_alloc(MEMORY_SYSTEM, count * sizeof *keys);
    if (!keys) return decode_no_memory(d);
    if (decode_keys(d, keys, count)) {
        enum record_made made =
            heap_record_definition(d->heap, module, name, exported ? A(true) : A(false), keys, count, &definition);
        if (made == RECORD_NO_MEMORY) decode_no_memory(d);
        if (made == RECORD_KEY_TWICE) decode_bad(d);
    }
    memory_free(MEMORY_SYSTEM, keys);
    return definition;
}

/* A native record: its values go where their keys are, which are sorted. */
static term begin_record(struct etf_decoder *d)
{
    size_t count = bytes_u32be(&d->in);
    if (!otp_at_least(29) || !promise(d, 2 * (uint64_t)count + 2)) return decode_bad(d);
    d->promised -= count + 2;
    term definition = decode_definition(d, count);
    if (!is_term(definition)) return NO_TERM;
    if (d->code && !d->literals) definition = d->code->record_known(definition); /* no literal leads out of its area */
    term record = heap_record(d->heap, definition);
    if (!is_term(record)) return decode_no_memory(d);
    fill_nil(record_values(record), count);
    push_fill(d, boxed(record), count, FIELDS);
    return record;
}

/* Decodes what the next bytes begin into *to; what it announces is pushed. */
static void begin_term(struct etf_decoder *d, term *to)
{
    enum etf_tag tag = bytes_u8(&d->in);
    term t;
    d->promised--;
    switch (tag) {
    case SMALL_TUPLE_EXT: t = begin_tuple(d, bytes_u8(&d->in)); break;
    case LARGE_TUPLE_EXT: t = begin_tuple(d, bytes_u32be(&d->in)); break;
    case LIST_EXT: t = begin_list(d, to); break;
    case STRING_EXT: t = begin_string(d); break;
    case MAP_EXT: t = begin_map(d, to); break;
    case NEW_FUN_EXT: t = begin_fun(d); break;
    case RECORD_EXT: t = begin_record(d); break;
    default: t = decode_leaf(d, tag); break;
    }
    if (d->in.spent && d->result == ETF_MORE) d->result = ETF_BAD;
    if (is_term(t)) *to = t;
}

/* Goes on at the topmost frame. */
static void step(struct etf_decoder *d)
{
    struct frame *f = stack_top(&d->stack);
    enum frame_kind kind = (enum frame_kind)(f->b & KIND_MASK_OF_FRAME);
    term *at = (term *)(uintptr_t)f->a;
    if (kind == PAIRS) {
        struct frame done = stack_pop(&d->stack);
        end_map(d, (term){done.a}, (term *)(uintptr_t)(done.b & ~(uint64_t)KIND_MASK_OF_FRAME));
        return;
    }
    if (kind == FIELDS) {
        term record = boxed_at(at);
        at = record_values(record) +
             record_place(record_definition(record), record_value_count(record) - (f->b >> KIND_BITS_OF_FRAME));
    } else f->a += kind == HEADS ? 2 * sizeof(term) : sizeof(term);
    f->b -= 1u << KIND_BITS_OF_FRAME;
    if (f->b >> KIND_BITS_OF_FRAME == 0) stack_pop(&d->stack);
    begin_term(d, at);
}

/* The version byte, and whether the rest is compressed. */
static void read_head(struct etf_decoder *d, bool bare)
{
    if (!bare && bytes_u8(&d->in) != ETF_VERSION) d->result = ETF_BAD;
    if (bytes_left(&d->in) > 0 && d->in.at[0] == ETF_COMPRESSED && d->result == ETF_MORE && !bare)
        d->result = inflation_open(d);
}

struct etf_decoder *etf_decoder_open(const struct etf_decode *how, bool bare, struct heap *h)
{
    struct etf_decoder *d = memory_alloc(MEMORY_SYSTEM, sizeof *d);
    if (!d) return NULL;
    d->in = bytes_of(how->at, (size_t)(how->end - how->at));
    d->start = how->at;
    d->heap = h;
    d->safe = how->safe, d->literals = how->literals, d->code = how->code;
    d->promised = 1;
    d->result = ETF_MORE;
    d->root = NIL;
    d->inflation = NULL;
    stack_open(&d->stack);
    push_fill(d, &d->root, 1, FILL);
    read_head(d, bare);
    return d;
}

enum etf_result etf_decoder_run(struct etf_decoder *d, int64_t *budget, term *result)
{
    if (d->inflation && d->result == ETF_MORE && !inflation_run(d, budget)) return d->result;
    while (d->result == ETF_MORE && !stack_is_empty(&d->stack)) {
        if (*budget <= 0) return ETF_MORE;
        const uint8_t *before = d->in.at;
        step(d);
        *budget -= 1 + (d->in.at - before);
    }
    if (d->result == ETF_MORE) d->result = ETF_OK;
    if (d->inflation && d->result == ETF_OK && bytes_left(&d->in) > 0) d->result = ETF_BAD;
    *result = d->root;
    return d->result;
}

size_t etf_decoder_used(const struct etf_decoder *d)
{
    return d->inflation ? inflation_used(d->inflation) : (size_t)(d->in.at - d->start);
}

void etf_decoder_close(struct etf_decoder *d)
{
    if (!d) return;
    inflation_close(d->inflation);
    stack_close(&d->stack);
    memory_free(MEMORY_SYSTEM, d);
}

static enum etf_result decode_whole(struct etf_decode *how, bool bare, struct heap *h, term *result)
{
    struct etf_decoder *d = etf_decoder_open(how, bare, h);
    if (!d) return ETF_NO_MEMORY;
    int64_t budget = INT64_MAX;
    enum etf_result end = etf_decoder_run(d, &budget, result);
    if (end == ETF_OK) how->at += etf_decoder_used(d);
    etf_decoder_close(d);
    return end;
}

enum etf_result etf_decode(struct etf_decode *d, struct heap *h, term *result)
{
    return decode_whole(d, false, h, result);
}

enum etf_result etf_decode_bare(struct etf_decode *d, struct heap *h, term *result)
{
    return decode_whole(d, true, h, result);
}
