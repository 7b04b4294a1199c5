/* code/beam_records.c - the Recs chunk (OTP 29): the native records that a module declares.
 *
 * After version, count and number of fields, each record is written as a call_last instruction: name, exported (true or
 * false), and a list of keys and what they are by default; a plain number stands for nothing.
 */
#include "code/beam_parts.h"
#include "code/compact.h"
#include "heap/build.h"
#include "heap/record.h"
#include "memory/memory.h"
#include "term/atoms.h"

enum { VERSION = 0, LIST = 1, LITERAL = 4 }; /* the latter two: what stands behind COMPACT_EXTENDED */

struct reader {
    struct beam *b;
    struct heap *heap;
    struct bytes in;
    enum beam_error error;
};

static bool fail(struct reader *r, enum beam_error e)
{
    r->error = e;
    return false;
}

static bool next_atom(struct reader *r, term *atom)
{
    uint32_t index;
    if (!compact_bounded(&r->in, COMPACT_ATOM, r->b->atom_count - 1, &index) || index == 0)
        return fail(r, BEAM_BAD_RECORDS);
    *atom = r->b->atoms[index];
    return true;
}

static bool next_list(struct reader *r, uint32_t *count)
{
    uint32_t kind;
    if (compact_bounded(&r->in, COMPACT_EXTENDED, LIST, &kind) && kind == LIST &&
        compact_bounded(&r->in, COMPACT_NUMBER, (int64_t)bytes_left(&r->in), count) && *count % 2 == 0)
        return true;
    return fail(r, BEAM_BAD_RECORDS);
}

static bool integer_of(struct reader *r, const struct compact *c, term *value)
{
    *value = c->digits ? beam_integer(r->heap, c->digits, c->size, c->digits[0] >= 0x80) : heap_i64(r->heap, c->value);
    return is_term(*value) || fail(r, BEAM_NO_MEMORY);
}

static bool literal_of(struct reader *r, const struct compact *c, term *value)
{
    uint32_t index;
    if (c->value != LITERAL || !compact_bounded(&r->in, COMPACT_NUMBER, INT32_MAX, &index) ||
        index >= r->b->literal_count)
        return fail(r, BEAM_BAD_RECORDS);
    *value = r->b->literals[index];
    return true;
}

/* What a field is by default; NO_TERM: nothing. */
static bool next_default(struct reader *r, term *value)
{
    struct compact c;
    *value = NO_TERM;
    if (!compact_next(&r->in, &c)) return fail(r, BEAM_BAD_RECORDS);
    if (c.tag == COMPACT_INTEGER) return integer_of(r, &c, value);
    if (c.digits) return fail(r, BEAM_BAD_RECORDS);
    if (c.tag == COMPACT_EXTENDED) return literal_of(r, &c, value);
    if (c.tag == COMPACT_NUMBER) return true;
    if (c.tag != COMPACT_ATOM || (uint64_t)c.value >= r->b->atom_count) return fail(r, BEAM_BAD_RECORDS);
    *value = r->b->atoms[c.value]; /* atoms[0] is [] */
    return true;
}

static bool next_fields(struct reader *r, term *keys, term *values, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!next_atom(r, &keys[i]) || !next_default(r, &values[i])) return false;
    return true;
}

/* A definition and its defaults, which stand as the keys do, as a literal. */
static bool add(struct reader *r, struct beam_record *row, term exported, const term *keys, const term *values,
                uint32_t count)
{
    term definition;
    enum record_made made = heap_record_definition(r->heap, r->b->name, row->name, exported, keys, count, &definition);
    if (made != RECORD_MADE) return fail(r, made == RECORD_KEY_TWICE ? BEAM_BAD_RECORDS : BEAM_NO_MEMORY);
    term *hp = heap_alloc(r->heap, TUPLE_WORDS(count) + CONS_WORDS);
    if (!hp) return fail(r, BEAM_NO_MEMORY);
    term defaults = build_tuple(&hp, count);
    for (uint32_t i = 0; i < count; i++) tuple_elements(defaults)[record_place(definition, i)] = values[i];
    return beam_add_literal(r->b, build_cons(&hp, definition, defaults), &row->literal) == BEAM_OK ||
           fail(r, BEAM_NO_MEMORY);
}

static bool read_record(struct reader *r, struct beam_record *row)
{
    term exported;
    uint32_t words;
    if (bytes_u8(&r->in) != GENOP_call_last || !next_atom(r, &row->name) || !next_atom(r, &exported) ||
        (!same(exported, A(true)) && !same(exported, A(false))) || !next_list(r, &words))
        return fail(r, BEAM_BAD_RECORDS);
    term *keys = memory_alloc(MEMORY_CODE, words * sizeof *keys), *values = keys + words / 2;
    if (!keys) return fail(r, BEAM_NO_MEMORY);
    bool good = next_fields(r, keys, values, words / 2) && add(r, row, exported, keys, values, words / 2);
    memory_free(MEMORY_CODE, keys);
    return good;
}

enum beam_error beam_read_records(struct beam *b, struct heap *h)
{
    enum { ROW_BYTES = 5 };
    struct reader r = {.b = b, .heap = h};
    if (!beam_find_chunk(b, "Recs", &r.in)) return BEAM_OK;
    uint32_t version = bytes_u32be(&r.in), count = bytes_u32be(&r.in);
    bytes_u32be(&r.in); /* fields of all of them */
    if (r.in.spent || version != VERSION ||
        !beam_table(&b->records, count, sizeof *b->records, bytes_left(&r.in), ROW_BYTES))
        return BEAM_BAD_RECORDS;
    if (!b->records) return BEAM_NO_MEMORY;
    while (b->record_count < count && read_record(&r, &b->records[b->record_count])) b->record_count++;
    return r.error;
}

const struct beam_record *beam_record_find(const struct beam *b, term name)
{
    for (uint32_t i = 0; i < b->record_count; i++)
        if (same(b->records[i].name, name)) return &b->records[i];
    return NULL;
}
