/* spawn/http/head.h - the head of a request or an answer: texts in one bounded store. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HEAD_BYTES = 16384, HEADERS_MOST = 100 };

struct text {
    uint32_t at, size; /* in head.bytes */
};

struct header {
    struct text name, value;
};

struct head {
    struct text first; /* a request's target, an answer's reason */
    struct header headers[HEADERS_MOST];
    uint32_t count, used;
    char bytes[HEAD_BYTES];
};

void head_clear(struct head *h);
/* A new header begins; false: there are too many. */
bool head_add(struct head *h);
/* Lengthens the text that was written last, or an empty one; false: the store is full. */
bool head_append(struct head *h, struct text *t, const char *from, size_t size);

static inline const char *head_text(const struct head *h, struct text t) { return h->bytes + t.at; }
bool head_is(const struct head *h, struct text t, const char *word); /* in any case of letters */
/* The first header of this name; NULL: there is none.  `count`, if not NULL: how many there are. */
const struct header *head_find(const struct head *h, const char *name, uint32_t *count);
/* Is `word` one of the words, divided by commas, of some header `name`? */
bool head_lists(const struct head *h, const char *name, const char *word, size_t size);
/* Of this hop alone: a proxy does not pass it on. */
bool head_is_of_hop(const struct head *h, const struct header *one);
/* No control characters anywhere, and none of HTTP's own spaces in the target of a request. */
bool head_is_clean(const struct head *h, bool request);
