/* io/stream_drivers.c - the three doors to byte streams: {fd, In, Out}, {spawn, Command} and a file's name. */
#include "io/children.h"
#include "io/io.h"
#include "io/stream.h"
#include "io/stream_state.h"
#include "memory/memory.h"
#include "platform/host_programs.h"
#include "platform/host_terminal.h"
#include <string.h>

/* -- fd ----------------------------------------------------------------------------- */

static enum host_error fd_open(struct port *p, const struct port_options *o)
{
    host_device in = o->read ? o->input : NO_DEVICE, out = o->write ? o->output : NO_DEVICE;
    struct stream *s = stream_open(p, o, in, out);
    if (!s) return HOST_UNKNOWN;
    s->shared = true;
    return HOST_OK;
}

enum { CONTROL_TERMINAL_BASE = 0x018b0900, CONTROL_WINDOW_SIZE = 100 }; /* OTP's numbers */

/* The size of the terminal behind either descriptor, as two 32-bit numbers. */
static bool fd_control(struct port *p, term from, unsigned operation, const uint8_t *bytes, size_t size,
                       struct reply *r)
{
    (void)from, (void)bytes, (void)size;
    struct stream *s = p->driver_state;
    uint32_t dimensions[2];
    if (operation != CONTROL_TERMINAL_BASE + CONTROL_WINDOW_SIZE) return false;
    if (!host_window_size(s->out, &dimensions[0], &dimensions[1]) &&
        !host_window_size(s->in, &dimensions[0], &dimensions[1]))
        return false;
    memcpy(reply_room(r, sizeof dimensions), dimensions, sizeof dimensions);
    return true;
}

const struct driver fd_driver = {
    .open = fd_open,
    .ready = stream_ready,
    .output = stream_output,
    .control = fd_control,
    .flush = stream_flush,
    .stop = stream_stop,
    .soft_busy = true,
};

/* -- spawn -------------------------------------------------------------------------- */

static enum host_error start(struct port *p, const struct port_options *o, struct host_program_plan *plan)
{
    struct host_program program;
    enum host_error e = host_start_program(plan, &program);
    if (e != HOST_OK) return e;
    if (!stream_open(p, o, program.input, program.output)) {
        if (program.input != NO_DEVICE) host_close(program.input);
        if (program.output != NO_DEVICE) host_close(program.output);
        return HOST_ENOMEM;
    }
    p->program_id = program.id;
    child_add(program.id, p);
    return HOST_OK;
}

static struct host_program_plan plan_of(const struct port_options *o)
{
    const struct environment *e = o->environment ? o->environment : io()->environment;
    return (struct host_program_plan){.environment = e->variables,
                                      .directory = o->directory,
                                      .read = o->read,
                                      .write = o->write,
                                      .use_stdio = o->use_stdio,
                                      .stderr_to_stdout = o->stderr_to_stdout};
}

/* {spawn, Command}: by the shell, which the command replaces. */
static enum host_error start_command(struct port *p, const struct port_options *o)
{
    static const char prefix[] = "exec ";
    char *command = memory_alloc(MEMORY_SYSTEM, sizeof prefix + o->name_size);
    if (!command) return HOST_ENOMEM;
    memcpy(command, prefix, sizeof prefix - 1);
    memcpy(command + sizeof prefix - 1, o->name, o->name_size + 1);
    char *arguments[] = {"sh", "-c", command, NULL};
    struct host_program_plan plan = plan_of(o);
    plan.path = "/bin/sh";
    plan.arguments = arguments;
    enum host_error e = start(p, o, &plan);
    memory_free(MEMORY_SYSTEM, command);
    return e;
}

static enum host_error start_executable(struct port *p, const struct port_options *o)
{
    char *alone[] = {(char *)(uintptr_t)o->name, NULL};
    struct host_program_plan plan = plan_of(o);
    enum host_error e = host_may_execute(o->name);
    if (e != HOST_OK) return e;
    plan.path = o->name;
    plan.arguments = o->arguments ? o->arguments : alone;
    return start(p, o, &plan);
}

static enum host_error spawn_open(struct port *p, const struct port_options *o)
{
    return o->kind == PORT_PROGRAM ? start_executable(p, o) : start_command(p, o);
}

const struct driver spawn_driver = {
    .open = spawn_open,
    .ready = stream_ready,
    .output = stream_output,
    .flush = stream_flush,
    .stop = stream_stop,
};

/* -- vanilla ------------------------------------------------------------------------ */

static enum host_error vanilla_open(struct port *p, const struct port_options *o)
{
    host_device d;
    if (host_open_unbuffered(o->name, o->read, o->write, &d) != HOST_OK) return HOST_UNKNOWN;
    if (stream_open(p, o, o->read ? d : NO_DEVICE, o->write ? d : NO_DEVICE)) return HOST_OK;
    host_close(d);
    return HOST_UNKNOWN;
}

const struct driver vanilla_driver = {
    .open = vanilla_open,
    .ready = stream_ready,
    .output = stream_output,
    .flush = stream_flush,
    .stop = stream_stop,
};
