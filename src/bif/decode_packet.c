/* bif/decode_packet.c - erlang:decode_packet/3. */
#include "bif/bif.h"
#include "bif/binary_range.h"
#include "heap/binary.h"
#include "io/packet.h"

static bool type_of(term t, enum packet_type *type)
{
    const struct {
        term name;
        enum packet_type type;
    } types[] = {
        {small(0), PACKET_RAW},       {A(raw), PACKET_RAW},           {small(1), PACKET_1},
        {small(2), PACKET_2},         {small(4), PACKET_4},           {A(asn1), PACKET_ASN1},
        {A(sunrm), PACKET_SUNRM},     {A(cdr), PACKET_CDR},           {A(fcgi), PACKET_FCGI},
        {A(line), PACKET_LINE},       {A(tpkt), PACKET_TPKT},         {A(http), PACKET_HTTP},
        {A(httph), PACKET_HTTPH},     {A(http_bin), PACKET_HTTP_BIN}, {A(httph_bin), PACKET_HTTPH_BIN},
        {A(ssl_tls), PACKET_SSL_TLS},
    };
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (!same(types[i].name, t)) continue;
        *type = types[i].type;
        return true;
    }
    return false;
}

static bool take_option(struct packet_format *f, term option)
{
    if (!is_tuple_of(option, 2) || !is_small(tuple_elements(option)[1])) return false;
    term name = tuple_elements(option)[0];
    int64_t value = small_value(tuple_elements(option)[1]);
    if (value < 0 || value > UINT32_MAX) return false;
    if (same(name, A(packet_size))) f->size_max = (uint32_t)value;
    else if (same(name, A(line_length))) f->line_max = (uint32_t)value;
    else if (same(name, A(line_delimiter)) && f->type == PACKET_LINE && value <= 255) f->delimiter = (uint8_t)value;
    else return false;
    return true;
}

static bool take_options(struct packet_format *f, term list)
{
    for (; is_cons(list); list = tail(list))
        if (!take_option(f, head(list))) return false;
    return is_nil(list);
}

/* What the packet of `size` bytes at the front of the binary holds. */
static term content(struct heap *h, struct packet_format *f, term binary, const uint8_t *bytes, size_t size)
{
    if (packet_is_http(f->type)) return packet_http(h, f, bytes, size);
    if (f->type == PACKET_SSL_TLS) return packet_ssl_tls(h, bytes, size);
    size_t body = size;
    const uint8_t *from = packet_body(f->type, bytes, &body);
    return heap_sub_bits(h, binary, (size_t)(from - bytes) * 8, body * 8);
}

enum bif_end bif_erlang_decode_packet_3(struct process *p, term *args, term *result)
{
    struct packet_format f = {.delimiter = '\n'};
    if (!type_of(args[0], &f.type)) return bif_badarg_cause(p, A(badopt));
    if (!has_parts(args[1]) || !take_options(&f, args[2])) return bif_badarg(p);
    term binary = heap_align_bits(&p->heap, args[1]);
    if (!is_term(binary)) return bif_no_memory(p);
    struct bits b = bits_view(binary);
    size_t have = b.size / 8;
    int64_t size = packet_size(&f, b.data, have);
    bif_charge(p, 1 + (int64_t)(have / 4096));
    if (size == PACKET_INVALID) return bif_value(p, heap_tuple2(&p->heap, A(error), A(invalid)), result);
    if (size == 0 || (size_t)size > have)
        return bif_value(p, heap_tuple2(&p->heap, A(more), size ? small(size) : A(undefined)), result);
    term packet = content(&p->heap, &f, binary, b.data, (size_t)size);
    term rest = heap_sub_bits(&p->heap, binary, (size_t)size * 8, b.size - (size_t)size * 8);
    if (!is_term(packet) || !is_term(rest)) return bif_no_memory(p);
    return bif_value(p, heap_tuple3(&p->heap, A(ok), packet, rest), result);
}
