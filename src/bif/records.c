/* bif/records.c - module records: native records made, changed and looked into by functions. */
#include "heap/record.h"
#include "bif/map_errors.h"
#include "code/code.h"
#include "etf/etf.h"
#include "heap/map.h"
#include "memory/memory.h"
#include "term/compare.h"

static enum bif_end badrecord(struct process *p, term t) { return bif_bad(p, A(badrecord), t); }

/* {badfield, {{Module, Name}, Key}} */
static enum bif_end badfield(struct process *p, term module, term name, term key)
{
    term record = heap_tuple2(&p->heap, module, name);
    term value = is_term(record) ? heap_tuple2(&p->heap, record, key) : NO_TERM;
    return is_term(value) ? bif_bad(p, A(badfield), value) : bif_no_memory(p);
}

/* -- create ---------------------------------------------------------------------------------------------------- */

/* The value of is_exported in a map that says nothing else; NO_TERM: it is not so. */
static term exported_of(term options)
{
    term exported = map_size(options) == 1 ? map_get(options, A(is_exported)) : NO_TERM;
    return is_term(exported) && (same(exported, A(true)) || same(exported, A(false))) ? exported : NO_TERM;
}

/* The length of a proper list, or -1. */
static int64_t length_of(term list)
{
    int64_t count = 0;
    for (; is_cons(list); list = tail(list)) count++;
    return is_nil(list) ? count : -1;
}

/* Keys and values of a list of pairs; *end says what is wrong with it. */
static bool take_pairs(struct process *p, term *args, term *keys, term *values, enum bif_end *end)
{
    size_t count = 0;
    for (term list = args[2]; is_cons(list); list = tail(list), count++) {
        term pair = head(list);
        if (!is_tuple_of(pair, 2)) return *end = bif_badarg(p), false;
        keys[count] = tuple_elements(pair)[0];
        values[count] = tuple_elements(pair)[1];
        if (!is_atom(keys[count])) return *end = badfield(p, args[0], args[1], keys[count]), false;
    }
    return true;
}

static enum bif_end create(struct process *p, term *args, term exported, term *keys, size_t count, term *result)
{
    enum bif_end end;
    term definition, *values = keys + count;
    if (!take_pairs(p, args, keys, values, &end)) return end;
    enum record_made made = heap_record_definition(&p->heap, args[0], args[1], exported, keys, count, &definition);
    if (made != RECORD_MADE) return made == RECORD_KEY_TWICE ? bif_badarg(p) : bif_no_memory(p);
    definition = code_for_etf.record_known(definition);
    term record = heap_record(&p->heap, definition);
    if (!is_term(record)) return bif_no_memory(p);
    for (size_t i = 0; i < count; i++) record_values(record)[record_place(definition, i)] = values[i];
    return *result = record, BIF_DONE;
}

enum bif_end bif_records_create_4(struct process *p, term *args, term *result)
{
    if (!is_atom(args[0]) || !is_atom(args[1])) return badrecord(p, args[1]);
    if (!is_map(args[3])) return bif_badmap(p, args[3]);
    term exported = exported_of(args[3]);
    int64_t count = length_of(args[2]);
    if (!is_term(exported) || count < 0) return bif_badarg(p);
    term *keys = memory_alloc(MEMORY_SYSTEM, 2 * (size_t)count * sizeof *keys);
    if (!keys) return bif_no_memory(p);
    enum bif_end end = create(p, args, exported, keys, (size_t)count, result);
    memory_free(MEMORY_SYSTEM, keys);
    bif_charge(p, count);
    return end;
}

/* -- update ---------------------------------------------------------------------------------------------------- */

/* The first key, in their order, of those in `map` that the record does not have. */
static term first_unknown(term record, term map)
{
    struct map_iterator i;
    term key, value, first = NO_TERM;
    map_iterate(&i, map);
    while (map_next(&i, &key, &value)) {
        bool known = is_term(record_get(record, key));
        if (!known && (!is_term(first) || term_compare_keys(key, first) < 0)) first = key;
    }
    return first;
}

enum bif_end bif_records_update_4(struct process *p, term *args, term *result)
{
    term record = args[0], map = args[3];
    if (!is_record(record)) return badrecord(p, record);
    if (!same(args[2], A(underscore)) && !record_is(record, args[1], args[2])) return badrecord(p, args[2]);
    if (!is_map(map)) return bif_badmap(p, map);
    if (map_size(map) == 0) return *result = record, BIF_DONE;
    term unknown = first_unknown(record, map);
    if (is_term(unknown)) return badfield(p, record_of(record, RECORD_MODULE), record_of(record, RECORD_NAME), unknown);
    term made = heap_record(&p->heap, record_definition(record));
    if (!is_term(made)) return bif_no_memory(p);
    const term *keys = record_keys(record_definition(record));
    for (size_t i = 0; i < record_value_count(record); i++) {
        term value = map_get(map, keys[i]);
        record_values(made)[i] = is_term(value) ? value : record_values(record)[i];
    }
    return *result = made, BIF_DONE;
}

/* -- looking into one -------------------------------------------------------------------------------------------- */

enum bif_end bif_records_get_2(struct process *p, term *args, term *result)
{
    term value = is_record(args[1]) ? record_get(args[1], args[0]) : NO_TERM;
    if (!is_term(value)) return bif_badarg(p);
    return *result = value, BIF_DONE;
}

enum bif_end bif_records_get_module_1(struct process *p, term *args, term *result)
{
    if (!is_record(args[0])) return bif_badarg(p);
    return *result = record_of(args[0], RECORD_MODULE), BIF_DONE;
}

enum bif_end bif_records_get_name_1(struct process *p, term *args, term *result)
{
    if (!is_record(args[0])) return bif_badarg(p);
    return *result = record_of(args[0], RECORD_NAME), BIF_DONE;
}

enum bif_end bif_records_is_exported_1(struct process *p, term *args, term *result)
{
    if (!is_record(args[0])) return badrecord(p, args[0]);
    return *result = record_of(args[0], RECORD_EXPORTED), BIF_DONE;
}

enum bif_end bif_records_get_field_names_1(struct process *p, term *args, term *result)
{
    if (!is_record(args[0])) return badrecord(p, args[0]);
    term definition = record_definition(args[0]), list = NIL;
    size_t count = record_key_count(definition);
    term *hp = heap_alloc(&p->heap, count * CONS_WORDS);
    if (!hp) return bif_no_memory(p);
    while (count-- > 0) list = build_cons(&hp, record_keys(definition)[record_place(definition, count)], list);
    return *result = list, BIF_DONE;
}

/* Keys as they were declared, those with a default as {Key, Default}; NO_TERM: no memory. */
static term declared_fields(struct process *p, term declared)
{
    term definition = head(declared), list = NIL;
    size_t count = record_key_count(definition);
    term *hp = heap_alloc(&p->heap, count * (CONS_WORDS + TUPLE_WORDS(2)));
    if (!hp) return NO_TERM;
    while (count-- > 0) {
        size_t place = record_place(definition, count);
        term key = record_keys(definition)[place], value = tuple_elements(tail(declared))[place];
        list = build_cons(&hp, is_term(value) ? build_tuple2(&hp, key, value) : key, list);
    }
    heap_give_back(&p->heap, hp);
    return list;
}

enum bif_end bif_records_get_definition_2(struct process *p, term *args, term *result)
{
    term declared = is_atom(args[0]) && is_atom(args[1]) ? record_find(args[0], args[1]) : NO_TERM;
    if (!is_term(declared)) return bif_badarg(p);
    term pair[] = {A(is_exported), tuple_elements(head(declared))[RECORD_EXPORTED]};
    term options = heap_map_from_pairs(&p->heap, pair, 1), fields = declared_fields(p, declared);
    if (!is_term(options) || !is_term(fields)) return bif_no_memory(p);
    return bif_value(p, heap_tuple2(&p->heap, options, fields), result);
}
