/* bif/shared_object.h - objects that a reference owns, and that the same reference finds when it comes back from external format.
 *
 * What comes back is a plain reference: it finds the object as long as another reference owns it.
 */
#pragma once
#include "heap/fun.h"
#include "process/references.h"

struct shared_object {
    struct magic magic; /* first */
    struct reference found_by;
};

/* A reference to o, which is new; `destroy` ends with shared_object_forget().  NO_TERM: no memory, and o is the caller's. */
term shared_object_reference(struct heap *h, struct shared_object *o, void (*destroy)(struct magic *m));
void shared_object_forget(struct shared_object *o);

/* The object that t names, if it is one that `destroy` destroys; else NULL. */
struct shared_object *shared_object_of(term t, void (*destroy)(struct magic *m));
