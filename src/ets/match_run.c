/* ets/match_run.c - the machine that runs match programs. */
#include "ets/match_code.h"
#include "ets/registry.h"
#include "heap/build.h"
#include "heap/map.h"
#include "memory/memory.h"
#include "term/atoms.h"
#include "term/compare.h"
#include "term/map.h"

enum { SLOTS_INLINE = 64 };

/* The registers of the machine. */
struct machine {
    struct match_run *run;
    const uint32_t *pc, *next_clause; /* NULL: no other clause */
    term object;                      /* or NO_TERM */
    const term *args;
    uint32_t arg_count;
    const term *at;
    term map, value;
    term *variables, *pending, *sp; /* the stack grows down: sp[0] is on top */
    term result;
    bool caught;
};

static term list_of(struct machine *m)
{
    term *hp = heap_alloc(&m->run->process->heap, (size_t)m->arg_count * CONS_WORDS);
    if (!hp) {
        m->run->no_memory = true;
        return NIL;
    }
    term list = NIL;
    for (uint32_t i = m->arg_count; i-- > 0;) list = build_cons(&hp, m->args[i], list);
    return list;
}

/* NIL and a note when there is no memory: the run ends soon. */
static term checked(struct machine *m, term t)
{
    if (is_term(t)) return t;
    m->run->no_memory = true;
    return NIL;
}

static term copied(struct machine *m, term t)
{
    return is_immediate(t) ? t : checked(m, heap_copy(&m->run->process->heap, t));
}

static term made_tuple(struct machine *m, uint32_t n)
{
    term *hp = heap_alloc(&m->run->process->heap, TUPLE_WORDS(n));
    if (!hp) return checked(m, NO_TERM);
    term t = build_tuple(&hp, n);
    memcpy(tuple_elements(t), m->sp, n * sizeof(term));
    return t;
}

static term made_map(struct machine *m, uint32_t n)
{
    term *pairs = memory_alloc(MEMORY_SYSTEM, 2 * n * sizeof *pairs);
    if (!pairs) return checked(m, NO_TERM);
    for (uint32_t i = 0; i < n; i++) {
        pairs[2 * i] = m->sp[2 * i + 1];
        pairs[2 * i + 1] = m->sp[2 * i];
    }
    term t = heap_map_from_pairs(&m->run->process->heap, pairs, n);
    memory_free(MEMORY_SYSTEM, pairs);
    return checked(m, t);
}

/* Replaces the n topmost by t; a failure (NO_TERM) is 'EXIT' in a body, and false in a guard. */
static bool put(struct machine *m, uint32_t n, term t)
{
    m->sp += n;
    *--m->sp = is_term(t) ? t : A(EXIT);
    return is_term(t) || m->caught;
}

/* `all`: the conjunction, else the disjunction, of the n topmost; NO_TERM if one is no boolean. */
static term combined(const struct machine *m, uint32_t n, bool all)
{
    term neutral = boolean(all), t = neutral;
    for (uint32_t i = 0; i < n; i++) {
        if (!is_boolean(m->sp[i])) return NO_TERM;
        if (!same(m->sp[i], neutral)) t = m->sp[i];
    }
    return t;
}

/* AND_ALSO, OR_ELSE: goes on if the top is `go_on`, else leaves it and jumps. */
static bool lazy(struct machine *m, const uint32_t *target, bool go_on)
{
    term t = *m->sp;
    if (same(t, boolean(go_on))) {
        m->sp++;
        m->pc += 2;
        return true;
    }
    m->pc = target;
    return put(m, 1, is_boolean(t) ? t : NO_TERM);
}

static bool enter_key(struct machine *m, term key)
{
    m->value = map_get(m->map, key);
    m->at = &m->value;
    return is_term(m->value);
}

static term act(struct machine *m, enum match_action action, uint32_t n)
{
    struct match_run *run = m->run;
    if (!run->action) return A(true);
    return run->action(run, action, m->sp, n);
}

/* One operation of a head; false: no match. */
static bool match_step(struct machine *m, const struct match_program *p)
{
    const uint32_t *pc = m->pc;
    term t;
    switch ((enum match_op)pc[0]) {
    case MATCH_TRY: m->next_clause = p->code + pc[1]; break;
    case MATCH_SKIP: m->at++; break;
    case MATCH_BIND: m->variables[pc[1]] = *m->at++; break;
    case MATCH_SAME:
        if (!term_equal(m->variables[pc[1]], *m->at++)) return false;
        break;
    case MATCH_CONSTANT:
        if (!term_equal(p->constants[pc[1]], *m->at++)) return false;
        break;
    case MATCH_TUPLE:
        t = *m->at++;
        if (!is_tuple_of(t, pc[1])) return false;
        m->pending[pc[2]] = t;
        break;
    case MATCH_LIST:
        t = *m->at++;
        if (!is_cons(t)) return false;
        m->pending[pc[1]] = t;
        break;
    case MATCH_MAP:
        t = *m->at++;
        if (!is_map(t) || map_size(t) < pc[1]) return false;
        m->pending[pc[2]] = t;
        break;
    case MATCH_ENTER_TUPLE: m->at = tuple_elements(m->pending[pc[1]]); break;
    case MATCH_ENTER_LIST: m->at = cons_cell(m->pending[pc[1]]); break;
    case MATCH_ENTER_MAP: m->map = m->pending[pc[1]]; break;
    case MATCH_KEY:
        if (!enter_key(m, p->constants[pc[1]])) return false;
        break;
    case MATCH_ARGUMENTS:
        if (m->arg_count != pc[1]) return false;
        m->at = m->args;
        break;
    case MATCH_FIRST_ARGUMENTS:
        if (m->arg_count < pc[1]) return false;
        m->at = m->args;
        break;
    default: m->variables[pc[1]] = list_of(m); break; /* BIND_LIST */
    }
    return true;
}

static term whole(struct machine *m) { return is_term(m->object) ? m->object : list_of(m); }

/* One operation of a guard or body; false: the clause fails.  Moves pc only where it jumps. */
static bool value_step(struct machine *m, const struct match_program *p)
{
    const uint32_t *pc = m->pc;
    struct match_run *run = m->run;
    term t;
    switch ((enum match_op)pc[0]) {
    case MATCH_PUSH: *--m->sp = p->constants[pc[1]]; break;
    case MATCH_PUSH_COPY: *--m->sp = copied(m, p->constants[pc[1]]); break;
    case MATCH_LOAD: *--m->sp = m->variables[pc[1]]; break;
    case MATCH_LOAD_COPY:
        t = m->variables[pc[1]];
        *--m->sp = run->copy ? copied(m, t) : t;
        break;
    case MATCH_WHOLE: *--m->sp = whole(m); break;
    case MATCH_WHOLE_COPY:
        t = whole(m);
        *--m->sp = run->copy ? copied(m, t) : t;
        break;
    case MATCH_COPY:
        if (run->copy) *m->sp = copied(m, *m->sp);
        break;
    case MATCH_MAKE_TUPLE: return put(m, pc[1], made_tuple(m, pc[1]));
    case MATCH_MAKE_CONS: return put(m, 2, checked(m, heap_cons(&run->process->heap, m->sp[1], m->sp[0])));
    case MATCH_MAKE_CONS_ON: return put(m, 2, checked(m, heap_cons(&run->process->heap, m->sp[0], m->sp[1])));
    case MATCH_MAKE_MAP: return put(m, 2 * pc[1], made_map(m, pc[1]));
    case MATCH_CALL: return put(m, pc[2], ets()->functions->call(run->process, (int32_t)pc[1], m->sp));
    case MATCH_AND: return put(m, pc[1], combined(m, pc[1], true));
    case MATCH_OR: return put(m, pc[1], combined(m, pc[1], false));
    case MATCH_SELF: *--m->sp = run->process->pid; break;
    case MATCH_GUARD: return same(*m->sp++, A(true));
    case MATCH_CATCH: m->caught = true; break;
    case MATCH_DROP: m->sp++; break;
    case MATCH_RESULT: m->result = *m->sp++; break;
    case MATCH_RETURN_TRACE:
        run->trace_flags |= MATCH_RETURN_TRACE_FLAG;
        *--m->sp = A(true);
        break;
    case MATCH_EXCEPTION_TRACE:
        run->trace_flags |= MATCH_EXCEPTION_TRACE_FLAG;
        *--m->sp = A(true);
        break;
    default: /* ACTION */
        t = act(m, (enum match_action)pc[1], pc[2]);
        m->sp += pc[2];
        *--m->sp = is_term(t) ? t : A(EXIT);
    }
    return true;
}

static const uint8_t operand_counts[] = {
#define MATCH_OP(name, operands) operands,
#include "ets/match_ops.def"
#undef MATCH_OP
};

/* Runs until a clause has matched or none is left. */
static term machine_run(struct machine *m, const struct match_program *p, term *stack_top)
{
    m->pc = p->code;
    m->at = &m->object;
    for (;;) {
        enum match_op op = (enum match_op) * m->pc;
        bool good = true;
        if (op == MATCH_HALT) return m->result;
        if (op == MATCH_AND_ALSO || op == MATCH_OR_ELSE) {
            good = lazy(m, p->code + m->pc[1], op == MATCH_AND_ALSO);
        } else {
            good = op < MATCH_PUSH ? match_step(m, p) : value_step(m, p);
            m->pc += 1 + operand_counts[op];
        }
        if (m->run->no_memory) return NO_TERM;
        m->run->work++;
        if (good) continue;
        m->run->trace_flags = 0;
        if (!m->next_clause) return NO_TERM;
        m->pc = m->next_clause;
        m->at = &m->object;
        m->next_clause = NULL;
        m->sp = stack_top;
        m->caught = false;
    }
}

static term run_machine(struct machine *m)
{
    const struct match_program *p = m->run->program;
    size_t slots = (size_t)p->variables + p->pending + p->stack;
    term few[SLOTS_INLINE], *all = few;
    if (slots > SLOTS_INLINE) {
        all = memory_alloc(MEMORY_SYSTEM, slots * sizeof *all);
        if (!all) {
            m->run->no_memory = true;
            return NO_TERM;
        }
    }
    m->variables = all;
    m->pending = all + p->variables;
    m->sp = all + slots;
    term result = machine_run(m, p, all + slots);
    if (all != few) memory_free(MEMORY_SYSTEM, all);
    return result;
}

term match_on_term(struct match_run *run, term object)
{
    struct machine m = {.run = run, .object = object, .result = A(true)};
    return run_machine(&m);
}

term match_on_arguments(struct match_run *run, const term *args, uint32_t count)
{
    struct machine m = {.run = run, .object = NO_TERM, .args = args, .arg_count = count, .result = A(true)};
    return run_machine(&m);
}

void match_use_functions(const struct match_functions *functions) { ets()->functions = functions; }
