/* vm/dump_world.c - what a crash dump tells of ports, tables and timers. */
#include "ets/registry.h"
#include "heap/build.h"
#include "io/port.h"
#include "io/port_table.h"
#include "process/mailbox.h"
#include "process/timers.h"
#include "term/identity.h"
#include "vm/dump.h"

/* -- ports ------------------------------------------------------------------------------------ */

static void dump_port_links(struct dump *d, struct port *p)
{
    const char *between = "Links: ";
    for (struct link *l = p->relations.links; l; l = link_next(l, &p->relations), between = ", ") {
        dump_text(d, "%s", between);
        dump_term(d, link_other(l, &p->relations)->owner);
    }
    if (p->relations.links) dump_text(d, "\n");
}

static void dump_port_driver(struct dump *d, const struct port *p)
{
    const char *what = p->program_id >= 0 ? "external process" : "linked-in driver";
    dump_text(d, "Port controls %s: ", what);
    for (size_t i = 0; i < p->name_size; i++) dump_text(d, "%c", p->name[i] == '\n' ? ' ' : p->name[i]);
    dump_text(d, "\n");
}

static void dump_port(struct dump *d, struct port *p)
{
    dump_text(d, "=port:");
    dump_term(d, port_id(p));
    dump_text(d, "\nState: %s%s%s%s\n", p->state == PORT_OPEN ? "CONNECTED" : "CLOSING", p->binary ? "|BINARY_IO" : "",
              p->soft_eof ? "|SOFT_EOF" : "", p->busy ? "|BUSY" : "");
    dump_text(d, "Slot: %lu\nConnected: ", p->number);
    dump_term(d, p->connected);
    dump_text(d, "\n");
    dump_port_links(d, p);
    if (is_term(p->registered_name)) {
        dump_text(d, "Registered as: ");
        dump_term(d, p->registered_name);
        dump_text(d, "\n");
    }
    dump_port_driver(d, p);
    dump_text(d, "Input: %lu\nOutput: %lu\nQueue: %lu\n", p->bytes_in, p->bytes_out, p->queue.size);
}

void dump_ports(struct dump *d)
{
    for (struct port *p = port_after(NULL); p; p = port_after(p)) dump_port(d, p);
}

/* -- tables ------------------------------------------------------------------------------------- */

static const char *const types[] = {
    [TABLE_SET] = "set",
    [TABLE_BAG] = "bag",
    [TABLE_DUPLICATE_BAG] = "duplicate_bag",
    [TABLE_ORDERED_SET] = "ordered_set",
};
static const char *const protections[] = {
    [TABLE_PRIVATE] = "private",
    [TABLE_PROTECTED] = "protected",
    [TABLE_PUBLIC] = "public",
};

static const char *truth(bool b) { return b ? "true" : "false"; }

static void dump_table(struct dump *d, const struct table *t)
{
    dump_text(d, "=ets:");
    dump_term(d, t->owner);
    dump_text(d, "\nSlot: %lu\nTable: ", t->id);
    if (t->o.named) dump_term(d, t->name);
    else dump_text(d, "#Ref<0.%lu.%lu>", t->id_high, t->id);
    dump_text(d, "\nName: ");
    dump_term(d, t->name);
    if (table_is_tree(t)) dump_text(d, "\nOrdered set (AVL tree), Elements: %lu", t->count);
    dump_text(d, "\nFixed: %s\nObjects: %lu\nWords: %lu\nType: %s\nProtection: %s\nCompressed: %s\n",
              truth(t->fixations), t->count, t->object_words, types[t->o.type], protections[t->o.protection],
              truth(t->o.compressed));
    dump_text(d, "Write Concurrency: %s\nRead Concurrency: %s\n", truth(t->o.write_concurrency),
              truth(t->o.read_concurrency));
}

void dump_tables(struct dump *d)
{
    for (const struct table *t = ets()->all; t; t = t->next) dump_table(d, t);
}

/* -- timers --------------------------------------------------------------------------------------- */

void dump_timers(struct dump *d)
{
    uint32_t number = 0;
    for (struct process *p; (p = process_after(number, &number)); number++)
        for (const struct process_timer *t = p->timers; t; t = t->next) {
            dump_text(d, "=timer:");
            dump_term(d, p->pid);
            dump_text(d, "\nMessage: ");
            dump_term(d, t->message->value);
            dump_text(d, "\nTime left: %ld\n", timer_left(t));
        }
}
