/* io/io.h - the world as ports see it; what vm's main cycle calls of this folder. */
#pragma once
#include "memory/arena.h"

struct children;
struct console;
struct environment;
struct port_table;
struct signal_state;

struct io {
    struct environment *environment;
    struct port_table *ports;
    struct children *children; /* programs that ports have started */
    struct signal_state *signals;
    struct console *console;
};

static inline struct io *io(void) { return arena_root(ROOT_io); }

/* Makes the state; called once at boot, after settings, atoms and processes.  False: no memory. */
bool io_open(void);
/* The machine goes on behind another door: sockets that listen or take datagrams are opened anew, and
 * variables of this start are set.  False: no memory. */
bool io_resume(void);
/* Tells the program, if it wants to hear of it, that it is another instance from now on. */
void io_tell_resumed(void);
/* After platform_wait(): lets ports deal with ready devices, due timers and arrived signals. */
void io_ready(void);
/* Carries out what processes have sent to ports (process/port_signal.h): after each slice. */
void io_take_port_signals(void);
/* When io_ready() must be called next though no device is ready; UINT64_MAX: never. */
uint64_t io_next_ns(void);
/* The machine ends: with `flush`, waits until ports have written what they hold; gives the terminal back. */
void io_close(bool flush);
