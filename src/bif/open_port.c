/* bif/open_port.c - open_port/2: which driver, and the port. */
#include "bif/open_port.h"
#include "bif/host_result.h"
#include "bif/open_settings.h"
#include "io/stream.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include <stdio.h>
#include <string.h>

/* The driver that the first word of a command names; NULL: it is a program. */
static const struct driver *driver_of_command(const struct name *n)
{
    const char *space = memchr(n->bytes, ' ', n->size);
    return driver_named(n->bytes, space ? (size_t)(space - n->bytes) : n->size);
}

static bool take_name(struct open_request *r, term t)
{
    if (is_nil(t) || name_of(&r->name, t, NAME_LIST | NAME_RAW | NAME_ATOM) != NAME_OK) return false;
    r->has_name = true;
    return true;
}

/* {spawn | spawn_driver | spawn_executable, Name} */
static bool take_spawn(struct open_request *r, term kind, term name)
{
    if (!take_name(r, name)) return false;
    r->driver = &spawn_driver;
    if (same(kind, A(spawn_executable))) {
        r->options.kind = PORT_PROGRAM;
        return true;
    }
    const struct driver *d = driver_of_command(&r->name);
    r->options.kind = d ? PORT_DRIVER : PORT_COMMAND;
    if (d) r->driver = d;
    return d ? !r->options.limits_given : same(kind, A(spawn));
}

static bool take_descriptors(struct open_request *r, term in, term out)
{
    if (!is_small(in) || !is_small(out)) return false;
    r->options.kind = PORT_DESCRIPTORS;
    r->options.input = (int32_t)small_value(in), r->options.output = (int32_t)small_value(out);
    r->driver = &fd_driver;
    r->name.bytes = r->name.inside;
    r->name.size =
        (size_t)snprintf(r->name.inside, sizeof r->name.inside, "%d/%d", r->options.input, r->options.output);
    r->has_name = true;
    return true;
}

/* A file's name: an atom, or a list of bytes. */
static bool take_file(struct open_request *r, term name)
{
    for (term t = name; is_cons(t); t = tail(t))
        if (!is_small(head(t)) || (uint64_t)small_value(head(t)) > 255) return false;
    r->options.kind = PORT_FILE;
    r->driver = &vanilla_driver;
    return take_name(r, name);
}

static bool take_port_name(struct open_request *r, term t)
{
    if (!otp_at_least(27) && (is_atom(t) || is_list(t))) return take_file(r, t); /* the vanilla driver is gone */
    if (!is_tuple(t)) return false;
    const term *e = tuple_elements(t);
    size_t arity = tuple_arity(t);
    if (arity == 3 && same(e[0], A(fd))) return take_descriptors(r, e[1], e[2]);
    bool spawn = arity == 2 && (same(e[0], A(spawn)) || same(e[0], A(spawn_driver)) || same(e[0], A(spawn_executable)));
    return spawn && take_spawn(r, e[0], e[1]);
}

term open_request(struct open_request *r, term name, term settings)
{
    *r = (struct open_request){0};
    size_t refusals = memory_refusals();
    bool good = open_settings(r, settings), named = good && take_port_name(r, name) && !r->bad_directory;
    if (!named && memory_refusals() != refusals) return A(system_limit);
    if (!named) return good ? A(badarg) : A(badopt);
    if (r->vector && r->options.kind != PORT_PROGRAM) return A(badarg);
    if (r->options.exit_status && r->driver != &spawn_driver) return A(badarg);
    r->options.name = r->name.bytes;
    r->options.name_size = r->name.size;
    if (r->has_directory) r->options.directory = r->directory.bytes;
    if (r->vector) {
        r->vector[0] = r->argv0 ? r->argv0 : r->name.bytes;
        r->options.arguments = r->vector;
    }
    return A(ok);
}

void open_request_end(struct open_request *r)
{
    open_settings_end(r);
    if (r->has_name) name_free(&r->name);
    if (r->has_directory) name_free(&r->directory);
}

static term open_failure(enum host_error e)
{
    if (e == HOST_UNKNOWN) return A(einval);
    if (e == OPEN_BADARG) return A(badarg);
    return e == HOST_ENOMEM ? A(system_limit) : host_error_atom(e);
}

/* The port, or the reason as an atom. */
enum bif_end bif_erts_internal_open_port_2(struct process *p, term *args, term *result)
{
    struct open_request r;
    enum host_error e = HOST_OK;
    *result = open_request(&r, args[0], args[1]);
    if (same(*result, A(ok))) {
        struct port *port = port_open(p, r.driver, &r.options, &e);
        *result = port ? port_id(port) : open_failure(e);
    }
    open_request_end(&r);
    bif_charge(p, 200);
    return BIF_DONE;
}
