/* bif/apply.c - apply and hibernate. */
#include "bif/bif.h"
#include "memory/settings.h"
#include "code/code.h"

/* As many as there are registers for, with the function behind them. */
enum { APPLY_ARGUMENTS_MAX = X_REGISTERS - 2 };

/* The length of a proper list of at most APPLY_ARGUMENTS_MAX elements; false: the error has been raised. */
static bool count_arguments(struct process *p, term list, int *count)
{
    for (*count = 0; is_cons(list); list = tail(list))
        if (++*count > APPLY_ARGUMENTS_MAX) return bif_error(p, A(system_limit)), false;
    return is_nil(list) || (bif_badarg(p), false);
}

static void spread(term *args, term list)
{
    for (; is_cons(list); list = tail(list)) *args++ = head(list);
}

enum bif_end bif_erlang_apply_2(struct process *p, term *args, term *result)
{
    (void)result;
    term fun = args[0], list = args[1];
    int count;
    if (!count_arguments(p, list, &count)) return BIF_RAISE;
    spread(args, list);
    args[count] = fun;
    p->callee_arity = (uint32_t)count;
    return BIF_CALL_FUN;
}

/* p->callee and its arguments; false: the error has been raised. */
static bool prepare_call(struct process *p, term *args)
{
    int count;
    if (!is_atom(args[0]) || !is_atom(args[1])) return bif_badarg(p), false;
    if (!count_arguments(p, args[2], &count)) return false;
    const struct export *callee = export_find(args[0], args[1], (uint32_t)count, true);
    if (!callee) return bif_no_memory(p), false;
    p->callee = callee;
    p->callee_arity = (uint32_t)count;
    spread(args, args[2]);
    return true;
}

enum bif_end bif_erlang_apply_3(struct process *p, term *args, term *result)
{
    (void)result;
    return prepare_call(p, args) ? BIF_CALL : BIF_RAISE;
}

enum bif_end bif_erlang_hibernate_3(struct process *p, term *args, term *result)
{
    (void)result;
    return prepare_call(p, args) ? BIF_HIBERNATE : BIF_RAISE;
}

/* The stack stays (OTP 28); a full collection comes before the sleep, which the next message ends. */
enum bif_end bif_erlang_hibernate_0(struct process *p, term *args, term *result)
{
    (void)args;
    *result = A(ok);
    if (p->mailbox.first) return BIF_DONE;
    p->collect_full = p->heap.collect_soon = true;
    return BIF_WAIT;
}
