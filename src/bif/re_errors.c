/* bif/re_errors.c - complaints about patterns in the words of OTP's library. */
#include "bif/re.h"
#include <stdio.h>

enum offset_rule { SAME, BACK, NEXT, NAME_END, REFERENCE, HEX_END, CLOSING };

static const struct rule {
    int error;
    enum offset_rule offset;
    const char *text;
} rules[] = {
#define ERROR(number, offset, text) {number, offset, text},
#include "bif/re_errors.def"
#undef ERROR
};

static bool is_name(uint8_t c)
{
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Where the condition "(?(" that `at` stands in began; size: in none. */
static size_t condition_before(const uint8_t *s, size_t size, size_t at)
{
    for (size_t i = at; i-- > 0 && s[i] != ')';)
        if (i + 2 < size && s[i] == '(' && s[i + 1] == '?' && s[i + 2] == '(') return i;
    return size;
}

static size_t name_end(const uint8_t *s, size_t size, size_t at)
{
    bool condition = at < size && condition_before(s, size, at) < size;
    while (at < size && s[at] && strchr("{<'+-", s[at])) at++;
    while (at < size && is_name(s[at])) at++;
    if (!condition) return at;
    while (at < size && s[at] != ')') at++;
    return at < size ? at + 1 : at;
}

static bool is_digit_at(const uint8_t *s, size_t size, size_t at) { return at < size && s[at] >= '0' && s[at] <= '9'; }

/* Does \6, \g6 or \g{6} end with the byte at `at`? */
static bool is_numbered(const uint8_t *s, size_t size, size_t at)
{
    at -= at > 0 && at < size && s[at] == '}';
    if (!is_digit_at(s, size, at)) return false;
    while (at > 0 && is_digit_at(s, size, at - 1)) at--;
    at -= at > 0 && s[at - 1] == '{';
    at -= at > 0 && s[at - 1] == 'g';
    return at > 0 && s[at - 1] == '\\';
}

/* PCRE looks for groups with these numbers when it has read the whole pattern, for others at once. */
static size_t reference_end(const uint8_t *s, size_t size, size_t at)
{
    bool quoted = at > 0 && at < size && s[at] == '\'' && is_digit_at(s, size, at - 1);
    return is_numbered(s, size, at) ? size : quoted ? at : name_end(s, size, at);
}

static size_t hex_end(const uint8_t *s, size_t size, size_t at)
{
    while (at < size && strchr("0123456789abcdefABCDEF", s[at]) && s[at]) at++;
    return at;
}

/* Behind the class that begins at `at`. */
static size_t class_end(const uint8_t *s, size_t size, size_t at)
{
    at++;
    if (at < size && s[at] == '^') at++;
    if (at < size && s[at] == ']') at++;
    while (at < size && s[at] != ']') at += s[at] == '\\' ? 2 : 1;
    return at + 1;
}

/* The parenthesis that closes the group in which `at` lies, or which begins there. */
static size_t closing(const uint8_t *s, size_t size, size_t at)
{
    size_t start = condition_before(s, size, at), depth = 0;
    if (start < at && (at == size || s[at] != '(')) at = start;
    while (at < size) {
        if (s[at] == '(') depth++;
        if (s[at] == ')' && --depth == 0) return at;
        at = s[at] == '[' ? class_end(s, size, at) : at + (s[at] == '\\' ? 2 : 1);
    }
    return size;
}

static size_t moved(enum offset_rule rule, const uint8_t *s, size_t size, size_t at)
{
    switch (rule) {
    case SAME: return at;
    case BACK: return at ? at - 1 : 0;
    case NEXT: return at + 1;
    case NAME_END: return name_end(s, size, at);
    case REFERENCE: return reference_end(s, size, at);
    case HEX_END: return hex_end(s, size, at);
    default: return closing(s, size, at);
    }
}

/* A pattern that just ends: PCRE names what it was in the middle of. */
static const char *text_at_end(const uint8_t *s, size_t size)
{
    size_t at = size;
    while (at > 0 && (is_name(s[at - 1]) || s[at - 1] == '-')) at--;
    if (at >= 3 && memcmp(s + at - 3, "(?(", 3) == 0) return "assertion expected after (?( or (?(?C)";
    if (at < 2 || memcmp(s + at - 2, "(?", 2) != 0) return NULL;
    if (at == size) return "unrecognized character after (? or (?-";
    if (s[at] == 'C') return "closing ) for (?C expected";
    if (s[at] == 'P') return "unrecognized character after (?P";
    if (s[at] >= '0' && s[at] <= '9') return "(?R or (?[+-]digits must be followed by )";
    return "unrecognized character after (? or (?-";
}

/* A reference to group 0, which ends before *at. */
static const char *text_of_zero(const uint8_t *s, size_t *at)
{
    size_t i = *at;
    if (i > 0 && s[i - 1] == '}') i--;
    if (i < 3 || s[i - 1] != '0' || (s[i - 2] != '{' && s[i - 2] != 'g' && s[i - 2] != '(')) return NULL;
    *at += s[i - 2] == '(' ? 1 : -1;
    return s[i - 2] == '(' ? "invalid condition (?(0)" : "a numbered reference must not be zero";
}

/* Texts that depend on where in the pattern it is. */
static const char *special_text(int error, const uint8_t *s, size_t size, size_t *offset)
{
    size_t at = *offset;
    if (error == 115) return text_of_zero(s, offset);
    if (error == 114 && at == size) return text_at_end(s, size);
    if (error == 162 && at >= 3 && s[at - 1] == '<')
        return s[at - 2] == 'P' ? "syntax error in subpattern name (missing terminator)"
                                : "unrecognized character after (?<";
    if (error == 162 && at >= 2 && at < size && s[at] == '}') return "a numbered reference must not be zero";
    if (error == 162 && at >= 2 && s[at - 1] == '{')
        return "\\g is not followed by a braced, angle-bracketed, or quoted name/number or by a plain number";
    if (error == 178)
        return at >= 2 && s[at - 2] == 'o' ? "non-octal character in \\o{} (closing brace missing?)"
                                           : "non-hex character in \\x{} (closing brace missing?)";
    return error < 0 ? "invalid UTF-8 string" : NULL;
}

void re_error(int error, const uint8_t *source, size_t size, struct re_failure *failure)
{
    bool theirs = re_is_pcre2();
    const char *text = theirs ? NULL : special_text(error, source, size, &failure->offset);
    for (size_t i = 0; !theirs && !text && i < sizeof rules / sizeof *rules; i++) {
        if (rules[i].error != error) continue;
        text = rules[i].text;
        failure->offset = moved(rules[i].offset, source, size, failure->offset);
    }
    if (text) snprintf(failure->text, sizeof failure->text, "%s", text);
    else pcre2_get_error_message(error, (PCRE2_UCHAR *)failure->text, sizeof failure->text);
}
