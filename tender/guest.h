/* tender/guest.h - one guest, from an image to its end: what `ling boot` does once, and the spawner for each request. */
#pragma once
#include "tender/tender.h"

/* Opens the image and judges all of it, once for every guest that is made of it. */
bool guest_open_image(struct image *image, const char *path, struct complaint *c);
/* Bytes for a guest of the image: what was asked for; 0: as the image wishes. */
uint64_t guest_memory(const struct image *image, uint64_t asked);
/* Where everything lies, in `memory` bytes; 0: as the image wishes. */
bool guest_plan(struct memory *m, const struct image *image, uint64_t memory, struct complaint *c);

/* Makes the machine of t->kind, t->image, t->memory (planned) and t->options; 0, or why not, and t->why. */
enum status guest_make(struct tender *t);
/* Runs it until the end is decided; how many ns that took. */
uint64_t guest_run(struct tender *t);
/* Sends what is still to be sent, and takes the machine away. */
void guest_close(struct tender *t);
