/* code/verify_return.c - which functions of a module can return at all.
 *
 * The compiler knows that some never do (they always raise), and what it puts behind a call of one
 * is unrelated code.  Few modules have such calls, so this is asked only when a function has been
 * refused without the answer.
 *
 * A function may return if a `return`, or a tail call of anything that may return, can be reached in
 * it, going on behind local calls only when their function may return.  Functions start as "never"
 * and become "may" until nothing changes.
 */
#include "code/verify_parts.h"
#include "memory/memory.h"
#include <string.h>

struct walk {
    struct verifier *v;
    uint32_t *pending; /* labels from which to go on */
    uint32_t count;
    uint8_t *seen; /* for each label of the module */
};

static void visit(struct walk *w, uint32_t label)
{
    if (label == 0 || w->seen[label]) return;
    w->seen[label] = 1;
    w->pending[w->count++] = label;
}

/* All labels that an instruction may go to, whatever they mean. */
static void visit_operands(struct walk *w, const struct slot *op)
{
    for (int32_t i = 1; i <= op->value; i++)
        if (op[i].kind == SLOT_LABEL) visit(w, (uint32_t)op[i].value);
}

static bool callee_may_return(const struct verifier *v, struct slot label)
{
    return v->may_return[v->entry_of[label.value] - 1];
}

/* Does control go on behind the instruction?  *returns: it leaves the function by returning. */
static bool goes_on(const struct walk *w, const struct slot *op, bool *returns)
{
    switch (op->type) {
    case GENOP_call: return callee_may_return(w->v, op[2]);
    case GENOP_call_last:
    case GENOP_call_only: *returns |= callee_may_return(w->v, op[2]); return false;
    case GENOP_call_ext: return !verify_never_returns(w->v, op[2]);
    case GENOP_call_ext_last:
    case GENOP_call_ext_only: *returns |= !verify_never_returns(w->v, op[2]); return false;
    case GENOP_return:
    case GENOP_apply_last: *returns = true; return false;
    case GENOP_raw_raise: return !verify_raises_surely(w->v, (uint32_t)(op - w->v->beam->code));
    case GENOP_jump:
    case GENOP_select_val:
    case GENOP_select_tuple_arity:
    case GENOP_func_info:
    case GENOP_badmatch:
    case GENOP_case_end:
    case GENOP_if_end:
    case GENOP_try_case_end:
    case GENOP_badrecord:
    case GENOP_raise:
    case GENOP_loop_rec_end:
    case GENOP_wait: return false;
    default: return true;
    }
}

static bool is_local_call(const struct slot *op)
{
    return op->type == GENOP_call || op->type == GENOP_call_last || op->type == GENOP_call_only;
}

static bool may_return(struct walk *w, const struct beam_function *f)
{
    const struct slot *code = w->v->beam->code;
    bool returns = false;
    visit(w, f->entry_label);
    while (w->count && !returns) {
        uint32_t slot = w->v->beam->labels[w->pending[--w->count]];
        for (bool on = true; on && slot < f->end; slot += (uint32_t)code[slot].value + 1) {
            if (!is_local_call(&code[slot])) visit_operands(w, &code[slot]);
            on = goes_on(w, &code[slot], &returns);
        }
    }
    return returns;
}

static bool find_all(struct walk *w)
{
    struct verifier *v = w->v;
    bool changed = true;
    while (changed) {
        changed = false;
        memset(w->seen, 0, v->beam->label_count);
        for (uint32_t i = 0; i < v->beam->function_count; i++) {
            w->count = 0;
            if (v->may_return[i] || !may_return(w, &v->beam->functions[i])) continue;
            v->may_return[i] = 1;
            changed = true;
        }
    }
    return true;
}

bool verify_find_returns(struct verifier *v)
{
    struct walk w = {.v = v};
    uint8_t *found = memory_alloc_zeroed(MEMORY_CODE, v->beam->function_count);
    w.pending = memory_alloc(MEMORY_CODE, v->beam->label_count * sizeof *w.pending);
    w.seen = memory_alloc(MEMORY_CODE, v->beam->label_count);
    v->may_return = found;
    bool good = found && w.pending && w.seen && find_all(&w);
    memory_free(MEMORY_CODE, w.pending);
    memory_free(MEMORY_CODE, w.seen);
    return good || refuse(v, BEAM_NO_MEMORY);
}
