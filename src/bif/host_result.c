/* bif/host_result.c - what the host answered, as terms. */
#include "bif/host_result.h"

enum bif_end bif_host_failed(struct process *p, enum host_error e, term *result)
{
    return bif_value(p, heap_tuple2(&p->heap, A(error), host_error_atom(e)), result);
}

enum bif_end bif_host_result(struct process *p, enum host_error e, term *result)
{
    if (e != HOST_OK) return bif_host_failed(p, e, result);
    *result = A(ok);
    return BIF_DONE;
}

enum bif_end bif_ok(struct process *p, term t, term *result)
{
    if (!is_term(t)) return bif_no_memory(p);
    return bif_value(p, heap_tuple2(&p->heap, A(ok), t), result);
}
