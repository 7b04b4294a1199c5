/* io/http.c - start lines and headers of HTTP (RFC 9112) as the terms of packet mode http. */
#include "heap/binary.h"
#include "io/packet.h"
#include "memory/settings.h"
#include "term/atoms.h"

enum { HEADER_NAME_MAX = 50 }; /* longer names keep their spelling: OTP's number */

/* What of the line is not read yet. */
struct scan {
    const uint8_t *at, *end;
};

static bool is_space(uint8_t c) { return c == ' ' || c == '\t'; }
static bool is_digit(uint8_t c) { return c >= '0' && c <= '9'; }
static bool at_space(const struct scan *s) { return s->at < s->end && is_space(*s->at); }
static bool skip_spaces(struct scan *s)
{
    const uint8_t *from = s->at;
    while (at_space(s)) s->at++;
    return s->at > from;
}

/* Digits as a number, which wraps as OTP's 32-bit one does. */
static bool take_number(struct scan *s, int32_t *number)
{
    const uint8_t *from = s->at;
    uint32_t n = 0;
    while (s->at < s->end && is_digit(*s->at)) n = n * 10 + (uint32_t)(*s->at++ - '0');
    *number = (int32_t)n;
    return s->at > from;
}

/* A character that may stand in a token (RFC 2616, section 2.2). */
static bool is_token(uint8_t c) { return c > 32 && c < 128 && !strchr("()<>@,;:\\\"/[]?={}", c); }

struct name {
    const char *text;
    term atom;
};
#define HEADER(atom, text) {text, {(uint64_t)ATOM_IX_##atom << IMM_BITS | IMM_ATOM}},
#define METHOD(atom, text)
static const struct name header_names[] = {
#include "io/http_names.def"
};
#undef HEADER
#undef METHOD
#define HEADER(atom, text)
#define METHOD(atom, text) {text, {(uint64_t)ATOM_IX_##atom << IMM_BITS | IMM_ATOM}},
static const struct name method_names[] = {
#include "io/http_names.def"
};

/* The number, from 1, of a name in a table; 0: it is not there. */
static size_t number_of(const struct name *names, size_t count, const uint8_t *text, size_t size)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(names[i].text) == size && memcmp(names[i].text, text, size) == 0) return i + 1;
    return 0;
}
#define NUMBER_OF(table, text, size) number_of(table, sizeof table / sizeof table[0], text, size)

/* -- terms ---------------------------------------------------------------------------------- */

struct making {
    struct heap *heap;
    bool binaries; /* strings are binaries, not lists */
};

static term text_of(const struct making *m, const void *text, size_t size)
{
    return m->binaries ? heap_binary_from(m->heap, text, size) : heap_string(m->heap, text, size, NIL);
}

/* A tuple of terms, unless one of them could not be made. */
static term tuple_of(const struct making *m, size_t arity, const term *elements)
{
    for (size_t i = 0; i < arity; i++)
        if (!is_term(elements[i])) return NO_TERM;
    term *hp = heap_alloc(m->heap, TUPLE_WORDS(arity));
    if (!hp) return NO_TERM;
    term t = build_tuple(&hp, arity);
    memcpy(tuple_elements(t), elements, arity * sizeof *elements);
    return t;
}
#define TUPLE_OF(m, ...) tuple_of(m, sizeof((term[]){__VA_ARGS__}) / sizeof(term), (term[]){__VA_ARGS__})

/* -- request targets -------------------------------------------------------------------------- */

/* Where the host ends, if a port may follow; else NULL.  From OTP 27 on a host may be an address of IPv6, [::1]: it ends at its
 * bracket as soon as any colon is behind that. */
static const uint8_t *host_end(const uint8_t *text, size_t size)
{
    if (size == 0) return NULL;
    const uint8_t *bracket = text[0] == '[' && otp_at_least(27) ? memchr(text, ']', size) : NULL;
    if (!bracket) return memchr(text, ':', size);
    return memchr(bracket, ':', (size_t)(text + size - bracket)) ? bracket + 1 : NULL;
}

/* host[:port][/path] behind a scheme's two slashes. */
static term absolute_uri(const struct making *m, term scheme, const uint8_t *text, size_t size)
{
    const uint8_t *path = size ? memchr(text, '/', size) : NULL;
    size_t host = path ? (size_t)(path - text) : size;
    const uint8_t *colon = host_end(text, host);
    term port = A(undefined);
    if (colon) {
        struct scan digits = {colon + 1, text + host};
        int32_t number = 0;
        take_number(&digits, &number);
        if (digits.at == digits.end && number != 0) port = small(number);
        host = (size_t)(colon - text);
    }
    term where = path ? text_of(m, path, (size_t)(text + size - path)) : text_of(m, "/", 1);
    return TUPLE_OF(m, A(absoluteURI), scheme, text_of(m, text, host), port, where);
}

static bool begins_with(const uint8_t *text, size_t size, const char *prefix)
{
    return size >= strlen(prefix) && strncasecmp((const char *)text, prefix, strlen(prefix)) == 0;
}

static term uri(const struct making *m, const uint8_t *text, size_t size)
{
    if (size == 1 && text[0] == '*') return A(times);
    if (size <= 1 || text[0] == '/') return TUPLE_OF(m, A(abs_path), text_of(m, text, size));
    if (begins_with(text, size, "http://")) return absolute_uri(m, A(http), text + 7, size - 7);
    if (begins_with(text, size, "https://")) return absolute_uri(m, A(https), text + 8, size - 8);
    const uint8_t *colon = memchr(text, ':', size);
    if (!colon) return text_of(m, text, size);
    size_t scheme = (size_t)(colon - text);
    return TUPLE_OF(m, A(scheme), text_of(m, text, scheme), text_of(m, colon + 1, size - scheme - 1));
}

/* -- lines ------------------------------------------------------------------------------------- */

static bool take_version(struct scan *s, int32_t version[2])
{
    if (s->end - s->at < 5 || memcmp(s->at, "HTTP/", 5) != 0) return false;
    s->at += 5;
    if (!take_number(s, &version[0]) || s->at == s->end || *s->at != '.') return false;
    s->at++;
    return take_number(s, &version[1]);
}

/* Each of these gives false when the line is not what it should be. */
static bool response(const struct making *m, struct scan s, term *t)
{
    int32_t version[2], status = 0;
    if (!take_version(&s, version) || !skip_spaces(&s)) return false;
    take_number(&s, &status);
    if (!skip_spaces(&s) && s.at < s.end) return false;
    *t = TUPLE_OF(m, A(http_response), TUPLE_OF(m, small(version[0]), small(version[1])), small(status),
                  text_of(m, s.at, (size_t)(s.end - s.at)));
    return true;
}

static bool request(const struct making *m, struct scan s, term *t)
{
    const uint8_t *method = s.at;
    while (s.at < s.end && is_token(*s.at)) s.at++;
    size_t method_size = (size_t)(s.at - method);
    if (method_size == 0 || !skip_spaces(&s)) return false;
    const uint8_t *target = s.at;
    while (s.at < s.end && !is_space(*s.at)) s.at++;
    size_t target_size = (size_t)(s.at - target);
    if (target_size == 0) return false;
    skip_spaces(&s);
    int32_t version[2] = {0, 9}; /* a line without a version */
    if (s.at < s.end && (s.end - s.at < 8 || !take_version(&s, version))) return false;
    size_t known = NUMBER_OF(method_names, method, method_size);
    *t = TUPLE_OF(m, A(http_request), known ? method_names[known - 1].atom : text_of(m, method, method_size),
                  uri(m, target, target_size), TUPLE_OF(m, small(version[0]), small(version[1])));
    return true;
}

/* Writes a name with a capital at the beginning and behind each hyphen. */
static void capitalise(uint8_t *to, const uint8_t *from, size_t size)
{
    bool begin = true;
    for (size_t i = 0; i < size; i++) {
        uint8_t c = from[i];
        bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z';
        to[i] = begin && lower ? c - 32 : !begin && upper ? c + 32 : c;
        begin = c == '-' && !begin;
    }
}

static bool header_line(const struct making *m, struct scan s, term *t)
{
    uint8_t proper[HEADER_NAME_MAX];
    const uint8_t *name = s.at, *shown = name;
    while (s.at < s.end && is_token(*s.at)) s.at++;
    if (s.at == s.end || *s.at != ':') return false;
    size_t size = (size_t)(s.at++ - name), known = 0;
    if (size <= HEADER_NAME_MAX) {
        capitalise(proper, name, size);
        known = NUMBER_OF(header_names, proper, size);
        shown = proper;
    }
    skip_spaces(&s);
    *t = TUPLE_OF(m, A(http_header), small((int64_t)known),
                  known ? header_names[known - 1].atom : text_of(m, shown, size), text_of(m, name, size),
                  text_of(m, s.at, (size_t)(s.end - s.at)));
    return true;
}

term packet_http(struct heap *h, struct packet_format *format, const uint8_t *line, size_t size)
{
    struct making m = {h, format->type == PACKET_HTTP_BIN || format->type == PACKET_HTTPH_BIN};
    struct scan s = {line, line + size};
    if (size >= 2 && line[size - 2] == '\r') s.end -= 2;
    else if (size >= 1 && line[size - 1] == '\n') s.end--;
    term t;
    bool good;
    if (format->header && s.at == s.end) {
        format->header = false;
        return A(http_eoh);
    }
    if (format->header) {
        good = header_line(&m, s, &t);
    } else {
        good = s.end - s.at >= 5 && memcmp(line, "HTTP/", 5) == 0 ? response(&m, s, &t) : request(&m, s, &t);
        format->header = good;
    }
    return good ? t : TUPLE_OF(&m, A(http_error), text_of(&m, line, size));
}
