/* bif/allocators.h - the part of erlang:system_info/1 that tells about memory.
 *
 * erlang:memory/0,1 is Erlang code which asks for {memory_internal, Ref, Allocators}, waits for one
 * message {Ref, 1, Data} and adds allocated_areas; so do system_info({allocator, A}) and its like.
 */
#pragma once
#include "bif/bif.h"

/* True: args[0] is an item about memory, and *end is how the call ends. */
bool allocators_system_info(struct process *p, term *args, term *result, enum bif_end *end);
