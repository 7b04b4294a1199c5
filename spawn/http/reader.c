/* spawn/http/reader.c - llhttp's events into a head and a body. */
#include "spawn/http/reader.h"

static struct http_reader *reader_of(llhttp_t *p) { return p->data; }

static int fail(struct http_reader *r, enum read_event trouble)
{
    r->trouble = trouble;
    return HPE_USER;
}

/* -- the head ----------------------------------------------------------------------------------------------- */

static int on_first(llhttp_t *p, const char *at, size_t size)
{
    struct http_reader *r = reader_of(p);
    return head_append(&r->head, &r->head.first, at, size) ? 0 : fail(r, READ_LONG_HEAD);
}

/* Trailers, after a body in chunks, are read and dropped. */
static int on_name(llhttp_t *p, const char *at, size_t size)
{
    struct http_reader *r = reader_of(p);
    struct head *h = &r->head;
    if (r->in_body) return 0;
    if ((h->count == 0 || r->in_value) && !head_add(h)) return fail(r, READ_LONG_HEAD);
    r->in_value = false;
    return head_append(h, &h->headers[h->count - 1].name, at, size) ? 0 : fail(r, READ_LONG_HEAD);
}

static int on_value(llhttp_t *p, const char *at, size_t size)
{
    struct http_reader *r = reader_of(p);
    struct head *h = &r->head;
    if (r->in_body || h->count == 0) return 0;
    r->in_value = true;
    return head_append(h, &h->headers[h->count - 1].value, at, size) ? 0 : fail(r, READ_LONG_HEAD);
}

/* A header without a value ends here as well as one with it. */
static int on_value_complete(llhttp_t *p)
{
    reader_of(p)->in_value = true;
    return 0;
}

static int on_head(llhttp_t *p)
{
    struct http_reader *r = reader_of(p);
    r->in_body = true;
    if (!head_is_clean(&r->head, p->type == HTTP_REQUEST)) return fail(r, READ_MALFORMED);
    p->upgrade = 0; /* no other protocol is spoken here: the rest of the message is a body as any other */
    return HPE_PAUSED;
}

/* -- the body ------------------------------------------------------------------------------------------------ */

static int on_body(llhttp_t *p, const char *at, size_t size)
{
    struct http_reader *r = reader_of(p);
    r->body_bytes += size;
    if (r->body_bytes > r->body_most) return fail(r, READ_LONG_BODY);
    if (!r->body || size == 0) return 0;
    bool put = (!r->send_chunks || bytes_print(r->body, "%zx\r\n", size)) && bytes_put(r->body, at, size) &&
               (!r->send_chunks || bytes_put(r->body, "\r\n", 2));
    return put ? 0 : fail(r, READ_LONG_BODY);
}

static int on_done(llhttp_t *p)
{
    struct http_reader *r = reader_of(p);
    if (r->body && r->send_chunks && !bytes_put(r->body, "0\r\n\r\n", 5)) return fail(r, READ_LONG_BODY);
    r->trouble = READ_DONE;
    return HPE_PAUSED;
}

static const llhttp_settings_t events = {.on_url = on_first,
                                         .on_status = on_first,
                                         .on_header_field = on_name,
                                         .on_header_value = on_value,
                                         .on_header_value_complete = on_value_complete,
                                         .on_headers_complete = on_head,
                                         .on_body = on_body,
                                         .on_message_complete = on_done};

/* -- reading --------------------------------------------------------------------------------------------------- */

void http_begin(struct http_reader *r, llhttp_type_t type)
{
    llhttp_init(&r->parser, type, (llhttp_settings_t *)(uintptr_t)&events);
    r->parser.data = r;
    head_clear(&r->head);
    r->in_body = r->in_value = r->no_body = r->send_chunks = false;
    r->body_bytes = 0;
    r->body_most = UINT64_MAX;
    r->body = NULL;
    r->trouble = READ_MORE;
}

static enum read_event event_of(const struct http_reader *r, llhttp_errno_t error)
{
    if (error == HPE_OK) return r->trouble;
    if (error == HPE_PAUSED) return r->trouble == READ_DONE ? READ_DONE : READ_HEAD;
    return error == HPE_USER && r->trouble != READ_MORE && r->trouble != READ_DONE ? r->trouble : READ_MALFORMED;
}

enum read_event http_read(struct http_reader *r, const char *from, size_t size, size_t *taken)
{
    if (llhttp_get_errno(&r->parser) == HPE_PAUSED) {
        if (r->no_body) r->parser.flags |= F_SKIPBODY;
        llhttp_resume(&r->parser);
    }
    llhttp_errno_t error = llhttp_execute(&r->parser, from, size);
    const char *at = error == HPE_OK ? from + size : llhttp_get_error_pos(&r->parser);
    *taken = at >= from && at <= from + size ? (size_t)(at - from) : size;
    return event_of(r, error);
}

enum read_event http_end(struct http_reader *r)
{
    if (!r->in_body) return READ_MALFORMED;
    llhttp_errno_t error = llhttp_finish(&r->parser);
    return r->trouble == READ_DONE && (error == HPE_OK || error == HPE_PAUSED) ? READ_DONE : READ_MALFORMED;
}

bool http_is_chunked(const struct http_reader *r) { return r->parser.flags & F_CHUNKED; }
bool http_has_length(const struct http_reader *r) { return r->parser.flags & F_CONTENT_LENGTH; }
