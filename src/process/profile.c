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

void profile_process(struct process *p, bool active)
{
    struct profile *to = &processes()->profile;
    term words[WHERE_WORDS], *hp = words;
    if (!to->processes) return;
    term where = p->state < PROCESS_EXITING ? build_where(p, &hp) : NO_TERM;
    tell(to, p->pid, active, is_term(where) ? where : small(0));
}

void profile_port(term port, bool active)
{
    struct profile *to = &processes()->profile;
    if (to->ports) tell(to, port, active, small(0));
}
