/* bif/os.c - the BIFs of module os: environment, clocks of the host, its signals. */
#include "bif/bif.h"
#include "io/environment.h"
#include "io/io.h"
#include "io/names.h"
#include "io/signals.h"
#include "platform/host.h"
#include "memory/settings.h"
#include "platform/platform.h"
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

/* A variable's name: characters without '='. */
static enum name_result variable_name(struct name *n, term t)
{
    enum name_result r = name_of(n, t, NAME_LIST);
    if (r != NAME_OK || !memchr(n->bytes, '=', n->size)) return r;
    name_free(n);
    return NAME_BAD;
}

static enum bif_end name_failed(struct process *p, enum name_result r)
{
    return r == NAME_BAD ? bif_badarg(p) : bif_no_memory(p);
}

enum bif_end bif_os_getenv_1(struct process *p, term *args, term *result)
{
    struct name n;
    enum name_result r = variable_name(&n, args[0]);
    if (r != NAME_OK) return name_failed(p, r);
    const char *value = environment_get(io()->environment, n.bytes, n.size);
    name_free(&n);
    return bif_value(p, value ? name_to_list(&p->heap, value, strlen(value)) : A(false), result);
}

enum bif_end bif_os_putenv_2(struct process *p, term *args, term *result)
{
    struct name n, value;
    enum name_result r = variable_name(&n, args[0]);
    if (r != NAME_OK) return name_failed(p, r);
    r = name_of(&value, args[1], NAME_LIST);
    if (r == NAME_OK) {
        if (!environment_put(io()->environment, n.bytes, n.size, value.bytes, value.size)) r = NAME_NO_MEMORY;
        name_free(&value);
    }
    name_free(&n);
    if (r != NAME_OK) return name_failed(p, r);
    *result = A(true);
    return BIF_DONE;
}

enum bif_end bif_os_unsetenv_1(struct process *p, term *args, term *result)
{
    struct name n;
    enum name_result r = variable_name(&n, args[0]);
    if (r != NAME_OK) return name_failed(p, r);
    environment_remove(io()->environment, n.bytes, n.size);
    name_free(&n);
    *result = A(true);
    return BIF_DONE;
}

/* [{Name, Value}] */
static term variable_term(struct heap *h, const char *variable)
{
    const char *equals = strchr(variable, '=');
    term name = name_to_list(h, variable, (size_t)(equals - variable));
    term value = name_to_list(h, equals + 1, strlen(equals + 1));
    return is_term(name) && is_term(value) ? heap_tuple2(h, name, value) : NO_TERM;
}

enum bif_end bif_os_env_0(struct process *p, term *args, term *result)
{
    (void)args;
    const struct environment *e = io()->environment;
    term list = NIL;
    for (size_t i = 0; i < e->count && is_term(list); i++) {
        term one = variable_term(&p->heap, e->variables[i]);
        list = is_term(one) ? heap_cons(&p->heap, one, list) : NO_TERM;
    }
    bif_charge(p, (int64_t)e->count);
    return bif_value(p, list, result);
}

enum bif_end bif_os_getpid_0(struct process *p, term *args, term *result)
{
    (void)args;
    char text[24];
    int size = snprintf(text, sizeof text, "%lld", (long long)host_process_id());
    return bif_value(p, heap_string(&p->heap, text, (size_t)size, NIL), result);
}

/* -- clocks ------------------------------------------------------------------------ */

enum bif_end bif_os_timestamp_0(struct process *p, term *args, term *result)
{
    (void)args;
    int64_t microseconds = platform_system_ns() / 1000, seconds = microseconds / 1000000;
    term t = heap_tuple3(&p->heap, small(seconds / 1000000), small(seconds % 1000000), small(microseconds % 1000000));
    return bif_value(p, t, result);
}

enum bif_end bif_os_system_time_0(struct process *p, term *args, term *result)
{
    (void)args;
    return bif_value(p, heap_i64(&p->heap, platform_system_ns()), result);
}

/* Parts of a second that a time unit names; 0: it is none. */
static uint64_t unit_of(term t)
{
    const struct {
        term name;
        uint64_t parts;
    } units[] = {{A(second), 1},
                 {A(seconds), 1},
                 {A(millisecond), 1000},
                 {A(milli_seconds), 1000},
                 {A(microsecond), 1000000},
                 {A(micro_seconds), 1000000},
                 {A(nanosecond), 1000000000},
                 {A(nano_seconds), 1000000000},
                 {A(native), 1000000000},
                 {A(perf_counter), 1000000000}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (same(t, units[i].name)) return units[i].parts;
    return is_small(t) && small_value(t) > 0 ? (uint64_t)small_value(t) : 0;
}

enum bif_end bif_os_system_time_1(struct process *p, term *args, term *result)
{
    uint64_t parts = unit_of(args[0]);
    if (!parts) return bif_badarg(p);
    /* 128 bits: a unit of 10^12 parts times today's seconds passes 64 */
    __int128 value = (__int128)platform_system_ns() * parts / 1000000000;
    if (value > INT64_MAX) return bif_badarg(p);
    return bif_value(p, heap_i64(&p->heap, (int64_t)value), result);
}

enum bif_end bif_os_perf_counter_0(struct process *p, term *args, term *result)
{
    (void)args;
    return bif_value(p, heap_u64(&p->heap, platform_monotonic_ns()), result);
}

/* -- signals ----------------------------------------------------------------------- */

static bool signal_of(term t, enum host_signal *s)
{
    const struct {
        term name;
        enum host_signal signal;
    } signals[] = {{A(sighup), SIGNAL_HUP},   {A(sigquit), SIGNAL_QUIT}, {A(sigabrt), SIGNAL_ABRT},
                   {A(sigalrm), SIGNAL_ALRM}, {A(sigterm), SIGNAL_TERM}, {A(sigusr1), SIGNAL_USR1},
                   {A(sigusr2), SIGNAL_USR2}, {A(sigchld), SIGNAL_CHLD}, {A(sigstop), SIGNAL_STOP},
                   {A(sigtstp), SIGNAL_TSTP}, {A(sigcont), SIGNAL_CONT}, {A(sigwinch), SIGNAL_WINCH}};
    size_t count = sizeof signals / sizeof *signals - (otp_at_least(28) ? 0 : 2);
    for (size_t i = 0; i < count; i++) {
        if (!same(t, signals[i].name)) continue;
        *s = signals[i].signal;
        return true;
    }
    return false;
}

enum bif_end bif_os_set_signal_2(struct process *p, term *args, term *result)
{
    enum host_signal s;
    enum signal_action action;
    if (same(args[1], A(ignore))) action = SIGNAL_IGNORE;
    else if (same(args[1], A(default))) action = SIGNAL_DEFAULT;
    else if (same(args[1], A(handle))) action = SIGNAL_HANDLE;
    else return bif_badarg_cause(p, A(badopt));
    if (!signal_of(args[0], &s)) return bif_badarg(p);
    signals_set(s, action); /* OTP answers ok even where the host refuses (sigstop) */
    *result = A(ok);
    return BIF_DONE;
}
