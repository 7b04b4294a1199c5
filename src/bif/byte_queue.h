/* bif/byte_queue.h - bytes in the order in which they were written, kept as references to binaries;
 * small ones are gathered. */
#pragma once
#include "heap/binary.h"

struct byte_item {
    struct byte_item *next;
    struct binary *binary; /* counted */
    const uint8_t *at;
    size_t size;
    size_t room; /* behind at + size, if `binary` is the queue's own; else 0 */
};

struct byte_queue {
    struct byte_item *first, *last;
    size_t size; /* bytes */
};

static inline void byte_queue_open(struct byte_queue *q) { *q = (struct byte_queue){NULL, NULL, 0}; }
void byte_queue_close(struct byte_queue *q);
/* Adds a binary (is_binary() holds). False: no memory. */
bool byte_queue_add(struct byte_queue *q, term binary);
/* Takes `size` bytes off the front; there must be as many. Copies them to `to` unless that is NULL. */
void byte_queue_take(struct byte_queue *q, size_t size, uint8_t *to);
/* The first item as a term; the queue is not empty. NO_TERM: no memory. */
term byte_queue_head(const struct byte_queue *q, struct heap *h);
/* Adds the binaries at the front of a list, at most `most`, and moves *list behind them. False: one of
 * them is no binary, or the list's tail is none (then nothing was added), or there is no memory. */
bool byte_queue_add_list(struct byte_queue *q, term *list, size_t most);
