/* bif/bif.c - the table of built-in functions, and the endings they share. */
#include "bif/bif.h"
#include "memory/settings.h"
#include "code/code.h"

const struct bif bif_table[] = {
#define BIF(module, function, arity, c_name, kind) {module, function, arity, c_name, kind},
#include "bif/bifs.def"
#undef BIF
};
const size_t bif_count = sizeof bif_table / sizeof *bif_table;

bool bif_in_release(const struct bif *b)
{
    if (b->call == bif_erlang_is_record_1) return otp_at_least(29);
    if (strcmp(b->module, "zstd") == 0) return otp_at_least(28);
    return b->call != bif_erlang_hibernate_0 || otp_at_least(28);
}

enum bif_end bif_raise(struct process *p, term class, term reason)
{
    p->failure = (struct failure){
        .class = class, .reason = reason, .trace = NO_TERM, .args = NO_TERM, .cause = NO_TERM, .options = NO_TERM};
    return BIF_RAISE;
}

enum bif_end bif_error(struct process *p, term reason) { return bif_raise(p, A(error), reason); }

enum bif_end bif_badarg_cause(struct process *p, term cause)
{
    bif_error(p, A(badarg));
    p->failure.cause = cause;
    return BIF_RAISE;
}

enum bif_end bif_call(struct process *p, term module, term function, uint32_t arity)
{
    const struct export *e = export_find(module, function, arity, true);
    if (!e) return bif_no_memory(p);
    p->callee = e;
    p->callee_arity = arity;
    return BIF_CALL;
}
