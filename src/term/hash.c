/* term/hash.c - our own hash of terms, for maps and tables. */
#include "term/hash.h"
#include "term/identity.h"
#include "term/objects.h"
#include "term/stack.h"

static uint64_t load(const uint8_t *at, size_t size)
{
    uint64_t word = 0;
    memcpy(&word, at, size < 8 ? size : 8);
    return word;
}

uint64_t hash_bytes(const void *bytes, size_t size)
{
    const uint8_t *at = bytes;
    uint64_t hash = size;
    for (; size >= 8; at += 8, size -= 8) hash = hash_mix(hash, load(at, 8));
    return size ? hash_mix(hash, load(at, size)) : hash_mix(hash, 0);
}

/* The same bits give the same hash wherever they start. */
static uint64_t hash_bits(struct bits b)
{
    size_t whole = b.size / 8;
    uint64_t hash = b.size;
    uint8_t word[8];
    size_t filled = 0;
    for (size_t i = 0; i < whole; i++) {
        word[filled++] = (uint8_t)(b.data[i] << b.offset | (b.offset ? b.data[i + 1] >> (8 - b.offset) : 0));
        if (filled == 8) hash = hash_mix(hash, load(word, 8)), filled = 0;
    }
    if (filled) hash = hash_mix(hash, load(word, filled));
    for (size_t i = whole * 8; i < b.size; i++) {
        size_t at = b.offset + i;
        hash = hash * 2 + (b.data[at / 8] >> (7 - at % 8) & 1);
    }
    return hash_mix(hash, b.size);
}

static uint64_t hash_whole_bytes(struct bits b)
{
    if (b.offset == 0 && b.size % 8 == 0) {
        const uint8_t *at = b.data;
        uint64_t hash = b.size;
        size_t size = b.size / 8;
        for (; size >= 8; at += 8, size -= 8) hash = hash_mix(hash, load(at, 8));
        if (size) hash = hash_mix(hash, load(at, size));
        return hash_mix(hash, b.size);
    }
    return hash_bits(b);
}

static uint64_t hash_identity(term t)
{
    struct identity id = identity_of(t);
    uint64_t hash = hash_mix(id.node.word, id.creation);
    hash = hash_mix(hash, (uint64_t)id.ids[1] << 32 | id.ids[0]);
    hash = hash_mix(hash, (uint64_t)id.ids[3] << 32 | id.ids[2]);
    return hash_mix(hash, id.ids[4]);
}

static uint64_t hash_float(double value)
{
    uint64_t word;
    if (value == 0) value = 0; /* -0.0 =:= 0.0 */
    memcpy(&word, &value, sizeof word);
    return hash_mix(word, KIND_FLOAT);
}

struct words {
    const term *at;
    size_t count;
};

static uint64_t hash_fun(const struct fun_object *f, struct words *w)
{
    *w = (struct words){f->environment, header_words(f->header) + 1 - FUN_WORDS};
    uint64_t hash = hash_mix(f->entry->module.word, (uint64_t)f->entry->index << 32 | f->entry->old_uniq);
    return hash_mix(hash, w->count);
}

/* The hash of a term without the elements that are left in *w. */
static uint64_t hash_boxed(term t, struct words *w)
{
    uint64_t head_word = header_of(t);
    switch (header_kind(head_word)) {
    case KIND_TUPLE:
    case KIND_RECORD:
    case KIND_MAP:
    case KIND_HASHMAP:
    case KIND_MAPNODE: *w = (struct words){boxed(t) + 1, header_words(head_word)}; return head_word;
    case KIND_FUN: return hash_fun((struct fun_object *)boxed(t), w);
    case KIND_FLOAT: return hash_float(float_value(t));
    case KIND_BIG_POS:
    case KIND_BIG_NEG: return hash_bytes(boxed(t), (header_words(head_word) + 1) * 8);
    case KIND_BITS:
    case KIND_BITS_REF:
    case KIND_BITS_SUB: return hash_whole_bytes(bits_view(t));
    case KIND_EXPORT: return hash_mix(boxed(t)[1].word, KIND_EXPORT);
    default: return hash_identity(t);
    }
}

static uint64_t hash_head(term t, struct words *w)
{
    w->count = 0;
    if (is_immediate(t)) return t.word;
    if (is_boxed(t)) return hash_boxed(t, w);
    *w = (struct words){cons_cell(t), 2};
    return TAG_CONS;
}

static uint64_t hash_deep(uint64_t hash, struct words rest)
{
    struct stack stack;
    struct words inner;
    stack_open(&stack);
    for (;;) {
        if (rest.count == 0) {
            if (stack_is_empty(&stack)) break;
            struct frame f = stack_pop(&stack);
            rest = (struct words){(const term *)(uintptr_t)f.a, f.b};
        }
        term t = *rest.at++;
        rest.count--;
        hash = hash_mix(hash, hash_head(t, &inner));
        if (inner.count == 0) continue;
        if (rest.count) ENSURE(stack_push(&stack, (uint64_t)(uintptr_t)rest.at, rest.count));
        rest = inner;
    }
    stack_close(&stack);
    return hash;
}

uint64_t term_hash(term t)
{
    struct words inner;
    uint64_t hash = hash_mix(hash_head(t, &inner), 0);
    return inner.count ? hash_deep(hash, inner) : hash;
}
