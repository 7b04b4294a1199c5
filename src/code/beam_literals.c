/* code/beam_literals.c - the LitT chunk: constants too big for an operand, in external term format.
 *
 * They are decoded on a heap of their own, which knows no limit, and at the end moved as one block
 * to the LITERALS region: only then is it known how long the block is.
 */
#include "code/beam_parts.h"
#include "code/tables.h"
#include "etf/etf.h"
#include "memory/memory.h"
#include <string.h>

/* zlib cannot shrink below this; so a size that claims more is a lie. */
enum { ZLIB_RATIO_MAX = 1040 };

/* The table inside the chunk: as it is (from OTP 28 on, size 0), or inflated into *buffer. */
static enum beam_error open_literals(struct bytes *c, uint8_t **buffer)
{
    uint32_t size = bytes_u32be(c);
    if (c->spent) return BEAM_BAD_LITERALS;
    if (size == 0) return BEAM_OK;
    if (size / ZLIB_RATIO_MAX > bytes_left(c)) return BEAM_BAD_LITERALS;
    *buffer = memory_alloc(MEMORY_CODE, size);
    if (!*buffer) return BEAM_NO_MEMORY;
    if (!beam_inflate(*c, *buffer, size)) return BEAM_BAD_LITERALS;
    *c = bytes_of(*buffer, size);
    return BEAM_OK;
}

static enum beam_error next_literal(struct bytes *c, struct heap *h, term *literal)
{
    uint32_t size = bytes_u32be(c);
    const uint8_t *external = bytes_take(c, size);
    if (!external) return BEAM_BAD_LITERALS;
    struct etf_decode d = {.at = external, .end = external + size, .literals = true, .code = &code_for_etf};
    switch (etf_decode(&d, h, literal)) {
    case ETF_OK: return BEAM_OK;
    case ETF_NO_MEMORY: return BEAM_NO_MEMORY;
    default: return BEAM_BAD_LITERALS;
    }
}

static enum beam_error read_rows(struct beam *b, struct heap *h, struct bytes *c)
{
    uint32_t count = bytes_u32be(c);
    enum beam_error e = BEAM_OK;
    if (c->spent || !beam_table(&b->literals, count, sizeof *b->literals, bytes_left(c), 4)) return BEAM_BAD_LITERALS;
    if (!b->literals) return BEAM_NO_MEMORY;
    b->literal_room = count;
    /* No term takes more than two words for each of its bytes (a string's character does). */
    if (!heap_open(h, 2 * bytes_left(c) + 64)) return BEAM_NO_MEMORY;
    for (uint32_t i = 0; i < count && !e; i++, b->literal_count = i) e = next_literal(c, h, &b->literals[i]);
    return e;
}

enum beam_error beam_read_literals(struct beam *b, struct heap *h)
{
    struct bytes c = b->chunks[CHUNK_LitT];
    uint8_t *buffer = NULL;
    if (!bytes_left(&c)) return heap_open(h, 64) ? BEAM_OK : BEAM_NO_MEMORY;
    enum beam_error e = open_literals(&c, &buffer);
    if (!e) e = read_rows(b, h, &c);
    memory_free(MEMORY_CODE, buffer);
    return e;
}

enum beam_error beam_add_literal(struct beam *b, term literal, uint32_t *index)
{
    if (b->literal_count == b->literal_room) {
        uint32_t room = b->literal_room * 2 + 16;
        term *grown = memory_resize(MEMORY_CODE, b->literals, room * sizeof *grown);
        if (!grown) return BEAM_NO_MEMORY;
        b->literals = grown;
        b->literal_room = room;
    }
    *index = b->literal_count;
    b->literals[b->literal_count++] = literal;
    return BEAM_OK;
}

/* -- moving to the LITERALS region ------------------------------------------------------------ */

static term moved(term t, uint64_t from, uint64_t size, uint64_t delta)
{
    bool pointer = is_cons(t) || is_boxed(t);
    return pointer && t.word - from < size ? (term){t.word + delta} : t;
}

/* Makes the pointers in a block that was copied lead to where it is now. */
static void relocate(term *block, size_t words, uint64_t from)
{
    uint64_t delta = (uint64_t)(uintptr_t)block - from, size = words * sizeof(term);
    for (size_t i = 0; i < words; i++) {
        uint64_t w = block[i].word;
        if ((w & TAG_MASK) != TAG_HEADER) block[i] = moved(block[i], from, size, delta);
        else if (header_kind(w) >= KIND_RAW) i += header_words(w);
    }
}

static bool move_block(struct beam *b, struct heap *h)
{
    size_t words = (size_t)(h->top - h->start);
    if (words == 0) return true;
    term *block = memory_alloc_literals(words * sizeof(term));
    if (!block) return false;
    memcpy(block, h->start, words * sizeof(term));
    uint64_t from = (uint64_t)(uintptr_t)h->start;
    relocate(block, words, from);
    for (uint32_t i = 0; i < b->literal_count; i++)
        b->literals[i] = moved(b->literals[i], from, words * sizeof(term), (uint64_t)(uintptr_t)block - from);
    b->literal_area = block;
    b->literal_bytes = words * sizeof(term);
    return true;
}

/* The heap has fragments, so its terms are copied one by one. */
static bool move_terms(struct beam *b)
{
    size_t words = 0;
    struct offheap *none = NULL;
    for (uint32_t i = 0; i < b->literal_count; i++) {
        size_t size = term_flat_size(b->literals[i], true);
        if (size == SIZE_MAX) return false;
        words += size;
    }
    term *block = memory_alloc_literals(words * sizeof(term)), *hp = block;
    if (!block) return false;
    b->literal_area = block;
    b->literal_bytes = words * sizeof(term);
    for (uint32_t i = 0; i < b->literal_count; i++) {
        b->literals[i] = term_copy(b->literals[i], true, &hp, &none);
        if (!is_term(b->literals[i])) return false;
    }
    return true;
}

enum beam_error beam_settle_literals(struct beam *b, struct heap *h)
{
    if (code_state()->sharing && !h->fragments) beam_share_literals(b, h);
    bool done = h->fragments ? move_terms(b) : move_block(b, h);
    return done ? BEAM_OK : BEAM_NO_MEMORY;
}
