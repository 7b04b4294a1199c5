/* bif/ets_change.c - BIFs of module ets that insert, delete and take objects. */
#include "bif/ets_argument.h"
#include "bif/resume.h"
#include "ets/insert_job.h"
#include "term/compare.h"

/* -- insert/2, insert_new/2 -------------------------------------------------------------- */

/* A list of objects on its way: copied first, then given to the table. */
struct insert_list {
    struct magic magic;
    struct insert_job *job;
};

static void insert_list_drop_job(struct insert_list *s)
{
    if (s->job) insert_job_drop(s->job);
    s->job = NULL;
}

static void insert_list_destroy(struct magic *m)
{
    insert_list_drop_job((struct insert_list *)m);
    resume_free(m);
}

static struct insert_list *insert_list_new(const struct table *t, bool new_only)
{
    struct insert_list *s = resume_new(sizeof *s, insert_list_destroy);
    if (!s) return NULL;
    s->job = insert_job_new(t, new_only);
    if (s->job) return s;
    resume_free(&s->magic);
    return NULL;
}

static bool is_object(const struct table *t, term object)
{
    return is_tuple(object) && tuple_arity(object) >= t->o.keypos;
}

enum copy_end { COPIED, COPY_YIELDS, COPY_BAD, COPY_NO_MEMORY };

static enum copy_end copy_list(struct insert_job *job, const struct table *t, term *list, int64_t *budget)
{
    for (; is_cons(*list); *list = tail(*list)) {
        if (*budget <= 0) return COPY_YIELDS;
        if (!is_object(t, head(*list))) return COPY_BAD;
        if (!insert_job_add(job, head(*list))) return COPY_NO_MEMORY;
        *budget -= 16;
    }
    return is_nil(*list) ? COPIED : COPY_BAD;
}

/* One slice of the work; COPIED: the job is done. */
static enum copy_end insert_slice(struct insert_list *s, struct table *t, term *list, int64_t *budget)
{
    struct insert_job *job = s->job;
    if (job->done) return COPIED;
    if (!job->table) {
        enum copy_end end = copy_list(job, t, list, budget);
        if (end != COPIED) return end;
        insert_job_start(job, t);
    }
    return insert_job_help(t, budget) ? COPIED : COPY_YIELDS;
}

static enum bif_end insert_end(struct process *p, term *args, struct insert_list *s, bool resumed, enum copy_end end,
                               term *result)
{
    bool aborted = s->job->aborted;
    *result = boolean(s->job->result);
    insert_list_drop_job(s); /* the state itself goes with the caller's garbage */
    if (resumed) resume_restore(&args[1], true);
    else insert_list_destroy(&s->magic);
    if (end == COPY_BAD) return bif_badarg(p);
    if (end == COPY_NO_MEMORY) return bif_no_memory(p);
    return aborted ? bif_badarg_cause(p, A(id)) : BIF_DONE;
}

static enum bif_end insert_many(struct process *p, term *args, bool new_only, term *result)
{
    struct insert_list *s = resume_state(args[1], insert_list_destroy);
    bool resumed = s != NULL;
    term list = resumed ? resume_terms(args[1])[0] : args[1];
    struct table *t = NULL;
    enum bif_end end;
    if (!resumed || !s->job->done) {
        t = ets_table(p, args[0], ETS_WRITE, &end);
        if (!t && end == BIF_RAISE && resumed) resume_restore(&args[1], true);
        if (!t) return end;
    }
    if (!resumed) s = insert_list_new(t, new_only);
    if (!s) return bif_no_memory(p);
    int64_t budget = work_budget(p);
    enum copy_end copied = insert_slice(s, t, &list, &budget);
    work_pay(p, budget);
    if (copied == COPY_YIELDS) return resume_yield(p, &args[1], &s->magic, &list, 1);
    return insert_end(p, args, s, resumed, copied, result);
}

static enum bif_end insert(struct process *p, term *args, bool new_only, term *result)
{
    term object = args[1];
    if (is_cons(object) && is_nil(tail(object))) object = head(object);
    else if (is_cons(object) || resume_state(object, insert_list_destroy))
        return insert_many(p, args, new_only, result);
    enum bif_end end;
    struct table *t = ets_table(p, args[0], ETS_WRITE, &end);
    if (!t) return end;
    *result = A(true);
    if (is_nil(object)) return BIF_DONE;
    if (!is_object(t, object)) return bif_badarg(p);
    int64_t work = 0;
    enum insert_result r = table_insert(t, object, new_only, &work);
    bif_charge(p, work / 8);
    if (r == INSERT_EXISTS) *result = A(false);
    return r == INSERT_NO_MEMORY ? bif_no_memory(p) : BIF_DONE;
}

enum bif_end bif_ets_insert_2(struct process *p, term *args, term *result) { return insert(p, args, false, result); }
enum bif_end bif_ets_insert_new_2(struct process *p, term *args, term *result) { return insert(p, args, true, result); }

/* -- delete/2, delete_object/2, take/2 ------------------------------------------------------ */

static void delete_key(struct process *p, struct table *t, term key)
{
    int64_t work = 0;
    for (struct ets_object *o; (o = table_find(t, key)); work++) {
        table_remove(t, o);
        if (!table_is_bag(t)) break;
    }
    bif_charge(p, work / 8);
}

enum bif_end bif_ets_delete_2(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct table *t = ets_table(p, args[0], ETS_WRITE, &end);
    if (!t) return end;
    delete_key(p, t, args[1]);
    *result = A(true);
    return BIF_DONE;
}

enum bif_end bif_ets_delete_object_2(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct table *t = ets_table(p, args[0], ETS_WRITE, &end);
    if (!t) return end;
    if (!is_object(t, args[1])) return bif_badarg(p);
    term key = tuple_elements(args[1])[t->o.keypos - 1];
    int64_t work = 0;
    for (struct ets_object *o = table_find(t, key), *next; o; o = next, work++) {
        next = table_find_next(t, o, key);
        if (term_equal(object_term(o), args[1])) table_remove(t, o);
    }
    bif_charge(p, work / 8);
    *result = A(true);
    return BIF_DONE;
}

enum bif_end bif_ets_take_2(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct table *t = ets_table(p, args[0], ETS_WRITE, &end);
    if (!t) return end;
    term list = NIL;
    for (struct ets_object *o = table_find(t, args[1]); o && is_term(list); o = table_find_next(t, o, args[1]))
        list = object_copy_cons(&p->heap, o, list);
    if (is_term(list)) delete_key(p, t, args[1]);
    return bif_value(p, list, result);
}
