/* io/io.c - what vm's main cycle asks of ports: their turn, their signals, their last words. */
#include "io/io.h"
#include "io/children.h"
#include "io/commands.h"
#include "io/console.h"
#include "io/environment.h"
#include "io/file_job.h"
#include "io/forker.h"
#include "io/letter.h"
#include "io/port_table.h"
#include "io/signals.h"
#include "memory/memory.h"
#include "platform/host_terminal.h"
#include "platform/platform.h"
#include "process/state.h"
#include "term/atoms.h"

bool io_open(void)
{
    struct io *i = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *i);
    if (!i) return false;
    arena_set_root(ROOT_io, i);
    i->environment = environment_open();
    return i->environment && port_table_open() && forker_open() && children_open() && signals_open() && console_open();
}

bool io_resume(void)
{
    for (struct port *p = port_after(NULL), *next; p; p = next) {
        next = port_after(p);
        if (p->driver->resume) p->driver->resume(p);
    }
    return environment_resume(io()->environment);
}

/* ling ! {ling_resumed, Generation}: the process that erl/ling.erl registers. */
void io_tell_resumed(void)
{
    struct letter l;
    struct process *server = process_find_registered(A(ling));
    if (!server || !letter_open(&l, TUPLE_WORDS(2))) return;
    term generation = small((int64_t)processes()->generation);
    letter_send(&l, NULL, server->pid, heap_tuple2(&l.heap, A(ling_resumed), generation));
}

void io_ready(void)
{
    ports_sweep();
    signals_take();
    file_jobs_take();
    ports_ready();
    ports_take_timers();
}

static bool output_waits(void)
{
    for (struct port *p = port_after(NULL); p; p = port_after(p))
        if (p->queue.size && p->driver->flush) return true;
    return false;
}

void io_close(bool flush)
{
    io_take_port_signals();
    while (flush && output_waits()) {
        platform_wait(UINT64_MAX);
        ports_ready();
        ports_sweep();
    }
    host_terminal_restore();
}
