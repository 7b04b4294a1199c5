/* platform/linux/linux.h - what the files of this folder share. */
#pragma once
#include "platform/host_terminal.h"
#include "platform/posix/posix.h"
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/types.h>
#include <termios.h>

enum {
    DESCRIPTORS_MAX = 1 << 20, /* Linux' default fs.nr_open */
    EVENTS_MAX = 256,          /* taken from the kernel at once */
    ALWAYS_READY_MAX = 64,     /* regular files and the like, which epoll refuses */
};

/* Threads that make calls on files (jobs.c). */
enum { HELPERS_MAX = 10 }; /* as many as ERTS's dirty schedulers for input and output */
struct host_job;
struct helpers {
    bool open;
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct host_job *first; /* to do, in order */
    struct host_job *over;
    uint32_t count, idle, waiting; /* threads; those without work; jobs that nobody has begun */
};

/* All that this platform remembers: one mapping of its own, touched where used. */
struct host_record {
    int epoll, wakeup; /* wakeup: an eventfd that signal handlers write to */
    uint32_t pending;  /* signals that arrived; bit = enum host_signal */
    uint32_t event_count, event_next;
    uint32_t always_count, always_next;
    int terminal; /* whose mode was changed */
    bool terminal_saved;
    struct termios terminal_before;
    enum terminal_mode terminal_mode; /* what was asked for last */
    struct helpers helpers;
    struct epoll_event events[EVENTS_MAX];
    int always[ALWAYS_READY_MAX];
    uint8_t interest[DESCRIPTORS_MAX]; /* READY_TO_* bits by descriptor */
};
struct host_record *host_record(void); /* made by the first call; NULL: refused */
