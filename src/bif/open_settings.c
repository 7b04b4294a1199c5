/* bif/open_settings.c - the settings of open_port/2: {packet, 4}, stream, {env, [..]}, ... */
#include "bif/arguments.h"
#include "bif/open_settings.h"
#include "io/io.h"
#include "memory/memory.h"
#include <string.h>

enum { LINE_DEFAULT = 512, QUEUE_HIGH_DEFAULT = 8192, LIMIT_MIN = 1 };

/* -- values ------------------------------------------------------------------------- */

/* A copy of a name's bytes; NULL: not a name, or no memory. */
static char *string_of(term t)
{
    struct name n;
    if (name_of(&n, t, NAME_LIST | NAME_RAW | NAME_ATOM) != NAME_OK) return NULL;
    char *s = memory_alloc(MEMORY_SYSTEM, n.size + 1);
    if (s) memcpy(s, n.bytes, n.size + 1);
    name_free(&n);
    return s;
}

static void free_vector(struct open_request *r)
{
    for (size_t i = 1; i < r->vector_count; i++) memory_free(MEMORY_SYSTEM, r->vector[i]);
    memory_free(MEMORY_SYSTEM, r->vector);
    r->vector = NULL, r->vector_count = 0;
}

void open_settings_end(struct open_request *r)
{
    free_vector(r);
    memory_free(MEMORY_SYSTEM, r->argv0);
    if (r->options.environment) environment_close(r->options.environment);
}

/* Room for argv[0], `count` arguments and the end. */
static bool vector_room(struct open_request *r, size_t count)
{
    free_vector(r);
    r->vector = memory_alloc_zeroed(MEMORY_SYSTEM, (count + 2) * sizeof *r->vector);
    r->vector_count = 1;
    return r->vector != NULL;
}

static bool set_arguments(struct open_request *r, term list)
{
    size_t count = 0;
    term t = list;
    for (; is_cons(t); t = tail(t)) count++;
    if (!is_nil(t) || !vector_room(r, count)) return false;
    for (t = list; is_cons(t); t = tail(t)) {
        char *s = string_of(head(t));
        if (!s) return false;
        r->vector[r->vector_count++] = s;
    }
    return true;
}

static bool set_argv0(struct open_request *r, term t)
{
    char *s = string_of(t);
    if (!s) return false;
    memory_free(MEMORY_SYSTEM, r->argv0);
    r->argv0 = s;
    return r->vector || vector_room(r, 0);
}

/* {Name, Value}: Value false or [] removes Name. */
static bool set_variable(struct environment *e, term pair)
{
    struct name n, v;
    if (!is_tuple_of(pair, 2) || name_of(&n, tuple_elements(pair)[0], NAME_LIST) != NAME_OK) return false;
    term value = tuple_elements(pair)[1];
    bool ok = !memchr(n.bytes, '=', n.size);
    if (ok && (is_nil(value) || same(value, A(false)))) {
        environment_remove(e, n.bytes, n.size);
    } else if (ok && (ok = name_of(&v, value, NAME_LIST) == NAME_OK)) {
        ok = environment_put(e, n.bytes, n.size, v.bytes, v.size);
        name_free(&v);
    }
    name_free(&n);
    return ok;
}

static bool set_environment(struct open_request *r, term list)
{
    if (r->options.environment) environment_close(r->options.environment);
    r->options.environment = environment_copy(io()->environment);
    if (!r->options.environment) return false;
    for (; is_cons(list); list = tail(list))
        if (!set_variable(r->options.environment, head(list))) return false;
    return is_nil(list);
}

static bool limits_of(term t, size_t *low, size_t *high)
{
    int64_t l, h;
    *low = *high = SIZE_MAX;
    if (same(t, A(disabled))) return true;
    if (!is_tuple_of(t, 2) || !argument_range(tuple_elements(t)[0], LIMIT_MIN, INT64_MAX, &l) ||
        !argument_range(tuple_elements(t)[1], LIMIT_MIN, INT64_MAX, &h))
        return false;
    *high = (size_t)h;
    *low = l > h ? (size_t)h : (size_t)l;
    return true;
}

/* -- one setting ---------------------------------------------------------------------- */

static bool set_packet(struct open_request *r, term t)
{
    int64_t n;
    if (!argument_range(t, 1, 4, &n) || n == 3) return false;
    r->options.packet_bytes = (int)n;
    return true;
}

static bool set_line(struct open_request *r, term t)
{
    int64_t n;
    if (!is_small(t) || !argument_range(t, 1, INT64_MAX, &n)) return false;
    r->options.line_limit = (size_t)n;
    return true;
}

static bool set_pair(struct open_request *r, term name, term value)
{
    size_t low, high;
    if (same(name, A(packet))) return set_packet(r, value);
    if (same(name, A(line))) return set_line(r, value);
    if (same(name, A(env))) return set_environment(r, value);
    if (same(name, A(args))) return set_arguments(r, value);
    if (same(name, A(arg0))) return set_argv0(r, value);
    if (same(name, A(parallelism))) return is_boolean(value);
    if (same(name, A(busy_limits_msgq))) return limits_of(value, &low, &high);
    if (same(name, A(busy_limits_port))) {
        r->options.limits_given = true;
        return limits_of(value, &r->options.low, &r->options.high);
    }
    if (!same(name, A(cd))) return false;
    if (r->has_directory) name_free(&r->directory);
    r->has_directory = false;
    if (is_nil(value)) return true;
    r->has_directory = name_of(&r->directory, value, NAME_LIST | NAME_RAW | NAME_ATOM) == NAME_OK;
    r->bad_directory = !r->has_directory;
    return true;
}

static bool set_flag(struct port_options *o, term name)
{
    if (same(name, A(stream))) o->packet_bytes = 0;
    else if (same(name, A(use_stdio))) o->use_stdio = true;
    else if (same(name, A(nouse_stdio))) o->use_stdio = false;
    else if (same(name, A(stderr_to_stdout))) o->stderr_to_stdout = true;
    else if (same(name, A(line))) o->line_limit = LINE_DEFAULT;
    else if (same(name, A(binary))) o->binary = true;
    else if (same(name, A(in))) o->read = true;
    else if (same(name, A(out))) o->write = true;
    else if (same(name, A(eof))) o->soft_eof = true;
    else if (same(name, A(exit_status))) o->exit_status = true;
    else return same(name, A(hide)) || same(name, A(overlapped_io));
    return true;
}

bool open_settings(struct open_request *r, term list)
{
    struct port_options *o = &r->options;
    o->use_stdio = true;
    o->high = QUEUE_HIGH_DEFAULT, o->low = QUEUE_HIGH_DEFAULT / 2;
    for (; is_cons(list); list = tail(list)) {
        term t = head(list);
        bool ok = is_tuple_of(t, 2) ? set_pair(r, tuple_elements(t)[0], tuple_elements(t)[1]) : set_flag(o, t);
        if (!ok) return false;
    }
    if (!is_nil(list)) return false;
    if (!o->read && !o->write) o->read = o->write = true;
    return !(o->line_limit && o->packet_bytes) && !(o->stderr_to_stdout && !o->use_stdio);
}
