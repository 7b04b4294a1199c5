/* etf/encode.c - the encoder's walk: an explicit stack of places in terms.
 *
 * Frames (encode.h) name a term and an index in it, never a raw address, so that the walk can be put into a
 * term and taken back after a collection.
 */
#include "etf/encode.h"
#include "heap/build.h"
#include "heap/fun.h"
#include "heap/map.h"
#include "heap/stack_save.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include "term/atoms.h"
#include "term/record.h"
#include <stdlib.h>

static void patch_u32(struct etf_encoder *e, size_t at, uint32_t value)
{
    if (!e->to) return;
    value = __builtin_bswap32(value);
    memcpy(e->to + at, &value, sizeof value);
}

static void begin_tuple(struct etf_encoder *e, term t)
{
    size_t arity = tuple_arity(t);
    emit_u8(e, arity < 256 ? SMALL_TUPLE_EXT : LARGE_TUPLE_EXT);
    if (arity < 256) emit_u8(e, (unsigned)arity);
    else emit_u32(e, (uint32_t)arity);
    if (arity > 0) encode_push(e, t, ELEMENTS, 1);
}

/* The length of a proper list of at most 65535 bytes, else 0. */
static size_t string_length(term t)
{
    size_t length = 0;
    for (; is_cons(t) && length <= UINT16_MAX; t = tail(t), length++)
        if (!is_small(head(t)) || head(t).word > small(255).word) return 0;
    return is_nil(t) && length <= UINT16_MAX ? length : 0;
}

static void begin_list(struct etf_encoder *e, term t)
{
    size_t length = string_length(t);
    if (length > 0) {
        emit_u8(e, STRING_EXT);
        emit_u16(e, (uint16_t)length);
        for (; is_cons(t); t = tail(t)) emit_u8(e, (unsigned)small_value(head(t)));
        return;
    }
    emit_u8(e, LIST_EXT);
    encode_push(e, small((int64_t)e->size), LENGTH, 0);
    emit_u32(e, 0);
    encode_push(e, t, CELLS, 0);
}

static void begin_map(struct etf_encoder *e, term t)
{
    size_t count = map_size(t);
    emit_u8(e, MAP_EXT);
    emit_u32(e, (uint32_t)count);
    if (count == 0) return;
    bool in_order = kind_of(t) == KIND_MAP && !otp_at_least(26);
    if (e->how.deterministic && e->to && !in_order) encode_sorted_map(e, t);
    else if (kind_of(t) == KIND_MAP) encode_push(e, t, FLAT_MAP, 0);
    else encode_push(e, t, CHILDREN, header_words(header_of(t)));
}

static void begin_fun(struct etf_encoder *e, term t)
{
    const struct fun_object *f = (const struct fun_object *)boxed(t);
    emit_u8(e, NEW_FUN_EXT);
    encode_push(e, small((int64_t)e->size), FUN_SIZE, e->apart);
    emit_u32(e, 0);
    emit_u8(e, (unsigned)small_value((term){f->arity}));
    emit(e, f->entry->uniq, sizeof f->entry->uniq);
    emit_u32(e, f->entry->index);
    emit_u32(e, (uint32_t)(header_words(f->header) + 1 - FUN_WORDS));
    encode_atom(e, f->entry->module);
    encode_integer(e, f->entry->old_index);
    encode_integer(e, f->entry->old_uniq);
    encode_leaf(e, f->creator);
    if (header_words(f->header) + 1 > FUN_WORDS) encode_push(e, t, ELEMENTS, FUN_WORDS);
}

/* Count, whether it is exported, module, name, keys, values: keys and values as they were declared. */
static void begin_record(struct etf_encoder *e, term t)
{
    term d = record_definition(t);
    size_t count = record_value_count(t);
    emit_u8(e, RECORD_EXT);
    emit_u32(e, (uint32_t)count);
    emit_u8(e, same(tuple_elements(d)[RECORD_EXPORTED], A(true)));
    encode_atom(e, tuple_elements(d)[RECORD_MODULE]);
    encode_atom(e, tuple_elements(d)[RECORD_NAME]);
    for (size_t i = 0; i < count; i++) encode_atom(e, record_keys(d)[record_place(d, i)]);
    if (count > 0) encode_push(e, t, FIELDS, 0);
}

static void begin_term(struct etf_encoder *e, term t)
{
    if (is_immediate(t)) {
        encode_leaf(e, t);
        return;
    }
    if (is_cons(t)) {
        begin_list(e, t);
        return;
    }
    switch (kind_of(t)) {
    case KIND_TUPLE: begin_tuple(e, t); break;
    case KIND_MAP:
    case KIND_HASHMAP: begin_map(e, t); break;
    case KIND_FUN: begin_fun(e, t); break;
    case KIND_RECORD: begin_record(e, t); break;
    default: encode_leaf(e, t); break;
    }
}

static void begin_child(struct etf_encoder *e, term child)
{
    if (is_cons(child)) {
        encode_push(e, tail(child), TERM, 0);
        begin_term(e, head(child));
    } else {
        encode_push(e, child, CHILDREN, header_words(header_of(child)));
    }
}

/* The last child first, as ERTS does. */
static void step_children(struct etf_encoder *e, struct frame *f, term t)
{
    size_t index = f->b >> INDEX_SHIFT;
    f->b -= 1 << INDEX_SHIFT;
    if (index == encode_first_child(t)) stack_pop(&e->stack);
    begin_child(e, boxed(t)[index]);
}

static void step_words(struct etf_encoder *e, struct frame *f, term t)
{
    size_t index = f->b >> INDEX_SHIFT;
    f->b += 1 << INDEX_SHIFT;
    if (index == header_words(header_of(t))) stack_pop(&e->stack);
    begin_term(e, boxed(t)[index]);
}

static void step_fields(struct etf_encoder *e, struct frame *f, term t)
{
    size_t index = f->b >> INDEX_SHIFT;
    f->b += 1 << INDEX_SHIFT;
    if (index + 1 == record_value_count(t)) stack_pop(&e->stack);
    begin_term(e, record_values(t)[record_place(record_definition(t), index)]);
}

static void step_flat_map(struct etf_encoder *e, struct frame *f, term t)
{
    size_t index = f->b >> INDEX_SHIFT, pair = index / 2;
    f->b += 1 << INDEX_SHIFT;
    if (index + 1 == 2 * map_size(t)) stack_pop(&e->stack);
    begin_term(e, index % 2 ? boxed(t)[2 + pair] : tuple_elements(boxed(t)[1])[pair]);
}

/* The tail that is no cell ends the list, and only then its length is known. */
static void step_cells(struct etf_encoder *e, struct frame *f, term t)
{
    size_t done = f->b >> INDEX_SHIFT;
    if (is_cons(t)) {
        f->a = tail(t).word;
        f->b += 1 << INDEX_SHIFT;
        begin_term(e, head(t));
        return;
    }
    stack_pop(&e->stack);
    struct frame length = stack_pop(&e->stack);
    patch_u32(e, (size_t)small_value((term){length.a}), (uint32_t)done);
    begin_term(e, t);
}

static void step_fun_size(struct etf_encoder *e)
{
    struct frame f = stack_pop(&e->stack);
    size_t at = (size_t)small_value((term){f.a}), apart = e->apart - (f.b >> INDEX_SHIFT);
    patch_u32(e, at, (uint32_t)(e->size - at + apart));
}

static void step(struct etf_encoder *e, int64_t *budget)
{
    struct frame *f = stack_top(&e->stack);
    term t = {f->a};
    switch ((enum frame_kind)(f->b & FRAME_KIND_MASK)) {
    case TERM: stack_pop(&e->stack), begin_term(e, t); break;
    case ELEMENTS: step_words(e, f, t); break;
    case CHILDREN: step_children(e, f, t); break;
    case FLAT_MAP: step_flat_map(e, f, t); break;
    case CELLS: step_cells(e, f, t); break;
    case FIELDS: step_fields(e, f, t); break;
    case SORT: encode_sort(e, budget); break;
    case GATHER: encode_gather(e, f, t, budget); break;
    case LENGTH: break;
    case FUN_SIZE: step_fun_size(e); break;
    }
}

/* -- the interface ----------------------------------------------------------------- */

struct etf_encode etf_default(void) { return (struct etf_encode){.minor_version = otp_at_least(26) ? 2 : 1}; }

static void open(struct etf_encoder *e, term t, const struct etf_encode *how, uint8_t *to, size_t room)
{
    *e = (struct etf_encoder){.how = *how, .to = to, .room = room, .parts = NIL};
    stack_open(&e->stack);
    emit_u8(e, ETF_VERSION);
    encode_push(e, t, TERM, 0);
}

struct etf_encoder *etf_encoder_open(term t, const struct etf_encode *how, uint8_t *to, size_t room)
{
    struct etf_encoder *e = memory_alloc(MEMORY_SYSTEM, sizeof *e);
    if (e) open(e, t, how, to, room);
    return e;
}

enum etf_result etf_encoder_run(struct etf_encoder *e, int64_t *budget)
{
    while (!stack_is_empty(&e->stack) && !e->no_memory) {
        if (*budget <= 0) return ETF_MORE;
        size_t before = e->size;
        step(e, budget);
        *budget -= 1 + (int64_t)(e->size - before);
    }
    return e->no_memory ? ETF_NO_MEMORY : ETF_OK;
}

size_t etf_encoder_size(const struct etf_encoder *e) { return e->size; }

void etf_encoder_close(struct etf_encoder *e)
{
    if (!e) return;
    stack_close(&e->stack);
    memory_free(MEMORY_SYSTEM, e);
}

void etf_encoder_use_heap(struct etf_encoder *e, struct heap *h) { e->heap = h; }

term etf_encoder_parts(const struct etf_encoder *e) { return e->parts; }

term etf_encoder_save(struct etf_encoder *e, struct heap *h)
{
    term stack = heap_save_stack(h, &e->stack);
    return is_term(stack) ? heap_cons(h, stack, e->parts) : NO_TERM;
}

void etf_encoder_restore(struct etf_encoder *e, term saved)
{
    stack_restore(&e->stack, head(saved));
    e->parts = tail(saved);
}

static enum etf_result encode_whole(struct etf_encoder *e, struct heap *scratch)
{
    int64_t budget = INT64_MAX;
    e->heap = scratch;
    enum etf_result end = etf_encoder_run(e, &budget);
    stack_close(&e->stack);
    return end;
}

size_t etf_size(term t, const struct etf_encode *how)
{
    struct etf_encoder e;
    open(&e, t, how, NULL, 0);
    return encode_whole(&e, NULL) == ETF_OK ? e.size : SIZE_MAX;
}

uint8_t *etf_encode(term t, const struct etf_encode *how, uint8_t *to, size_t room)
{
    struct etf_encoder e;
    struct heap scratch = {0};
    open(&e, t, how, to, room);
    enum etf_result end = encode_whole(&e, &scratch);
    heap_close(&scratch);
    return end == ETF_OK ? to + e.size : NULL;
}
