/* code/beam_types.c - the Type chunk: what the compiler knew about operands.
 *
 * Versions: 1 (OTP 25) has 13 bits of types and both bounds always; 3 (27) and 4 (29) have 12 and
 * 13 bits, then flags that say which of lower bound, upper bound and unit follow.  The numbers of
 * the other versions could not be checked against a release: their types count as "any".
 */
#include "code/beam_parts.h"
#include "memory/memory.h"

enum { ALL_BITS_1 = 0x1fff, MATCH_STATE_1 = 1 << 2, ALL_BITS_3 = 0xfff, ALL_BITS_4 = 0x1fff };
static const struct beam_type any_type = {.set = TYPE_ANY};

/* Version 1 has a bit for match contexts between bitstrings and conses. */
static uint16_t set_of_version_1(uint16_t bits)
{
    uint16_t set = (bits & 3) | (bits >> 1 & (TYPE_OTHER - 1) & ~3);
    return bits & MATCH_STATE_1 ? set | TYPE_OTHER : set;
}

static bool next_type_1(struct bytes *c, struct beam_type *t)
{
    uint16_t bits = bytes_u16be(c);
    int64_t least = (int64_t)bytes_u64be(c), most = (int64_t)bytes_u64be(c);
    bool bounded = least <= most;
    *t = (struct beam_type){set_of_version_1(bits), 0, bounded, bounded, least, most};
    return bits != 0 && bits <= ALL_BITS_1 && !c->spent;
}

static bool next_type(struct bytes *c, uint32_t version, struct beam_type *t)
{
    uint16_t bits = bytes_u16be(c), all = version == 3 ? ALL_BITS_3 : ALL_BITS_4, flags = bits / (all + 1);
    *t = (struct beam_type){.set = bits & all, .has_least = flags & 1, .has_most = flags & 2};
    if (version == 3 && t->set == ALL_BITS_3) t->set = TYPE_ANY;
    if (t->has_least) t->least = (int64_t)bytes_u64be(c);
    if (t->has_most) t->most = (int64_t)bytes_u64be(c);
    if (flags & 4) t->unit = (uint8_t)(bytes_u8(c) + 1);
    return t->set != 0 && !c->spent;
}

static enum beam_error read_rows(struct beam *b, struct bytes *c, uint32_t version)
{
    uint32_t count = bytes_u32be(c);
    if (count == 0 || !beam_table(&b->types, count, sizeof *b->types, bytes_left(c), version == 1 ? 18 : 2))
        return BEAM_BAD_TYPES;
    if (!b->types) return BEAM_NO_MEMORY;
    for (uint32_t i = 0; i < count; i++)
        if (!(version == 1 ? next_type_1(c, &b->types[i]) : next_type(c, version, &b->types[i]))) return BEAM_BAD_TYPES;
    b->type_count = count;
    return b->types[0].set == TYPE_ANY ? BEAM_OK : BEAM_BAD_TYPES;
}

enum beam_error beam_read_types(struct beam *b)
{
    struct bytes c = b->chunks[CHUNK_Type];
    uint32_t version = bytes_left(&c) ? bytes_u32be(&c) : 0;
    if (version == 1 || version == 3 || version == 4) return read_rows(b, &c, version);
    b->types = memory_alloc(MEMORY_CODE, sizeof *b->types);
    if (!b->types) return BEAM_NO_MEMORY;
    b->types[0] = any_type;
    return BEAM_OK;
}
