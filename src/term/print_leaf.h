/* term/print_leaf.h - private to term/: the text of terms that hold no others. */
#pragma once
#include "term/print.h"

/* What a print has done so far. */
struct printing {
    struct printer *to;
    size_t left; /* characters before it is cut off */
    bool stopped;
};

void print_text(struct printing *p, const char *text, size_t size);
void print_string(struct printing *p, const char *text);
void print_leaf(struct printing *p, term t);
/* A list of printable bytes as "...". */
bool is_printable_string(term list);
void print_printable(struct printing *p, term list);
