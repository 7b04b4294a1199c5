/* bif/ets_binaries.h - off-heap binaries that an object of a table keeps. */
#pragma once
#include "ets/object.h"

/* {Id, Size, References} of each, in front of `list`; NO_TERM: no memory. */
term ets_binaries_of(struct heap *h, const struct ets_object *o, term list);
