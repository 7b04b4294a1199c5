/* bif/re_code.c - compiling patterns, and the cache of what was compiled lately. */
#include "bif/re.h"
#include "bif/re_tables.h"
#include "memory/arena.h"
#include "memory/memory.h"
#include "process/references.h"

enum {
    BUCKETS = 256,
    CODES_MAX = 512,           /* patterns kept */
    CODE_MEMORY_MAX = 4 << 20, /* and bytes of their code */
    NESTING_MAX = 798,         /* of parentheses: what OTP's library manages */
};

struct re {
    pcre2_general_context *memory;
    struct re_code *buckets[BUCKETS];
    struct re_code *newest, *oldest;
    size_t count, bytes;
    uint8_t tables[RE_TABLES_SIZE];
};

/* -- PCRE2's memory ------------------------------------------------------------------------ */

static void *allocate(size_t size, void *unused)
{
    (void)unused;
    return memory_alloc(MEMORY_SYSTEM, size);
}
static void release(void *p, void *unused)
{
    (void)unused;
    memory_free(MEMORY_SYSTEM, p);
}

static struct re *re_state(void)
{
    struct re *r = arena_root(ROOT_re);
    if (r) return r;
    r = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *r);
    if (!r) return NULL;
    r->memory = pcre2_general_context_create(allocate, release, NULL);
    if (!r->memory) {
        memory_free(MEMORY_SYSTEM, r);
        return NULL;
    }
    re_tables_latin1(r->tables);
    arena_set_root(ROOT_re, r);
    return r;
}

pcre2_general_context *re_memory(void)
{
    struct re *r = re_state();
    return r ? r->memory : NULL;
}

/* -- the cache -------------------------------------------------------------------------------- */

static uint64_t hash_of(const struct re_how *how, const uint8_t *source, size_t size)
{
    uint64_t h = how->options * UINT64_C(0x9e3779b97f4a7c15) ^ how->newline << 8 ^ how->bsr, word;
    for (; size >= 8; size -= 8, source += 8) {
        memcpy(&word, source, 8);
        h = (h ^ word) * UINT64_C(0xff51afd7ed558ccd), h ^= h >> 32;
    }
    for (; size > 0; size--) h = (h ^ *source++) * UINT64_C(0x100000001b3);
    return h ^ h >> 29;
}

static void free_code(struct re_code *c)
{
    pcre2_match_data_free(c->data);
    pcre2_code_free(c->stepping);
    pcre2_code_free(c->code);
    memory_free(MEMORY_SYSTEM, c);
}

void re_code_drop(struct re_code *c)
{
    if (--c->references == 0) free_code(c);
}

static void unlink_use(struct re *r, struct re_code *c)
{
    *(c->newer ? &c->newer->older : &r->newest) = c->older;
    *(c->older ? &c->older->newer : &r->oldest) = c->newer;
}

static void link_newest(struct re *r, struct re_code *c)
{
    c->newer = NULL;
    c->older = r->newest;
    *(r->newest ? &r->newest->newer : &r->oldest) = c;
    r->newest = c;
}

static void evict_oldest(struct re *r)
{
    struct re_code *c = r->oldest, **at = &r->buckets[c->hash % BUCKETS];
    while (*at != c) at = &(*at)->next;
    *at = c->next;
    unlink_use(r, c);
    r->count--;
    r->bytes -= c->memory;
    re_code_drop(c);
}

static void keep(struct re *r, struct re_code *c)
{
    while (r->oldest && (r->count >= CODES_MAX || r->bytes + c->memory > CODE_MEMORY_MAX)) evict_oldest(r);
    c->next = r->buckets[c->hash % BUCKETS];
    r->buckets[c->hash % BUCKETS] = c;
    link_newest(r, c);
    r->count++;
    r->bytes += c->memory;
}

static bool is_how(const struct re_how *a, const struct re_how *b)
{
    return a->options == b->options && a->newline == b->newline && a->bsr == b->bsr;
}

static struct re_code *find(struct re *r, uint64_t hash, const struct re_how *how, const uint8_t *source, size_t size)
{
    for (struct re_code *c = r->buckets[hash % BUCKETS]; c; c = c->next)
        if (c->hash == hash && c->size == size && is_how(&c->how, how) && memcmp(c->source, source, size) == 0)
            return c;
    return NULL;
}

/* -- compiling --------------------------------------------------------------------------------- */

/* In Unicode mode PCRE2 10.42 forgets, when it notes the bytes that a match can start with, that our tables
 * have letters from 128 to 255.  Their first bytes in UTF-8 are C2 and C3.  A byte too many in that set
 * costs an attempt, no more. */
static void widen_start(pcre2_code *code)
{
    uint32_t options = 0;
    const uint8_t *starts = NULL;
    pcre2_pattern_info(code, PCRE2_INFO_ALLOPTIONS, &options);
    pcre2_pattern_info(code, PCRE2_INFO_FIRSTBITMAP, &starts);
    if (options & PCRE2_UTF && starts) ((uint8_t *)(uintptr_t)starts)[0xc2 / 8] |= 1 << 0xc2 % 8 | 1 << 0xc3 % 8;
}

/* One attempt; on failure NULL, *error and *offset are PCRE2's (0: no memory). */
static pcre2_code *compile(struct re *r, const struct re_how *how, uint32_t more, const uint8_t *source, size_t size,
                           int *error, size_t *offset)
{
    *error = 0;
    pcre2_compile_context *context = pcre2_compile_context_create(r->memory);
    if (!context) return NULL;
    if (!re_is_pcre2()) pcre2_set_character_tables(context, r->tables); /* since 28 letters are those of ASCII */
    pcre2_set_newline(context, how->newline);
    pcre2_set_bsr(context, how->bsr);
    pcre2_set_parens_nest_limit(context, NESTING_MAX);
    pcre2_set_compile_extra_options(context, PCRE2_EXTRA_ALLOW_LOOKAROUND_BSK);
    pcre2_code *code = pcre2_compile(source, size, how->options | more, error, offset, context);
    pcre2_compile_context_free(context);
    if (code) widen_start(code);
    if (!code && *error == PCRE2_ERROR_HEAP_FAILED) *error = 0;
    return code;
}

/* A change of the pattern: what lies behind `at` has moved by `change`. */
struct mend {
    size_t at;
    int change;
};

/* Where an offset of the mended pattern lies in the source. */
static size_t offset_in_source(size_t offset, const struct mend *mends, size_t count)
{
    while (count-- > 0)
        if (offset > mends[count].at) offset = (size_t)((ptrdiff_t)offset - mends[count].change);
    return offset;
}

/* Mends what only PCRE accepted: at most one change for each byte of the source. `text` has room for twice that. */
static pcre2_code *mend(struct re *r, const struct re_how *how, uint32_t more, uint8_t *text, size_t size,
                        struct mend *mends, struct re_failure *failure)
{
    pcre2_code *code = NULL;
    size_t offset = failure->offset, n = size;
    for (size_t count = 0; count <= size && !code && failure->error;) {
        int change = re_source_mend(text, n, failure->error, offset);
        if (change == 2) break;
        n = (size_t)((ptrdiff_t)n + change);
        mends[count++] = (struct mend){offset - 1, change};
        code = compile(r, how, more, text, n, &failure->error, &offset);
        failure->offset = offset_in_source(offset, mends, count);
    }
    return code;
}

static pcre2_code *compile_mended(struct re *r, const struct re_how *how, uint32_t more, const uint8_t *source,
                                  size_t size, struct re_failure *failure)
{
    pcre2_code *code = compile(r, how, more, source, size, &failure->error, &failure->offset);
    if (code || failure->error == 0 || re_is_pcre2()) return code;
    uint8_t *text = memory_alloc(MEMORY_SYSTEM, 2 * size + 1);
    struct mend *mends = memory_alloc(MEMORY_SYSTEM, (size + 1) * sizeof *mends);
    if (text && mends) {
        memcpy(text, source, size);
        code = mend(r, how, more, text, size, mends, failure);
    } else {
        failure->error = 0;
    }
    memory_free(MEMORY_SYSTEM, text);
    memory_free(MEMORY_SYSTEM, mends);
    return code;
}

static struct re_code *new_code(struct re *r, uint64_t hash, const struct re_how *how, const uint8_t *source,
                                size_t size, struct re_failure *failure)
{
    pcre2_code *code = compile_mended(r, how, 0, source, size, failure);
    if (!code) return NULL;
    struct re_code *c = memory_alloc(MEMORY_SYSTEM, sizeof *c + size);
    if (!c) {
        failure->error = 0;
        pcre2_code_free(code);
        return NULL;
    }
    *c = (struct re_code){.hash = hash, .references = 1, .how = *how, .code = code, .size = size};
    memcpy(c->source, source, size);
    pcre2_pattern_info(code, PCRE2_INFO_SIZE, &c->memory);
    c->memory += size + sizeof *c;
    return c;
}

struct re_code *re_code(const struct re_how *how, const uint8_t *source, size_t size, struct re_failure *failure)
{
    struct re *r = re_state();
    failure->error = 0;
    if (!r) return NULL;
    if (!re_is_pcre2()) size = strnlen((const char *)source, size); /* PCRE takes a C string: a NUL ends it */
    uint64_t hash = hash_of(how, source, size);
    struct re_code *c = find(r, hash, how, source, size);
    if (c) {
        unlink_use(r, c);
        link_newest(r, c);
    } else {
        c = new_code(r, hash, how, source, size, failure);
        if (!c && failure->error) re_error(failure->error, source, size, failure);
        if (!c) return NULL;
        keep(r, c);
    }
    c->references++;
    return c;
}

pcre2_code *re_code_stepping(struct re_code *c)
{
    struct re *r = re_state();
    struct re_failure failure;
    if (!c->stepping && r) c->stepping = compile_mended(r, &c->how, PCRE2_AUTO_CALLOUT, c->source, c->size, &failure);
    return c->stepping;
}

/* -- patterns as terms -------------------------------------------------------------------------- */

/* The Opaque: this mark, then the options, then the source. */
static const uint8_t mark[8] = {'L', 'i', 'n', 'g', ' ', 'r', 'e', 1};
enum { OPAQUE_HEADER = 16 };

static bool has_crlf(const pcre2_code *code)
{
    uint32_t newline = 0;
    pcre2_pattern_info(code, PCRE2_INFO_NEWLINE, &newline);
    return newline == PCRE2_NEWLINE_ANY || newline == PCRE2_NEWLINE_CRLF || newline == PCRE2_NEWLINE_ANYCRLF;
}

term re_pattern_term(struct heap *h, const struct re_code *c, bool unicode)
{
    uint8_t *data;
    uint32_t groups = 0;
    term opaque = heap_new_binary(h, OPAQUE_HEADER + c->size, &data), *hp = heap_alloc(h, TUPLE_WORDS(5));
    if (!is_term(opaque) || !hp) return NO_TERM;
    memset(data, 0, OPAQUE_HEADER);
    memcpy(data, mark, sizeof mark);
    memcpy(data + 8, &c->how.options, 4);
    data[12] = c->how.newline;
    data[13] = c->how.bsr;
    memcpy(data + OPAQUE_HEADER, c->source, c->size);
    pcre2_pattern_info(c->code, PCRE2_INFO_CAPTURECOUNT, &groups);
    term t = build_tuple(&hp, 5), *e = tuple_elements(t);
    e[0] = A(re_pattern), e[1] = small(groups), e[2] = small(unicode), e[3] = small(has_crlf(c->code)), e[4] = opaque;
    return t;
}

bool re_pattern_of(term t, struct re_how *how, const uint8_t **source, size_t *size, bool *unicode)
{
    if (!is_tuple_of(t, 5)) return false;
    const term *e = tuple_elements(t);
    if (!same(e[0], A(re_pattern)) || !is_small(e[1]) || !is_small(e[2]) || !is_small(e[3]) || !is_binary(e[4]))
        return false;
    struct bits b = bits_view(e[4]);
    if (b.offset || b.size / 8 < OPAQUE_HEADER || memcmp(b.data, mark, sizeof mark) != 0) return false;
    memcpy(&how->options, b.data + 8, 4);
    how->newline = b.data[12];
    how->bsr = b.data[13];
    *source = b.data + OPAQUE_HEADER;
    *size = b.size / 8 - OPAQUE_HEADER;
    *unicode = small_value(e[2]) != 0;
    return re_how_is_possible(how);
}
