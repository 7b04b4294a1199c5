/* process/table.c - pid number to process, and back to free slots. */
#include "memory/memory.h"
#include "process/state.h"

/* A free slot: serial << 32 | next free slot << 1 | 1.  A used one: the pointer. */
enum { FIRST_ROOM = 1024, NO_SLOT = 0x7fffffff, REUSE_AFTER = 16384 };

static bool is_free(uint64_t slot) { return slot & 1; }
static uint64_t free_slot(uint32_t serial, uint32_t next) { return (uint64_t)serial << 32 | (uint64_t)next << 1 | 1; }
static uint32_t next_of(uint64_t slot) { return (uint32_t)slot >> 1; }

bool process_table_open(struct process_table *t, size_t limit)
{
    *t = (struct process_table){.room = FIRST_ROOM, .limit = (uint32_t)limit, .free_first = NO_SLOT};
    t->slots = memory_alloc(MEMORY_SYSTEM, FIRST_ROOM * sizeof *t->slots);
    return t->slots != NULL;
}

static bool grow(struct process_table *t)
{
    uint32_t room = 2 * t->room < t->limit ? 2 * t->room : t->limit;
    if (room <= t->room) return false;
    void *slots = memory_resize(MEMORY_SYSTEM, t->slots, room * sizeof *t->slots);
    if (!slots) return false;
    t->slots = slots;
    t->room = room;
    return true;
}

/* Fresh numbers first, so that pids are not soon seen again, until the table is large or most of it in use. */
static bool may_use_fresh(struct process_table *t)
{
    if (t->fresh >= t->limit) return false;
    if (t->free_count && t->fresh >= REUSE_AFTER && t->free_count > t->fresh / 2) return false;
    return t->fresh < t->room || grow(t);
}

bool process_table_add(struct process *p)
{
    struct process_table *t = &processes()->table;
    uint32_t number = t->free_first, serial = 0;
    if (t->count >= t->limit) return false;
    if (may_use_fresh(t)) {
        number = t->fresh++;
    } else if (number != NO_SLOT) {
        serial = (uint32_t)(t->slots[number] >> 32);
        t->free_first = next_of(t->slots[number]);
        t->free_count--;
    } else {
        return false;
    }
    t->slots[number] = (uint64_t)(uintptr_t)p;
    t->count++;
    p->pid = local_pid(number, serial);
    return true;
}

void process_table_remove(struct process *p)
{
    struct process_table *t = &processes()->table;
    uint32_t number = pid_number(p->pid);
    uint32_t serial = pid_serial(p->pid) + 1;
    if (serial > t->serial_max) t->serial_max = serial;
    t->slots[number] = free_slot(serial, NO_SLOT);
    if (t->free_count++ == 0) t->free_first = number;
    else t->slots[t->free_last] = free_slot((uint32_t)(t->slots[t->free_last] >> 32), number);
    t->free_last = number;
    t->count--;
}

static struct process *slot_process(const struct process_table *t, uint32_t number)
{
    if (number >= t->fresh || is_free(t->slots[number])) return NULL;
    return (struct process *)(uintptr_t)t->slots[number];
}

struct process *process_find_any(term pid)
{
    if (!is_local_pid(pid)) return NULL;
    struct process *p = slot_process(&processes()->table, pid_number(pid));
    return p && same(p->pid, pid) ? p : NULL;
}

struct process *process_find(term pid)
{
    struct process *p = process_find_any(pid);
    return p && p->state < PROCESS_EXITING ? p : NULL;
}

struct process *process_find_registered(term name)
{
    term id = is_atom(name) ? registry_find(name) : NO_TERM;
    return is_term(id) ? process_find(id) : NULL;
}

struct process *process_after(uint32_t from, uint32_t *number)
{
    const struct process_table *t = &processes()->table;
    for (; from < t->fresh; from++) {
        struct process *p = slot_process(t, from);
        if (!p) continue;
        *number = from;
        return p;
    }
    return NULL;
}

size_t processes_count(void) { return processes()->table.count; }
uint32_t processes_serial_max(void) { return processes()->table.serial_max; }
size_t processes_limit(void) { return processes()->table.limit; }
