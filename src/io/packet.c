/* io/packet.c - framing: where packets end. */
#include "io/packet.h"
#include "heap/binary.h"

static uint32_t u16(const uint8_t *p) { return (uint32_t)p[0] << 8 | p[1]; }
static uint32_t u24(const uint8_t *p) { return u16(p) << 8 | p[2]; }
static uint32_t u32(const uint8_t *p) { return u16(p) << 16 | u16(p + 2); }
static uint32_t u32_little(const uint8_t *p) { return __builtin_bswap32(u32(p)); }

/* A packet whose header said how long the rest is. */
static int64_t counted(const struct packet_format *f, size_t header, uint32_t size)
{
    int64_t whole = (int64_t)header + size;
    if ((f->size_max && size > f->size_max) || whole > INT32_MAX) return PACKET_INVALID;
    return whole;
}

/* -- lines ------------------------------------------------------------------------------- */

static int64_t line_size(const struct packet_format *f, const uint8_t *bytes, size_t size)
{
    const uint8_t *end = size ? memchr(bytes, f->delimiter, size) : NULL;
    size_t n = end ? (size_t)(end - bytes) + 1 : size;
    if (f->size_max && n > f->size_max) return PACKET_INVALID;
    if (f->line_max && (end ? n > f->line_max : n >= f->line_max)) return f->line_max;
    return end ? (int64_t)n : 0;
}

static bool is_blank_line(const uint8_t *bytes, size_t size)
{
    return (size == 1 && bytes[0] == '\n') || (size == 2 && bytes[0] == '\r' && bytes[1] == '\n');
}

/* A header goes on in lines that begin with white space, so the byte behind it must be seen too. */
static int64_t http_size(struct packet_format *f, const uint8_t *bytes, size_t size)
{
    uint32_t most = f->size_max ? f->size_max : f->line_max;
    if (f->type == PACKET_HTTPH || f->type == PACKET_HTTPH_BIN) f->header = true;
    if (is_blank_line(bytes, size)) return (int64_t)size;
    for (size_t from = 0;;) {
        const uint8_t *end = from < size ? memchr(bytes + from, '\n', size - from) : NULL;
        if (!end) return most && size >= most ? PACKET_INVALID : 0;
        size_t n = (size_t)(end - bytes) + 1;
        bool folded = f->header && n < size && n > 2 && (end[1] == ' ' || end[1] == '\t');
        if (folded) {
            from = n;
            continue;
        }
        if (most && n > most) return PACKET_INVALID;
        return f->header && n == size ? 0 : (int64_t)n;
    }
}

/* -- headers with a size ------------------------------------------------------------------ */

/* Basic encoding rules (X.690): a tag of one or more bytes, then the length in short or long form. */
static int64_t asn1_size(const struct packet_format *f, const uint8_t *bytes, size_t size)
{
    size_t at = 1;
    if (size < 2) return 0;
    if ((bytes[0] & 0x1f) == 0x1f) {
        while (at < size && bytes[at] & 0x80) at++;
        if (size - at < 2) return 0;
        at++;
    }
    uint8_t length = bytes[at++];
    if (length < 0x80) return counted(f, at, length);
    length &= 0x7f;
    if (size - at < length) return 0;
    switch (length) {
    case 0: return counted(f, at, 0);
    case 1: return counted(f, at + 1, bytes[at]);
    case 2: return counted(f, at + 2, u16(bytes + at));
    case 3: return counted(f, at + 3, u24(bytes + at));
    case 4: return counted(f, at + 4, u32(bytes + at));
    default: return PACKET_INVALID;
    }
}

static int64_t tpkt_size(const struct packet_format *f, const uint8_t *bytes)
{
    uint32_t whole = u16(bytes + 2);
    return bytes[0] != 3 || whole < 4 ? PACKET_INVALID : counted(f, 4, whole - 4);
}

static int64_t cdr_size(const struct packet_format *f, const uint8_t *bytes)
{
    if (memcmp(bytes, "GIOP", 4) != 0) return PACKET_INVALID;
    return counted(f, 12, bytes[6] & 1 ? u32_little(bytes + 8) : u32(bytes + 8));
}

static bool is_ssl2_hello(const uint8_t *packet) { return packet[0] & 0x80 && packet[2] == 1; }

static int64_t tls_size(const struct packet_format *f, const uint8_t *bytes)
{
    if (!is_ssl2_hello(bytes)) return counted(f, 5, u16(bytes + 3));
    uint32_t rest = u16(bytes) & 0x7fff;
    return rest < 3 ? PACKET_INVALID : counted(f, 5, rest - 3);
}

static size_t header_size(enum packet_type type)
{
    switch (type) {
    case PACKET_1: return 1;
    case PACKET_2: return 2;
    case PACKET_CDR: return 12;
    case PACKET_FCGI: return 8;
    case PACKET_SSL_TLS: return 5;
    default: return 4;
    }
}

static int64_t header_says(const struct packet_format *f, const uint8_t *bytes)
{
    switch (f->type) {
    case PACKET_1: return counted(f, 1, bytes[0]);
    case PACKET_2: return counted(f, 2, u16(bytes));
    case PACKET_4: return counted(f, 4, u32(bytes));
    case PACKET_SUNRM: return counted(f, 4, u32(bytes) & 0x7fffffff);
    case PACKET_CDR: return cdr_size(f, bytes);
    case PACKET_FCGI: return bytes[0] != 1 ? PACKET_INVALID : counted(f, 8, u16(bytes + 4) + bytes[6]);
    case PACKET_TPKT: return tpkt_size(f, bytes);
    default: return tls_size(f, bytes);
    }
}

int64_t packet_size(struct packet_format *f, const uint8_t *bytes, size_t size)
{
    switch (f->type) {
    case PACKET_RAW: return (int64_t)size;
    case PACKET_LINE: return line_size(f, bytes, size);
    case PACKET_ASN1: return asn1_size(f, bytes, size);
    case PACKET_HTTP:
    case PACKET_HTTPH:
    case PACKET_HTTP_BIN:
    case PACKET_HTTPH_BIN: return http_size(f, bytes, size);
    default: return size < header_size(f->type) ? 0 : header_says(f, bytes);
    }
}

const uint8_t *packet_body(enum packet_type type, const uint8_t *packet, size_t *size)
{
    size_t header = type == PACKET_1 || type == PACKET_2 || type == PACKET_4 ? header_size(type) : 0;
    if (type == PACKET_FCGI) *size -= packet[6]; /* padding */
    *size -= header;
    return packet + header;
}

term packet_ssl_tls(struct heap *h, const uint8_t *packet, size_t size)
{
    bool old = is_ssl2_hello(packet); /* read as <<1:8, Length:24, Data>> of a handshake */
    uint8_t prefix[4] = {1, (uint8_t)((size - 3) >> 16), (uint8_t)((size - 3) >> 8), (uint8_t)(size - 3)}, *data;
    size_t skip = old ? 3 : 5, before = old ? 4 : 0;
    const uint8_t *version = packet + (old ? 3 : 1);
    term body = heap_new_binary(h, before + size - skip, &data);
    term *hp = heap_alloc(h, TUPLE_WORDS(2) + TUPLE_WORDS(5));
    if (!is_term(body) || !hp) return NO_TERM;
    memcpy(data, prefix, before);
    memcpy(data + before, packet + skip, size - skip);
    term pair = build_tuple2(&hp, small(version[0]), small(version[1]));
    term t = build_tuple(&hp, 5), *e = tuple_elements(t);
    e[0] = A(ssl_tls), e[1] = NIL, e[2] = small(old ? 22 : packet[0]), e[3] = pair, e[4] = body;
    return t;
}
