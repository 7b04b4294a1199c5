/* bif/switches.c - what the command line decided, as kernel asks for it. */
#include "bif/bif.h"
#include "memory/settings.h"
#include "process/state.h"

enum bif_end bif_io_printable_range_0(struct process *p, term *args, term *result)
{
    (void)p, (void)args;
    *result = settings()->printable_unicode ? A(unicode) : A(latin1);
    return BIF_DONE;
}

/* +W: as what warning_msg/1 is reported. */
enum bif_end bif_error_logger_warning_map_0(struct process *p, term *args, term *result)
{
    (void)p, (void)args;
    switch (settings()->warnings) {
    case 'i': *result = A(info); break;
    case 'e': *result = A(error); break;
    default: *result = A(warning); break;
    }
    return BIF_DONE;
}

/* This node's own processes understand unicode in the I/O protocol, and there are no others. */
enum bif_end bif_net_kernel_dflag_unicode_io_1(struct process *p, term *args, term *result)
{
    if (!is_pid(args[0])) return bif_badarg(p);
    *result = boolean(is_local_pid(args[0]));
    return BIF_DONE;
}

/* What statistics(scheduler_wall_time) tells: from now on, or no more.  The value is what was before. */
enum bif_end bif_erts_internal_scheduler_wall_time_1(struct process *p, term *args, term *result)
{
    if (!is_boolean(args[0])) return bif_badarg(p);
    *result = boolean(processes()->wall_time_measured);
    processes()->wall_time_measured = same(args[0], A(true));
    return BIF_DONE;
}
