/* test/fuzz/fuzz_spawn_http.c - any bytes as a request or an answer, whole and in pieces: both are understood alike, what
 * is accepted is clean, and a body always fits the room that was promised to it. */
#include "spawn/http/reader.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ANSWER = 1, CHUNKS = 2, NO_BODY = 4, PIECE_SHIFT = 3 };

struct understood {
    enum read_event end;
    bool head;
    uint32_t headers, used;
    uint64_t body_bytes, hash;
    size_t taken;
};

static void take_body(struct understood *u, struct bytes *b)
{
    const char *at = bytes_first(b);
    for (size_t i = 0; i < bytes_count(b); i++) u->hash = (u->hash ^ (uint8_t)at[i]) * UINT64_C(1099511628211);
    b->start = b->end = 0;
}

static void take_head(struct http_reader *r, struct understood *u, struct bytes *body, unsigned mode)
{
    if (!head_is_clean(&r->head, !(mode & ANSWER)) || r->head.used > HEAD_BYTES) abort();
    u->head = true;
    u->headers = r->head.count, u->used = r->head.used;
    r->no_body = mode & NO_BODY && mode & ANSWER;
    r->send_chunks = mode & CHUNKS;
    r->body = body;
}

static struct understood read_all(struct http_reader *r, const uint8_t *data, size_t size, unsigned mode, size_t piece)
{
    static struct bytes body;
    struct understood u = {.end = READ_MORE};
    body.start = body.end = 0;
    http_begin(r, mode & ANSWER ? HTTP_RESPONSE : HTTP_REQUEST);
    while (u.taken < size && (u.end == READ_MORE || u.end == READ_HEAD)) {
        size_t taken, left = size - u.taken, count = left < piece ? left : piece;
        if (count > bytes_room(&body) - HTTP_FRAMING) abort();
        u.end = http_read(r, (const char *)data + u.taken, count, &taken);
        if (taken > count || u.end == READ_LONG_BODY) abort();
        u.taken += taken;
        if (u.end == READ_HEAD) take_head(r, &u, &body, mode);
        take_body(&u, &body);
    }
    u.body_bytes = r->body_bytes;
    return u;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct http_reader reader;
    enum { MOST = BYTES_ROOM - HTTP_FRAMING };
    if (size < 1 || size > MOST) return 0;
    unsigned mode = data[0] & 7;
    struct understood whole = read_all(&reader, data + 1, size - 1, mode, MOST);
    struct understood parts = read_all(&reader, data + 1, size - 1, mode, 1 + (data[0] >> PIECE_SHIFT));
    bool same = whole.end == parts.end && whole.head == parts.head && whole.headers == parts.headers &&
                whole.used == parts.used && whole.body_bytes == parts.body_bytes;
    if (whole.end == READ_MALFORMED || whole.end == READ_LONG_HEAD) return 0; /* how far it came may differ */
    if (!same || whole.taken != parts.taken) abort();
    if (!(mode & CHUNKS) && whole.hash != parts.hash) abort();
    return 0;
}
