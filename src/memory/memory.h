/* memory/memory.h - the allocator of the arena.
 *
 * All memory is 16-byte aligned, so a pointer to it reads as an immediate term
 * (see term/term.h) and may lie in a word that the collector scans.
 * Each allocation is counted under a kind, which is what erlang:memory/0 shows.
 * Memory that is freed goes back to the system in time (memory_trim).
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum memory_kind {
    MEMORY_SYSTEM,  /* tables, ports, timers, buffers */
    MEMORY_PROCESS, /* heaps, messages, process structures */
    MEMORY_BINARY,  /* off-heap binaries */
    MEMORY_ETS,
    MEMORY_ATOM,
    MEMORY_CODE, /* code and literals */
    MEMORY_KINDS,
};

/* `bytes` uninitialised bytes, or NULL when the system has no more (never panics).
 * `bytes` 0 gives a valid pointer to nothing. */
void *memory_alloc(enum memory_kind kind, size_t bytes);
void *memory_alloc_zeroed(enum memory_kind kind, size_t bytes);

/* As realloc(3): on NULL the old block is untouched.  `p` may be NULL. */
void *memory_resize(enum memory_kind kind, void *p, size_t bytes);

/* Makes the block at `p` larger or smaller without moving it; false (and unchanged) if that cannot be. */
bool memory_resize_in_place(enum memory_kind kind, void *p, size_t bytes);

/* `p` may be NULL. `kind` must be that of the allocation. */
void memory_free(enum memory_kind kind, void *p);

/* Bytes that can be used at `p` (at least what was asked for). */
size_t memory_usable(const void *p);

/* Bytes now allocated under a kind. */
size_t memory_used(enum memory_kind kind);
/* Bytes of pages that hold all blocks outside LITERALS and CODE: memory_used plus what the division wastes. */
size_t memory_total(void);
/* More than half of what programs may use is free: room may be spent to save work. */
bool memory_is_plentiful(void);

/* Blocks in the LITERALS and CODE regions; counted as MEMORY_CODE; NULL when full. */
void *memory_alloc_literals(size_t bytes);
void memory_free_literals(void *p);
void *memory_alloc_code(size_t bytes);
void memory_free_code(void *p);

/* From now on the last pages of memory, which are kept for those who keep the machine going, may be used or not.
 * At first they may. */
void memory_open_reserve(bool open);
bool memory_reserve_is_open(void);
/* Allocations that were refused since the start: whoever compares it tells a lack of memory from other failures. */
size_t memory_refusals(void);

/* Gives pages back to the system that nothing has used for a while.  Called when the machine is
 * idle; returns the monotonic time at which it is worth calling again (UINT64_MAX: nothing is left). */
uint64_t memory_trim(void);

/* Gives every free page back: what is left is what an image keeps. */
void memory_trim_all(void);

#ifdef DEBUG
/* Lets that many allocations succeed and every later one fail, until called with SIZE_MAX. */
void memory_fail_after(size_t allocations);
/* The machine ends: says how many allocations there were, if that was asked for (memory/faults.h). */
void memory_faults_end(void);
#endif
