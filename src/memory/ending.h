/* memory/ending.h - the wish that the machine stop: set by any layer, obeyed by vm's main cycle. */
#pragma once
#include "memory/arena.h"

enum { SLOGAN_MAX = 1024, STATUS_OUT_OF_MEMORY = 123 };

struct ending {
    bool asked;      /* stop at the next turn of the main cycle */
    bool flush;      /* first let ports write what they hold */
    bool abort;      /* end as a crash: the host may keep a core */
    bool crash_dump; /* write erl_crash.dump with `slogan` */
    int status;      /* exit status; not used with abort */
    char slogan[SLOGAN_MAX];
};

static inline struct ending *ending(void) { return arena_root(ROOT_ending); }

/* Wishes an end: status 0 to 255, after flushing ports if `flush`. The first wish counts. */
void ending_ask(int status, bool flush);
/* Wishes an end with a crash dump; `slogan` of `size` bytes is cut to SLOGAN_MAX - 1.
 * Exit status 1 unless `abort`; STATUS_OUT_OF_MEMORY if it tells of a system_limit, and memory was refused. */
void ending_crash(const char *slogan, size_t size, bool abort);
/* The machine, or a process without which no other goes on, did not get memory: ends it with a crash dump, `slogan`
 * and STATUS_OUT_OF_MEMORY. */
void ending_out_of_memory(const char *slogan);
