/* term/identity.c - pids, ports and references as numbers, and the identity of this node. */
#include "term/identity.h"
#include "memory/arena.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include "term/atoms.h"
#include "term/objects.h"

struct node {
    term name;
    uint32_t creation;
};

static struct node *this_node(void) { return arena_root(ROOT_node); }

term node_name(void) { return this_node() ? this_node()->name : A(nonode_at_nohost); }
uint32_t node_creation(void) { return this_node() ? this_node()->creation : 0; }

bool node_set(term name, uint32_t creation)
{
    struct node *n = this_node();
    if (!n && !(n = memory_alloc(MEMORY_SYSTEM, sizeof *n))) return false;
    *n = (struct node){name, creation};
    arena_set_root(ROOT_node, n);
    return true;
}

static struct identity local(uint32_t count, uint64_t low, uint32_t high)
{
    return (struct identity){
        .node = node_name(),
        .creation = node_creation(),
        .count = count,
        .ids = {(uint32_t)low, (uint32_t)(low >> 32), high},
    };
}

static struct identity external(const struct external_id *e)
{
    struct identity id = {.node = {e->node}, .creation = e->creation, .count = e->count};
    for (size_t i = 0; i < 5; i++) id.ids[i] = e->ids[i];
    return id;
}

enum { PID_NUMBER_BITS = 28, PID_NUMBER_BITS_25 = 15 };

static unsigned shown_bits(void) { return !settings() || otp_at_least(26) ? PID_NUMBER_BITS : PID_NUMBER_BITS_25; }

/* How far a pid's serial is moved to make room for the part of its number that is not shown as such. */
static unsigned serial_shift(void)
{
    size_t places = settings() ? settings()->processes_max : 0;
    unsigned bits = places > 1 ? 64 - (unsigned)__builtin_clzll(places - 1) : 0, shown = shown_bits();
    return bits > shown ? bits - shown : 0;
}

uint32_t pid_shown_number(term pid) { return pid_number(pid) & ((UINT32_C(1) << shown_bits()) - 1); }
uint32_t pid_shown_serial(term pid) { return pid_number(pid) >> shown_bits() | pid_serial(pid) << serial_shift(); }

term pid_of_shown(uint32_t number, uint32_t serial)
{
    unsigned shift = serial_shift(), bits = shown_bits();
    uint32_t above = serial & ((UINT32_C(1) << shift) - 1);
    return number >> bits ? NO_TERM : local_pid(above << bits | number, serial >> shift);
}

struct identity identity_of(term t)
{
    if (is_local_pid(t)) return local(2, (uint64_t)pid_shown_serial(t) << 32 | pid_shown_number(t), 0);
    if (is_local_port(t)) return local(2, port_number(t), 0);
    if (kind_of(t) == KIND_REF) {
        const struct local_ref *r = (const struct local_ref *)boxed(t);
        return local(3, r->number, (uint32_t)r->high);
    }
    if (kind_of(t) == KIND_MAGIC_REF) {
        const struct magic_ref *r = (const struct magic_ref *)boxed(t);
        return local(3, r->number >> IMM_BITS, (uint32_t)(r->high >> IMM_BITS));
    }
    return external((const struct external_id *)boxed(t));
}
