/* spawn/http/head.c - the store of a head, and questions about it. */
#include "spawn/http/head.h"
#include <string.h>
#include <strings.h>

void head_clear(struct head *h)
{
    h->first = (struct text){0};
    h->count = h->used = 0;
}

bool head_add(struct head *h)
{
    if (h->count == HEADERS_MOST) return false;
    h->headers[h->count++] = (struct header){0};
    return true;
}

bool head_append(struct head *h, struct text *t, const char *from, size_t size)
{
    if (size > HEAD_BYTES - h->used) return false;
    if (t->size == 0) t->at = h->used;
    memcpy(h->bytes + h->used, from, size);
    h->used += (uint32_t)size;
    t->size += (uint32_t)size;
    return true;
}

static bool equal(const char *a, size_t size, const char *word)
{
    return strlen(word) == size && strncasecmp(a, word, size) == 0;
}

bool head_is(const struct head *h, struct text t, const char *word) { return equal(head_text(h, t), t.size, word); }

const struct header *head_find(const struct head *h, const char *name, uint32_t *count)
{
    const struct header *found = NULL;
    uint32_t n = 0;
    for (uint32_t i = 0; i < h->count; i++)
        if (head_is(h, h->headers[i].name, name)) {
            if (!found) found = &h->headers[i];
            n++;
        }
    if (count) *count = n;
    return found;
}

static bool lists(const char *at, size_t left, const char *word, size_t size)
{
    while (left > 0) {
        const char *comma = memchr(at, ',', left);
        size_t n = comma ? (size_t)(comma - at) : left, from = 0, to = n;
        while (from < to && (at[from] == ' ' || at[from] == '\t')) from++;
        while (to > from && (at[to - 1] == ' ' || at[to - 1] == '\t')) to--;
        if (to - from == size && strncasecmp(at + from, word, size) == 0) return true;
        if (!comma) return false;
        at += n + 1, left -= n + 1;
    }
    return false;
}

bool head_lists(const struct head *h, const char *name, const char *word, size_t size)
{
    for (uint32_t i = 0; i < h->count; i++) {
        const struct header *one = &h->headers[i];
        if (head_is(h, one->name, name) && lists(head_text(h, one->value), one->value.size, word, size)) return true;
    }
    return false;
}

bool head_is_of_hop(const struct head *h, const struct header *one)
{
    static const char *const names[] = {
        "connection", "keep-alive",        "proxy-connection", "proxy-authorization", "te",
        "trailer",    "transfer-encoding", "upgrade",          "content-length",      "expect"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (head_is(h, one->name, names[i])) return true;
    return head_lists(h, "connection", head_text(h, one->name), one->name.size);
}

static bool is_clean(const struct head *h, struct text t, unsigned least)
{
    for (uint32_t i = 0; i < t.size; i++) {
        uint8_t byte = (uint8_t)h->bytes[t.at + i];
        if ((byte < least && byte != '\t') || byte == 0x7f) return false;
        if (byte == '\t' && least > ' ') return false;
    }
    return true;
}

bool head_is_clean(const struct head *h, bool request)
{
    if (!is_clean(h, h->first, request ? ' ' + 1 : ' ')) return false;
    for (uint32_t i = 0; i < h->count; i++) {
        const struct header *one = &h->headers[i];
        if (one->name.size == 0 || !is_clean(h, one->name, ' ' + 1) || !is_clean(h, one->value, ' ')) return false;
    }
    return true;
}
