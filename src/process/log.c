/* process/log.c - events that the machine itself gives to OTP's logger. */
#include "process/log.h"
#include "heap/build.h"
#include "heap/map.h"
#include "memory/memory.h"
#include "platform/platform.h"
#include "process/facts.h"
#include "process/state.h"
#include "term/atoms.h"
#include "term/print.h"

enum { SCRATCH_WORDS = 512, CONSOLE_MAX = 2048 };

/* The tag that the handlers of error_logger know: error, warning_msg, info_msg. */
static term old_tag(term level)
{
    if (same(level, A(info))) return A(info_msg);
    return same(level, A(warning)) ? A(warning_msg) : level;
}

/* #{time, error_logger => #{emulator, tag}, pid, gl}; NO_TERM: no memory. */
static term metadata(struct heap *h, term level, const struct process *about, term group_leader)
{
    term old[] = {A(emulator), A(true), A(tag), old_tag(level)};
    term old_map = heap_map_from_pairs(h, old, 2);
    term time = heap_i64(h, platform_system_ns() / 1000);
    term pairs[8] = {A(time), time, A(error_logger), old_map};
    size_t count = 2;
    if (!is_term(old_map) || !is_term(time)) return NO_TERM;
    if (about) pairs[2 * count] = A(pid), pairs[2 * count++ + 1] = about->pid;
    if (!is_nil(group_leader)) pairs[2 * count] = A(gl), pairs[2 * count++ + 1] = group_leader;
    return heap_map_from_pairs(h, pairs, count);
}

/* Nobody is there to log (early at boot, or late): the operator shall see it all the same. */
static void to_console(term event)
{
    char text[CONSOLE_MAX];
    size_t size = term_print_to(text, sizeof text - 1, event);
    if (size > sizeof text - 2) size = sizeof text - 2;
    text[size++] = '\n';
    platform_console(text, size);
}

term log_receiver(void)
{
    term to = processes()->system_logger;
    if (!is_atom(to) && !process_find(to)) to = processes()->system_logger = A(logger);
    return to;
}

static void send_event(struct heap *h, term level, struct process *about, term group_leader, term format, term args)
{
    term data = metadata(h, level, about, group_leader);
    term *hp = heap_alloc(h, TUPLE_WORDS(5));
    if (!hp || !is_term(data) || !is_term(format)) return;
    term event = build_tuple(&hp, 5);
    memcpy(tuple_elements(event), (term[]){A(log), level, format, args, data}, 5 * sizeof(term));
    term to = log_receiver();
    struct process *logger = is_atom(to) ? process_find_registered(to) : process_find(to);
    if (logger) process_send(logger, NO_TERM, event);
    else if (!same(to, A(undefined))) to_console(event);
}

/* A heap for one event, and the last of the memory with it. */
struct scratch {
    struct heap heap;
    bool reserve_was_open;
};

static bool scratch_open(struct scratch *s)
{
    s->reserve_was_open = memory_reserve_is_open();
    memory_open_reserve(true);
    if (heap_open(&s->heap, SCRATCH_WORDS)) return true;
    memory_open_reserve(s->reserve_was_open);
    return false;
}

static void scratch_close(struct scratch *s)
{
    heap_close(&s->heap);
    memory_open_reserve(s->reserve_was_open);
}

void log_event(term level, struct process *about, term group_leader, const char *format, term args)
{
    struct scratch s;
    if (!scratch_open(&s)) return;
    send_event(&s.heap, level, about, group_leader, heap_string(&s.heap, format, strlen(format), NIL), args);
    scratch_close(&s);
}

void log_text(term level, struct process *about, term group_leader, const char *text)
{
    struct scratch s;
    if (!scratch_open(&s)) return;
    term string = heap_string(&s.heap, text, strlen(text), NIL);
    term args = is_term(string) ? heap_cons(&s.heap, string, NIL) : NO_TERM;
    term format = heap_string(&s.heap, "~s~n", 4, NIL);
    if (is_term(args)) send_event(&s.heap, level, about, group_leader, format, args);
    scratch_close(&s);
}

void log_exit(struct process *p, term value)
{
    term cells[4] = {p->pid, cons_at(&cells[2]), value, NIL};
    log_event(A(error), p, p->group_leader, "Error in process ~p with exit value:~n~p~n", cons_at(cells));
}

void log_max_heap(struct process *p)
{
    term words[FACTS_WORDS], *hp = words;
    term facts = build_facts(p, FACTS_ALL, &hp);
    term values[] = {p->pid,
                     small((int64_t)p->heap.max_size),
                     small((int64_t)heap_size_words(&p->heap)),
                     boolean(p->max_heap_kill),
                     A(true),
                     small((int64_t)p->mailbox.length),
                     facts};
    enum { VALUES = sizeof values / sizeof *values };
    term cells[VALUES * CONS_WORDS], *cell = cells + VALUES * CONS_WORDS, list = NIL;
    for (int i = VALUES; i-- > 0;) {
        term *at = cell -= CONS_WORDS;
        list = build_cons(&at, values[i], list);
    }
    log_event(A(error), p, p->group_leader,
              "     Process:            ~p ~n     Context:            maximum heap size reached~n"
              "     Max Heap Size:      ~p~n     Total Heap Size:    ~p~n     Kill:               ~p~n"
              "     Error Logger:       ~p~n     Message Queue Len:  ~p~n     GC Info:            ~p~n",
              list);
}
