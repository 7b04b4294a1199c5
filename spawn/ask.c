/* spawn/ask.c - a request's head is there: is it allowed, who answers it, and is there a machine for it? */
#include "spawn/front.h"
#include <stdio.h>
#include <strings.h>

/* Path and host of the target; false: it has a form that only proxies are asked in. */
static bool find_path(const struct http_reader *r, struct text *path, struct text *host)
{
    const struct head *h = &r->head;
    const struct header *named = head_find(h, "host", NULL);
    *path = h->first;
    *host = named ? named->value : (struct text){0};
    const char *at = head_text(h, h->first);
    if (h->first.size > 0 && at[0] == '/') return true;
    if (h->first.size == 1 && at[0] == '*') return true;
    if (h->first.size < 8 || strncasecmp(at, "http://", 7) != 0) return false;
    const char *name = at + 7, *end = at + h->first.size, *slash = memchr(name, '/', (size_t)(end - name));
    if (!slash) slash = end;
    *host = (struct text){h->first.at + 7, (uint32_t)(slash - name)};
    *path = (struct text){(uint32_t)(slash - h->bytes), (uint32_t)(end - slash)};
    return true;
}

/* A host name without its port. */
static size_t host_size(const char *host, size_t size)
{
    size_t n = size;
    while (n > 0 && host[n - 1] >= '0' && host[n - 1] <= '9') n--;
    return n > 0 && host[n - 1] == ':' ? n - 1 : size;
}

/* The first rule that it breaks; 0: none. */
static int judge(const struct http_reader *r, const struct settings *s, const char **why)
{
    uint32_t hosts;
    const struct head *h = &r->head;
    const struct header *coding = head_find(h, "transfer-encoding", NULL), *expect = head_find(h, "expect", NULL);
    head_find(h, "host", &hosts);
    if (r->parser.http_major != 1) return *why = "this is not a request of HTTP/1.1.", 505;
    if (hosts > 1 || (hosts == 0 && !http_is_old(r))) return *why = "a request names one host.", 400;
    if (r->parser.method == HTTP_CONNECT) return *why = "this is no proxy.", 501;
    if (coding && (!head_is(h, coding->value, "chunked") || http_is_old(r)))
        return *why = "no transfer coding but chunked is known here.", 501;
    if (expect && !head_is(h, expect->value, "100-continue"))
        return *why = "nothing but 100-continue can be expected.", 417;
    if (http_has_length(r) && http_length(r) > s->body_most) return *why = "the request's body is too long.", 413;
    return 0;
}

static void note_request(struct client *c)
{
    const struct head *h = &c->request.head;
    struct trail *t = &c->trail;
    t->moments[MOMENT_head] = clock_monotonic_ns();
    snprintf(t->method, sizeof t->method, "%s", llhttp_method_name(c->request.parser.method));
    snprintf(t->target, sizeof t->target, "%.*s", (int)h->first.size, head_text(h, h->first));
}

static bool wishes_to_stay(const struct http_reader *r)
{
    if (head_lists(&r->head, "connection", "close", 5)) return false;
    return !http_is_old(r) || head_lists(&r->head, "connection", "keep-alive", 10);
}

static void join_queue(struct front *f, struct client *c)
{
    if (f->queue_count >= f->settings->queue) {
        refuse(f, c, 503, "all instances are at work, and the queue is full.");
        return;
    }
    c->state = CLIENT_QUEUED;
    if (f->queue_last) f->queue_last->queue_next = c;
    else f->queue_first = c;
    f->queue_last = c;
    f->queue_count++;
}

void ask(struct front *f, struct client *c)
{
    struct http_reader *r = &c->request;
    struct text path, host;
    const char *why;
    note_request(c);
    c->deadline_ns = c->trail.moments[MOMENT_first] + f->settings->deadline_ns;
    c->keep = wishes_to_stay(r);
    c->expects = head_find(&r->head, "expect", NULL) && !http_is_old(r);
    r->body_most = f->settings->body_most;
    c->request_done = !http_has_body(r);
    int status = judge(r, f->settings, &why);
    if (status == 0 && !find_path(r, &path, &host)) status = 400, why = "this target is none for a server.";
    if (status) {
        refuse(f, c, status, "%s", why);
        return;
    }
    if (pages_answer(f, c, head_text(&r->head, path), path.size)) return;
    int route = settings_route(f->settings, head_text(&r->head, host), host_size(head_text(&r->head, host), host.size),
                               head_text(&r->head, path), path.size);
    if (route < 0) {
        refuse(f, c, 404, "no image serves this.");
        return;
    }
    c->trail.route = (uint32_t)route;
    struct instance *i = f->queue_first ? NULL : instance_take(f, c->trail.route, c);
    if (i) exchange_start(f, c, i);
    else join_queue(f, c);
}
