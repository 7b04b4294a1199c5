/* bif/ets_argument.h - what the BIFs of module ets share: finding the table, and saying why not. */
#pragma once
#include "bif/bif.h"
#include "ets/table.h"

enum ets_access { ETS_INFO, ETS_READ, ETS_WRITE };

/* The table that `id` names, if process p may access it so; else NULL, and the BIF ends with *end: a badarg
 * with its cause, or BIF_AGAIN while the table is busy with a list of objects (the arguments stay). */
struct table *ets_table(struct process *p, term id, enum ets_access access, enum bif_end *end);
