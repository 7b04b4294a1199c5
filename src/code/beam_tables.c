/* code/beam_tables.c - the chunks of a .beam file that are plain tables: atoms, imports, exports, funs. */
#include "base/limits.h"
#include "code/beam_parts.h"
#include "code/compact.h"
#include "memory/memory.h"
#include "term/atoms.h"

bool beam_table(void *table, uint32_t count, size_t size, size_t left, size_t least)
{
    if (count > left / least) return false;
    void *rows = memory_alloc(MEMORY_CODE, count * size);
    *(void **)table = rows;
    return true;
}

/* -- atoms: AtU8, count, then length and text of each.  From OTP 28 on the count is negative, and
 * lengths are packed numbers, for texts of more than 255 bytes. -------------------------------- */

static bool atom_length(struct bytes *c, bool packed, uint32_t *length)
{
    if (packed) return compact_bounded(c, COMPACT_NUMBER, ATOM_BYTES_MAX, length);
    *length = bytes_u8(c);
    return !c->spent;
}

static const uint8_t *next_text(struct bytes *c, bool packed, uint32_t *length)
{
    return atom_length(c, packed, length) ? bytes_take(c, *length) : NULL;
}

static bool next_atom(struct bytes *c, bool packed, term *atom)
{
    uint32_t length;
    const uint8_t *text = next_text(c, packed, &length);
    if (!text) return false;
    *atom = atom_from_utf8(text, length);
    return is_term(*atom);
}

/* What follows in the table (or behind its end, where no harm is done). */
static void expect_atom(struct bytes *c, bool packed)
{
    uint32_t length;
    const uint8_t *text = next_text(c, packed, &length);
    if (text) atom_expect_utf8(text, length);
}

static bool open_atoms(struct bytes *c, uint32_t *count, bool *packed)
{
    int64_t n = (int32_t)bytes_u32be(c);
    *packed = n < 0;
    *count = (uint32_t)(n < 0 ? -n : n);
    return *count > 0 && *count <= bytes_left(c) && *count < ATOMS_MAX;
}

enum { ROWS_AHEAD = 8 };

enum beam_error beam_read_atoms(struct beam *b)
{
    struct bytes c = b->chunks[CHUNK_AtU8];
    bool packed;
    uint32_t count;
    if (!bytes_left(&c)) return BEAM_NO_ATOMS;
    if (!open_atoms(&c, &count, &packed)) return BEAM_BAD_ATOMS;
    b->atoms = memory_alloc(MEMORY_CODE, (count + 1) * sizeof *b->atoms);
    if (!b->atoms) return BEAM_NO_MEMORY;
    b->atoms[0] = NIL;
    struct bytes ahead = c;
    for (uint32_t i = 0; i < ROWS_AHEAD; i++) expect_atom(&ahead, packed);
    for (uint32_t i = 1; i <= count; i++) {
        expect_atom(&ahead, packed);
        if (!next_atom(&c, packed, &b->atoms[i])) return BEAM_BAD_ATOMS;
    }
    b->atom_count = count + 1;
    b->name = b->atoms[1];
    return BEAM_OK;
}

term beam_module_name(const struct beam *b)
{
    struct bytes c = b->chunks[CHUNK_AtU8];
    bool packed;
    uint32_t count;
    term name;
    return open_atoms(&c, &count, &packed) && next_atom(&c, packed, &name) ? name : NO_TERM;
}

/* -- imports, exports, funs ----------------------------------------------------------------- */

/* An atom that must be there; 0, which means [] in code, is none. */
static bool table_atom(const struct beam *b, struct bytes *c, term *atom)
{
    uint32_t index = bytes_u32be(c);
    if (index == 0 || index >= b->atom_count) return false;
    *atom = b->atoms[index];
    return true;
}

static bool table_arity(struct bytes *c, uint32_t *arity)
{
    *arity = bytes_u32be(c);
    return *arity <= ARITY_MAX;
}

static enum beam_error read_imports(struct beam *b)
{
    struct bytes c = b->chunks[CHUNK_ImpT];
    if (!bytes_left(&c)) return BEAM_NO_IMPORTS;
    uint32_t count = bytes_u32be(&c);
    if (c.spent || !beam_table(&b->imports, count, sizeof *b->imports, bytes_left(&c), 12)) return BEAM_BAD_IMPORTS;
    if (!b->imports) return BEAM_NO_MEMORY;
    for (uint32_t i = 0; i < count; i++) {
        struct beam_import *row = &b->imports[i];
        row->export = NULL;
        if (!table_atom(b, &c, &row->module) || !table_atom(b, &c, &row->function) || !table_arity(&c, &row->arity))
            return BEAM_BAD_IMPORTS;
    }
    b->import_count = count;
    return BEAM_OK;
}

static enum beam_error read_exports(struct beam *b)
{
    struct bytes c = b->chunks[CHUNK_ExpT];
    if (!bytes_left(&c)) return BEAM_NO_EXPORTS;
    uint32_t count = bytes_u32be(&c);
    if (c.spent || !beam_table(&b->exports, count, sizeof *b->exports, bytes_left(&c), 12)) return BEAM_BAD_EXPORTS;
    if (!b->exports) return BEAM_NO_MEMORY;
    for (uint32_t i = 0; i < count; i++) {
        struct beam_export *row = &b->exports[i];
        if (!table_atom(b, &c, &row->function) || !table_arity(&c, &row->arity)) return BEAM_BAD_EXPORTS;
        row->label = bytes_u32be(&c);
    }
    b->export_count = count;
    return BEAM_OK;
}

static bool next_lambda(const struct beam *b, struct bytes *c, struct beam_lambda *row)
{
    if (!table_atom(b, c, &row->function) || !table_arity(c, &row->arity)) return false;
    row->label = bytes_u32be(c);
    row->index = bytes_u32be(c);
    row->environment = bytes_u32be(c);
    row->old_uniq = bytes_u32be(c);
    return row->environment <= row->arity;
}

static enum beam_error read_lambdas(struct beam *b)
{
    struct bytes c = b->chunks[CHUNK_FunT];
    if (!bytes_left(&c)) return BEAM_OK;
    uint32_t count = bytes_u32be(&c);
    if (c.spent || !beam_table(&b->lambdas, count, sizeof *b->lambdas, bytes_left(&c), 24)) return BEAM_BAD_LAMBDAS;
    if (!b->lambdas) return BEAM_NO_MEMORY;
    for (uint32_t i = 0; i < count; i++)
        if (!next_lambda(b, &c, &b->lambdas[i])) return BEAM_BAD_LAMBDAS;
    b->lambda_count = count;
    return bytes_left(&c) ? BEAM_BAD_LAMBDAS : BEAM_OK;
}

enum beam_error beam_read_tables(struct beam *b)
{
    enum beam_error e = read_imports(b);
    if (!e) e = read_exports(b);
    if (!e) e = read_lambdas(b);
    return e;
}
