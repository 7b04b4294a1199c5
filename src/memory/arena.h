/* memory/arena.h - the one range of addresses in which all mutable state lives.
 *
 * The arena lies at the same fixed address in a Linux process, in a KVM guest
 * and on Xen, so that a snapshot is "the used pages" and a pointer needs no
 * relocation.  Nothing of ours is mutable outside it: each layer keeps its
 * state in one struct, allocated here and found through a root (below), so
 * there are no global variables.
 *
 * Four regions, each at a constant address, grow independently:
 *   ROOTS     the root table and the register file of the interpreter
 *   LITERALS  constants of loaded code; a collector knows them by address alone
 *   CODE      translated instructions; 32-bit offsets from CODE_BASE reach all
 *   GENERAL   everything else, through memory_alloc()
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARENA_BASE    UINT64_C(0x200000000000)
#define LITERALS_BASE UINT64_C(0x200100000000)
#define LITERALS_SIZE UINT64_C(0x000f00000000)
#define CODE_BASE     UINT64_C(0x201000000000)
#define CODE_SIZE     UINT64_C(0x000080000000)
#define GENERAL_BASE  UINT64_C(0x202000000000)
#define GENERAL_SIZE  UINT64_C(0x100000000000)

/* The roots, in the order of the layers.  `ROOT_x` holds a `struct x *`. */
enum arena_root {
    ROOT_settings,     /* memory/settings.h: what the command line said */
    ROOT_ending,       /* memory/ending.h: the wish to stop */
    ROOT_memory,       /* memory/memory.c: the allocator */
    ROOT_atoms,        /* term/atoms.c */
    ROOT_node,         /* term/identity.c */
    ROOT_retiring,     /* heap/retiring.h: literals that are about to go */
    ROOT_code,         /* code/: modules, exports, funs */
    ROOT_processes,    /* process/: table, run queues, timers, registered names */
    ROOT_literals,     /* process/literals.c: literals that wait to be freed */
    ROOT_port_signals, /* process/port_signal.h */
    ROOT_ets,          /* ets/ */
    ROOT_io,           /* io/: ports, devices */
    ROOT_persistent,   /* bif/persistent.c: persistent_term */
    ROOT_bif,          /* bif/: state that built-in functions keep between calls */
    ROOT_re,           /* bif/re_code.c: compiled patterns */
    ROOT_interp,       /* interp/ */
    ROOT_vm,           /* vm/ */
    ROOT_trace,        /* process/trace */
    ROOT_platform,     /* the platform's own record */
    ROOTS,
};

static inline void *arena_root(enum arena_root which) { return ((void *volatile *)ARENA_BASE)[which]; }

static inline void arena_set_root(enum arena_root which, void *value) { ((void *volatile *)ARENA_BASE)[which] = value; }

static inline bool is_literal_address(const void *p) { return (uint64_t)(uintptr_t)p - LITERALS_BASE < LITERALS_SIZE; }

/* Maps the arena and makes the allocator ready; the first call of every program.
 * False if the place is taken or memory is refused; `*why` is then one sentence. */
bool arena_open(const char **why);
/* The same for an arena that came with all its contents (platform_is_prepared()), of the same size. */
bool arena_resume(const char **why);
