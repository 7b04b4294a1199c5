/* bif/re_match.h - one match: at once, or in slices. */
#pragma once
#include "bif/re.h"

struct re_match {
    struct magic magic;
    struct re_code *code; /* one reference */
    struct re_capture capture;
    uint32_t options;
    uint32_t match_limit, depth_limit; /* depth 0: PCRE2's own */
    bool report_errors;
    size_t offset;
    /* for slices */
    struct binary *subject;
    const uint8_t *bytes;
    size_t size;
    pcre2_match_data *data;
    pcre2_match_context *context;
    struct coroutine routine;
    int64_t budget;
    int found;
};

void re_match_release(struct re_match *m);
/* True if `argument` is what a match left that yielded; then *end is what came of going on. */
bool re_match_resumed(struct process *p, term *argument, term *result, enum bif_end *end);
/* Runs the match on `subject` (a binary on a byte boundary). `m`, on the C stack, is given up. */
enum bif_end re_match_run(struct process *p, term *argument, struct re_match *m, term subject, term *result);
