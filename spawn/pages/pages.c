/* spawn/pages/pages.c - what the spawner answers itself, below /zerg/. */
#include "spawn/pages/pages.h"
#include <stdlib.h>

/* The dashboard's files, as they are in the source. */
static const char dashboard_html[] = {
#embed "spawn/pages/dashboard.html"
};
static const char dashboard_css[] = {
#embed "spawn/pages/dashboard.css"
};
static const char dashboard_js[] = {
#embed "spawn/pages/dashboard.js"
};

static const struct {
    const char *path, *type, *text;
    size_t size;
} files[] = {
    {"/zerg/", "text/html; charset=utf-8", dashboard_html, sizeof dashboard_html},
    {"/zerg/dashboard.css", "text/css; charset=utf-8", dashboard_css, sizeof dashboard_css},
    {"/zerg/dashboard.js", "text/javascript; charset=utf-8", dashboard_js, sizeof dashboard_js},
};

static bool is_path(const char *path, size_t size, const char *wanted)
{
    return strlen(wanted) == size && memcmp(path, wanted, size) == 0;
}

static void answer_file(struct front *f, struct client *c, size_t n)
{
    if (!answer_self(f, c, 200, files[n].type, files[n].text, files[n].size)) c->broken = true;
}

static void answer_page(struct front *f, struct client *c, const char *type, bool written)
{
    if (!written || !answer_self(f, c, 200, type, bytes_first(&f->page), bytes_count(&f->page)))
        refuse(f, c, 500, "this page is longer than it may be.");
}

/* "/zerg/steps/ID": the trail, as long as it is remembered. */
static const struct trail *trail_of(const struct front *f, const char *path, size_t size)
{
    static const char before[] = "/zerg/steps/";
    uint64_t id = 0;
    if (size <= sizeof before - 1 || size > sizeof before + 18 || memcmp(path, before, sizeof before - 1) != 0)
        return NULL;
    for (size_t i = sizeof before - 1; i < size; i++) {
        if (path[i] < '0' || path[i] > '9') return NULL;
        id = id * 10 + (uint64_t)(path[i] - '0');
    }
    const struct trail *t = &f->trails[id % TRAILS];
    return id && t->id == id ? t : NULL;
}

static void answer(struct front *f, struct client *c, const char *path, size_t size)
{
    static const char json[] = "application/json", metrics[] = "text/plain; version=0.0.4; charset=utf-8";
    for (size_t n = 0; n < sizeof files / sizeof *files; n++)
        if (is_path(path, size, files[n].path)) {
            answer_file(f, c, n);
            return;
        }
    const struct trail *t = trail_of(f, path, size);
    if (is_path(path, size, "/zerg/status")) answer_page(f, c, json, status_write(f, &f->page));
    else if (is_path(path, size, "/zerg/metrics")) answer_page(f, c, metrics, metrics_write(f, &f->page));
    else if (t) answer_page(f, c, json, steps_write(t, &f->page));
    else refuse(f, c, 404, "there is no such page below /zerg/.");
}

bool pages_answer(struct front *f, struct client *c, const char *path, size_t size)
{
    static const char ours[] = "/zerg/";
    const char *query = memchr(path, '?', size);
    if (!f->settings->pages || size < sizeof ours - 1 || memcmp(path, ours, sizeof ours - 1) != 0) return false;
    if (query) size = (size_t)(query - path);
    f->page.start = f->page.end = 0;
    c->trail.own = true;
    if (c->request.parser.method == HTTP_GET || c->request.parser.method == HTTP_HEAD) answer(f, c, path, size);
    else refuse(f, c, 405, "nothing below /zerg/ can be changed by a request.");
    return true;
}
