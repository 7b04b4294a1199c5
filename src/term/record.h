/* term/record.h - native records (OTP 29), as they lie in memory.
 *
 * A KIND_RECORD is a definition and the values; the keys stand in the definition, both in term_compare_keys order.
 * A definition is a tuple that no program sees: the literals of code have one for each record that they declare
 * (code/records.h), and records that came from elsewhere have their own.
 */
#pragma once
#include "term/term.h"

/* The elements of a definition, as ERTS has them too: erlang:phash/2 goes through them. */
enum {
    RECORD_ORDER, /* a tuple: where among the keys the first, second... of the declaration stands */
    RECORD_HASH,  /* phash2 of {Module, Name, Exported, Key...}, the keys as they were declared */
    RECORD_MODULE,
    RECORD_NAME,
    RECORD_EXPORTED, /* true or false */
    RECORD_KEYS,     /* from here on */
};
enum { RECORD_VALUES = 2 }; /* the first value's word */

static inline bool is_record(term t) { return kind_of(t) == KIND_RECORD; }
static inline term record_definition(term record) { return boxed(record)[1]; }
static inline term *record_values(term record) { return boxed(record) + RECORD_VALUES; }
static inline size_t record_value_count(term record) { return header_words(header_of(record)) - 1; }

static inline size_t record_key_count(term definition) { return tuple_arity(definition) - RECORD_KEYS; }
static inline const term *record_keys(term definition) { return tuple_elements(definition) + RECORD_KEYS; }
/* Where the key that was declared as number `declared` stands. */
static inline size_t record_place(term definition, size_t declared)
{
    return (size_t)small_value(tuple_elements(tuple_elements(definition)[RECORD_ORDER])[declared]);
}

/* An element of the definition. */
static inline term record_of(term record, int what) { return tuple_elements(record_definition(record))[what]; }

/* The value of `key`, or NO_TERM. */
static inline term record_get(term record, term key)
{
    const term *keys = record_keys(record_definition(record));
    for (size_t i = 0; i < record_value_count(record); i++)
        if (same(keys[i], key)) return record_values(record)[i];
    return NO_TERM;
}

static inline bool record_is(term record, term module, term name)
{
    const term *d = tuple_elements(record_definition(record));
    return same(d[RECORD_MODULE], module) && same(d[RECORD_NAME], name);
}
