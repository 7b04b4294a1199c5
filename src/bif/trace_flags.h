/* bif/trace_flags.h - reading and telling the flags of tracing. */
#pragma once
#include "bif/bif.h"
#include "process/trace.h"

struct trace_request {
    uint32_t flags;
    term tracer; /* NO_TERM: not given */
};
/* A list of flags and {tracer, Pid}; false: bad. */
bool trace_flags_read(struct trace_request *r, term list);
/* The flags as a list of atoms; NO_TERM: no memory. */
term trace_flags_list(struct heap *h, uint32_t flags);
