/* bif/code_coverage.c - native coverage (OTP 27): this machine has none, and answers as an ERTS without it. */
#include "bif/bif.h"

enum bif_end bif_code_coverage_support_0(struct process *p, term *args, term *result)
{
    (void)p, (void)args;
    *result = A(false);
    return BIF_DONE;
}

enum bif_end bif_code_get_coverage_mode_0(struct process *p, term *args, term *result)
{
    (void)p, (void)args;
    *result = A(none);
    return BIF_DONE;
}

enum bif_end bif_code_get_coverage_mode_1(struct process *p, term *args, term *result)
{
    (void)args, (void)result;
    return bif_badarg(p);
}

enum bif_end bif_code_get_coverage_2(struct process *p, term *args, term *result)
{
    (void)args, (void)result;
    return bif_badarg(p);
}

enum bif_end bif_code_reset_coverage_1(struct process *p, term *args, term *result)
{
    (void)args, (void)result;
    return bif_badarg(p);
}

enum bif_end bif_code_set_coverage_mode_1(struct process *p, term *args, term *result)
{
    (void)args, (void)result;
    return bif_badarg(p);
}
