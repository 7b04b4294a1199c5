/* interp/slow_arith.c - arithmetic on what is not small, or does not stay so. */
#include "interp/raise.h"
#include "interp/run.h"
#include "bif/arith.h"
#include "code/breakpoint.h"
#include "memory/settings.h"

/* Is operand 3 a constant? Only the form knows. */
static bool is_by_constant(const struct machine *m)
{
    enum op_form form = op_form_at(code_op_at(m->pc));
    enum op_kind kind = (enum op_kind)op_form_info[form].kinds[3];
    return kind == J || (kind == S && (operand(m, 3) & WORD_MASK) == WORD_POOL);
}

/* A failed operation jumps in a guard and raises in a body, with the operator as the BIF that failed; but
 * adding a constant was an instruction without a name in OTP 25. */
static enum go failed(struct machine *m, term name, term reason)
{
    if (operand(m, 0)) return JUMP;
    bool nameless = !otp_at_least(26) && (same(name, A(plus)) || same(name, A(minus))) && is_by_constant(m);
    if (nameless) return raise_with(m, reason, slow_error);
    return machine_raise_bif(m, A(erlang), name, 2, reason, &SCRATCH(m, 0));
}

static enum go arith(struct machine *m, term name, arith2_fn *calculate)
{
    term reason;
    machine_save(m);
    term value = calculate(&m->p->heap, SCRATCH(m, 0), SCRATCH(m, 1), &reason);
    machine_load(m);
    if (!is_term(value)) return failed(m, name, reason);
    return finish(m, 4, value, operand(m, 1), COUNT_add);
}

SLOW_PATH(add, add) { return arith(m, A(plus), arith_add); }
SLOW_PATH(subtract, subtract) { return arith(m, A(minus), arith_subtract); }
SLOW_PATH(multiply, multiply) { return arith(m, A(times), arith_multiply); }
SLOW_PATH(int_div, int_div) { return arith(m, A(div), arith_div); }
SLOW_PATH(int_rem, int_rem) { return arith(m, A(rem), arith_rem); }
SLOW_PATH(band, band) { return arith(m, A(band), arith_band); }
SLOW_PATH(bor, bor) { return arith(m, A(bor), arith_bor); }
SLOW_PATH(bxor, bxor) { return arith(m, A(bxor), arith_bxor); }
SLOW_PATH(bsl, bsl) { return arith(m, A(bsl), arith_bsl); }
SLOW_PATH(bsr, bsr) { return arith(m, A(bsr), arith_bsr); }

SLOW_PATH(bad_float, fadd) { return raise_with(m, A(badarith), slow_error); }

/* A big integer is divided by one: its value as a float, if it has one. */
SLOW_PATH(fconv, fconv)
{
    term reason;
    if (!is_big(SCRATCH(m, 0))) return raise_with(m, A(badarith), slow_error);
    machine_save(m);
    term value = arith_divide(&m->p->heap, SCRATCH(m, 0), small(1), &reason);
    machine_load(m);
    if (!is_term(value)) return raise_with(m, reason, slow_error);
    *float_register(m, 1) = float_value(value);
    return NEXT;
}
