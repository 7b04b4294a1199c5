/* bif/argument_text.h - arguments that are text: lists of bytes, or binaries, as one array. */
#pragma once
#include "bif/bif.h"
#include "heap/binary.h"

/* Bytes of a list up to its end, or to the first element that is none; or of a binary. */
struct argument_text {
    const char *at;
    size_t size;
    term rest; /* of a list: what stands behind the bytes */
    struct bytes_view view;
    void *allocated;
    char few[256];
};

enum argument_text_result { TEXT_OK, TEXT_WRONG, TEXT_NO_MEMORY };

/* A whole list of bytes. */
enum argument_text_result argument_text_of_list(struct argument_text *t, term list);
/* The bytes that a list begins with; never TEXT_WRONG. */
enum argument_text_result argument_text_of_prefix(struct argument_text *t, term list);
enum argument_text_result argument_text_of_binary(struct argument_text *t, term binary);
void argument_text_close(struct argument_text *t);

/* How a BIF fails for such a result. */
enum bif_end argument_text_failure(struct process *p, enum argument_text_result why);
