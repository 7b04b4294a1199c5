/* io/packet.h - where a packet ends in a stream of bytes, for every packet type of gen_tcp and
 * erlang:decode_packet/3; and what http and ssl_tls packets mean, as terms. */
#pragma once
#include "heap/build.h"
#include "term/atoms.h"

enum packet_type {
    PACKET_RAW,
    PACKET_1,
    PACKET_2,
    PACKET_4,
    PACKET_ASN1,
    PACKET_SUNRM,
    PACKET_CDR,
    PACKET_FCGI,
    PACKET_LINE,
    PACKET_TPKT,
    PACKET_HTTP,
    PACKET_HTTPH,
    PACKET_HTTP_BIN,
    PACKET_HTTPH_BIN,
    PACKET_SSL_TLS,
};

struct packet_format {
    enum packet_type type;
    uint32_t size_max; /* of a packet; 0: no limit */
    uint32_t line_max; /* longer lines are cut; 0: no limit */
    uint8_t delimiter; /* of lines */
    bool header;       /* http: the next line is a header, not a request or response */
};

static inline bool packet_is_http(enum packet_type t) { return t >= PACKET_HTTP && t <= PACKET_HTTPH_BIN; }

/* The size of the packet at the front of `size` bytes, headers included: it may be larger than
 * `size`.  0: more bytes are needed to know; PACKET_INVALID: this is none. */
enum { PACKET_INVALID = -1 };
int64_t packet_size(struct packet_format *format, const uint8_t *bytes, size_t size);

/* What of a whole packet is data. */
const uint8_t *packet_body(enum packet_type type, const uint8_t *packet, size_t *size);

/* The term for a whole http packet: {http_request,...}, {http_response,...}, {http_header,...}, http_eoh
 * or {http_error, Line}; format->header becomes what the next line is. NO_TERM: no memory. */
term packet_http(struct heap *h, struct packet_format *format, const uint8_t *line, size_t size);
/* {ssl_tls, [], ContentType, {Major, Minor}, Data}. NO_TERM: no memory. */
term packet_ssl_tls(struct heap *h, const uint8_t *packet, size_t size);
