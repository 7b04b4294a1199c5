/* io/names.c - names of the host as terms. */
#include "io/names.h"
#include "base/limits.h"
#include "heap/build.h"
#include "io/iodata.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include "term/atoms.h"
#include <string.h>

/* Bytes that character c takes; 0: not a character of the encoding, or zero. */
static size_t character_size(int64_t c)
{
    if (c <= 0 || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) return 0;
    if (!settings()->filenames_utf8) return c <= 0xff;
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

static char *character_put(char *to, uint32_t c, size_t size)
{
    static const uint8_t lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    if (size == 1) {
        *to = (char)c;
        return to + 1;
    }
    for (size_t i = size - 1; i > 0; i--, c >>= 6) to[i] = (char)(0x80 | (c & 0x3f));
    to[0] = (char)(lead[size] | c);
    return to + size;
}

static bool name_room(struct name *n, size_t size)
{
    n->size = size;
    n->bytes = size < sizeof n->inside ? n->inside : memory_alloc(MEMORY_SYSTEM, size + 1);
    if (n->bytes) n->bytes[size] = 0;
    return n->bytes != NULL;
}

void name_free(struct name *n)
{
    if (n->bytes != n->inside) memory_free(MEMORY_SYSTEM, n->bytes);
}

static enum name_result name_of_bytes(struct name *n, const uint8_t *bytes, size_t size)
{
    if (memchr(bytes, 0, size)) return NAME_BAD;
    if (!name_room(n, size)) return NAME_NO_MEMORY;
    memcpy(n->bytes, bytes, size);
    return NAME_OK;
}

/* Walks the characters: adds up their size, or writes them when `to` is given. */
static enum name_result name_walk(term t, size_t *size, char *to)
{
    struct leaf_walk w;
    enum leaf l;
    leaf_walk(&w, t);
    *size = 0;
    while ((l = leaf_next(&w)) == LEAF_INTEGER) {
        int64_t c = small_value(w.leaf);
        size_t n = character_size(c);
        if (!n) break;
        *size += n;
        if (to) to = character_put(to, (uint32_t)c, n);
    }
    leaf_walk_end(&w);
    return l == LEAF_END ? NAME_OK : l == LEAF_NO_MEMORY ? NAME_NO_MEMORY : NAME_BAD;
}

static enum name_result name_of_list(struct name *n, term t)
{
    size_t size;
    enum name_result r = name_walk(t, &size, NULL);
    if (r != NAME_OK) return r;
    if (!name_room(n, size)) return NAME_NO_MEMORY;
    r = name_walk(t, &size, n->bytes);
    if (r != NAME_OK) name_free(n);
    return r;
}

static enum name_result name_of_raw(struct name *n, term t)
{
    struct bytes_view v = bytes_view(t);
    if (!v.at) return v.size == SIZE_MAX ? NAME_NO_MEMORY : NAME_BAD;
    enum name_result r = name_of_bytes(n, v.at, v.size);
    bytes_view_end(&v);
    return r;
}

/* An atom's text, in Latin-1 if that is the encoding. */
static enum name_result name_of_atom(struct name *n, term t)
{
    struct atom_text a = atom_text(t);
    if (settings()->filenames_utf8 || a.size == a.characters) return name_of_bytes(n, a.bytes, a.size);
    if (!a.latin1) return NAME_BAD;
    uint8_t narrow[ATOM_CHARACTERS_MAX], *to = narrow;
    for (const uint8_t *p = a.bytes; p < a.bytes + a.size; p++)
        if (*p < 0x80) *to++ = *p;
        else *to++ = (uint8_t)(p[0] << 6 | (p[1] & 0x3f)), p++;
    return name_of_bytes(n, narrow, (size_t)(to - narrow));
}

enum name_result name_of(struct name *n, term t, unsigned accepted)
{
    n->bytes = n->inside;
    if (is_list(t) && accepted & NAME_LIST) return name_of_list(n, t);
    if (is_bitstring(t) && accepted & NAME_RAW) return name_of_raw(n, t);
    if (is_atom(t) && accepted & NAME_ATOM) return name_of_atom(n, t);
    return NAME_BAD;
}

/* The character at *at (which is advanced), or -1: not UTF-8. */
static int32_t character_next(const uint8_t **at, const uint8_t *end)
{
    static const int32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const uint8_t *p = *at;
    size_t size = p[0] < 0x80 ? 1 : p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : p[0] < 0xf5 ? 4 : 0;
    if (!size || (size_t)(end - p) < size) return -1;
    int32_t c = size == 1 ? p[0] : p[0] & (0x7f >> size);
    for (size_t i = 1; i < size; i++) {
        if ((p[i] & 0xc0) != 0x80) return -1;
        c = c << 6 | (p[i] & 0x3f);
    }
    if (c < least[size] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) return -1;
    *at = p + size;
    return c;
}

bool name_is_text(const char *bytes, size_t size, size_t *characters)
{
    *characters = size;
    if (!settings()->filenames_utf8) return true;
    const uint8_t *at = (const uint8_t *)bytes, *end = at + size;
    for (*characters = 0; at < end; ++*characters)
        if (character_next(&at, end) < 0) return false;
    return true;
}

term name_to_list(struct heap *h, const char *bytes, size_t size)
{
    size_t characters;
    if (!settings()->filenames_utf8 || !name_is_text(bytes, size, &characters)) return heap_string(h, bytes, size, NIL);
    if (!characters) return NIL;
    term *hp = heap_alloc(h, characters * CONS_WORDS), *cell = hp;
    if (!hp) return NO_TERM;
    const uint8_t *at = (const uint8_t *)bytes, *end = at + size;
    for (; at < end; cell += CONS_WORDS) {
        cell[0] = small(character_next(&at, end));
        cell[1] = cons_at(cell + CONS_WORDS);
    }
    cell[-1] = NIL;
    return cons_at(hp);
}
