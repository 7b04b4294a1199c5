/* tender/boot_record.h - what the guest is told at its start. */
#pragma once
#include "tender/options.h"

/* A new identity for each start and each turn: no two instances draw the same.  False: the host gives no entropy. */
bool boot_record_identity(struct guest_boot *b);
/* Fills the boot record and its strings. False: the strings do not fit. */
bool boot_record_write(const struct memory *m, const struct image *image, const struct options *o,
                       const struct engine_kind *engine, struct complaint *c);
