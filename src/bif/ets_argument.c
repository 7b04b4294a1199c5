/* bif/ets_argument.c - the table argument of the BIFs of module ets. */
#include "bif/ets_argument.h"
#include "bif/resume.h"
#include "ets/insert_job.h"

static bool may_access(const struct process *p, const struct table *t, enum ets_access access)
{
    if (access == ETS_INFO || t->o.protection == TABLE_PUBLIC || same(t->owner, p->pid)) return true;
    if (access == ETS_READ && t->o.protection == TABLE_PROTECTED) return true;
    return p->tables && p->tables->super_user;
}

/* True when the table is no longer busy. */
static bool help(struct process *p, struct table *t)
{
    int64_t budget = work_budget(p);
    bool done = insert_job_help(t, &budget);
    work_pay(p, budget);
    return done;
}

struct table *ets_table(struct process *p, term id, enum ets_access access, enum bif_end *end)
{
    term cause;
    struct table *t = table_named(id, &cause);
    if (t && !may_access(p, t, access)) {
        t = NULL;
        cause = A(access);
    }
    if (!t) {
        *end = bif_badarg_cause(p, cause);
        return NULL;
    }
    if (!t->inserting || help(p, t)) return t;
    *end = BIF_AGAIN;
    return NULL;
}
