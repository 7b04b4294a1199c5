/* bif/text.h - text that grows in memory: reports for people. */
#pragma once
#include "term/term.h"

struct text {
    char *bytes; /* MEMORY_SYSTEM; not terminated */
    size_t size, room;
    size_t limit; /* what would go beyond is left out */
    bool failed;  /* no memory; everything put later is ignored */
};
void text_put(struct text *t, const char *string);
void text_add(struct text *t, const char *bytes, size_t size);
void text_format(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A term, cut after about `most` characters. */
void text_term(struct text *t, term value, size_t most);
void text_free(struct text *t);
