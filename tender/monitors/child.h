/* tender/monitors/child.h - another monitor as our child: its channels, the console, signals, the time limit. */
#pragma once
#include "tender/monitors/monitor.h"
#include "tender/monitors/forward.h"
#include <sys/types.h>

/* The guest's console; the lines in which it calls its end ("ling: halt 000"); requests to the monitor. */
enum channel { CHANNEL_CONSOLE, CHANNEL_END, CHANNEL_CONTROL, CHANNELS };

struct child {
    pid_t process;
    int ours[CHANNELS], theirs[CHANNELS]; /* socket pairs */
    int signals;
    uint64_t kill_at_ns;
    unsigned interrupts;
    bool input_ended;
    void (*ask_to_stop)(struct child *k);
    /* For monitors whose console ends later than the guest, or not at all: called each `look_ms`; true: it has ended. */
    bool (*look)(struct child *k, struct guest_run *r);
    int look_ms;
    uint64_t next_look_ns;
    void *own;                  /* whatever belongs to those functions */
    struct forward *forward;    /* what is carried to the guest's own address; NULL: nothing */
    bool console_is_standard;   /* the child's stdin and stdout are the console */
    const char *const *started; /* a command that is run when the console is there; NULL: none */
    char end[256];              /* what came on CHANNEL_END */
    size_t end_size;
};

enum { CHILD_NOT_FOUND = 127 };

bool child_channels(struct child *k, struct complaint *c);
/* Runs the program until it ends; its exit status.  How the guest ended stands in `r`, if it said so. */
int child_run(struct child *k, char **argv, struct guest_run *r);
void child_write(struct child *k, enum channel channel, const char *bytes, size_t size);
