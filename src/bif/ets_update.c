/* bif/ets_update.c - ets:update_element/3,4 and update_counter/3,4: changes inside one object. */
#include "bif/arith.h"
#include "bif/ets_argument.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include "term/compare.h"

/* New elements for an object, position by position; later ones win. */
struct changes {
    size_t *positions;
    term *values;
    size_t count, room;
};

static void changes_close(struct changes *c)
{
    memory_free(MEMORY_SYSTEM, c->positions);
    memory_free(MEMORY_SYSTEM, c->values);
}

static bool changes_open(struct changes *c, size_t room)
{
    *c = (struct changes){.room = room};
    c->positions = memory_alloc(MEMORY_SYSTEM, room * sizeof *c->positions);
    c->values = memory_alloc(MEMORY_SYSTEM, room * sizeof *c->values);
    if (c->positions && c->values) return true;
    changes_close(c);
    return false;
}

static void changes_add(struct changes *c, size_t position, term value)
{
    c->positions[c->count] = position;
    c->values[c->count++] = value;
}

/* What the element will be. */
static term changed_element(const struct changes *c, const term *elements, size_t position)
{
    for (size_t i = c->count; i-- > 0;)
        if (c->positions[i] == position) return c->values[i];
    return elements[position - 1];
}

/* The object to change: one of the table, or the default that will be inserted. */
struct target {
    struct ets_object *object; /* NULL: `tuple` is a default */
    term tuple;
};

static bool change_in_place(struct ets_object *o, const struct changes *c)
{
    for (size_t i = 0; i < c->count; i++)
        if (!is_immediate(c->values[i]) || !is_immediate(object_element(o, c->positions[i]))) return false;
    for (size_t i = 0; i < c->count; i++) o->tuple[c->positions[i]] = c->values[i];
    return true;
}

/* False: no memory. */
static bool apply(struct table *t, struct target target, term key, struct changes *c)
{
    if (target.object && change_in_place(target.object, c)) return true;
    if (!target.object) changes_add(c, t->o.keypos, key);
    struct ets_object *o = object_new_changed(target.tuple, c->positions, c->values, c->count);
    int64_t work = 0;
    if (o && target.object) table_replace(t, target.object, o);
    else if (o) table_insert_object(t, o, false, &work);
    return o != NULL;
}

/* Elements of a proper list; SIZE_MAX: it is none. */
static size_t list_length(term l)
{
    size_t n = 0;
    for (; is_cons(l); l = tail(l)) n++;
    return is_nil(l) ? n : SIZE_MAX;
}

/* The object with args[1] as key; else the default, if it is a tuple with that many elements. */
static struct target find_target(const struct table *t, term key, term otherwise)
{
    struct ets_object *o = table_find(t, key);
    if (o) return (struct target){o, object_term(o)};
    bool usable = is_term(otherwise) && is_tuple(otherwise) && tuple_arity(otherwise) >= t->o.keypos;
    return (struct target){NULL, usable ? otherwise : NO_TERM};
}

/* -- update_element ------------------------------------------------------------------------- */

/* False: badarg, with *cause if it has one. */
static bool read_elements(const struct table *t, term tuple, term list, struct changes *c, term *cause)
{
    for (; is_cons(list); list = tail(list)) {
        term spec = head(list);
        if (!is_tuple_of(spec, 2) || !is_small(tuple_elements(spec)[0])) return false;
        int64_t position = small_value(tuple_elements(spec)[0]);
        if (position == (int64_t)t->o.keypos) *cause = A(keypos);
        else if (otp_at_least(27) && (position < 1 || position > (int64_t)tuple_arity(tuple))) *cause = A(position);
        if (position < 1 || position > (int64_t)tuple_arity(tuple) || position == (int64_t)t->o.keypos) return false;
        changes_add(c, (size_t)position, tuple_elements(spec)[1]);
    }
    return true;
}

static enum bif_end fail(struct process *p, term cause)
{
    return is_term(cause) ? bif_badarg_cause(p, cause) : bif_badarg(p);
}

static enum bif_end update_element(struct process *p, term *args, term otherwise, term *result)
{
    enum bif_end end;
    struct table *t = ets_table(p, args[0], ETS_WRITE, &end);
    if (!t) return end;
    if (table_is_bag(t) || (is_term(otherwise) && !is_tuple(otherwise))) return bif_badarg(p);
    struct target target = find_target(t, args[1], otherwise);
    *result = A(false);
    if (!is_term(target.tuple)) return is_term(otherwise) ? bif_badarg(p) : BIF_DONE;
    term cell[2] = {args[2], NIL}, list = is_tuple(args[2]) ? cons_at(cell) : args[2], cause = NO_TERM;
    size_t count = list_length(list);
    struct changes c;
    if (count == SIZE_MAX) return bif_badarg(p);
    if (!changes_open(&c, count + 1)) return bif_no_memory(p);
    bool good = read_elements(t, target.tuple, list, &c, &cause);
    bool applied = good && apply(t, target, args[1], &c);
    changes_close(&c);
    if (!good) return fail(p, cause);
    *result = A(true);
    return applied ? BIF_DONE : bif_no_memory(p);
}

enum bif_end bif_ets_update_element_3(struct process *p, term *args, term *result)
{
    return update_element(p, args, NO_TERM, result);
}

enum bif_end bif_ets_update_element_4(struct process *p, term *args, term *result)
{
    return update_element(p, args, args[3], result);
}

/* -- update_counter --------------------------------------------------------------------------- */

/* The new value of the counter; NO_TERM: badarg, with *cause. */
static term count_once(struct process *p, const struct table *t, term tuple, term spec, const struct changes *c,
                       term *cause)
{
    size_t arity = is_tuple(spec) ? tuple_arity(spec) : 0;
    const term *e = arity ? tuple_elements(spec) : NULL;
    if ((arity != 2 && arity != 4) || !is_small(e[0]) || !is_integer(e[1])) return NO_TERM;
    if (arity == 4 && (!is_integer(e[2]) || !is_integer(e[3]))) return NO_TERM;
    int64_t position = small_value(e[0]);
    if (position == (int64_t)t->o.keypos) *cause = A(keypos);
    else if (position < 1 || position > (int64_t)tuple_arity(tuple)) *cause = A(position);
    if (is_term(*cause)) return NO_TERM;
    term old = changed_element(c, tuple_elements(tuple), (size_t)position), reason;
    if (!is_integer(old)) return NO_TERM;
    term value = arith_add(&p->heap, old, e[1], &reason);
    if (arity == 2 || !is_term(value)) return value;
    bool down = term_compare(e[1], small(0)) < 0;
    int order = term_compare(value, e[2]);
    return (down ? order < 0 : order > 0) ? e[3] : value;
}

/* Counts by every spec of the list; false: badarg. */
static bool count_all(struct process *p, const struct table *t, term tuple, term list, struct changes *c, term *cause)
{
    for (; is_cons(list); list = tail(list)) {
        term value = count_once(p, t, tuple, head(list), c, cause);
        if (!is_term(value)) return false;
        changes_add(c, (size_t)small_value(tuple_elements(head(list))[0]), value);
    }
    return true;
}

/* The new values as a program sees them: one, or a list. */
static term counted(struct process *p, const struct changes *c, size_t count, bool list)
{
    if (!list) return c->values[0];
    term l = NIL;
    for (size_t i = count; i-- > 0 && is_term(l);) l = heap_cons(&p->heap, c->values[i], l);
    return l;
}

/* The specs as a list; cell and pair are room for one. */
static term spec_list(const struct table *t, term spec, term cell[2], term pair[3])
{
    cell[1] = NIL;
    cell[0] = spec;
    if (is_integer(spec)) {
        pair[0].word = header(KIND_TUPLE, 2);
        pair[1] = small((int64_t)t->o.keypos + 1);
        pair[2] = spec;
        cell[0] = boxed_at(pair);
    }
    return is_integer(spec) || is_tuple(spec) ? cons_at(cell) : spec;
}

static enum bif_end update_counter(struct process *p, term *args, term otherwise, term *result)
{
    enum bif_end end;
    struct table *t = ets_table(p, args[0], ETS_WRITE, &end);
    if (!t) return end;
    if (is_term(otherwise) && !is_tuple(otherwise)) return bif_badarg(p);
    if (table_is_bag(t)) return bif_badarg_cause(p, A(table_type));
    term cell[2], pair[3], list = spec_list(t, args[2], cell, pair), cause = NO_TERM;
    struct target target = find_target(t, args[1], otherwise);
    if (!is_term(target.tuple)) return bif_badarg_cause(p, A(badkey));
    size_t count = list_length(list);
    struct changes c;
    if (count == SIZE_MAX) return bif_badarg(p);
    if (!changes_open(&c, count + 1)) return bif_no_memory(p);
    bool good = count_all(p, t, target.tuple, list, &c, &cause);
    term value = good ? counted(p, &c, count, is_list(args[2])) : NO_TERM;
    bool applied = is_term(value) && apply(t, target, args[1], &c);
    changes_close(&c);
    if (!good) return fail(p, cause);
    bif_charge(p, (int64_t)count / 4);
    return bif_value(p, applied ? value : NO_TERM, result);
}

enum bif_end bif_ets_update_counter_3(struct process *p, term *args, term *result)
{
    return update_counter(p, args, NO_TERM, result);
}

enum bif_end bif_ets_update_counter_4(struct process *p, term *args, term *result)
{
    return update_counter(p, args, args[3], result);
}
