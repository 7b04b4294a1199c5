/* spawn/refuse.c - answers of the spawner's own: plain pages that say why there is no other. */
#include "spawn/front.h"
#include <stdarg.h>
#include <stdio.h>

const char *status_text(int status)
{
    static const struct {
        int status;
        const char *text;
    } known[] = {{200, "OK"},
                 {400, "Bad Request"},
                 {404, "Not Found"},
                 {405, "Method Not Allowed"},
                 {408, "Request Timeout"},
                 {413, "Content Too Large"},
                 {417, "Expectation Failed"},
                 {431, "Request Header Fields Too Large"},
                 {500, "Internal Server Error"},
                 {501, "Not Implemented"},
                 {502, "Bad Gateway"},
                 {503, "Service Unavailable"},
                 {504, "Gateway Timeout"},
                 {505, "HTTP Version Not Supported"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].status == status) return known[i].text;
    return "Unknown";
}

bool answer_self(struct front *f, struct client *c, int status, const char *type, const void *body, size_t size)
{
    struct bytes *b = &c->out;
    bool head_only = c->request.parser.method == HTTP_HEAD && c->trail.moments[MOMENT_head];
    bool last = !c->keep || f->stopping;
    c->state = CLIENT_SELF;
    c->trail.status = status;
    c->answer_done = c->answer_begun = true;
    if (c->request.in_body) c->request.body = NULL;
    return bytes_print(b, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\nConnection: %s\r\n", status,
                       status_text(status), type, size, last ? "close" : "keep-alive") &&
           bytes_print(b, "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n%s\r\n",
                       status == 503 ? "Retry-After: 1\r\n" : "") &&
           (head_only || bytes_put(b, body, size));
}

/* The sentence may carry a guest's words: what HTML would read as its own is taken out. */
static void make_plain(char *text)
{
    for (; *text; text++)
        if (*text == '<' || *text == '>' || *text == '&' || (uint8_t)*text < ' ') *text = '.';
}

void refuse(struct front *f, struct client *c, int status, const char *why, ...)
{
    char page[1024];
    va_list arguments;
    va_start(arguments, why);
    vsnprintf(c->trail.why, sizeof c->trail.why, why, arguments);
    va_end(arguments);
    if (c->state == CLIENT_QUEUED) queue_remove(f, c);
    if (c->answer_begun) {
        c->broken = true;
        return;
    }
    exchange_release(f, c);
    make_plain(c->trail.why);
    if (!c->request_done) c->keep = false; /* what follows of the request is not worth reading */
    int size = snprintf(page, sizeof page,
                        "<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>%d %s</title>\n"
                        "<h1>%d %s</h1>\n<p>ling spawn: %s</p>\n</html>\n",
                        status, status_text(status), status, status_text(status), c->trail.why);
    if (!answer_self(f, c, status, "text/html; charset=utf-8", page, (size_t)size)) c->broken = true;
}
