/* bif/host_result.h - what the host answered, as terms. */
#pragma once
#include "bif/bif.h"
#include "platform/host.h"

/* The POSIX name as an atom. */
static inline term host_error_atom(enum host_error e) { return atom_from_c(host_error_name(e)); }
/* Ends a BIF with {error, Posix}. */
enum bif_end bif_host_failed(struct process *p, enum host_error e, term *result);
/* Ends a BIF with ok or {error, Posix}. */
enum bif_end bif_host_result(struct process *p, enum host_error e, term *result);
/* Ends a BIF with {ok, t}, or system_limit when t is NO_TERM. */
enum bif_end bif_ok(struct process *p, term t, term *result);
