/* process/suspend.c - erlang:suspend_process/2: who holds whom. */
#include "process/suspend.h"
#include "memory/memory.h"
#include "process/state.h"

void process_suspend(struct process *p) { p->suspend_count++; }

void process_resume(struct process *p)
{
    EXPECT(p->suspend_count > 0);
    if (--p->suspend_count || p->state != PROCESS_SUSPENDED) return;
    p->state = PROCESS_RUNNABLE;
    run_queue_add(p);
    profile_process(p, true);
}

void process_go_on(struct process *p)
{
    if (!p->held_by_port) return;
    p->held_by_port = false;
    process_wake(p);
}

struct suspension *suspension_find(const struct process *holder, const struct process *held)
{
    struct suspension *s = holder->suspensions;
    while (s && s->held != held) s = s->next;
    return s;
}

bool suspension_add(struct process *holder, struct process *held)
{
    struct suspension *s = suspension_find(holder, held);
    if (!s) {
        s = memory_alloc(MEMORY_PROCESS, sizeof *s);
        if (!s) return false;
        *s = (struct suspension){.next = holder->suspensions, .holder = holder, .held = held};
        holder->suspensions = s;
        s->held_next = held->held_by;
        s->held_at = &held->held_by;
        if (s->held_next) s->held_next->held_at = &s->held_next;
        held->held_by = s;
    }
    s->count++;
    process_suspend(held);
    return true;
}

static void suspension_free(struct suspension *s)
{
    struct suspension **at = &s->holder->suspensions;
    while (*at != s) at = &(*at)->next;
    *at = s->next;
    *s->held_at = s->held_next;
    if (s->held_next) s->held_next->held_at = s->held_at;
    memory_free(MEMORY_PROCESS, s);
}

bool suspension_drop(struct process *holder, struct process *held)
{
    struct suspension *s = suspension_find(holder, held);
    if (!s) return false;
    process_resume(held);
    if (--s->count == 0) suspension_free(s);
    return true;
}

void suspensions_end(struct process *p)
{
    while (p->suspensions) suspension_drop(p, p->suspensions->held);
    while (p->held_by) suspension_free(p->held_by);
}
