/* bif/ets_table.c - BIFs of module ets that make, name, own and delete tables. */
#include "bif/ets_argument.h"
#include "bif/resume.h"
#include "ets/registry.h"
#include "memory/settings.h"

/* -- new/2 -------------------------------------------------------------------------- */

static bool option_atom(struct table_options *o, term t)
{
    if (same(t, A(set))) o->type = TABLE_SET;
    else if (same(t, A(bag))) o->type = TABLE_BAG;
    else if (same(t, A(duplicate_bag))) o->type = TABLE_DUPLICATE_BAG;
    else if (same(t, A(ordered_set))) o->type = TABLE_ORDERED_SET;
    else if (same(t, A(public))) o->protection = TABLE_PUBLIC;
    else if (same(t, A(protected))) o->protection = TABLE_PROTECTED;
    else if (same(t, A(private))) o->protection = TABLE_PRIVATE;
    else if (same(t, A(named_table))) o->named = true;
    else if (same(t, A(compressed))) o->compressed = true;
    else return false;
    return true;
}

static bool option_write_concurrency(struct table_options *o, term value)
{
    if (same(value, A(auto))) o->write_concurrency = WRITE_CONCURRENCY_AUTO;
    else if (is_boolean(value))
        o->write_concurrency = same(value, A(true)) ? WRITE_CONCURRENCY_TRUE : WRITE_CONCURRENCY_FALSE;
    else if (is_tuple_of(value, 2) && same(tuple_elements(value)[0], A(debug_hash_fixed_number_of_locks)) &&
             is_small(tuple_elements(value)[1]))
        o->write_concurrency = WRITE_CONCURRENCY_TRUE; /* there are no locks to number */
    else return false;
    return true;
}

/* {Key, Value}; *counters becomes what decentralized_counters was told, if it was. */
/* {heir, Pid}, of OTP 28: the heir is not told. */
static bool is_silent_heir(const term *pair)
{
    return same(pair[0], A(heir)) && is_local_pid(pair[1]) && otp_at_least(28);
}

static bool option_pair(struct table_options *o, const term *e, term *counters)
{
    if (same(e[0], A(keypos)) && is_small(e[1]) && small_value(e[1]) > 0) {
        o->keypos = (size_t)small_value(e[1]);
    } else if (same(e[0], A(read_concurrency)) && is_boolean(e[1])) {
        o->read_concurrency = same(e[1], A(true));
    } else if (same(e[0], A(decentralized_counters)) && is_boolean(e[1])) {
        *counters = e[1];
    } else if (same(e[0], A(heir)) && same(e[1], A(none))) {
        o->heir = A(none);
    } else if (is_silent_heir(e)) {
        o->heir = e[1];
        o->heir_data = NO_TERM;
    } else {
        return same(e[0], A(write_concurrency)) && option_write_concurrency(o, e[1]);
    }
    return true;
}

static bool option(struct table_options *o, term t, term *counters)
{
    if (is_atom(t)) return option_atom(o, t);
    if (is_tuple_of(t, 2)) return option_pair(o, tuple_elements(t), counters);
    if (!is_tuple_of(t, 3) || !same(tuple_elements(t)[0], A(heir)) || !is_local_pid(tuple_elements(t)[1])) return false;
    o->heir = tuple_elements(t)[1];
    o->heir_data = tuple_elements(t)[2];
    return true;
}

/* What the options say together: a private table has nobody to be concurrent with. */
static void settle_options(struct table_options *o, term counters)
{
    if (o->protection == TABLE_PRIVATE) {
        o->read_concurrency = false;
        o->write_concurrency = WRITE_CONCURRENCY_FALSE;
    }
    bool by_default = o->type == TABLE_ORDERED_SET || o->write_concurrency == WRITE_CONCURRENCY_AUTO;
    bool wanted = is_term(counters) ? same(counters, A(true)) : by_default;
    o->decentralized_counters = wanted && o->write_concurrency != WRITE_CONCURRENCY_FALSE;
}

static bool read_options(struct table_options *o, term list)
{
    term counters = NO_TERM;
    *o = (struct table_options){.protection = TABLE_PROTECTED, .keypos = 1, .heir = A(none), .heir_data = NIL};
    for (; is_cons(list); list = tail(list))
        if (!option(o, head(list), &counters)) return false;
    settle_options(o, counters);
    return is_nil(list);
}

enum bif_end bif_ets_new_2(struct process *p, term *args, term *result)
{
    struct table_options o;
    if (!is_atom(args[0]) || !read_options(&o, args[1])) return bif_badarg(p);
    if (o.named && (same(args[0], A(undefined)) || table_is_named(args[0])))
        return same(args[0], A(undefined)) ? bif_badarg(p) : bif_badarg_cause(p, A(already_exists));
    struct table *t = table_new(p, args[0], &o);
    return t ? bif_value(p, table_id(&p->heap, t), result) : bif_no_memory(p);
}

/* -- delete/1, internal_delete_all/2 -------------------------------------------------- */

enum { REAP_STEP = 64, WORK_OF_REAP = 12 };

static void destroy_nothing(struct magic *m) { resume_free(m); }

/* Frees what deleted tables held, in slices; then ends with the atom or number that `state` stands for. */
static enum bif_end reap(struct process *p, term *args, term value, term *result)
{
    bool resumed = resume_state(args[0], destroy_nothing) != NULL;
    if (resumed) value = resume_terms(args[0])[0];
    int64_t budget = work_budget(p);
    bool more = true;
    while (more && budget > 0) {
        more = tables_reap(REAP_STEP);
        budget -= REAP_STEP * WORK_OF_REAP;
    }
    work_pay(p, budget);
    *result = value;
    if (!more) return BIF_DONE;
    struct magic *state = resumed ? resume_state(args[0], destroy_nothing) : resume_new(sizeof *state, destroy_nothing);
    if (!state) return BIF_DONE; /* vm's main cycle frees the rest */
    return resume_yield(p, &args[0], state, &value, 1);
}

enum bif_end bif_ets_delete_1(struct process *p, term *args, term *result)
{
    if (!resume_state(args[0], destroy_nothing)) {
        enum bif_end end;
        struct table *t = ets_table(p, args[0], ETS_WRITE, &end);
        if (!t) return end;
        table_delete(t);
    }
    return reap(p, args, A(true), result);
}

enum bif_end bif_ets_internal_delete_all_2(struct process *p, term *args, term *result)
{
    if (resume_state(args[0], destroy_nothing)) return reap(p, args, NIL, result);
    enum bif_end end;
    struct table *t = ets_table(p, args[0], ETS_WRITE, &end);
    if (!t) return end;
    term count = small((int64_t)t->count);
    if (!table_delete_objects(t)) return bif_no_memory(p);
    return reap(p, args, count, result);
}

/* -- names, owners ---------------------------------------------------------------------- */

enum bif_end bif_ets_rename_2(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct table *t = ets_table(p, args[0], ETS_WRITE, &end);
    if (!t) return end;
    if (!is_atom(args[1]) || (t->o.named && table_is_named(args[1]))) return bif_badarg(p);
    if (!table_rename(t, args[1])) return bif_no_memory(p);
    *result = t->o.named ? args[1] : args[0];
    return BIF_DONE;
}

enum bif_end bif_ets_whereis_1(struct process *p, term *args, term *result)
{
    if (!is_atom(args[0])) return bif_badarg(p);
    term cause;
    struct table *t = table_named(args[0], &cause);
    return bif_value(p, t ? table_reference(&p->heap, t) : A(undefined), result);
}

enum bif_end bif_ets_give_away_3(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct table *t = ets_table(p, args[0], ETS_WRITE, &end);
    if (!t) return end;
    struct process *to = is_local_pid(args[1]) ? process_find(args[1]) : NULL;
    if (!to) return bif_badarg(p);
    if (!same(t->owner, p->pid)) return bif_badarg_cause(p, A(not_owner));
    if (to == p) return bif_badarg_cause(p, A(owner));
    if (!table_give_away(t, to, p->pid, args[2])) return bif_no_memory(p);
    *result = A(true);
    return BIF_DONE;
}

/* The options of setopts/2, each at most once. */
struct new_options {
    term heir, heir_data, protection;
};

static bool read_new_option(struct new_options *o, term t)
{
    const term *e = is_tuple(t) ? tuple_elements(t) : NULL;
    if (is_tuple_of(t, 3) && same(e[0], A(heir)) && is_local_pid(e[1]) && !is_term(o->heir)) {
        o->heir = e[1];
        o->heir_data = e[2];
    } else if (is_tuple_of(t, 2) && same(e[0], A(heir)) && same(e[1], A(none)) && !is_term(o->heir)) {
        o->heir = e[1];
    } else if (is_tuple_of(t, 2) && is_silent_heir(e) && !is_term(o->heir)) {
        o->heir = e[1];
        o->heir_data = NO_TERM;
    } else if (is_tuple_of(t, 2) && same(e[0], A(protection)) && !is_term(o->protection)) {
        o->protection = e[1];
        return same(e[1], A(private)) || same(e[1], A(protected)) || same(e[1], A(public));
    } else {
        return false;
    }
    return true;
}

static bool read_new_options(struct new_options *o, term t)
{
    *o = (struct new_options){NO_TERM, NIL, NO_TERM};
    if (!is_list(t)) return read_new_option(o, t);
    for (; is_cons(t); t = tail(t))
        if (!read_new_option(o, head(t))) return false;
    return is_nil(t);
}

enum bif_end bif_ets_setopts_2(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct table *t = ets_table(p, args[0], ETS_WRITE, &end);
    if (!t) return end;
    struct new_options o;
    if (!read_new_options(&o, args[1]) || !same(t->owner, p->pid)) return bif_badarg(p);
    if (is_term(o.heir) && !table_set_heir(t, o.heir, o.heir_data)) return bif_no_memory(p);
    if (is_term(o.protection)) {
        t->o.protection = same(o.protection, A(private))  ? TABLE_PRIVATE
                          : same(o.protection, A(public)) ? TABLE_PUBLIC
                                                          : TABLE_PROTECTED;
    }
    *result = A(true);
    return BIF_DONE;
}

enum bif_end bif_ets_safe_fixtable_2(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct table *t = ets_table(p, args[0], ETS_READ, &end);
    if (!t) return end;
    if (!is_boolean(args[1])) return bif_badarg(p);
    if (same(args[1], A(false))) table_unfix(t, p);
    else if (!table_fix(t, p)) return bif_no_memory(p);
    *result = A(true);
    return BIF_DONE;
}

enum bif_end bif_erts_internal_ets_super_user_1(struct process *p, term *args, term *result)
{
    if (!is_boolean(args[0])) return bif_badarg(p);
    struct process_tables *tables = process_tables(p);
    if (!tables) return bif_no_memory(p);
    tables->super_user = same(args[0], A(true));
    *result = A(ok);
    return BIF_DONE;
}

/* Sends {Ref, [Table]} to the caller; ets:all/0 waits for one such message from each scheduler. */
enum bif_end bif_ets_internal_request_all_0(struct process *p, term *args, term *result)
{
    (void)args;
    term ref = process_new_reference(&p->heap), list = NIL;
    for (struct table *t = table_all(); t && is_term(list); t = t->next) {
        term id = table_id(&p->heap, t);
        list = is_term(id) ? heap_cons(&p->heap, id, list) : NO_TERM;
    }
    bif_charge(p, (int64_t)table_count() / 8);
    term message = is_term(ref) && is_term(list) ? heap_tuple2(&p->heap, ref, list) : NO_TERM;
    if (!is_term(message) || !process_send(p, p->pid, message)) return bif_no_memory(p);
    *result = ref;
    return BIF_DONE;
}
