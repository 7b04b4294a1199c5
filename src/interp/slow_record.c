/* interp/slow_record.c - native records: made, changed, looked into. */
#include "heap/record.h"
#include "code/code.h"
#include "interp/raise.h"
#include "interp/run.h"

/* A key that has no value, or one that the record has not. */
struct fault {
    op_fn *raises; /* NULL: none */
    term key;
};

/* The values of a record: those that operand `list` lists, others as `before`.  A key too many counts for more than a
 * missing value. */
static struct fault fill(const struct machine *m, unsigned list, term record, const term *before)
{
    const term *keys = record_keys(record_definition(record));
    term *values = record_values(record);
    uint32_t words = operand(m, list), at = 0;
    struct fault fault = {NULL, NO_TERM};
    for (size_t i = 0; i < record_value_count(record); i++) {
        bool listed = at < words && same(keys[i], source_at(m, operand(m, list + 1 + at)));
        values[i] = listed ? source_at(m, operand(m, list + 2 + at)) : before[i];
        at += listed ? 2 : 0;
        if (is_term(values[i])) continue;
        if (!fault.raises) fault = (struct fault){slow_novalue, keys[i]};
        values[i] = NIL;
    }
    if (at < words) fault = (struct fault){slow_badfield, source_at(m, operand(m, list + 1 + at))};
    return fault;
}

static enum go raise_fault(struct machine *m, struct fault fault, term definition)
{
    const term *d = tuple_elements(definition);
    machine_save(m);
    term name = heap_tuple2(&m->p->heap, d[RECORD_MODULE], d[RECORD_NAME]);
    term value = is_term(name) ? heap_tuple2(&m->p->heap, name, fault.key) : NO_TERM;
    machine_load(m);
    return is_term(value) ? raise_with(m, value, fault.raises) : GO_SLOW(m, no_memory);
}

/* Operands: label, live, source, destination, list. */
static enum go make(struct machine *m, term definition, const term *before)
{
    enum { LABEL, LIVE, SOURCE, DESTINATION, LIST };
    uint32_t live = operand(m, LIVE), destination = operand(m, DESTINATION);
    machine_save(m);
    term record = heap_record(&m->p->heap, definition);
    machine_load(m);
    if (!is_term(record)) return GO_SLOW(m, no_memory);
    struct fault fault = fill(m, LIST, record, before);
    if (fault.raises) return operand(m, LABEL) ? JUMP : raise_fault(m, fault, definition);
    go_past_list(m, LIST);
    return finish_at(m, destination, record, live);
}

/* By a declaration: [Definition|Defaults]. */
SLOW_PATH(put_local_record, put_local_record)
{
    term declared = SCRATCH(m, 0);
    return make(m, head(declared), tuple_elements(tail(declared)));
}

SLOW_PATH(put_record, put_record)
{
    const term *name = tuple_elements(SCRATCH(m, 0));
    term declared = record_find(name[0], name[1]);
    bool may = is_term(declared) && same(tuple_elements(head(declared))[RECORD_EXPORTED], A(true));
    if (may) return make(m, head(declared), tuple_elements(tail(declared)));
    return operand(m, 0) ? JUMP : raise_with(m, SCRATCH(m, 0), slow_badrecord);
}

SLOW_PATH(update_native_record, update_native_record)
{
    term record = SCRATCH(m, 0);
    if (is_record(record)) return make(m, record_definition(record), record_values(record));
    return operand(m, 0) ? JUMP : raise_with(m, record, slow_badrecord);
}

/* Does `name` as code writes it fit?  An atom alone is what the module itself declares, whatever the record's module;
 * others are told by {Module, Name}, and must be exported. */
static bool is_named(term record, term name)
{
    if (!is_record(record)) return false;
    if (is_atom(name)) return same(name, A(underscore)) || same(record_of(record, RECORD_NAME), name);
    const term *e = tuple_elements(name);
    return record_is(record, e[0], e[1]) && same(record_of(record, RECORD_EXPORTED), A(true));
}

SLOW_PATH(get_record_field, get_record_field)
{
    term record = SCRATCH(m, 0), key = SCRATCH(m, 2);
    bool guard = operand(m, 0);
    if (!is_named(record, SCRATCH(m, 1))) return guard ? JUMP : raise_with(m, record, slow_badrecord);
    term value = record_get(record, key);
    if (is_term(value)) {
        set_any(m, 4, value);
        m->pc += 1 + COUNT_get_record_field;
        return TO;
    }
    return guard ? JUMP : raise_fault(m, (struct fault){slow_badfield, key}, record_definition(record));
}
