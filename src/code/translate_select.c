/* code/translate_select.c - selection: a table of labels, a binary search, or one test after the other. */
#include "code/translate_parts.h"
#include "memory/memory.h"
#include <stdlib.h>

/* A choice: the word that is compared, and where it leads. */
struct choice {
    int32_t word;
    uint32_t label;
};

static int by_word(const void *a, const void *b)
{
    const struct choice *x = a, *y = b;
    return (x->word > y->word) - (x->word < y->word);
}

static void emit_sparse(struct emitter *e, const struct choice *choices, size_t count)
{
    for (size_t n = 0; n < count; n++) {
        emit_list_word(e, arg_number((uint32_t)choices[n].word));
        emit_list_word(e, arg_label(choices[n].label));
    }
}

/* One slot for each value between first and last: worth it when at least half of them are used. */
static bool is_dense(const struct choice *c, size_t count)
{
    if (count < 4) return false;
    uint64_t span = ((uint64_t)((int64_t)c[count - 1].word - c[0].word) >> IMM_BITS) + 1;
    for (size_t n = 0; n < count; n++)
        if (!is_small((term){(uint64_t)(int64_t)c[n].word})) return false;
    return span <= 2 * count;
}

static void emit_dense(struct emitter *e, struct arg fail, struct arg from, const struct choice *c, size_t count)
{
    size_t span = (size_t)(((int64_t)c[count - 1].word - c[0].word) >> IMM_BITS) + 1, n = 0;
    EMIT(e, select_dense, fail, from, arg_constant((term){(uint64_t)(int64_t)c[0].word}), arg_number(span));
    for (size_t s = 0; s < span; s++) {
        bool here = c[n].word == c[0].word + (int32_t)(s << IMM_BITS);
        emit_list_word(e, here ? arg_label(c[n++].label) : fail);
    }
}

/* Where the list of `count` slots has the label that is the next thing but for line instructions; -1: nowhere. */
static int32_t choice_that_follows(const struct emitter *e, const struct slot *i, const struct slot *list,
                                   int32_t count)
{
    for (i = following(i); is_genop(e, i, GENOP_line);) i = following(i);
    if (!is_genop(e, i, GENOP_label)) return -1;
    for (int32_t n = 0; n < count; n += 2)
        if (list[n + 1].value == i[1].value) return n;
    return -1;
}

/* Values that are no 32-bit words, or so few that looking at one after the other is fastest: the choice that follows
 * comes last, so that nothing is jumped over. */
static void emit_tests(struct emitter *e, const struct slot *i)
{
    struct arg from = arg_of(e, i[1]), fail = arg_of(e, i[2]);
    const struct slot *list = &i[4];
    int32_t count = i[3].value, last = choice_that_follows(e, i, list, count);
    for (int32_t n = 0; n < count; n += 2)
        if (n != last) EMIT(e, is_ne_exact, arg_of(e, list[n + 1]), from, arg_of(e, list[n]));
    if (last >= 0) EMIT(e, is_eq_exact, fail, from, arg_of(e, list[last]));
    else EMIT(e, jump, fail);
}

/* One or two choices of which one follows. */
static bool is_for_tests(const struct emitter *e, const struct slot *i)
{
    return i[3].value <= 4 && choice_that_follows(e, i, &i[4], i[3].value) >= 0;
}

/* The choices of a select instruction in rising order; NULL: not all are words. */
static struct choice *choices_of(struct emitter *e, const struct slot *i, size_t count)
{
    struct choice *c = memory_alloc(MEMORY_CODE, count * sizeof *c);
    const struct slot *list = &i[4];
    bool arities = genop_of(i) == GENOP_select_tuple_arity;
    for (size_t n = 0; c && n < count; n++) {
        uint64_t word = arities ? (uint64_t)(int64_t)(int32_t)header(KIND_TUPLE, (size_t)list[2 * n].value)
                                : arg_of(e, list[2 * n]).value;
        c[n] = (struct choice){(int32_t)word, (uint32_t)list[2 * n + 1].value};
        if ((int64_t)word == c[n].word && (arities || is_immediate((term){word}))) continue;
        memory_free(MEMORY_CODE, c);
        return NULL;
    }
    if (!c) e->failed = true;
    else qsort(c, count, sizeof *c, by_word);
    return c;
}

const struct slot *translate_select_val(struct emitter *e, const struct slot *i)
{
    size_t count = (size_t)i[3].value / 2;
    struct arg from = arg_of(e, i[1]), fail = arg_of(e, i[2]);
    struct choice *c = count && !is_for_tests(e, i) ? choices_of(e, i, count) : NULL;
    if (!c) {
        emit_tests(e, i);
    } else if (is_dense(c, count)) {
        emit_dense(e, fail, from, c, count);
    } else {
        EMIT(e, select_small, fail, from, arg_number(2 * count));
        emit_sparse(e, c, count);
    }
    memory_free(MEMORY_CODE, c);
    return following(i);
}

const struct slot *translate_select_tuple_arity(struct emitter *e, const struct slot *i)
{
    size_t count = (size_t)i[3].value / 2;
    struct choice *c = count ? choices_of(e, i, count) : NULL;
    if (!c) {
        EMIT(e, jump, arg_of(e, i[2]));
    } else {
        EMIT(e, select_arity, arg_of(e, i[2]), arg_of(e, i[1]), arg_number(2 * count));
        emit_sparse(e, c, count);
    }
    memory_free(MEMORY_CODE, c);
    return following(i);
}
