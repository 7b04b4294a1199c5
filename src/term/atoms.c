/* term/atoms.c - the atom table: an array of texts, and an open-addressed index over it. */
#include "term/atoms.h"
#include "base/limits.h"
#include "memory/arena.h"
#include "memory/memory.h"
#include "term/hash.h"
#include <limits.h>
#include <string.h>

enum {
    TEXTS_AT_START = 16384,  /* the shell's start needs 9,000 */
    SLOTS_AT_START = 32768,  /* a power of two; kept at least twice the number of atoms */
    ATOMS_TO_COME = 512,     /* for which a table that is trimmed keeps room */
    TEXT_BLOCK_BYTES = 32768 /* texts are packed into blocks, which are never freed */
};

struct atoms {
    struct atom_text *texts; /* by index */
    uint64_t *slots;         /* the high half of the hash, and index + 1; or 0 */
    size_t count, room, slot_mask, limit, bytes;
    bool ages;      /* atoms_age_as() was called */
    uint32_t age;   /* the last one that was given */
    uint8_t *block; /* the block that texts are added to */
    size_t block_left;
};

static struct atoms *table(void) { return arena_root(ROOT_atoms); }

/* OTP's atom hash: hashpjw over the characters when they are Latin-1, else over the UTF-8 bytes
 * (a two-byte sequence for U+0080..U+00FF counts as its one character). */
static uint32_t otp_hash(const uint8_t *text, size_t size)
{
    uint32_t hash = 0;
    for (size_t i = 0; i < size; i++) {
        uint8_t byte = text[i];
        if (i + 1 < size && (byte & 0xfe) == 0xc2 && (text[i + 1] & 0xc0) == 0x80)
            byte = (uint8_t)(byte << 6 | (text[++i] & 0x3f));
        hash = (hash << 4) + byte;
        uint32_t high = hash & 0xf0000000;
        hash ^= high >> 24 ^ high;
    }
    return hash;
}

static struct atom_text describe(const uint8_t *text, size_t size)
{
    struct atom_text t = {.bytes = text, .size = (uint16_t)size, .latin1 = true, .hash = otp_hash(text, size)};
    for (size_t i = 0; i < size; i++) {
        if ((text[i] & 0xc0) != 0x80) t.characters++;
        if (text[i] > 0xc3) t.latin1 = false;
    }
    return t;
}

enum { NUMBER_BITS = 32 };

static uint64_t slot_of(uint64_t hash, size_t number) { return hash >> NUMBER_BITS << NUMBER_BITS | number; }

static bool has_text(const struct atoms *a, uint64_t slot, const uint8_t *text, size_t size)
{
    const struct atom_text *t = &a->texts[(uint32_t)slot - 1];
    return t->size == size && memcmp(t->bytes, text, size) == 0;
}

/* The slot that holds this text, or the empty one where it belongs. */
static uint64_t *slot_for(struct atoms *a, uint64_t hash, const uint8_t *text, size_t size)
{
    for (size_t at = hash;; at++) {
        uint64_t *slot = &a->slots[at & a->slot_mask];
        if (!*slot || ((*slot ^ hash) >> NUMBER_BITS == 0 && has_text(a, *slot, text, size))) return slot;
    }
}

static bool grow_texts(struct atoms *a)
{
    if (a->count < a->room) return true;
    size_t room = a->room * 2;
    struct atom_text *texts = memory_resize(MEMORY_ATOM, a->texts, room * sizeof *texts);
    if (!texts) return false;
    a->bytes += (room - a->room) * sizeof *texts;
    a->texts = texts, a->room = room;
    return true;
}

static bool make_slots(struct atoms *a, size_t slots)
{
    uint64_t *made = memory_alloc_zeroed(MEMORY_ATOM, slots * sizeof *made);
    if (!made) return false;
    memory_free(MEMORY_ATOM, a->slots);
    a->bytes += (slots - a->slot_mask - 1) * sizeof *made;
    a->slots = made, a->slot_mask = slots - 1;
    for (size_t i = 0; i < a->count; i++) {
        const struct atom_text *t = &a->texts[i];
        uint64_t hash = hash_bytes(t->bytes, t->size);
        *slot_for(a, hash, t->bytes, t->size) = slot_of(hash, i + 1);
    }
    return true;
}

static bool grow_slots(struct atoms *a)
{
    size_t slots = a->slot_mask + 1;
    return a->count * 2 < slots || make_slots(a, slots * 2);
}

/* A copy of the text that stays for ever. */
static const uint8_t *keep_text(struct atoms *a, const uint8_t *text, size_t size)
{
    if (!a->block || a->block_left < size) {
        uint8_t *block = memory_alloc(MEMORY_ATOM, TEXT_BLOCK_BYTES);
        if (!block) return NULL;
        a->block = block, a->block_left = TEXT_BLOCK_BYTES, a->bytes += TEXT_BLOCK_BYTES;
    }
    uint8_t *kept = a->block;
    memcpy(kept, text, size);
    a->block += size, a->block_left -= size;
    return kept;
}

/* Adds a text known to be absent; the caller has seen to its storage and to room in the arrays. */
static term add(struct atoms *a, uint64_t hash, const uint8_t *text, size_t size)
{
    a->texts[a->count] = describe(text, size);
    if (a->ages) a->texts[a->count].age = ++a->age;
    *slot_for(a, hash, text, size) = slot_of(hash, a->count + 1);
    return atom_of((uint32_t)a->count++);
}

static void add_named(struct atoms *a)
{
    static const char *const named[] = {
#define ATOM(name, text) text,
#include "term/atoms.def"
#undef ATOM
    };
    static const uint16_t sizes[] = {
#define ATOM(name, text) sizeof text - 1,
#include "term/atoms.def"
#undef ATOM
    };
    _Static_assert(ATOMS_NAMED < TEXTS_AT_START && ATOMS_NAMED * 2 < SLOTS_AT_START, "the named atoms fit");
    for (size_t i = 0; i < ATOMS_NAMED; i++) {
        const uint8_t *text = (const uint8_t *)named[i];
        uint64_t hash = hash_bytes(text, sizes[i]);
        ENSURE(*slot_for(a, hash, text, sizes[i]) == 0); /* atoms.def names each text once */
        add(a, hash, text, sizes[i]);
    }
}

bool atoms_open(void)
{
    struct atoms *a = memory_alloc_zeroed(MEMORY_ATOM, sizeof *a);
    if (!a) return false;
    a->texts = memory_alloc(MEMORY_ATOM, TEXTS_AT_START * sizeof *a->texts);
    a->slots = memory_alloc_zeroed(MEMORY_ATOM, SLOTS_AT_START * sizeof *a->slots);
    if (!a->texts || !a->slots) return false;
    a->room = TEXTS_AT_START, a->slot_mask = SLOTS_AT_START - 1, a->limit = ATOMS_MAX;
    a->bytes = sizeof *a + TEXTS_AT_START * sizeof *a->texts + SLOTS_AT_START * sizeof *a->slots;
    arena_set_root(ROOT_atoms, a);
    add_named(a);
    return true;
}

struct atom_text atom_text(term atom)
{
    EXPECT(atom_index(atom) < table()->count);
    return table()->texts[atom_index(atom)];
}

void atoms_trim(void)
{
    struct atoms *a = table();
    size_t slots = a->slot_mask + 1;
    while ((a->count + ATOMS_TO_COME) * 2 < slots / 2) slots /= 2;
    if (slots <= a->slot_mask) make_slots(a, slots); /* without memory they stay as they are */
}

size_t atoms_count(void) { return table()->count; }
size_t atoms_limit(void) { return table()->limit; }
void atoms_set_limit(size_t limit) { table()->limit = limit; }
size_t atoms_bytes(void) { return table()->bytes; }

static size_t utf8_characters(const uint8_t *text, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++) count += (text[i] & 0xc0) != 0x80;
    return count;
}

/* The age of an atom; one that only C code knew till now gets its age when it is first met. */
static uint32_t age_of(struct atoms *a, uint32_t index)
{
    struct atom_text *t = &a->texts[index];
    if (t->age == 0 && a->ages) t->age = ++a->age;
    return t->age;
}

int atom_compare_age(term a, term b)
{
    uint32_t x = age_of(table(), atom_index(a)), y = age_of(table(), atom_index(b));
    return (x > y) - (x < y);
}

bool atoms_age_as(int release)
{
    static const struct {
        const char *text;
        int from, last;
    } oldest[] = {
#define AGE(text)             {text, 0, INT_MAX},
#define AGE_UNTIL(last, text) {text, 0, last},
#define AGE_FROM(first, text) {text, first, INT_MAX},
#include "term/atom_ages.def"
    };
    bool made = true;
    table()->ages = true;
    for (size_t i = 0; made && i < sizeof oldest / sizeof *oldest; i++)
        if (oldest[i].from <= release && release <= oldest[i].last) made = is_term(atom_from_c(oldest[i].text));
    return made;
}

term atom_from_utf8(const uint8_t *text, size_t size)
{
    struct atoms *a = table();
    uint64_t hash = hash_bytes(text, size), *slot = slot_for(a, hash, text, size);
    if (*slot) return age_of(a, (uint32_t)*slot - 1), atom_of((uint32_t)*slot - 1);
    if (size > ATOM_BYTES_MAX || utf8_characters(text, size) > ATOM_CHARACTERS_MAX) return NO_TERM;
    if (a->count >= a->limit || !grow_texts(a) || !grow_slots(a)) return NO_TERM;
    const uint8_t *kept = keep_text(a, text, size);
    return kept ? add(a, hash, kept, size) : NO_TERM;
}

void atom_expect_utf8(const uint8_t *text, size_t size)
{
    const struct atoms *a = table();
    __builtin_prefetch(&a->slots[hash_bytes(text, size) & a->slot_mask]);
}

term atom_existing_utf8(const uint8_t *text, size_t size)
{
    uint64_t *slot = slot_for(table(), hash_bytes(text, size), text, size);
    return *slot ? atom_of((uint32_t)*slot - 1) : NO_TERM;
}

/* Latin-1 to UTF-8; at most ATOM_CHARACTERS_MAX characters. */
static size_t utf8_of_latin1(const uint8_t *text, size_t size, uint8_t *to)
{
    size_t length = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] >= 0x80) to[length++] = (uint8_t)(0xc0 | text[i] >> 6);
        to[length++] = text[i] < 0x80 ? text[i] : (uint8_t)(0x80 | (text[i] & 0x3f));
    }
    return length;
}

term atom_from_latin1(const uint8_t *text, size_t size)
{
    uint8_t utf8[ATOM_CHARACTERS_MAX * 2];
    if (size > ATOM_CHARACTERS_MAX) return NO_TERM;
    return atom_from_utf8(utf8, utf8_of_latin1(text, size, utf8));
}

term atom_existing_latin1(const uint8_t *text, size_t size)
{
    uint8_t utf8[ATOM_CHARACTERS_MAX * 2];
    if (size > ATOM_CHARACTERS_MAX) return NO_TERM;
    return atom_existing_utf8(utf8, utf8_of_latin1(text, size, utf8));
}

term atom_from_c(const char *text) { return atom_from_utf8((const uint8_t *)text, strlen(text)); }
