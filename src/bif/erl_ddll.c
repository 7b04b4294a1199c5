/* bif/erl_ddll.c - module erl_ddll on a machine that loads no driver at run time: its drivers are part of it. */
#include "bif/bif.h"
#include "heap/build.h"

enum { ERROR_NO_LOADING = -10 }; /* what {open_error, N} carries; format_error_int/1 explains it */

static const char *const drivers[] = {"ram_file_drv", "udp_inet", "tcp_inet", "tty_sl", "forker", "spawn", "fd"};

enum bif_end bif_erl_ddll_loaded_drivers_0(struct process *p, term *args, term *result)
{
    (void)args;
    term list = NIL;
    for (size_t i = sizeof drivers / sizeof *drivers; i-- > 0 && is_term(list);) {
        term name = heap_string(&p->heap, drivers[i], strlen(drivers[i]), NIL);
        list = is_term(name) ? heap_cons(&p->heap, name, list) : NO_TERM;
    }
    return bif_value(p, is_term(list) ? heap_tuple2(&p->heap, A(ok), list) : NO_TERM, result);
}

static bool is_name(term t) { return is_atom(t) || is_list(t); }

enum bif_end bif_erl_ddll_try_load_3(struct process *p, term *args, term *result)
{
    if (!is_name(args[0]) || !is_name(args[1]) || !is_list(args[2])) return bif_badarg(p);
    term error = heap_tuple2(&p->heap, A(open_error), small(ERROR_NO_LOADING));
    return bif_value(p, is_term(error) ? heap_tuple2(&p->heap, A(error), error) : NO_TERM, result);
}

enum bif_end bif_erl_ddll_try_unload_2(struct process *p, term *args, term *result)
{
    if (!is_name(args[0]) || !is_list(args[1])) return bif_badarg(p);
    return bif_value(p, heap_tuple2(&p->heap, A(error), A(not_loaded)), result);
}

enum bif_end bif_erl_ddll_format_error_int_1(struct process *p, term *args, term *result)
{
    static const char text[] = "this machine loads no drivers at run time";
    if (!is_integer(args[0])) return bif_badarg(p);
    return bif_value(p, heap_string(&p->heap, text, sizeof text - 1, NIL), result);
}
