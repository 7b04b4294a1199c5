/* test/unit/process.c - the folder process/ without an interpreter: who runs next, what signals do, what is kept. */
#include "unit.h"
#include "code/code.h"
#include "heap/binary.h"
#include "memory/memory.h"
#include "process/dictionary.h"
#include "process/receive.h"
#include "process/state.h"
#include "process/suspend.h"
#include "process/timers.h"
#include <string.h>

static void machine_open(void)
{
    static bool open;
    if (open) return;
    open = true;
    unit_open();
    CHECK(code_open() && processes_open(0));
}

static struct process *spawn_one(struct process *parent, bool link)
{
    struct spawn_options o = spawn_defaults();
    o.link = link;
    struct process *p = process_spawn(parent, A(erlang), A(apply), NIL, &o);
    CHECK(p);
    return p;
}

/* Lets everyone that is exiting go, until no one can run; those that can are made to wait. */
static void settle(void)
{
    for (struct process *p; (p = process_next());) {
        if (p->state == PROCESS_EXITING) process_finish_exit(p);
        else {
            p->woken = false;
            process_wait(p);
        }
    }
}

static void end(struct process *p, term reason)
{
    process_begin_exit(p, reason);
    settle();
}

/* The first message in the queue, taken as receive takes it. */
static term take(struct process *p)
{
    term t = mailbox_look(p);
    if (is_term(t)) mailbox_take(p);
    return t;
}

/* -- the wheel against a plain list ---------------------------------------------------------- */

enum { ENTRIES = 2000 };

static void test_wheel(void)
{
    static struct wheel w;
    static struct wheel_entry entries[ENTRIES];
    wheel_open(&w, 1000);
    for (int i = 0; i < ENTRIES; i++) {
        int64_t far = (int64_t)(unit_random() % (1u << (1 + unit_random() % 30)));
        wheel_start(&w, &entries[i], 900 + far);
    }
    for (int i = 0; i < ENTRIES; i += 3) wheel_stop(&w, &entries[i]);
    size_t fired = 0;
    for (int64_t now = 1000; w.count;) {
        int64_t next = wheel_next(&w);
        CHECK(next != INT64_MAX);
        now = next > now ? next : now;
        for (struct wheel_entry *e; (e = wheel_due(&w, now)); fired++)
            CHECK(e->due <= now && (e->due > now - 1 || e->due <= 1000));
        for (int i = 0; i < ENTRIES; i++) CHECK(!entries[i].started || entries[i].due > now);
    }
    CHECK(fired == ENTRIES - (ENTRIES + 2) / 3);
    CHECK(wheel_next(&w) == INT64_MAX);
}

static void test_wheel_order(void)
{
    static struct wheel w;
    static struct wheel_entry entries[300];
    for (int i = 0; i < 300; i++) {
        wheel_start(&w, &entries[i], 100000);
        if (i == 100) CHECK(!wheel_due(&w, 70000));
        if (i == 200) CHECK(!wheel_due(&w, 99990));
    }
    for (int i = 0; i < 300; i++) CHECK(wheel_due(&w, 100000) == &entries[i]);
    CHECK(!wheel_due(&w, 100000));
}

/* -- processes ----------------------------------------------------------------------------------- */

static void test_pids(void)
{
    machine_open();
    struct process *a = spawn_one(NULL, false), *b = spawn_one(NULL, false);
    term pid = a->pid;
    CHECK(!same(a->pid, b->pid) && process_find(pid) == a && process_find(b->pid) == b);
    settle();
    process_begin_exit(a, A(normal));
    CHECK(!process_find(pid) && process_find_any(pid) == a);
    settle();
    CHECK(!process_find_any(pid));
    for (int i = 0; i < 40000; i++) {
        struct process *p = spawn_one(NULL, false);
        CHECK(!same(p->pid, pid));
        end(p, A(normal));
    }
    CHECK(process_find(b->pid) == b);
    end(b, A(normal));
    CHECK(processes_count() == 0);
}

static void test_priorities(void)
{
    machine_open();
    struct spawn_options o = spawn_defaults();
    struct process *low, *normal, *high;
    o.priority = PRIORITY_LOW, low = process_spawn(NULL, A(erlang), A(apply), NIL, &o);
    o.priority = PRIORITY_NORMAL, normal = process_spawn(NULL, A(erlang), A(apply), NIL, &o);
    o.priority = PRIORITY_HIGH, high = process_spawn(NULL, A(erlang), A(apply), NIL, &o);
    CHECK(process_next() == high);
    process_wait(high);
    int lows = 0;
    for (int i = 0; i < 90; i++) {
        struct process *p = process_next();
        CHECK(p == low || p == normal);
        lows += p == low;
        process_requeue(p);
    }
    CHECK(lows == 10);
    process_wake(high);
    CHECK(process_next() == high);
    process_wait(high);
    process_suspend(normal);
    for (int i = 0; i < 5; i++) {
        CHECK(process_next() == low);
        process_requeue(low);
    }
    process_resume(normal);
    CHECK(normal->state == PROCESS_RUNNABLE);
    settle();
    end(low, A(normal)), end(normal, A(normal)), end(high, A(normal));
    CHECK(processes_count() == 0);
}

/* -- messages ------------------------------------------------------------------------------------- */

static void test_messages(void)
{
    machine_open();
    struct process *p = spawn_one(NULL, false);
    term words[8], *hp = words;
    settle();
    for (int64_t i = 0; i < 1000; i++) {
        hp = words;
        CHECK(process_send(p, NO_TERM, build_tuple2(&hp, A(ok), small(i))));
    }
    CHECK(p->mailbox.length == 1000 && p->state == PROCESS_RUNNABLE);
    for (int i = 0; i < 999; i++) mailbox_look(p), mailbox_skip(p);
    term last = take(p);
    CHECK(is_tuple_of(last, 2) && same(tuple_elements(last)[1], small(999)));
    CHECK(p->mailbox.length == 999);
    p->saved_x[0] = last, p->live = 1;
    CHECK(process_collect_idle(p, true) == HEAP_OK);
    CHECK(same(tuple_elements(p->saved_x[0])[1], small(999)));
    for (int64_t i = 0; i < 999; i++) CHECK(same(tuple_elements(take(p))[1], small(i)));
    CHECK(!is_term(mailbox_look(p)));
    CHECK(process_send(p, NO_TERM, A(true)) && same(take(p), A(true)));
    p->live = 0;
    end(p, A(normal));
}

/* A guard that allocates: the message in registers survives the collection, the queue keeps its own. */
static void test_detach(void)
{
    machine_open();
    struct process *p = spawn_one(NULL, false);
    term words[8], *hp = words;
    settle();
    CHECK(process_send(p, NO_TERM, build_tuple2(&hp, A(error), A(exit))));
    p->saved_x[0] = mailbox_look(p), p->live = 1;
    CHECK(process_collect(p, 100, p->saved_x, 1) == HEAP_OK);
    CHECK(same(tuple_elements(p->saved_x[0])[1], A(exit)));
    mailbox_skip(p);
    CHECK(!is_term(mailbox_look(p)) && p->mailbox.length == 1);
    mailbox_rewind(&p->mailbox);
    CHECK(same(tuple_elements(take(p))[0], A(error)));
    p->live = 0;
    end(p, A(normal));
}

static void test_markers(void)
{
    machine_open();
    struct process *p = spawn_one(NULL, false);
    term words[16], *hp = words;
    settle();
    for (int64_t i = 0; i < 100; i++) process_send(p, NO_TERM, small(i));
    term reserved = mailbox_marker_reserve(p);
    term reference = build_new_reference(&hp);
    mailbox_marker_bind(p, reserved, reference);
    process_send(p, NO_TERM, reference);
    mailbox_marker_use(p, reference);
    CHECK(reference_number(mailbox_look(p)) == reference_number(reference)); /* the first it looks at */
    mailbox_take(p);
    mailbox_marker_use(p, reference); /* the marker is where the message was */
    CHECK(!is_term(mailbox_look(p)));
    mailbox_marker_clear(p, reference);
    mailbox_rewind(&p->mailbox);
    for (int64_t i = 0; i < 100; i++) CHECK(same(take(p), small(i)));
    end(p, A(normal));
}

/* -- links, monitors, aliases ---------------------------------------------------------------------- */

/* A chain of links as long as there are processes ends without recursion. */
static void test_chain(void)
{
    machine_open();
    struct process *first = spawn_one(NULL, false), *p = first;
    for (int i = 1; i < 100000; i++) p = spawn_one(p, true);
    settle();
    CHECK(processes_count() == 100000);
    end(first, A(error));
    CHECK(processes_count() == 0);
    CHECK(processes()->references.count == 0);
}

static void test_links(void)
{
    machine_open();
    struct process *a = spawn_one(NULL, false), *b = spawn_one(a, true), *c = spawn_one(a, true);
    settle();
    CHECK(a->relations.link_count == 2 && link_find(&b->relations, &a->relations));
    link_free(link_find(&a->relations, &b->relations));
    CHECK(!link_find(&b->relations, &a->relations) && a->relations.link_count == 1);
    CHECK(link_make(&a->relations, &b->relations) && link_make(&b->relations, &a->relations));
    CHECK(a->relations.link_count == 2);
    a->trap_exit = true;
    end(b, A(error));
    term signal = take(a);
    CHECK(is_tuple_of(signal, 3) && same(tuple_elements(signal)[0], A(EXIT)) &&
          same(tuple_elements(signal)[2], A(error)));
    end(c, A(normal));
    CHECK(same(tuple_elements(take(a))[2], A(normal)));
    process_exit_signal(a, a->pid, A(kill), false);
    CHECK(a->state == PROCESS_EXITING && same(a->exit_reason, A(killed)));
    settle();
    CHECK(processes_count() == 0 && processes()->references.count == 0);
}

static void test_monitors(void)
{
    machine_open();
    struct process *a = spawn_one(NULL, false), *b = spawn_one(NULL, false);
    term words[16], *hp = words;
    settle();
    struct monitor *plain = monitor_make(&a->relations, &b->relations, A(process));
    struct monitor *kept = monitor_make(&a->relations, &b->relations, A(process));
    kept->alias = ALIAS_EXPLICIT;
    struct monitor *once = monitor_make(&b->relations, NULL, NO_TERM);
    once->alias = ALIAS_REPLY;
    term reply = build_local_ref(&hp, once->entry.number, once->entry.high);
    term alias = build_local_ref(&hp, kept->entry.number, kept->entry.high);
    CHECK(plain && alias_use(reply) == b && !alias_use(reply) && alias_use(alias) == a && alias_use(alias) == a);
    end(b, A(badarg));
    CHECK(a->mailbox.length == 2 && a->relations.monitor_count == 1 && alias_use(alias) == a);
    term down = take(a);
    CHECK(is_tuple_of(down, 5) && same(tuple_elements(down)[0], A(DOWN)) && same(tuple_elements(down)[4], A(badarg)));
    end(a, A(normal));
    CHECK(!alias_use(alias) && processes()->references.count == 0);
}

/* -- the rest ----------------------------------------------------------------------------------------- */

static void test_names(void)
{
    machine_open();
    char name[16];
    for (int i = 0; i < 3000; i++) {
        snprintf(name, sizeof name, "name%d", i);
        CHECK(registry_add(atom_from_c(name), small(i)));
    }
    for (int i = 0; i < 3000; i += 2) snprintf(name, sizeof name, "name%d", i), registry_remove(atom_from_c(name));
    for (int i = 0; i < 3000; i++) {
        snprintf(name, sizeof name, "name%d", i);
        term id = registry_find(atom_from_c(name));
        CHECK(i % 2 ? same(id, small(i)) : !is_term(id));
    }
    CHECK(registry_count() == 1500);
    for (int i = 1; i < 3000; i += 2) snprintf(name, sizeof name, "name%d", i), registry_remove(atom_from_c(name));
}

static void test_dictionary(void)
{
    machine_open();
    struct dictionary *d = NULL;
    int64_t model[500];
    memset(model, -1, sizeof model);
    for (int i = 0; i < 100000; i++) {
        int64_t key = (int64_t)(unit_random() % 500), value = (int64_t)(unit_random() % 1000);
        term before = NO_TERM;
        if (unit_random() % 3) CHECK(dictionary_put(&d, small(key), small(value), &before));
        else before = dictionary_erase(d, small(key)), value = -1;
        CHECK(model[key] < 0 ? !is_term(before) : same(before, small(model[key])));
        model[key] = value;
    }
    for (int64_t key = 0; key < 500; key++) {
        term t = dictionary_get(d, small(key));
        CHECK(model[key] < 0 ? !is_term(t) : same(t, small(model[key])));
    }
    dictionary_free(d);
}

static void test_timers(void)
{
    machine_open();
    struct process *p = spawn_one(NULL, false);
    settle();
    int64_t now = clock_wheel_now();
    struct process_timer *t = timer_start(p->pid, A(timeout), false, now + 1000);
    CHECK(t && timer_left(t) > 900);
    CHECK(timer_start(p->pid, A(ok), true, now));
    timers_fire(clock_host_of_wheel(now + 1));
    term message = take(p);
    CHECK(is_tuple_of(message, 3) && same(tuple_elements(message)[2], A(ok)));
    timers_fire(clock_host_of_wheel(now + 999));
    CHECK(p->mailbox.length == 0);
    timers_fire(clock_host_of_wheel(now + 1000));
    CHECK(same(take(p), A(timeout)));
    for (int i = 0; i < 1000; i++) CHECK(timer_start(p->pid, small(i), false, now + 5000 + i));
    end(p, A(normal));
    CHECK(processes()->wheel.count == 0 && processes()->references.count == 0);
    CHECK(timers_next_ns() == UINT64_MAX);
}

static void test_no_leak(void)
{
    machine_open();
    size_t before = memory_used(MEMORY_PROCESS);
    struct process *p = spawn_one(NULL, false), *q = spawn_one(p, true);
    uint8_t *data;
    term words[8], *hp = words, old;
    settle();
    term large = heap_new_binary(&p->heap, 10000, &data);
    for (int i = 0; i < 10; i++) {
        hp = words;
        CHECK(process_send(q, p->pid, build_tuple2(&hp, large, A(ok))));
    }
    CHECK(dictionary_put(&q->dictionary, A(ok), take(q), &old));
    CHECK(suspension_add(p, q));
    end(p, A(error));
    CHECK(processes_count() == 0 && memory_used(MEMORY_PROCESS) == before && memory_used(MEMORY_BINARY) == 0);
}

UNIT_MAIN(TEST(wheel), TEST(wheel_order), TEST(pids), TEST(priorities), TEST(messages), TEST(detach), TEST(markers),
          TEST(chain), TEST(links), TEST(monitors), TEST(names), TEST(dictionary), TEST(timers), TEST(no_leak))
