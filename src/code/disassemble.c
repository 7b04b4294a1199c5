/* code/disassemble.c - internal instructions as text. */
#include "code/disassemble.h"
#include "term/objects.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { CONSTANT_CHARACTERS_MAX = 60, TEXT_MAX = 64 };

__attribute__((format(printf, 2, 3))) static void put(struct printer *to, const char *format, ...)
{
    char text[TEXT_MAX];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    to->put(to, text, (size_t)size < sizeof text ? (size_t)size : sizeof text - 1);
}

static const void *at_distance(const uint32_t *at, uint32_t word)
{
    return (const char *)at + (int32_t)word - WORD_POOL;
}

static uint64_t pool_word(const uint32_t *at, uint32_t word)
{
    uint64_t value;
    memcpy(&value, at_distance(at, word), sizeof value);
    return value;
}

static void put_source(struct printer *to, const uint32_t *at, uint32_t word)
{
    switch (word & WORD_MASK) {
    case WORD_X: put(to, "x%u", word / 8); break;
    case WORD_Y: put(to, "y%u", word / 8); break;
    default: term_print(to, (term){pool_word(at, word)}, CONSTANT_CHARACTERS_MAX);
    }
}

static void put_operand(struct printer *to, const uint32_t *at, enum op_kind kind, uint32_t word)
{
    switch (kind) {
    case X:
    case Y:
    case Q:
    case S:
    case D: put_source(to, at, word); break;
    case I:
    case J: term_print(to, (term){(uint64_t)(int64_t)(int32_t)word}, CONSTANT_CHARACTERS_MAX); break;
    case L:
        if (word) put(to, "%+d", (int32_t)word / 4);
        else put(to, "-");
        break;
    case F: put(to, "f%u", word / 8 + F_REGISTERS); break;
    case E:
    case B: put(to, "#"); break;
    default: put(to, "%u", word);
    }
}

/* The words of a list: registers and constants are sources, what has the mark of nothing a number. */
static const uint32_t *put_list(struct printer *to, const uint32_t *list)
{
    for (uint32_t i = 0; i < list[0]; i++) put(to, " %d", (int32_t)list[1 + i]);
    return list + 1 + list[0];
}

const uint32_t *disassemble(struct printer *to, const uint32_t *at)
{
    enum op_form form = op_form_at(at[0]);
    if (form == OP_FORMS) return NULL;
    const struct op_form_info *info = &op_form_info[form];
    put(to, "%s", info->name);
    for (uint8_t i = 0; i < info->count; i++) {
        to->put(to, " ", 1);
        if (info->kinds[i] == N) return put_list(to, &at[1 + i]);
        put_operand(to, at, (enum op_kind)info->kinds[i], at[1 + i]);
    }
    return at + 1 + info->count;
}
