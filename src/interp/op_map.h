/* interp/op_map.h - bodies that make maps. */
#pragma once
#include "interp/machine.h"
#include "interp/slow.h"

INLINE enum go body_put_map_assoc(struct machine *m, const enum op_kind *k)
{
    SCRATCH(m, 0) = source(m, k, 1);
    return GO_SLOW(m, put_map_assoc);
}
INLINE enum go body_put_map_exact(struct machine *m, const enum op_kind *k)
{
    SCRATCH(m, 0) = source(m, k, 2);
    return GO_SLOW(m, put_map_exact);
}
