/* spawn/generation.h - one front and one maker with the same settings; a reload makes another pair and lets this one end. */
#pragma once
#include "spawn/front.h"

enum { LISTEN_SHOWN = 80 };

struct listening {
    const char *name;         /* ADDRESS:PORT, as the settings have it */
    char shown[LISTEN_SHOWN]; /* as a URL has it */
    int fd;
};

struct generation {
    struct settings settings;
    struct listening listening[LISTEN_MAX];
    int log; /* -1: standard output */
    struct maker maker;
    pid_t front, maker_pid; /* 0: gone */
    struct generation *older;
};

/* Takes over the sockets of `before` that listen at the same place.  NULL with a sentence: nothing was changed. */
struct generation *generation_open(int argc, char **argv, const struct generation *before, struct complaint *c);
/* Starts both processes. */
bool generation_start(struct generation *g, struct statistics *s, struct complaint *c);
/* When its processes have what they need: the supervisor keeps nothing of it open but what a reload inherits. */
void generation_close(struct generation *g);
