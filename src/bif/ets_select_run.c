/* bif/ets_select_run.c - runs a match specification over a table, in slices and in chunks. */
#include "bif/ets_select.h"
#include "bif/match_guards.h"
#include "memory/memory.h"

enum { WORK_OF_VISIT = 8, HASH_CONTINUATION = 6, TREE_CONTINUATION = 8 };

static void destroy(struct magic *m)
{
    select_close((struct select *)m);
    resume_free(m);
}

void select_close(struct select *s)
{
    match_keys_close(&s->t.keys);
    if (s->program) match_release(s->program);
}

struct select *select_resumed(term argument) { return resume_state(argument, destroy); }

/* Values are consed up, so whoever wants all of them begins at the far end. */
static void set_direction(struct select *s) { s->t.backwards = s->limit ? s->reverse : !s->reverse; }

bool select_begin(struct process *p, struct select *s, struct table *table, term spec, enum bif_end *end)
{
    struct match_errors errors = {.heap = &p->heap, .list = NIL};
    s->program = match_compile(spec, MATCH_FOR_TABLES, &errors);
    if (!s->program) {
        *end = match_refused(p, &errors);
        return false;
    }
    match_keep(s->program);
    s->table_id = table->id;
    s->t.at = (struct position){.key = NO_TERM};
    set_direction(s);
    if (match_keys_of(table, match_source(s->program), &s->t.keys)) return true;
    s->t.keys.keys = NULL;
    select_close(s);
    *end = bif_no_memory(p);
    return false;
}

/* -- continuations ------------------------------------------------------------------------ */

/* Among known keys, the one that the place is at. */
static void find_key_index(const struct table *table, struct traversal *t)
{
    size_t count = t->keys.reach == REACH_KEYS ? t->keys.count : 0;
    for (t->key_index = 0; t->key_index < count; t->key_index++) {
        size_t i = t->backwards ? count - 1 - t->key_index : t->key_index;
        if (table_same_key(table, t->keys.keys[i], t->at.key)) return;
    }
}

static bool read_hash_continuation(struct select *s, const term *e)
{
    if (!is_cons(e[4]) || !is_small(e[5]) || small_value(e[5]) < 0) return false;
    s->t.at =
        (struct position){.key = head(e[4]), .hash = hash_of_key(head(e[4])), .sequence = (uint64_t)small_value(e[5])};
    s->limit = is_small(e[2]) ? small_value(e[2]) : 0;
    s->program = match_of_reference(e[3]);
    return true;
}

static bool read_tree_continuation(struct select *s, const term *e)
{
    s->t.at = (struct position){.key = e[1]};
    s->limit = is_small(e[3]) ? small_value(e[3]) : 0;
    s->program = match_of_reference(e[4]);
    s->reverse = !same(e[6], small(0));
    return true;
}

bool select_continue(struct select *s, struct table *table, term continuation)
{
    size_t arity = table_is_tree(table) ? TREE_CONTINUATION : HASH_CONTINUATION;
    if (!is_tuple_of(continuation, arity)) return false;
    const term *e = tuple_elements(continuation);
    if (!(table_is_tree(table) ? read_tree_continuation(s, e) : read_hash_continuation(s, e))) return false;
    if (!s->program || s->limit <= 0) return false;
    set_direction(s);
    if (!match_keys_of(table, match_source(s->program), &s->t.keys)) return false;
    match_keep(s->program);
    s->table_id = table->id;
    find_key_index(table, &s->t);
    return true;
}

/* The continuation for the place behind o; NO_TERM: no memory.  It holds the table's reference, not its name, which may
 * be another table's tomorrow. */
static term continuation(struct process *p, const struct select *s, struct table *table, const struct ets_object *o)
{
    struct heap *h = &p->heap;
    struct position at = position_behind(table, o);
    term key = heap_copy(h, at.key), program = match_reference(h, s->program), limit = small(s->limit);
    term id = table_reference(h, table);
    term *hp = heap_alloc(h, TUPLE_WORDS(TREE_CONTINUATION) + CONS_WORDS);
    if (!hp || !is_term(id) || !is_term(key) || !is_term(program)) return NO_TERM;
    if (table_is_tree(table)) {
        term t = build_tuple(&hp, TREE_CONTINUATION);
        const term parts[] = {id, key, NIL, limit, program, NIL, small(s->reverse), small(0)};
        memcpy(tuple_elements(t), parts, sizeof parts);
        heap_give_back(h, hp);
        return t;
    }
    term list = build_cons(&hp, key, NIL), t = build_tuple(&hp, HASH_CONTINUATION);
    const term parts[] = {id, small((int64_t)(at.hash >> 8)), limit, program, list, small((int64_t)at.sequence)};
    memcpy(tuple_elements(t), parts, sizeof parts);
    heap_give_back(h, hp);
    return t;
}

/* -- visiting -------------------------------------------------------------------------------- */

static struct ets_object *replace(struct select *s, struct table *table, struct ets_object *o, term value)
{
    if (!is_tuple(value) || tuple_arity(value) < table->o.keypos ||
        !table_same_key(table, tuple_elements(value)[table->o.keypos - 1], table_key(table, o)))
        return o;
    struct ets_object *new = object_new(value);
    s->no_memory = !new;
    if (!new) return o;
    table_replace(table, o, new);
    s->got++;
    return new;
}

/* Acts on o's value; the object to visit next. */
static struct ets_object *act(struct process *p, struct select *s, struct table *table, struct ets_object *o,
                              term value, term *values)
{
    struct ets_object *next = NULL;
    switch (s->kind) {
    case SELECT_VALUES: {
        term list = heap_cons(&p->heap, value, *values);
        s->no_memory = !is_term(list);
        if (is_term(list)) *values = list;
        s->got++;
        break;
    }
    case SELECT_COUNT: s->got += same(value, A(true)); break;
    case SELECT_DELETE:
        if (!same(value, A(true))) break;
        next = traversal_next(table, &s->t, o);
        table_remove(table, o);
        s->got++;
        return next;
    case SELECT_REPLACE: o = replace(s, table, o, value);
    }
    return traversal_next(table, &s->t, o);
}

static struct ets_object *visit(struct process *p, struct select *s, struct table *table, struct ets_object *o,
                                term *values, int64_t *budget)
{
    struct match_run run = {.process = p, .program = s->program, .copy = true};
    term value = match_on_term(&run, object_term(o));
    *budget -= WORK_OF_VISIT + run.work;
    s->no_memory = run.no_memory;
    return is_term(value) ? act(p, s, table, o, value, values) : traversal_next(table, &s->t, o);
}

/* -- endings ---------------------------------------------------------------------------------- */

/* The list, backwards, in front of nothing; NO_TERM: no memory. */
static term reversed(struct heap *h, term list, int64_t count)
{
    term *hp = heap_alloc(h, (size_t)count * CONS_WORDS), out = NIL;
    if (!hp) return NO_TERM;
    for (; is_cons(list); list = tail(list)) out = build_cons(&hp, head(list), out);
    return out;
}

/* The value of the BIF; `last`: the object at which the limit was reached. */
static term value_of(struct process *p, struct select *s, struct table *table, term values,
                     const struct ets_object *last)
{
    if (s->kind != SELECT_VALUES) return small(s->got);
    if (!s->limit) return values;
    if (!s->got) return A(end_of_table);
    if (table_is_tree(table)) values = reversed(&p->heap, values, s->got);
    term rest = last ? continuation(p, s, table, last) : A(end_of_table);
    return is_term(values) && is_term(rest) ? heap_tuple2(&p->heap, values, rest) : NO_TERM;
}

/* Keeps the traversal until the next slice, before o. */
static enum bif_end pause_before(struct process *p, struct select *s, struct table *table, const struct ets_object *o,
                                 term *args, term values)
{
    s->t.at = position_before(table, o);
    term kept[2] = {values, heap_copy(&p->heap, s->t.at.key)};
    if (s->magic.destroy) return resume_yield(p, &args[0], &s->magic, kept, 2);
    struct select *state = is_term(kept[1]) ? resume_new(sizeof *state, destroy) : NULL;
    if (!state) {
        select_close(s);
        return bif_no_memory(p);
    }
    struct magic magic = state->magic;
    *state = *s;
    state->magic = magic;
    return resume_yield(p, &args[0], &state->magic, kept, 2);
}

static term id_of(term argument) { return is_tuple(argument) ? tuple_elements(argument)[0] : argument; }

static enum bif_end run(struct process *p, struct select *s, struct table *table, term *args, term values, term *result)
{
    int64_t budget = work_budget(p);
    const struct ets_object *last = NULL;
    struct ets_object *o = traversal_start(table, &s->t);
    while (o && budget > 0 && !s->no_memory) {
        int64_t before = s->got;
        struct ets_object *visited = o;
        o = visit(p, s, table, o, &values, &budget);
        if (!s->limit || s->got == before || s->got < s->limit) continue;
        last = visited;
        break;
    }
    work_pay(p, budget);
    if (o && !last && !s->no_memory) return pause_before(p, s, table, o, args, values);
    bool resumed = s->magic.destroy != NULL;
    term value = s->no_memory ? NO_TERM : value_of(p, s, table, values, last);
    if (resumed) resume_restore(&args[0], true);
    else select_close(s);
    return bif_value(p, value, result);
}

enum bif_end select_run(struct process *p, struct select *s, struct table *table, term *args, term *result)
{
    return run(p, s, table, args, NIL, result);
}

enum bif_end select_resume(struct process *p, struct select *s, term *args, term *result)
{
    enum bif_end end;
    const term *kept = resume_terms(args[0]);
    bool writes = s->kind == SELECT_DELETE || s->kind == SELECT_REPLACE;
    struct table *table = ets_table(p, id_of(tuple_elements(args[0])[1]), writes ? ETS_WRITE : ETS_READ, &end);
    if (table && table->id != s->table_id) { /* the name is another table's now */
        end = bif_badarg_cause(p, A(id));
        table = NULL;
    }
    if (!table) {
        if (end == BIF_RAISE) resume_restore(&args[0], true);
        return end;
    }
    s->t.at.key = kept[1];
    return run(p, s, table, args, kept[0], result);
}
