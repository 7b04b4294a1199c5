/* bif/system_info.h - parts of system_info/1 that are long enough for files of their own.
 * Each makes its term on p's heap; NO_TERM: no memory. */
#pragma once
#include "bif/bif.h"
#include "bif/text.h"

/* system_memory.c: what erlang:memory/0,1 is computed from. */
term info_allocators(struct process *p);
term info_areas(struct process *p);
/* {memory_internal | allocator | allocator_sizes, Ref, Allocators}: the answer comes as a message. */
enum bif_end send_allocator_info(struct process *p, const term *request, term *result);
/* {allocator | allocator_sizes, Name} */
term info_allocator(struct process *p, term name);

/* system_reports.c: text for people. */
typedef void report_fn(struct text *t);
report_fn report_info, report_processes, report_loaded, report_distribution;
