/* bif/re_tables.c - PCRE2's character tables for ISO 8859-1. */
#include "bif/re_tables.h"
#include <stdbool.h>
#include <string.h>

static bool between(int c, int low, int high) { return c >= low && c <= high; }

static bool is_digit(int c) { return between(c, '0', '9'); }
static bool is_upper(int c) { return between(c, 'A', 'Z') || (between(c, 0xc0, 0xde) && c != 0xd7); }
static bool is_lower(int c)
{
    return between(c, 'a', 'z') || (between(c, 0xdf, 0xff) && c != 0xf7) || c == 0xaa || c == 0xb5 || c == 0xba;
}
static bool is_alpha(int c) { return is_upper(c) || is_lower(c); }
static bool is_xdigit(int c) { return is_digit(c) || between(c, 'A', 'F') || between(c, 'a', 'f'); }
static bool is_word(int c) { return is_alpha(c) || is_digit(c) || c == '_'; }
static bool is_space(int c) { return between(c, 9, 13) || c == ' '; }
static bool is_graph(int c) { return between(c, 33, 126) || c >= 0xa0; }
static bool is_print(int c) { return is_graph(c) || c == ' '; }
static bool is_punct(int c) { return is_graph(c) && !is_alpha(c) && !is_digit(c); }
static bool is_control(int c) { return c < 32 || between(c, 127, 159); }

static int lower(int c) { return is_upper(c) ? c + 32 : c; }
static int other_case(int c)
{
    if (is_upper(c)) return c + 32;
    return is_lower(c) && is_upper(c - 32) ? c - 32 : c;
}

/* The classes in the order of their bitmaps. */
static bool (*const classes[])(int) = {is_space, is_xdigit, is_digit, is_upper, is_lower,
                                       is_word,  is_graph,  is_print, is_punct, is_control};

/* The bits of a character's type. */
enum { TYPE_SPACE = 1, TYPE_LETTER = 2, TYPE_LOWER = 4, TYPE_DIGIT = 8, TYPE_WORD = 16 };
static uint8_t type_of(int c)
{
    return (uint8_t)((is_space(c) ? TYPE_SPACE : 0) | (is_alpha(c) ? TYPE_LETTER : 0) | (is_lower(c) ? TYPE_LOWER : 0) |
                     (is_digit(c) ? TYPE_DIGIT : 0) | (is_word(c) ? TYPE_WORD : 0));
}

void re_tables_latin1(uint8_t to[RE_TABLES_SIZE])
{
    uint8_t *maps = to + 512, *types = maps + 320;
    memset(to, 0, RE_TABLES_SIZE);
    for (int c = 0; c < 256; c++) {
        to[c] = (uint8_t)lower(c);
        to[256 + c] = (uint8_t)other_case(c);
        types[c] = type_of(c);
        for (int i = 0; i < 10; i++)
            if (classes[i](c)) maps[i * 32 + c / 8] |= (uint8_t)(1u << (c & 7));
    }
}
