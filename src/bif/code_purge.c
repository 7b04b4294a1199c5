/* bif/code_purge.c - freeing old code and its literals: the machine's side of erts_code_purger and
 * erts_literal_area_collector, which conduct it.
 *
 * A purge begins by leading the funs of the old instance to their stubs, so that no process gets into it any more;
 * then the purger asks every process whether it is in it, kills those that are, and completes the
 * purge.  Literals may still be anywhere: the collector process makes every process copy those it
 * refers to before they are freed.
 */
#include "bif/bif.h"
#include "bif/check_code.h"
#include "code/tables.h"
#include "memory/memory.h"
#include "process/suspend.h"

struct literal_area {
    struct literal_area *next;
    void *at;
    size_t bytes;
};

struct purge {
    struct module_row *row;      /* being purged; NULL: none */
    struct module *kept_old;     /* the row's old instance, while a failed on_load instance takes its place */
    struct literal_area *queue;  /* areas to free, oldest first */
    struct literal_area *copied; /* the one that processes are copying from now */
    bool not_everyone;           /* one of them had no memory for it: the area must stay for ever */
};

static struct purge *purge_state(void)
{
    struct code *c = code_state();
    if (!c->purge) c->purge = memory_alloc_zeroed(MEMORY_CODE, sizeof *c->purge);
    return c->purge;
}

/* -- the purger's operations ------------------------------------------------------------------ */

static enum bif_end prepare(struct process *p, struct purge *purge, term name, bool on_load, term *result)
{
    struct module_row *row = module_row_find(name, false);
    *result = A(false);
    if (purge->row) return bif_badarg(p);
    if (!row || (on_load && !row->on_load)) return BIF_DONE;
    if (on_load) {
        purge->kept_old = row->old;
        row->old = row->on_load;
        row->on_load = NULL;
    }
    if (!row->old) return BIF_DONE;
    purge->row = row;
    funs_begin_purge(row->old);
    *result = A(true);
    return BIF_DONE;
}

/* Those that wanted to call a fun meanwhile try again. */
static void resume_held(void)
{
    uint32_t number = 0;
    for (struct process *q; (q = process_after(number, &number)); number++) {
        if (!q->held_by_purge) continue;
        q->held_by_purge = false;
        process_resume(q);
    }
}

static bool is_purging(const struct purge *purge, term name) { return purge->row && same(purge->row->name, name); }

static enum bif_end give_up(struct process *p, struct purge *purge, term name, term *result)
{
    if (!is_purging(purge, name)) return bif_badarg(p);
    funs_abort_purge(purge->row->old);
    purge->row = NULL;
    resume_held();
    *result = A(false);
    return BIF_DONE;
}

static void queue_area(struct purge *purge, struct literal_area *area)
{
    struct literal_area **last = &purge->queue;
    while (*last) last = &(*last)->next;
    *last = area;
}

static bool wake_collector(void)
{
    struct process *collector = process_find_registered(A(erts_literal_area_collector));
    return collector && process_send(collector, NO_TERM, A(copy_literals));
}

static enum bif_end complete(struct process *p, struct purge *purge, term name, term *result)
{
    if (!is_purging(purge, name)) return bif_badarg(p);
    struct module *m = purge->row->old;
    struct literal_area *area = NULL;
    if (m->literals) {
        area = memory_alloc(MEMORY_CODE, sizeof *area);
        if (!area) return bif_no_memory(p);
        *area = (struct literal_area){NULL, m->literals, m->literal_bytes};
    }
    purge->row->old = purge->kept_old;
    purge->kept_old = NULL;
    purge->row = NULL;
    funs_end_purge(m);
    resume_held();
    module_free(m, true);
    if (area) queue_area(purge, area);
    if (area) wake_collector();
    *result = A(true);
    return BIF_DONE;
}

enum bif_end bif_erts_internal_purge_module_2(struct process *p, term *args, term *result)
{
    struct purge *purge = purge_state();
    if (!same(p->registered_name, A(erts_code_purger))) return bif_error(p, A(notsup));
    if (!is_atom(args[0]) || !is_atom(args[1])) return bif_badarg(p);
    if (!purge) return bif_no_memory(p);
    switch (atom_index(args[1])) {
    case ATOM_IX_prepare: return prepare(p, purge, args[0], false, result);
    case ATOM_IX_prepare_on_load: return prepare(p, purge, args[0], true, result);
    case ATOM_IX_abort: return give_up(p, purge, args[0], result);
    case ATOM_IX_complete: return complete(p, purge, args[0], result);
    default: return bif_badarg(p);
    }
}

/* -- is a process in old code? ------------------------------------------------------------------ */

enum bif_end bif_erts_internal_check_process_code_1(struct process *p, term *args, term *result)
{
    enum { WORDS_A_REDUCTION = 32 };
    if (!is_atom(args[0])) return bif_badarg(p);
    *result = check_process_code(p, args[0]);
    bif_charge(p, (p->heap.end - p->heap.sp) / WORDS_A_REDUCTION);
    return BIF_DONE;
}

/* Only the processes that handle dirty signals may ask; no process ever runs dirty here. */
enum bif_end bif_erts_internal_check_dirty_process_code_2(struct process *p, term *args, term *result)
{
    if (!is_local_pid(args[0]) || !is_atom(args[1])) return bif_badarg(p);
    *result = process_find(args[0]) ? A(normal) : A(false);
    return BIF_DONE;
}

/* -- literals ----------------------------------------------------------------------------------- */

/* Every process has copied what it needed of the last area: frees it, and goes on to the next. */
enum bif_end bif_erts_literal_area_collector_release_area_switch_0(struct process *p, term *args, term *result)
{
    (void)args;
    struct purge *purge = purge_state();
    if (!same(p->parent, A(undefined)) && !p->is_system) return bif_error(p, A(notsup));
    if (!purge) return bif_no_memory(p);
    if (purge->copied) {
        if (!purge->not_everyone) memory_free_literals(purge->copied->at);
        memory_free(MEMORY_CODE, purge->copied);
    }
    purge->not_everyone = false;
    purge->copied = purge->queue;
    if (purge->queue) purge->queue = purge->queue->next;
    *result = boolean(purge->copied != NULL);
    return BIF_DONE;
}

static bool answer(struct process *p, const term *args)
{
    term id = heap_tuple3(&p->heap, args[1], args[2], args[0]);
    term message = is_term(id) ? heap_tuple3(&p->heap, A(copy_literals), id, A(ok)) : NO_TERM;
    return is_term(message) && process_send(p, p->pid, message);
}

/* OTP asks the process to do it in its own time; here the other processes stand still, so it is
 * done for them, and answered at once. */
enum bif_end bif_erts_literal_area_collector_send_copy_request_3(struct process *p, term *args, term *result)
{
    struct purge *purge = purge_state();
    if (!purge) return bif_no_memory(p);
    if (!is_local_pid(args[0]) || !purge->copied) return bif_badarg(p);
    struct process *of = process_find_any(args[0]);
    enum heap_result r = HEAP_OK;
    if (of == p) r = process_copy_literals(p, purge->copied->at, purge->copied->bytes, args, 3);
    else if (of) r = process_copy_literals(of, purge->copied->at, purge->copied->bytes, of->saved_x, of->live);
    if (r != HEAP_OK) purge->not_everyone = true;
    if (!answer(p, args)) return bif_no_memory(p);
    *result = A(ok);
    return BIF_DONE;
}
