/* test/fuzz/fuzz_etf.c - any bytes as external format: what decodes must encode, decode again to the same
 * term, compare and hash alike, and print. */
#include "fuzz.h"
#include "etf/etf.h"
#include "term/compare.h"
#include "term/hash.h"
#include "term/print.h"

static struct export exports[256];
static struct fun_entry entries[256];

static struct export *find_export(term module, term function, uint32_t arity, bool make)
{
    (void)make;
    for (size_t i = 0; i < 256; i++) {
        struct export *e = &exports[i];
        if (e->loaded && same(e->module, module) && same(e->function, function) && e->arity == arity) return e;
        if (e->loaded) continue;
        *e = (struct export){.module = module, .function = function, .arity = arity, .loaded = true};
        return e;
    }
    return NULL;
}

static struct fun_entry *find_fun(term module, uint32_t index, const uint8_t uniq[16], uint32_t old_uniq, bool make)
{
    (void)make;
    for (size_t i = 0; i < 256; i++) {
        struct fun_entry *e = &entries[i];
        bool used = e->module.word != 0;
        if (used && same(e->module, module) && e->index == index && e->old_uniq == old_uniq &&
            memcmp(e->uniq, uniq, 16) == 0)
            return e;
        if (used) continue;
        *e = (struct fun_entry){.module = module, .index = index, .old_uniq = old_uniq};
        memcpy(e->uniq, uniq, 16);
        return e;
    }
    return NULL;
}

static term itself(term definition) { return definition; }

static const struct etf_code code = {find_export, find_fun, itself};

static void check(struct heap *h, term t)
{
    struct etf_encode how = {.minor_version = 2};
    size_t size = etf_size(t, &how);
    uint8_t *bytes = malloc(size);
    MUST(etf_encode(t, &how, bytes, size) == bytes + size);
    struct etf_decode d = {.at = bytes, .end = bytes + size, .code = &code};
    term again;
    char text[256];
    MUST(etf_decode(&d, h, &again) == ETF_OK && d.at == d.end);
    MUST(term_equal(t, again) && term_compare(t, again) == 0 && term_compare_exact(t, again) == 0);
    MUST(term_hash(t) == term_hash(again) && term_phash2(t) == term_phash2(again) &&
         term_phash(t) == term_phash(again));
    MUST(term_print_to(text, sizeof text, t) == term_print_to(text, sizeof text, again));
    free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool opened;
    const char *why;
    if (!opened) MUST(arena_open(&why) && atoms_open());
    opened = true;
    struct heap h;
    MUST(heap_open(&h, 100));
    struct etf_decode d = {.at = data, .end = data + size, .code = &code, .safe = atoms_count() > 100000};
    term t;
    memset(exports, 0, sizeof exports), memset(entries, 0, sizeof entries);
    enum etf_result end = etf_decode(&d, &h, &t);
    MUST(h.fragment_words <= 1000 + 200 * size); /* in proportion to the input */
    if (end == ETF_OK) check(&h, t);
    heap_close(&h);
    return 0;
}
