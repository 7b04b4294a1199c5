/* vm/tell.c - sentences about the program, on standard error, for whoever prepares it: see tell.h. */
#include "vm/tell.h"
#include "platform/host.h"
#include "process/clock.h"
#include "process/dictionary.h"
#include "process/process.h"
#include "process/timers.h"
#include "process/where.h"
#include "term/atoms.h"
#include "vm/dump.h"
#include <string.h>

enum { RUNNABLE_SHOWN = 8, TIMERS_SHOWN = 5 };

static void tell_process(struct dump *d, struct process *p)
{
    term words[WHERE_WORDS], *hp = words, where = build_where(p, &hp);
    dump_term(d, p->pid);
    if (is_term(p->registered_name)) {
        dump_text(d, " ");
        dump_term(d, p->registered_name);
    }
    if (!is_term(where)) return;
    const term *part = tuple_elements(where);
    dump_text(d, " in ");
    dump_term(d, part[0]);
    dump_text(d, ":");
    dump_term(d, part[1]);
    dump_text(d, "/%ld", (long)small_value(part[2]));
}

/* -- busy ------------------------------------------------------------------------------------------------ */

static void tell_runnable(struct dump *d)
{
    uint32_t number = 0, shown = 0;
    struct process *p;
    for (; (p = process_after(number, &number)); number++) {
        if ((p->state != PROCESS_RUNNABLE && p->state != PROCESS_RUNNING) || shown++ >= RUNNABLE_SHOWN) continue;
        dump_text(d, "ling: can run: ");
        tell_process(d, p);
        dump_text(d, "\n");
    }
    if (shown > RUNNABLE_SHOWN) dump_text(d, "ling: and %u more\n", shown - RUNNABLE_SHOWN);
}

struct nearest {
    struct {
        struct process *process;
        int64_t left; /* milliseconds */
    } all[TIMERS_SHOWN];
    unsigned count;
};

static void put_timer(struct nearest *n, struct process *p, int64_t left)
{
    unsigned at = n->count;
    while (at > 0 && n->all[at - 1].left > left) at--;
    if (at == TIMERS_SHOWN) return;
    unsigned last = n->count < TIMERS_SHOWN ? n->count++ : TIMERS_SHOWN - 1;
    memmove(&n->all[at + 1], &n->all[at], (last - at) * sizeof n->all[0]);
    n->all[at].process = p, n->all[at].left = left;
}

static void tell_timers(struct dump *d)
{
    struct nearest n = {.count = 0};
    uint32_t number = 0;
    struct process *p;
    int64_t now = clock_wheel_of(clock_monotonic());
    for (; (p = process_after(number, &number)); number++) {
        for (const struct process_timer *t = p->timers; t; t = t->next) put_timer(&n, p, timer_left(t));
        if (p->receive_timer.started) put_timer(&n, p, p->receive_timer.due - now);
    }
    for (unsigned i = 0; i < n.count; i++) {
        dump_text(d, "ling: a timer in %ld ms: ", n.all[i].left > 0 ? n.all[i].left : 0);
        tell_process(d, n.all[i].process);
        dump_text(d, "\n");
    }
}

void tell_busy(void)
{
    struct dump *d = dump_open_device(STANDARD_ERROR);
    if (!d) return;
    tell_runnable(d);
    tell_timers(d);
    dump_close(d);
}

/* -- kept -------------------------------------------------------------------------------------------------- */

/* Kernel's own seed, in every image: it only spreads the retries of a lock between nodes. */
static bool is_harmless(const struct process *p)
{
    static const char name[] = "global_name_server";
    return is_term(p->registered_name) &&
           p->registered_name.word == atom_existing_latin1((const uint8_t *)name, sizeof name - 1).word;
}

/* Where rand and random keep what their numbers come from. */
static const char *seed_of(const struct process *p)
{
    static const char *const keys[] = {"rand_seed", "random_seed"};
    for (size_t i = 0; p->dictionary && i < sizeof keys / sizeof *keys; i++) {
        term key = atom_existing_latin1((const uint8_t *)keys[i], strlen(keys[i]));
        if (is_term(key) && is_term(dictionary_get(p->dictionary, key))) return keys[i];
    }
    return NULL;
}

static void tell_seed(struct process *p, const char *key)
{
    struct dump *d = dump_open_device(STANDARD_ERROR);
    if (!d) return;
    dump_text(d, "ling: warning: a seed (%s) is kept, and each instance draws the same numbers: ", key);
    tell_process(d, p);
    dump_text(d, "\n");
    dump_close(d);
}

void tell_kept(void)
{
    uint32_t number = 0;
    struct process *p;
    const char *key;
    for (; (p = process_after(number, &number)); number++)
        if ((key = seed_of(p)) && !is_harmless(p)) tell_seed(p, key);
}
