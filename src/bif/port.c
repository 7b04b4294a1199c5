/* bif/port.c - operations on ports: commands, control, owner, data, end. */
#include "bif/arguments.h"
#include "heap/binary.h"
#include "io/commands.h"
#include "io/io.h"
#include "io/iodata.h"
#include "io/port.h"
#include "io/port_trace.h"
#include "memory/memory.h"
#include "process/mailbox.h"
#include "term/atoms.h"
#include <stdlib.h>

/* The port an operation is for; what was sent to ports before comes first. */
static struct port *port_argument(term t)
{
    io_take_port_signals();
    return port_find_registered(t);
}

enum { COMMAND_FORCE = 1, COMMAND_NOSUSPEND = 2, COMMAND_BAD = 4 };

static unsigned command_options(term list)
{
    unsigned options = 0;
    for (; is_cons(list); list = tail(list)) {
        if (same(head(list), A(force))) options |= COMMAND_FORCE;
        else if (same(head(list), A(nosuspend))) options |= COMMAND_NOSUSPEND;
        else return COMMAND_BAD;
    }
    return is_nil(list) ? options : COMMAND_BAD;
}

/* A port that is busy lets its callers sleep. */
static enum bif_end wait_for(struct process *p, struct port *port, unsigned options, term *result)
{
    if (options & COMMAND_NOSUSPEND) {
        *result = A(false);
        return BIF_DONE;
    }
    return port_suspend(port, p) ? BIF_WAIT : bif_no_memory(p);
}

static enum bif_end port_bif_end(struct process *p) { return p->state == PROCESS_EXITING ? BIF_EXITED : BIF_DONE; }

enum bif_end bif_erts_internal_port_command_3(struct process *p, term *args, term *result)
{
    unsigned options = command_options(args[2]);
    *result = A(badopt);
    if (options == COMMAND_BAD) return BIF_DONE;
    struct port *port = port_argument(args[0]);
    *result = A(badarg);
    if (!port) return BIF_DONE;
    if (options & COMMAND_FORCE && !port->driver->soft_busy) {
        *result = A(notsup);
        return BIF_DONE;
    }
    if (port->busy && !(options & COMMAND_FORCE)) return wait_for(p, port, options, result);
    uint64_t before = port->bytes_out;
    switch (port_output(port, p->pid, args[1])) {
    case OUTPUT_BAD: return BIF_DONE;
    case OUTPUT_NO_MEMORY: return bif_no_memory(p);
    case OUTPUT_DONE: break;
    }
    bif_charge(p, 40 + (int64_t)(port->bytes_out - before) / 1024);
    *result = A(true);
    return port_bif_end(p);
}

static enum bif_end reply_value(struct process *p, const struct port *port, struct reply *r, term *result)
{
    term t = port->binary_control ? heap_binary_from(&p->heap, r->bytes, r->size)
                                  : heap_string(&p->heap, r->bytes, r->size, NIL);
    if (r->bytes != r->inside) memory_free(MEMORY_SYSTEM, r->bytes);
    return bif_value(p, t, result);
}

enum bif_end bif_erts_internal_port_control_3(struct process *p, term *args, term *result)
{
    int64_t operation;
    struct binary *b;
    struct reply r = {.bytes = r.inside};
    struct port *port = port_argument(args[0]);
    *result = A(badarg);
    if (!port || !port->driver->control || !argument_range(args[1], 0, UINT32_MAX, &operation)) return BIF_DONE;
    switch (iodata_to_binary(args[2], &b)) {
    case IODATA_BAD: return BIF_DONE;
    case IODATA_NO_MEMORY: return bif_no_memory(p);
    case IODATA_OK: break;
    }
    port_trace_control(port, p->pid, (unsigned)operation, b->data, b->size);
    port_trace_running(port, true, A(control));
    bool ok = port->driver->control(port, p->pid, (unsigned)operation, b->data, b->size, &r);
    port_trace_running(port, false, A(control));
    binary_release(b);
    bif_charge(p, 40);
    if (ok) {
        if (!r.bytes) return bif_no_memory(p);
        enum bif_end end = reply_value(p, port, &r, result);
        if (end != BIF_DONE) return end;
    }
    return port_bif_end(p);
}

/* No driver of ours answers port_call/3. */
enum bif_end bif_erts_internal_port_call_3(struct process *p, term *args, term *result)
{
    (void)p, (void)args;
    *result = A(badarg);
    return BIF_DONE;
}

enum bif_end bif_erts_internal_port_close_1(struct process *p, term *args, term *result)
{
    struct port *port = port_argument(args[0]);
    if (port) port_trace_received(port, p->pid, A(close), NO_TERM);
    *result = port && port_exit(port, p->pid, A(normal), false) ? A(true) : A(badarg);
    return port_bif_end(p);
}

enum bif_end bif_erts_internal_port_connect_2(struct process *p, term *args, term *result)
{
    (void)p;
    struct port *port = port_argument(args[0]);
    bool connected = port && is_local_pid(args[1]) && port_connect(port, args[1]);
    if (connected) {
        port_trace_received(port, p->pid, A(connect), args[1]);
        port_trace_event(port, A(getting_linked), args[1]);
    }
    *result = connected ? A(true) : A(badarg);
    return BIF_DONE;
}

enum bif_end bif_erlang_port_set_data_2(struct process *p, term *args, term *result)
{
    struct port *port = port_find_registered(args[0]);
    if (!port) return bif_badarg(p);
    struct message *data = message_lasting(args[1], 0, NULL);
    if (!data) return bif_no_memory(p);
    if (port->data) message_free(port->data);
    port->data = data;
    *result = A(true);
    return BIF_DONE;
}

enum bif_end bif_erlang_port_get_data_1(struct process *p, term *args, term *result)
{
    struct port *port = port_find_registered(args[0]);
    if (!port) return bif_badarg(p);
    return bif_value(p, port->data ? heap_copy(&p->heap, port->data->value) : A(undefined), result);
}

static int by_number(const void *a, const void *b)
{
    uint64_t x = ((const term *)a)->word, y = ((const term *)b)->word;
    return (x > y) - (x < y);
}

enum bif_end bif_erlang_ports_0(struct process *p, term *args, term *result)
{
    (void)args;
    term list = NIL, *all = memory_alloc(MEMORY_SYSTEM, ports_count() * sizeof *all);
    size_t count = 0;
    if (!all) return bif_no_memory(p);
    for (struct port *port = port_after(NULL); port; port = port_after(port))
        if (port->state == PORT_OPEN) all[count++] = port_id(port);
    qsort(all, count, sizeof *all, by_number);
    while (count > 0 && is_term(list)) list = heap_cons(&p->heap, all[--count], list);
    memory_free(MEMORY_SYSTEM, all);
    bif_charge(p, (int64_t)ports_count());
    return bif_value(p, list, result);
}
