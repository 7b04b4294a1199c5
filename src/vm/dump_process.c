/* vm/dump_process.c - what a crash dump tells of one process. */
#include "code/code.h"
#include "process/dictionary.h"
#include "process/mailbox.h"
#include "vm/dump.h"

static const char *const states[] = {
    [PROCESS_RUNNABLE] = "Scheduled",  [PROCESS_RUNNING] = "Running", [PROCESS_WAITING] = "Waiting",
    [PROCESS_SUSPENDED] = "Suspended", [PROCESS_EXITING] = "Exiting", [PROCESS_GONE] = "Non Existing",
};

static void dump_place(struct dump *d, const uint32_t *address)
{
    struct code_place place;
    if (!code_place(address, &place) || !is_term(place.function)) {
        dump_text(d, "unknown function");
        return;
    }
    dump_term(d, place.name);
    dump_text(d, ":");
    dump_term(d, place.function);
    dump_text(d, "/%u + 0", place.arity);
}

static void dump_mfa(struct dump *d, const char *title, const struct mfa *f)
{
    if (!is_term(f->module) || !is_atom(f->module)) return;
    dump_text(d, "%s: ", title);
    dump_term(d, f->module);
    dump_text(d, ":");
    dump_term(d, f->function);
    dump_text(d, "/%u\n", f->arity);
}

static void dump_links(struct dump *d, struct process *p)
{
    if (!p->relations.links && !p->relations.monitors && !p->relations.monitored_by) return;
    const char *between = "";
    dump_text(d, "Link list: [");
    for (struct link *l = p->relations.links; l; l = link_next(l, &p->relations), between = ", ") {
        dump_text(d, "%s", between);
        dump_term(d, link_other(l, &p->relations)->owner);
    }
    for (struct monitor *m = p->relations.monitors; m; m = m->next) {
        if (!m->target) continue;
        dump_text(d, "%s{to,", between);
        dump_term(d, m->target_id);
        dump_text(d, ",#Ref<0.0.0.%lu>}", m->entry.number);
        between = ", ";
    }
    for (struct monitor *m = p->relations.monitored_by; m; m = m->target_next, between = ", ") {
        dump_text(d, "%s{from,", between);
        dump_term(d, m->origin->owner);
        dump_text(d, ",#Ref<0.0.0.%lu>}", m->entry.number);
    }
    dump_text(d, "]\n");
}

static void dump_sizes(struct dump *d, struct process *p)
{
    const struct heap *h = &p->heap;
    size_t fragments = 0;
    for (const struct fragment *f = h->fragments; f; f = f->next) fragments++;
    dump_text(d, "Message queue length: %lu\n", p->mailbox.length);
    dump_text(d, "Number of heap fragments: %lu\nHeap fragment data: %lu\n", fragments, h->fragment_words);
    dump_text(d, "Reductions: %lu\n", p->reductions_done);
    dump_text(d, "Stack+heap: %ld\nOldHeap: %ld\n", h->end - h->start, h->old_end - h->old_start);
    dump_text(d, "Heap unused: %ld\nOldHeap unused: %ld\n", h->sp - h->top, h->old_end - h->old_top);
    dump_text(d, "BinVHeap: %lu\nOldBinVHeap: %lu\n", h->binary_bytes / 8, h->old_binary_bytes / 8);
    dump_text(d, "BinVHeap unused: %lu\nOldBinVHeap unused: 0\n",
              h->binary_limit > h->binary_bytes ? (h->binary_limit - h->binary_bytes) / 8 : 0);
    dump_text(d, "Memory: %lu\n", process_memory(p));
}

void dump_process_summary(struct dump *d, struct process *p)
{
    dump_text(d, "=proc:");
    dump_term(d, p->pid);
    dump_text(d, "\nState: %s\n", states[p->state]);
    if (is_term(p->registered_name)) {
        dump_text(d, "Name: ");
        dump_term(d, p->registered_name);
        dump_text(d, "\n");
    }
    dump_mfa(d, "Spawned as", &p->initial_call);
    if (p->state == PROCESS_RUNNING) dump_mfa(d, "Last scheduled in for", &p->current_function);
    else dump_mfa(d, "Current call", &p->current_function);
    dump_text(d, "Spawned by: ");
    dump_term(d, is_local_pid(p->parent) ? p->parent : NIL);
    dump_text(d, "\n");
    dump_links(d, p);
    dump_sizes(d, p);
    dump_text(d, "Program counter: 0x%016lx (", (uint64_t)(uintptr_t)p->pc);
    dump_place(d, p->pc);
    dump_text(d, ")\narity = %u\n", p->live);
}

static void dump_stack(struct dump *d, struct process *p)
{
    unsigned y = 0;
    for (const term *s = p->heap.sp; s < p->heap.end; s++) {
        if (!is_return_address(*s)) {
            dump_text(d, "y%u:", y++);
            if (is_catch(*s)) dump_text(d, "SCatch");
            else dump_element(d, *s);
            dump_text(d, "\n");
            continue;
        }
        uint64_t target = s->word - TAG_HEADER;
        dump_text(d, "0x%016lx:SReturn addr 0x%lX (", (uint64_t)(uintptr_t)s, target);
        dump_place(d, (const uint32_t *)(uintptr_t)target);
        dump_text(d, ")\n");
        y = 0;
    }
}

static void dump_title(struct dump *d, const char *section, struct process *p)
{
    dump_text(d, "=%s:", section);
    dump_term(d, p->pid);
    dump_text(d, "\n");
}

static void dump_messages(struct dump *d, struct process *p)
{
    dump_title(d, "proc_messages", p);
    for (const struct message *m = p->mailbox.first; m; m = m->next) {
        dump_element(d, m->value);
        dump_text(d, ":");
        dump_element(d, is_term(m->token) ? m->token : NIL);
        dump_text(d, "\n");
    }
}

/* A pair is shown as the tuple that it is to a program, at the address of its place in the table. */
static void dump_dictionary(struct dump *d, struct process *p)
{
    if (dictionary_count(p->dictionary) == 0) return;
    dump_title(d, "proc_dictionary", p);
    for (size_t i = 0; i < p->dictionary->room; i++)
        if (is_term(p->dictionary->pairs[i].key)) dump_text(d, "H%lX\n", (uint64_t)(uintptr_t)&p->dictionary->pairs[i]);
}

static void dump_dictionary_objects(struct dump *d, const struct dictionary *dictionary)
{
    for (size_t i = 0; dictionary && i < dictionary->room; i++) {
        const struct pair *pair = &dictionary->pairs[i];
        if (!is_term(pair->key)) continue;
        dump_text(d, "%lX:t2:", (uint64_t)(uintptr_t)pair);
        dump_element(d, pair->key);
        dump_text(d, ",");
        dump_element(d, pair->value);
        dump_text(d, "\n");
        dump_objects(d, pair->key);
        dump_objects(d, pair->value);
    }
}

void dump_process_data(struct dump *d, struct process *p)
{
    if (p->sensitive) return;
    if (p->mailbox.first) dump_messages(d, p);
    dump_dictionary(d, p);
    dump_title(d, "proc_stack", p);
    dump_stack(d, p);
    dump_title(d, "proc_heap", p);
    for (const term *s = p->heap.sp; s < p->heap.end; s++)
        if (!is_return_address(*s)) dump_objects(d, *s);
    for (uint32_t i = 0; i < p->live && p->saved_x; i++) dump_objects(d, p->saved_x[i]);
    for (const struct message *m = p->mailbox.first; m; m = m->next) dump_objects(d, m->value);
    dump_dictionary_objects(d, p->dictionary);
}
