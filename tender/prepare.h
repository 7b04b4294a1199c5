/* tender/prepare.h - runs a guest up to its first quiet point, and keeps it there as an image.
 *
 * The guest's clock stands still while it works and jumps to the next timer when it waits, and its entropy comes from
 * a fixed seed: so the same image is prepared to the same bytes each time.  Quiet: the guest waits, nothing has
 * arrived, and no timer falls due within a second; a program that always has one is taken while it waits,
 * after 30 of its seconds. */
#pragma once
#include "tender/tender.h"

/* Before the first instruction. */
void prepare_begin(struct tender *t);
/* The guest waits: the clock moves on, or what there is becomes an image and the guest ends. */
void prepare_wait(struct tender *t, uint64_t deadline_ns);
/* Its time is over: it is asked why, and given a few seconds; false: it had them. */
bool prepare_ask_busy(struct tender *t);
void prepare_too_late(struct tender *t);
/* `size` bytes that are the same each time. */
void prepare_draw(struct tender *t, void *to, size_t size);

/* The connection that would not live on, if there is one. */
const struct slot *prepare_open_connection(const struct tender *t);

/* -- prepare_write.c ------------------------------------------------------------------------------------ */
/* Writes the guest as it stands to t->prepared; false, and the sentence. */
bool prepared_write(const struct tender *t, struct complaint *c);
