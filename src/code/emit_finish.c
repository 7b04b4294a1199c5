/* code/emit_finish.c - the end of a translation: one block of instructions, constants and strings. */
#include "code/emit.h"
#include "memory/memory.h"
#include <string.h>

bool emitter_open(struct emitter *e, const struct beam *beam, struct fun_entry *const *lambdas)
{
    size_t labels = beam->label_count + 1;
    *e = (struct emitter){.beam = beam, .lambdas = lambdas, .end = beam->code + beam->code_size};
    e->label_words = memory_alloc(MEMORY_CODE, labels * sizeof *e->label_words);
    if (!e->label_words) return false;
    memset(e->label_words, 0xff, labels * sizeof *e->label_words);
    return true;
}

void emitter_close(struct emitter *e)
{
    memory_free(MEMORY_CODE, e->words);
    memory_free(MEMORY_CODE, e->pool);
    memory_free(MEMORY_CODE, e->to_labels.at);
    memory_free(MEMORY_CODE, e->to_pool.at);
    memory_free(MEMORY_CODE, e->to_bytes.at);
    memory_free(MEMORY_CODE, e->label_words);
    memory_free(MEMORY_CODE, e->marks);
}

/* Fills words with byte distances: (base + to * scale) - start, in bytes, plus `tag`. */
static void resolve(uint32_t *code, const struct fixups *f, size_t base, size_t scale, uint32_t tag)
{
    for (size_t i = 0; i < f->count; i++) {
        const struct fixup *x = &f->at[i];
        code[x->word] = (uint32_t)(base + x->to * scale - x->start * sizeof *code) + tag;
    }
}

/* A label that code jumps to but nobody defined is inside a function that a BIF replaced. */
static void resolve_labels(const struct emitter *e, uint32_t *code)
{
    for (size_t i = 0; i < e->to_labels.count; i++) {
        const struct fixup *x = &e->to_labels.at[i];
        uint32_t to = e->label_words[x->to];
        ENSURE(to != NO_LABEL);
        code[x->word] = (to - x->start) * (uint32_t)sizeof *code;
    }
}

bool emitter_finish(struct emitter *e, struct translation *result)
{
    struct bytes strings = e->beam->chunks[CHUNK_StrT];
    size_t string_bytes = strings.at ? bytes_left(&strings) : 0, labels = e->beam->label_count;
    size_t pool_at = (e->count * sizeof *e->words + 7) / 8 * 8, strings_at = pool_at + e->pool_count * sizeof *e->pool;
    if (e->failed) return false;
    uint32_t *code = memory_alloc_code(strings_at + string_bytes);
    const uint32_t **places = memory_alloc_zeroed(MEMORY_CODE, (labels + 1) * sizeof *places);
    if (!code || !places) {
        memory_free_code(code);
        memory_free(MEMORY_CODE, places);
        return false;
    }
    memcpy(code, e->words, e->count * sizeof *code);
    if (e->pool_count) memcpy((char *)code + pool_at, e->pool, e->pool_count * sizeof *e->pool);
    if (string_bytes) memcpy((char *)code + strings_at, strings.at, string_bytes);
    resolve_labels(e, code);
    resolve(code, &e->to_pool, pool_at, sizeof *e->pool, WORD_POOL);
    resolve(code, &e->to_bytes, strings_at, 1, WORD_POOL);
    for (size_t i = 0; i < labels; i++)
        if (e->label_words[i] != NO_LABEL) places[i] = code + e->label_words[i];
    *result = (struct translation){.code = code, .words = e->count, .labels = places};
    result->marks = e->marks;
    result->mark_count = (uint32_t)e->mark_count;
    e->marks = NULL;
    return true;
}
