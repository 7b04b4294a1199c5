/* bif/ends.c - what a pid, port or name stands for in links, monitors and signals. */
#include "bif/ends.h"
#include "io/port.h"
#include "term/identity.h"

struct relations *relations_of(term id)
{
    if (is_local_port(id)) {
        struct port *port = port_find(id);
        return port ? &port->relations : NULL;
    }
    struct process *p = process_find(id);
    return p ? &p->relations : NULL;
}

static bool is_external(term t)
{
    enum kind k = kind_of(t);
    return k == KIND_EXT_PID || k == KIND_EXT_PORT || k == KIND_EXT_REF;
}

static term node_of(term t) { return (term){((const struct external_id *)boxed(t))->node}; }

bool is_earlier_life(term t) { return is_external(t) && same(node_of(t), node_name()); }

bool is_remote(term t) { return is_external(t) && !same(node_of(t), node_name()); }
