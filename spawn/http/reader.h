/* spawn/http/reader.h - reads one request or one answer, piece by piece, by llhttp; nothing of it is believed.
 *
 * The body goes to a queue of bytes as it comes, in the framing in which it will be sent on.  test/fuzz/fuzz_spawn_http.c
 * feeds it anything. */
#pragma once
#include "spawn/bytes.h"
#include "spawn/http/head.h"
#include <llhttp.h>

enum read_event {
    READ_MORE,      /* all was taken, and more is to come */
    READ_HEAD,      /* the head is there; go on with the next http_read() */
    READ_DONE,      /* the message is complete; what was not taken belongs to the next */
    READ_MALFORMED, /* this is not HTTP */
    READ_LONG_HEAD, /* the head is longer than is taken */
    READ_LONG_BODY,
};

struct http_reader {
    llhttp_t parser;
    struct head head;
    bool in_body, in_value;
    bool no_body;     /* set by the caller at READ_HEAD: an answer to HEAD */
    bool send_chunks; /* set by the caller at READ_HEAD: the body goes on in chunks */
    uint64_t body_bytes, body_most;
    struct bytes *body; /* NULL: it is thrown away */
    enum read_event trouble;
};

/* More than this in the queue's room than bytes are read: then the body always fits. */
enum { HTTP_FRAMING = 64 };

void http_begin(struct http_reader *r, llhttp_type_t type);
enum read_event http_read(struct http_reader *r, const char *from, size_t size, size_t *taken);
/* The other side sends no more: READ_DONE if that ends the message, else READ_MALFORMED. */
enum read_event http_end(struct http_reader *r);

/* -- at READ_HEAD ------------------------------------------------------------------------------------------- */

bool http_is_chunked(const struct http_reader *r);
/* Does the head say how long the body is? */
bool http_has_length(const struct http_reader *r);
static inline uint64_t http_length(const struct http_reader *r) { return r->parser.content_length; }
static inline bool http_has_body(const struct http_reader *r) { return http_is_chunked(r) || http_length(r) > 0; }
static inline bool http_is_old(const struct http_reader *r) /* before HTTP/1.1 */
{
    return r->parser.http_major < 1 || (r->parser.http_major == 1 && r->parser.http_minor == 0);
}
