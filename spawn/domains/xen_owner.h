/* spawn/domains/xen_owner.h - the mark of a domain: which process of dom0 it belongs to.  It stands where the guest cannot write. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct xs_handle;

/* This process owns it. */
bool xen_owner_write(struct xs_handle *store, uint32_t domain);
/* It carries a mark, and its owner does not run any more. */
bool xen_owner_is_gone(struct xs_handle *store, uint32_t domain);
