/* process/profile.c - erlang:system_profile/2: see profile.h. */
#include "process/profile.h"
#include "heap/build.h"
#include "process/port_signal.h"
#include "process/state.h"
#include "process/where.h"
#include "term/atoms.h"

/* Whoever is told of all is not told of itself; one that is gone ends the profiling. */
static void tell(struct profile *to, term about, bool active, term where)
{
    term words[TUPLE_WORDS(5) + TRACE_STAMP_WORDS], *hp = words;
    struct process *receiver = process_find(to->receiver);
    if (same(about, to->receiver)) return;
    term message = build_tuple(&hp, 5);
    term event[] = {A(profile), about, active ? A(active) : A(inactive), where, build_trace_stamp(&hp, to->stamp)};
    memcpy(tuple_elements(message), event, sizeof event);
    if (is_local_port(to->receiver)) port_signal_send(PORT_SIGNAL_TRACE, to->receiver, about, message);
    else if (!receiver) *to = (struct profile){.receiver = A(undefined)};
    else {
        struct message *m = message_of(message);
        if (m) mailbox_append(receiver, m);
    }
}

/* One that has not begun, and will with a built-in function, is in no code yet: it counts as in the first it calls. */
static term where_of(const struct process *p, term **hp)
{
    if (p->state >= PROCESS_EXITING) return small(0);
    term where = build_where(p, hp);
    const struct mfa *first = &p->initial_call;
    return is_term(where) ? where : build_tuple3(hp, first->module, first->function, small(first->arity));
}

void profile_process(struct process *p, bool active)
{
    struct profile *to = &processes()->profile;
    term words[WHERE_WORDS], *hp = words;
    if (!to->processes) return;
    tell(to, p->pid, active, where_of(p, &hp));
}

void profile_port(term port, bool active)
{
    struct profile *to = &processes()->profile;
    if (to->ports) tell(to, port, active, small(0));
}
