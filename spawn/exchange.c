/* spawn/exchange.c - one request: from its head through an instance to the last byte of the answer.
 *
 * Both heads are written anew, from what the reader understood: no byte of a head reaches the other side in a form that two
 * programs could read differently. */
#include "spawn/front.h"
#include <errno.h>
#include <stdio.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>

enum { ANSWER_HEAD_READ = 8192 }; /* of an answer at once, until its head is whole: the new head has room beside it */

/* -- the request's head ---------------------------------------------------------------------------------------- */

static bool put_text(struct bytes *b, const struct head *h, struct text t)
{
    return bytes_put(b, head_text(h, t), t.size);
}

static bool put_header(struct bytes *b, const struct head *h, const struct header *one)
{
    return put_text(b, h, one->name) && bytes_put(b, ": ", 2) && put_text(b, h, one->value) && bytes_put(b, "\r\n", 2);
}

/* Nobody but the spawner speaks of instances. */
static bool is_ours(const struct head *h, const struct header *one)
{
    return one->name.size >= 5 && strncasecmp(head_text(h, one->name), "ling-", 5) == 0;
}

static bool put_headers(struct bytes *b, const struct head *h)
{
    for (uint32_t i = 0; i < h->count; i++) {
        const struct header *one = &h->headers[i];
        if (!head_is_of_hop(h, one) && !is_ours(h, one) && !put_header(b, h, one)) return false;
    }
    return true;
}

static bool put_framing(struct bytes *b, const struct http_reader *r)
{
    if (http_is_chunked(r)) return bytes_print(b, "Transfer-Encoding: chunked\r\n");
    if (!http_has_length(r)) return true;
    return bytes_print(b, "Content-Length: %llu\r\n", (unsigned long long)http_length(r));
}

/* Moments by the clock that the guest knows as os:system_time(): ns since 1970. */
static bool put_moments(struct bytes *b, const struct trail *t)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t ahead = (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec - clock_monotonic_ns();
    return bytes_print(b, "Ling-Request: %llu\r\nLing-Moments: first=%llu, head=%llu, taken=%llu\r\nLing-Fresh: %s\r\n",
                       (unsigned long long)t->id, (unsigned long long)(t->moments[MOMENT_first] + ahead),
                       (unsigned long long)(t->moments[MOMENT_head] + ahead),
                       (unsigned long long)(t->moments[MOMENT_taken] + ahead), fresh_names[t->fresh]);
}

static bool put_request_head(struct client *c)
{
    struct bytes *b = &c->to_instance;
    const struct http_reader *r = &c->request;
    return bytes_print(b, "%s ", llhttp_method_name(r->parser.method)) && put_text(b, &r->head, r->head.first) &&
           bytes_print(b, " HTTP/1.1\r\n") && put_headers(b, &r->head) &&
           bytes_print(b, "X-Forwarded-For: %s\r\nConnection: close\r\n", c->name) && put_framing(b, r) &&
           put_moments(b, &c->trail) && bytes_put(b, "\r\n", 2);
}

/* An instance that reads no more may still answer: that is what counts. */
static bool pump_request(struct client *c)
{
    ssize_t n = bytes_send(&c->to_instance, c->instance->watch.fd);
    if (n == -2) bytes_took(&c->to_instance, bytes_count(&c->to_instance));
    return n > 0;
}

void exchange_start(struct front *f, struct client *c, struct instance *i)
{
    c->state = CLIENT_BUSY;
    c->instance = i;
    c->trail.instance = i->serial;
    c->trail.moments[MOMENT_taken] = c->trail.fresh == FRESH_CREATE ? i->ordered_ns : clock_monotonic_ns();
    http_begin(&c->answer, HTTP_RESPONSE);
    c->answer.body_most = f->settings->answer_most;
    c->to_instance.start = c->to_instance.end = 0;
    c->request.send_chunks = http_is_chunked(&c->request);
    c->request.body = &c->to_instance;
    if (!put_request_head(c)) refuse(f, c, 431, "the request's head is too long to be handed on.");
    else if (i->end >= 0) {
        pump_request(c); /* first: a guest that finds a whole request need not wait */
        recycled_begin(i);
    }
    if (c->expects && http_has_body(&c->request)) bytes_print(&c->out, "HTTP/1.1 100 Continue\r\n\r\n");
}

/* -- the answer's head ------------------------------------------------------------------------------------------- */

static bool put_answer_head(struct front *f, struct client *c)
{
    struct bytes *b = &c->out;
    struct http_reader *a = &c->answer;
    bool length = http_has_length(a), none = a->no_body;
    a->send_chunks = !length && !none && !http_is_old(&c->request);
    if (!length && !none && !a->send_chunks) c->keep = false; /* its end is the end of the connection */
    bool last = !c->keep || !c->request_done || f->stopping;
    bool put = bytes_print(b, "HTTP/1.1 %d ", a->parser.status_code) && put_text(b, &a->head, a->head.first) &&
               bytes_print(b, "\r\n") && put_headers(b, &a->head) &&
               bytes_print(b, "Ling-Request: %llu\r\nConnection: %s\r\n", (unsigned long long)c->trail.id,
                           last ? "close" : "keep-alive");
    if (put && length) put = bytes_print(b, "Content-Length: %llu\r\n", (unsigned long long)http_length(a));
    if (put && a->send_chunks) put = bytes_print(b, "Transfer-Encoding: chunked\r\n");
    return put && bytes_put(b, "\r\n", 2);
}

static bool has_no_body(const struct client *c)
{
    int status = c->answer.parser.status_code;
    return c->request.parser.method == HTTP_HEAD || status / 100 == 1 || status == 204 || status == 304;
}

/* The head of an answer, or of an interim one, which is not handed on. */
static void take_answer_head(struct front *f, struct client *c)
{
    struct http_reader *a = &c->answer;
    a->no_body = has_no_body(c);
    if (a->parser.status_code / 100 == 1) {
        if (a->parser.status_code == 101) refuse(f, c, 502, "the instance answered in another protocol.");
        return;
    }
    c->trail.status = a->parser.status_code;
    if (http_has_length(a) && http_length(a) > a->body_most && !a->no_body) {
        refuse(f, c, 502, "the instance's answer is too long.");
        return;
    }
    bool put = put_answer_head(f, c);
    c->answer_begun = true;
    a->body = a->no_body ? NULL : &c->out;
    if (!put) refuse(f, c, 502, "the head of the instance's answer is too long.");
}

/* -- the answer ---------------------------------------------------------------------------------------------------- */

static void answer_complete(struct client *c)
{
    struct http_reader *a = &c->answer;
    if (a->parser.status_code / 100 == 1 && !c->answer_begun) {
        http_begin(a, HTTP_RESPONSE);
        return;
    }
    c->answer_done = true;
}

static void take_answer(struct front *f, struct client *c, const char *at, size_t left)
{
    size_t taken;
    while (c->state == CLIENT_BUSY && !c->answer_done && !c->broken) {
        enum read_event e = http_read(&c->answer, at, left, &taken);
        at += taken, left -= taken;
        if (e == READ_MORE) return;
        if (e == READ_HEAD) take_answer_head(f, c);
        else if (e == READ_DONE) answer_complete(c);
        else if (e == READ_LONG_BODY || e == READ_LONG_HEAD) refuse(f, c, 502, "the instance's answer is too long.");
        else refuse(f, c, 502, "the instance's answer is not HTTP.");
    }
}

/* The instance sends no more.  Its tender's last words, if there are any, say why. */
static void answer_ended(struct front *f, struct client *c)
{
    const struct report *r = &f->reports[c->instance->place].report;
    bool ended = __atomic_load_n(&r->ended, __ATOMIC_ACQUIRE);
    if (c->answer_begun && http_end(&c->answer) == READ_DONE) {
        c->answer_done = true;
        return;
    }
    count(&f->statistics->failed);
    int size = (int)strnlen(r->why.text, sizeof r->why.text);
    bool made = r->marks[MARK_STARTED] != 0 || c->trail.fresh == FRESH_RECYCLE;
    if (ended && size > 0) refuse(f, c, made ? 502 : 503, "%.*s", size, r->why.text);
    else if (c->instance->gone_ns && !ended) refuse(f, c, made ? 502 : 503, "the instance was ended by the host.");
    else refuse(f, c, 502, "the instance closed the connection without a whole answer.");
}

static bool pump_answer(struct front *f, struct client *c)
{
    size_t room = bytes_room(&c->out), most = c->answer_begun ? room - HTTP_FRAMING : ANSWER_HEAD_READ;
    if (c->answer_done || c->broken || room < BYTES_ROOM / 2) return false;
    ssize_t n = recv(c->instance->watch.fd, f->scratch, most, MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return false;
    if (n > 0 && !c->trail.moments[MOMENT_answer]) c->trail.moments[MOMENT_answer] = clock_monotonic_ns();
    if (n > 0) take_answer(f, c, f->scratch, (size_t)n);
    else answer_ended(f, c);
    return true;
}

/* -- the request's body ----------------------------------------------------------------------------------------------- */

static bool pump_body(struct front *f, struct client *c)
{
    size_t taken, room = bytes_room(&c->to_instance), count = bytes_count(&c->in);
    if (c->request_done || c->broken || room <= HTTP_FRAMING || count == 0) return false;
    if (count > room - HTTP_FRAMING) count = room - HTTP_FRAMING;
    enum read_event e = http_read(&c->request, bytes_first(&c->in), count, &taken);
    bytes_took(&c->in, taken);
    if (e == READ_DONE) c->request_done = true;
    if (e == READ_LONG_BODY) refuse(f, c, 413, "the request's body is too long.");
    if (e == READ_MALFORMED) refuse(f, c, 400, "the request's body is malformed.");
    return taken > 0 || e != READ_MORE;
}

bool exchange_pump(struct front *f, struct client *c)
{
    bool moved = pump_body(f, c);
    if (c->state == CLIENT_BUSY && !c->answer_done) moved |= pump_request(c);
    if (c->state == CLIENT_BUSY) moved |= pump_answer(f, c);
    return moved;
}

/* -- the end -------------------------------------------------------------------------------------------------------------- */

static const enum moment of_mark[MARK_SET_BACK] = {[MARK_BEGUN] = MOMENT_begun,
                                                   [MARK_MADE] = MOMENT_made,
                                                   [MARK_STARTED] = MOMENT_started,
                                                   [MARK_LISTENING] = MOMENT_listening,
                                                   [MARK_HANDED] = MOMENT_handed};

/* What a tender wrote is a number from nobody to be trusted: moments stand in order and not in the future. */
static void take_marks(const struct front *f, struct client *c)
{
    const struct report *r = &f->reports[c->instance->place].report;
    uint64_t now = clock_monotonic_ns(), least = 0;
    for (int m = 0; m < MARK_SET_BACK; m++) {
        uint64_t at = __atomic_load_n(&r->marks[m], __ATOMIC_RELAXED);
        if (at == 0 || at > now || at < least) continue;
        c->trail.moments[of_mark[m]] = least = at;
    }
}

void exchange_release(struct front *f, struct client *c)
{
    if (!c->instance) return;
    take_marks(f, c);
    if (f->settings->frames.accel_redirect && c->answer_done && !c->trail.why[0]) instance_leave(f, c->instance);
    else instance_end(f, c->instance);
    c->instance = NULL;
}

void exchange_over(struct front *f, struct client *c)
{
    struct trail *t = &c->trail;
    struct instance *i = c->instance;
    if (i) take_marks(f, c);
    t->received = c->request.body_bytes;
    if (c->trail.instance) t->sent = c->answer.body_bytes;
    if (!t->own) {
        f->trails[t->id % TRAILS] = *t;
        statistics_count(f->statistics, t);
        log_request(f, t);
    }
    if (i) i->answered = c->answer_done && !t->cut && !t->why[0];
    if (i) exchange_release(f, c);
}
