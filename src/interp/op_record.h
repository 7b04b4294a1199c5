/* interp/op_record.h - bodies of native records. */
#pragma once
#include "interp/machine.h"
#include "interp/slow.h"
#include "term/record.h"

INLINE enum go body_is_any_native_record(struct machine *m, const enum op_kind *k)
{
    return TEST(is_record(source(m, k, 1)));
}
INLINE enum go body_is_native_record(struct machine *m, const enum op_kind *k)
{
    term t = source(m, k, 1);
    return TEST(is_record(t) && record_is(t, source(m, k, 2), source(m, k, 3)));
}
INLINE enum go body_is_record_accessible(struct machine *m, const enum op_kind *k)
{
    term t = source(m, k, 1);
    return TEST(is_record(t) &&
                (same(record_of(t, RECORD_EXPORTED), A(true)) || same(record_of(t, RECORD_MODULE), source(m, k, 2))));
}

/* A destination may be the record's own register: so it is read before any is written. */
INLINE enum go body_get_record_elements(struct machine *m, const enum op_kind *k)
{
    term record = source(m, k, 1);
    uint32_t words = operand(m, 2), at = 0;
    if (!is_record(record)) return JUMP;
    const term *keys = record_keys(record_definition(record));
    size_t count = record_value_count(record);
    for (size_t i = 0; i < count && at < words; i++) {
        if (!same(keys[i], source_at(m, operand(m, 3 + at)))) continue;
        *register_at(m, operand(m, 4 + at)) = record_values(record)[i];
        at += 2;
    }
    return at < words ? JUMP : go_past_list(m, 2);
}

INLINE enum go body_get_record_field(struct machine *m, const enum op_kind *k)
{
    SCRATCH(m, 0) = source(m, k, 1), SCRATCH(m, 1) = source(m, k, 2), SCRATCH(m, 2) = source(m, k, 3);
    return GO_SLOW(m, get_record_field);
}
INLINE enum go body_put_local_record(struct machine *m, const enum op_kind *k)
{
    SCRATCH(m, 0) = source(m, k, 2);
    return GO_SLOW(m, put_local_record);
}
INLINE enum go body_put_record(struct machine *m, const enum op_kind *k)
{
    SCRATCH(m, 0) = source(m, k, 2);
    return GO_SLOW(m, put_record);
}
INLINE enum go body_update_native_record(struct machine *m, const enum op_kind *k)
{
    SCRATCH(m, 0) = source(m, k, 2);
    return GO_SLOW(m, update_native_record);
}
