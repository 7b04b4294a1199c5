/* process/spawn.c - the birth of a process, and the state of the folder. */
#include "code/code.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include "platform/platform.h"
#include "process/state.h"
#include "process/seq_trace.h"
#include "process/trace.h"
#include "term/atoms.h"

enum { HEAP_WORDS_MIN = 233, BINARY_WORDS_MIN = 46422, FULLSWEEP_AFTER = 65535 }; /* OTP's defaults */

static struct spawn_options first_defaults(void)
{
    const struct settings *s = settings();
    return (struct spawn_options){
        .monitor_tag = NO_TERM,
        .reference = NO_TERM,
        .priority = PRIORITY_NORMAL,
        .min_heap_size = s && s->min_heap_words ? s->min_heap_words : HEAP_WORDS_MIN,
        .min_binary_bytes = (s && s->min_binary_words ? s->min_binary_words : BINARY_WORDS_MIN) * sizeof(term),
        .max_heap_size = s ? s->max_heap_words : 0,
        .max_heap_kill = s ? s->max_heap_kill : true,
        .max_heap_log = s ? s->max_heap_log : true,
        .fullsweep_after = FULLSWEEP_AFTER,
        .message_queue_off_heap = s && s->messages_off_heap,
    };
}

bool processes_open(size_t limit)
{
    struct processes *s = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *s);
    if (!s) return false;
    arena_set_root(ROOT_processes, s);
    for (int i = 0; i < PRIORITIES; i++) s->queues[i].last = &s->queues[i].first;
    clock_open(&s->clock);
    wheel_open(&s->wheel, 0);
    relations_open(&s->clock_service, A(clock_service));
    s->defaults = first_defaults();
    s->trace.monitoring.receiver = A(undefined);
    s->profile.receiver = A(undefined);
    s->seq_tracer = A(false);
    s->system_logger = A(logger);
    return process_table_open(&s->table, limit ? limit : PROCESSES_MAX) && references_open() &&
           registry_open(&s->registry);
}

void processes_set_final_return(const uint32_t *instruction) { processes()->final_return = instruction; }

struct spawn_options spawn_defaults(void) { return processes()->defaults; }

/* Words that copies of the arguments take, and how many there are; SIZE_MAX: no memory. */
static size_t arguments_words(term args, uint32_t *count)
{
    size_t words = 0;
    for (*count = 0; is_cons(args); args = tail(args), ++*count) words = message_words(cons_cell(args), 1, words);
    return words;
}

static bool copy_arguments(struct process *p, term args, size_t words)
{
    term *hp = words ? heap_alloc(&p->heap, words) : NULL;
    if (words && !hp) return false;
    struct offheap *owned = NULL;
    for (uint32_t i = 0; i < p->live; i++, args = tail(args)) {
        p->saved_x[i] = is_immediate(head(args)) ? head(args) : term_copy(head(args), false, &hp, &owned);
        if (is_term(p->saved_x[i])) continue;
        if (owned) offheap_release_list(owned);
        return false;
    }
    if (owned) heap_link_offheap_list(&p->heap, owned);
    return true;
}

static void set_options(struct process *p, const struct spawn_options *o)
{
    p->priority = o->priority;
    p->heap.min_size = o->min_heap_size;
    p->heap.min_binary_bytes = o->min_binary_bytes;
    p->heap.max_size = o->max_heap_size;
    p->heap.fullsweep_after = o->fullsweep_after;
    p->max_heap_kill = o->max_heap_kill;
    p->max_heap_log = o->max_heap_log;
    p->max_heap_include_binaries = o->max_heap_include_binaries;
    p->message_queue_off_heap = o->message_queue_off_heap;
    p->is_system = o->is_system;
    p->is_task = o->is_task;
}

static void set_identity(struct process *p, struct process *parent, term module, term function)
{
    p->failure = (struct failure){NO_TERM, NO_TERM, NO_TERM, NO_TERM, NO_TERM, NO_TERM};
    p->exit_reason = p->registered_name = p->label = NO_TERM;
    p->sequential_token = NIL;
    p->parent = parent ? parent->pid : A(undefined);
    p->initial_call = (struct mfa){module, function, p->live};
    p->current_function = p->initial_call;
    p->error_handler = A(error_handler);
    p->started_at = platform_monotonic_ns();
}

static bool set_inheritance(struct process *p, struct process *parent)
{
    p->group_leader = parent ? parent->group_leader : p->pid;
    if (!is_immediate(p->group_leader)) p->group_leader = heap_copy(&p->heap, p->group_leader);
    return is_term(p->group_leader);
}

static bool set_relations(struct process *p, struct process *parent, const struct spawn_options *o)
{
    relations_open(&p->relations, p->pid);
    if (!parent) return true;
    if (o->link && !link_make(&parent->relations, &p->relations)) return false;
    if (o->link_priority) link_set_priority(&parent->relations, &p->relations, true);
    if (!o->monitor) return true;
    struct monitor *m = monitor_make(&parent->relations, &p->relations, A(process));
    if (!m) return false;
    m->alias = (uint8_t)o->alias;
    m->priority = o->monitor_priority;
    if (is_term(o->monitor_tag)) m->tag = message_lasting(o->monitor_tag, 0, NULL);
    return m->tag || !is_term(o->monitor_tag);
}

/* Undoes what stands of a process that could not be made whole. */
static struct process *abandon(struct process *p)
{
    size_t all = SIZE_MAX;
    relations_end(&p->relations, A(system_limit), &all);
    process_table_remove(p);
    heap_close(&p->heap);
    if (p->saved_x != p->inline_x) memory_free(MEMORY_PROCESS, p->saved_x);
    memory_free(MEMORY_PROCESS, p);
    return NULL;
}

static struct process *process_new(size_t heap_words, uint32_t arity)
{
    struct process *p = memory_alloc_zeroed(MEMORY_PROCESS, sizeof *p);
    if (!p) return NULL;
    bool small_arity = arity <= sizeof p->inline_x / sizeof *p->inline_x;
    p->saved_room = small_arity ? sizeof p->inline_x / sizeof *p->inline_x : arity;
    p->saved_x = small_arity ? p->inline_x : memory_alloc(MEMORY_PROCESS, arity * sizeof(term));
    if (p->saved_x && heap_open(&p->heap, heap_words)) {
        if (process_table_add(p)) return p;
        heap_close(&p->heap);
    }
    if (p->saved_x != p->inline_x) memory_free(MEMORY_PROCESS, p->saved_x);
    memory_free(MEMORY_PROCESS, p);
    return NULL;
}

struct process *process_spawn(struct process *parent, term module, term function, term args,
                              const struct spawn_options *options)
{
    struct processes *s = processes();
    uint32_t arity;
    size_t words = arguments_words(args, &arity);
    const struct export *entry = export_find(module, function, arity, true);
    if (words == SIZE_MAX || !entry) return NULL;
    size_t room = words + 16 > options->min_heap_size ? words + 16 : options->min_heap_size;
    struct process *p = process_new(room, arity);
    if (!p) return NULL;
    p->live = arity;
    p->pc = entry->address;
    mailbox_open(&p->mailbox);
    set_options(p, options);
    set_identity(p, parent, module, function);
    relations_open(&p->relations, p->pid);
    if (!set_inheritance(p, parent) || !copy_arguments(p, args, words) || !set_relations(p, parent, options))
        return abandon(p);
    if (s->final_return) *--p->heap.sp = (term){(uint64_t)(uintptr_t)s->final_return + TAG_HEADER};
    if (parent && is_tuple(parent->sequential_token)) seq_trace_spawned(parent, p, module, function, args, options);
    if ((parent && parent->relations.trace) || trace_sees_new(&s->trace))
        trace_spawned(parent, p, module, function, args);
    if (parent && options->link && parent->relations.trace) {
        trace_procs(parent, A(link), p->pid);
        trace_linked(parent, p);
    }
    s->spawned++;
    run_queue_add(p);
    profile_process(p, true);
    return p;
}
