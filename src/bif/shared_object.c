/* bif/shared_object.c - objects by their references: those that own them, and those that only have their number. */
#include "bif/shared_object.h"
#include "term/objects.h"
#include <stddef.h>

term shared_object_reference(struct heap *h, struct shared_object *o, void (*destroy)(struct magic *m))
{
    uint64_t number = reference_new_number();
    o->magic = (struct magic){.destroy = destroy, .number = number, .high = reference_high()};
    o->found_by = (struct reference){.number = number, .kind = REFERENCE_OBJECT};
    if (!reference_insert(&o->found_by)) return NO_TERM;
    term t = heap_magic(h, &o->magic);
    if (!is_term(t)) shared_object_forget(o);
    return t;
}

void shared_object_forget(struct shared_object *o) { reference_remove(&o->found_by); }

struct shared_object *shared_object_of(term t, void (*destroy)(struct magic *m))
{
    if (kind_of(t) == KIND_MAGIC_REF) return (struct shared_object *)magic_of(t, destroy);
    uint64_t number = kind_of(t) == KIND_REF ? reference_number(t) : 0;
    struct reference *r = number ? reference_find(number, REFERENCE_OBJECT) : NULL;
    if (!r) return NULL;
    struct shared_object *o = (struct shared_object *)((char *)r - offsetof(struct shared_object, found_by));
    return o->magic.destroy == destroy ? o : NULL;
}
