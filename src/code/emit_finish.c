/* code/emit_finish.c - the end of a translation: one block of instructions, constants and strings. */
#include "code/emit.h"
#include "code/tables.h"
#include "memory/memory.h"
#include <string.h>

bool emitter_open(struct emitter *e, const struct beam *beam, struct fun_entry *const *lambdas)
{
    size_t labels = beam->label_count + 1;
    *e = (struct emitter){
        .beam = beam, .lambdas = lambdas, .fusions = code_state()->fusions, .end = beam->code + beam->code_size};
    e->room = beam->code_size + 64; /* few modules need more words than slots: then it is doubled */
    e->words = memory_alloc(MEMORY_CODE, e->room * sizeof *e->words);
    e->fixups = memory_alloc(MEMORY_CODE, e->room * sizeof *e->fixups);
    e->label_words = memory_alloc(MEMORY_CODE, labels * sizeof *e->label_words);
    if (!e->words || !e->fixups || !e->label_words) return false;
    memset(e->label_words, 0xff, labels * sizeof *e->label_words);
    return true;
}

void emitter_close(struct emitter *e)
{
    memory_free(MEMORY_CODE, e->words);
    memory_free(MEMORY_CODE, e->pool);
    memory_free(MEMORY_CODE, e->fixups);
    memory_free(MEMORY_CODE, e->label_words);
    memory_free(MEMORY_CODE, e->marks);
}

/* Fills words with byte distances from their instructions.  A label that code jumps to but nobody defined is inside a
 * function that a BIF replaced. */
static void resolve(const struct emitter *e, uint32_t *code, size_t pool_at, size_t strings_at)
{
    for (const struct fixup *x = e->fixups, *end = x + e->fixup_count; x < end; x++) {
        size_t start = x->start * sizeof *code;
        if (x->kind == TO_LABEL) {
            uint32_t to = e->label_words[x->to];
            ENSURE(to != NO_LABEL);
            code[x->word] = (uint32_t)(to * sizeof *code - start);
        } else {
            size_t to = x->kind == TO_POOL ? pool_at + x->to * sizeof *e->pool : strings_at + x->to;
            code[x->word] = (uint32_t)(to - start) + WORD_POOL;
        }
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
    resolve(e, code, pool_at, strings_at);
    for (size_t i = 0; i < labels; i++)
        if (e->label_words[i] != NO_LABEL) places[i] = code + e->label_words[i];
    *result = (struct translation){.code = code, .words = e->count, .labels = places};
    struct line_mark *exact = memory_resize(MEMORY_CODE, e->marks, e->mark_count * sizeof *e->marks);
    result->marks = exact ? exact : e->marks;
    result->mark_count = (uint32_t)e->mark_count;
    e->marks = NULL;
    return true;
}
