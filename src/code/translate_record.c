/* code/translate_record.c - native records.  A record's values stand in the order of its keys, and so do the keys that
 * an instruction names, from here on: one walk then finds all of them. */
#include "code/translate_parts.h"
#include "memory/memory.h"
#include "term/compare.h"
#include <stdlib.h>

struct field {
    struct slot key, other; /* its value, or where it goes */
};

static int by_key(const void *a, const void *b)
{
    const struct field *x = a, *y = b;
    return term_compare_keys(atom_of((uint32_t)x->key.value), atom_of((uint32_t)y->key.value));
}

static void emit_fields(struct emitter *e, const struct slot *list)
{
    size_t count = (size_t)list->value / 2;
    struct field *fields = memory_alloc(MEMORY_CODE, count * sizeof *fields);
    if (!fields) {
        e->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++) fields[i] = (struct field){list[1 + 2 * i], list[2 + 2 * i]};
    qsort(fields, count, sizeof *fields, by_key);
    for (size_t i = 0; i < count; i++) {
        emit_list_word(e, arg_of(e, fields[i].key));
        emit_list_word(e, arg_of(e, fields[i].other));
    }
    memory_free(MEMORY_CODE, fields);
}

const struct slot *translate_get_record_elements(struct emitter *e, const struct slot *i)
{
    EMIT(e, get_record_elements, arg_of(e, i[1]), arg_of(e, i[2]), arg_number((uint64_t)i[3].value));
    emit_fields(e, &i[3]);
    return following(i);
}

/* put_record Fail Name Source Destination Live Fields: without a source a new one, by the module's own declaration if
 * the name is an atom. */
const struct slot *translate_put_record(struct emitter *e, const struct slot *i)
{
    struct arg fail = arg_of(e, i[1]), live = arg_of(e, i[5]), to = arg_of(e, i[4]);
    struct arg count = arg_number((uint64_t)i[6].value);
    if (i[3].kind != SLOT_NIL) {
        EMIT(e, update_native_record, fail, live, arg_of(e, i[3]), to, count);
    } else if (i[2].kind == SLOT_ATOM) {
        const struct beam_record *own = beam_record_find(e->beam, atom_of((uint32_t)i[2].value));
        EMIT(e, put_local_record, fail, live, arg_constant(e->beam->literals[own->literal]), to, count);
    } else {
        EMIT(e, put_record, fail, live, arg_of(e, i[2]), to, count);
    }
    emit_fields(e, &i[6]);
    return following(i);
}

/* Code of the record's module may look into it, too, unless it says `external`. */
const struct slot *translate_is_record_accessible(struct emitter *e, const struct slot *i)
{
    bool external = same(atom_of((uint32_t)i[3].value), A(external));
    EMIT(e, is_record_accessible, arg_of(e, i[1]), arg_of(e, i[2]), arg_constant(external ? NIL : e->beam->name));
    return following(i);
}
