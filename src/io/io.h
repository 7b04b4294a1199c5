/* io/io.h - the state of this folder: environment and ports. */
#pragma once
#include "memory/arena.h"

struct environment;
struct port_table;
struct signal_state;

struct io {
    struct environment *environment;
    struct port_table *ports;
    struct signal_state *signals;
};

static inline struct io *io(void) { return arena_root(ROOT_io); }

/* Makes the state; called once at boot, after settings and atoms.  False: no memory. */
bool io_open(void);
