/* bif/re_source.c - patterns that PCRE accepted and PCRE2 refuses, made acceptable. */
#include "bif/re.h"

/* PCRE2's numbers of the complaints that can be mended. */
enum {
    UNKNOWN_ESCAPE = 103,  /* \j is j */
    ESCAPE_IN_CLASS = 107, /* [\B] is [B] */
    NO_SUCH_GROUP = 115,   /* \8 is 8 */
    RANGE_IN_CLASS = 150,  /* in [\d-z] the hyphen is itself */
    CONTROL_CONTROL = 168, /* \c may stand before a control character too */
};

static int drop_byte(uint8_t *source, size_t size, size_t at)
{
    memmove(source + at, source + at + 1, size - at - 1);
    return -1;
}

static int add_backslash(uint8_t *source, size_t size, size_t at)
{
    memmove(source + at + 1, source + at, size - at);
    source[at] = '\\';
    return 1;
}

/* \c and a control character, which lies at `at`, as \xHH. */
static int spell_control(uint8_t *source, size_t size, size_t at)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t result = source[at] ^ 0x40;
    memmove(source + at + 2, source + at + 1, size - at - 1);
    source[at - 1] = 'x';
    source[at] = (uint8_t)digits[result >> 4];
    source[at + 1] = (uint8_t)digits[result & 15];
    return 1;
}

static bool is_digit(uint8_t c) { return c >= '0' && c <= '9'; }

int re_source_mend(uint8_t *source, size_t size, int error, size_t offset)
{
    if (offset == 0 || offset > size) return 2;
    uint8_t before = source[offset - 1];
    switch (error) {
    case UNKNOWN_ESCAPE: return before == '\\' ? drop_byte(source, size, offset - 1) : 2;
    case ESCAPE_IN_CLASS:
        return offset > 1 && source[offset - 2] == '\\' ? drop_byte(source, size, offset - 2)
               : before == '\\'                         ? drop_byte(source, size, offset - 1)
                                                        : 2;
    case NO_SUCH_GROUP: {
        bool lone = offset < size && (source[offset] == '8' || source[offset] == '9') &&
                    (offset + 1 == size || !is_digit(source[offset + 1]));
        return lone && before == '\\' ? drop_byte(source, size, offset - 1) : 2;
    }
    case RANGE_IN_CLASS: return offset < size && source[offset] == '-' ? add_backslash(source, size, offset) : 2;
    case CONTROL_CONTROL: {
        bool control = offset >= 2 && offset < size && (source[offset] < 32 || source[offset] == 127);
        return control ? spell_control(source, size, offset) : 2;
    }
    default: return 2;
    }
}
