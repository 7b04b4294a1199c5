/* bif/system_reports.c - system_info(info | procs | loaded | dist): text as crash dumps have it. */
#include "bif/process_info.h"
#include "bif/stack.h"
#include "bif/system_info.h"
#include "code/module.h"
#include "memory/memory.h"
#include "process/facts.h"
#include "process/registry.h"
#include "process/state.h"
#include "term/identity.h"

enum { TERM_TEXT_MAX = 200 };

static void put_size(struct text *t, const char *name, size_t value) { text_format(t, "%s: %zu\n", name, value); }

void report_info(struct text *t)
{
    size_t total = 0, processes_bytes = memory_used(MEMORY_PROCESS);
    for (int kind = 0; kind < MEMORY_KINDS; kind++) total += memory_used((enum memory_kind)kind);
    text_put(t, "=memory\n");
    put_size(t, "total", total);
    put_size(t, "processes", processes_bytes);
    put_size(t, "processes_used", processes_bytes);
    put_size(t, "system", total - processes_bytes);
    put_size(t, "atom", memory_used(MEMORY_ATOM));
    put_size(t, "atom_used", memory_used(MEMORY_ATOM));
    put_size(t, "binary", memory_used(MEMORY_BINARY));
    put_size(t, "code", memory_used(MEMORY_CODE));
    put_size(t, "ets", memory_used(MEMORY_ETS));
    text_format(t, "=index_table:atom_tab\nsize: %zu\nlimit: %zu\nentries: %zu\n", atoms_limit(), atoms_limit(),
                atoms_count());
    text_format(t, "=index_table:module_code\nentries: %zu\n", module_rows_count());
    text_format(t, "=index_table:export_list\nentries: %zu\n", exports_count());
    text_format(t, "=hash_table:process_reg\nobjs: %zu\n", registry_count());
}

void report_loaded(struct text *t)
{
    size_t current = 0, old = 0;
    for (size_t i = 0; i < module_rows_count(); i++) {
        const struct module_row *row = module_row_at(i);
        if (row->current) current += row->current->words * sizeof(uint32_t);
        if (row->old) old += row->old->words * sizeof(uint32_t);
    }
    text_format(t, "Current code: %zu\nOld code: %zu\n", current, old);
    for (size_t i = 0; i < module_rows_count(); i++) {
        const struct module_row *row = module_row_at(i);
        if (!row->current) continue;
        text_term(t, row->name, TERM_TEXT_MAX);
        text_format(t, " %zu\n", row->current->words * sizeof(uint32_t));
    }
}

void report_distribution(struct text *t)
{
    text_put(t, "=node:");
    text_term(t, node_name(), TERM_TEXT_MAX);
    text_put(t, "\n=no_distribution\n");
}

static const char *state_name(const struct process *p)
{
    switch (p->state) {
    case PROCESS_RUNNABLE: return "Scheduled";
    case PROCESS_RUNNING: return "Running";
    case PROCESS_WAITING: return "Waiting";
    case PROCESS_SUSPENDED: return "Suspended";
    default: return "Exiting";
    }
}

static void put_term(struct text *t, const char *name, term value)
{
    text_put(t, name);
    text_term(t, value, TERM_TEXT_MAX);
    text_put(t, "\n");
}

static void put_calls(struct text *t, const struct process *p)
{
    struct stack_walk walk;
    struct code_place place;
    const uint32_t *address;
    const term *frame;
    stack_walk_begin(&walk, p);
    if (!stack_walk_next(&walk, &place, &address, &frame)) return;
    text_format(t, "Program counter: 0x%016lx (", (unsigned long)(uintptr_t)address);
    text_term(t, place.name, TERM_TEXT_MAX);
    text_put(t, ":");
    text_term(t, place.function, TERM_TEXT_MAX);
    text_format(t, "/%u)\n", place.arity);
}

static void put_relations(struct text *t, const struct relations *r)
{
    if (!r->links) return;
    text_put(t, "Link list: [");
    for (const struct link *l = r->links; l; l = link_next(l, r)) {
        text_term(t, link_other(l, r)->owner, TERM_TEXT_MAX);
        text_put(t, link_next(l, r) ? ", " : "]\n");
    }
}

static void put_process(struct text *t, const struct process *p)
{
    text_put(t, "=proc:");
    text_term(t, p->pid, TERM_TEXT_MAX);
    text_format(t, "\nState: %s\n", state_name(p));
    if (is_term(p->registered_name)) put_term(t, "Name: ", p->registered_name);
    text_put(t, "Spawned as: ");
    text_term(t, p->initial_call.module, TERM_TEXT_MAX);
    text_put(t, ":");
    text_term(t, p->initial_call.function, TERM_TEXT_MAX);
    text_format(t, "/%u\n", p->initial_call.arity);
    put_term(t, "Spawned by: ", p->parent);
    put_size(t, "Message queue length", p->mailbox.length);
    put_relations(t, &p->relations);
    put_size(t, "Reductions", p->reductions_done);
    put_size(t, "Stack+heap", process_fact(p, FACT_HEAP_BLOCK_SIZE));
    put_size(t, "OldHeap", process_fact(p, FACT_OLD_HEAP_BLOCK_SIZE));
    put_size(t, "Memory", process_memory(p));
    put_calls(t, p);
}

void report_processes(struct text *t)
{
    uint32_t number = 0;
    for (const struct process *p; (p = process_after(number, &number)); number++) put_process(t, p);
}
