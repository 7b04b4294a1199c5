/* vm/cycle.c - the main cycle: the only place that decides what runs next. */
#include "bif/trace_sessions.h"
#include "ets/table.h"
#include "interp/interp.h"
#include "io/io.h"
#include "io/signals.h"
#include "memory/ending.h"
#include "memory/memory.h"
#include "platform/platform.h"
#include "process/literals.h"
#include "process/monitoring.h"
#include "process/timers.h"
#include "term/identity.h"
#include "vm/break.h"
#include "vm/tell.h"
#include "vm/vm.h"

/* Devices are looked at after this many slices while there is always something to run. */
enum { SLICES_A_POLL = 8 };

/* Objects of deleted tables that are freed at a turn of the cycle. */
enum { REAPED_A_TURN = 256 };

/* How long the machine may sleep; 0 when something can run. Idle memory goes back to the system. */
static uint64_t deadline(void)
{
    trace_sessions_tidy();
    if (literals_step() || tables_reap(REAPED_A_TURN) || processes_runnable(PRIORITIES) > 0) return 0;
    uint64_t timer = timers_next_ns(), trim = timer ? memory_trim() : timer;
    uint64_t ports = io_next_ns(), first = timer < trim ? timer : trim;
    return ports < first ? ports : first;
}

static void tell_if_asked(void)
{
    switch (platform_asks()) {
    case PLATFORM_ASKS_NOTHING: break;
    case PLATFORM_ASKS_WHAT_IS_KEPT: tell_kept(); break;
    case PLATFORM_ASKS_WHO_IS_BUSY: tell_busy(); break;
    }
}

static void look_at_the_world(uint64_t until)
{
    platform_wait(until);
    if (platform_is_new_instance()) vm_turn();
    tell_if_asked();
    io_ready();
    if (signals_break_asked()) break_handle();
    timers_fire(platform_monotonic_ns());
}

static void run_one(struct process *p)
{
    if (p->state == PROCESS_EXITING) {
        process_finish_exit(p);
        io_take_port_signals();
        return;
    }
    struct monitored_slice slice;
    platform_running(pid_shown_number(p->pid), pid_shown_serial(p->pid));
    monitoring_slice_begins(p, &slice);
    memory_open_reserve(process_is_vital(p));
    enum run_end end = interp_run(p);
    memory_open_reserve(true);
    if (slice.began) monitoring_slice_ended(p, &slice);
    switch (end) {
    case RUN_YIELDED: process_requeue(p); break;
    case RUN_WAITING: process_wait(p); break;
    case RUN_EXITED: process_finish_exit(p); break;
    }
    io_take_port_signals();
}

void vm_cycle(void)
{
    unsigned slices = 0;
    while (!ending()->asked) {
        struct process *p = slices++ % SLICES_A_POLL ? process_next() : NULL;
        if (p) {
            run_one(p);
            tables_reap(REAPED_A_TURN);
        } else {
            look_at_the_world(deadline());
            slices = 1;
        }
    }
}
