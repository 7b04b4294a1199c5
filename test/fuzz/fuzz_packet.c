/* test/fuzz/fuzz_packet.c - erlang:decode_packet/3: any bytes as a packet of every type, with any options.
 *
 *   make VARIANT=fuzz build/fuzz/fuzz/packet && build/fuzz/fuzz/packet CORPUS -max_total_time=60
 *
 * The inet driver cuts its stream by the same code (io/packet.h), so what holds of a stream is checked too: a packet
 * that has a size keeps it when more bytes arrive.
 */
#include "fuzz.h"
#include "bif/bif.h"
#include "heap/binary.h"
#include "io/packet.h"

static const uint32_t type_atoms[] = {
    ATOM_IX_raw,  ATOM_IX_asn1, ATOM_IX_sunrm, ATOM_IX_cdr,      ATOM_IX_fcgi,      ATOM_IX_line,
    ATOM_IX_tpkt, ATOM_IX_http, ATOM_IX_httph, ATOM_IX_http_bin, ATOM_IX_httph_bin, ATOM_IX_ssl_tls,
};
enum { NAMED = sizeof type_atoms / sizeof *type_atoms };

static term type_of(uint8_t b)
{
    b %= NAMED + 4;
    return b < NAMED ? atom_of(type_atoms[b]) : small(b - NAMED == 3 ? 4 : b - NAMED);
}

static term options_of(struct heap *h, struct input *in)
{
    static const uint32_t names[] = {ATOM_IX_packet_size, ATOM_IX_line_length, ATOM_IX_line_delimiter};
    uint8_t which = input_byte(in);
    term list = NIL;
    for (int i = 0; i < 3; i++) {
        if (!(which >> i & 1)) continue;
        term option = heap_tuple2(h, atom_of(names[i]), small(input_byte(in)));
        list = heap_cons(h, option, list);
    }
    return list;
}

/* {ok, Packet, Rest} whose rest is the end of what was given, {more, Size}, {error, invalid}. */
static void check_result(term result, size_t given)
{
    MUST(is_tuple(result));
    const term *e = tuple_elements(result);
    if (same(e[0], A(ok))) {
        MUST(tuple_arity(result) == 3 && is_bitstring(e[2]) && bits_view(e[2]).size <= given);
        if (is_bitstring(e[1])) MUST(bits_view(e[1]).size + bits_view(e[2]).size <= given);
    } else if (same(e[0], A(more))) {
        MUST(same(e[1], A(undefined)) || (size_t)small_value(e[1]) * 8 > given / 8 * 8);
    } else {
        MUST(same(e[0], A(error)) && same(e[1], A(invalid)));
    }
}

/* Each beginning of the bytes in a block of its own size: no header is read beyond its end. */
static void check_stream(uint8_t type, const uint8_t *bytes, size_t size)
{
    enum { BEGINNINGS = 40 };
    bool counts = type != PACKET_RAW && type != PACKET_LINE && !packet_is_http(type);
    int64_t known = 0;
    for (size_t have = 0; have <= size && have < BEGINNINGS; have++) {
        uint8_t *exact = malloc(have + !have);
        memcpy(exact, bytes, have);
        struct packet_format f = {.type = type, .delimiter = '\n'};
        int64_t now = packet_size(&f, exact, have);
        MUST(now >= PACKET_INVALID && now <= INT32_MAX);
        if (counts && known) MUST(now == known);
        if (counts) known = now;
        free(exact);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    enum { RUNS_A_MACHINE = 2000 };
    static unsigned runs;
    static struct process *p;
    if (runs++ % RUNS_A_MACHINE == 0) p = fuzz_fresh_machine();
    struct input in = {bytes, bytes + size};
    uint8_t type = input_byte(&in), cut = input_byte(&in);
    settings()->release = cut & 64 ? 27 : 25;
    term options = options_of(&p->heap, &in);
    term binary = heap_binary_from(&p->heap, in.at, input_left(&in));
    size_t bits = input_left(&in) * 8, skip = cut & 7, drop = cut >> 3 & 7;
    if (bits >= skip + drop) bits -= skip + drop, binary = heap_sub_bits(&p->heap, binary, skip, bits);
    term result, args[] = {type_of(type), binary, options};
    enum bif_end end = bif_erlang_decode_packet_3(p, args, &result);
    MUST(end == BIF_DONE || end == BIF_RAISE);
    if (end == BIF_DONE) check_result(result, bits);
    check_stream(type % (PACKET_SSL_TLS + 1), in.at, input_left(&in));
    return 0;
}
