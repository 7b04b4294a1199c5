/* tender/engine.h - what runs the guest: a virtual machine (kvm/) or a confined process (process/). */
#pragma once
#include "tender/memory.h"
#include <signal.h>

enum engine_event {
    ENGINE_CALL,    /* the guest came through the gate; the next run goes on behind it */
    ENGINE_FAULT,   /* a processor exception: the guest is lost */
    ENGINE_SIGNAL,  /* a signal of the tender's is pending; nothing happened to the guest */
    ENGINE_HOSTILE, /* the guest did what no guest does: the sentence says it */
    ENGINE_FAILED,  /* the engine itself broke down: the sentence says it */
};

enum { REGISTERS = 16 }; /* rax rbx rcx rdx rsi rdi rbp rsp r8 ... r15 */
struct fault {
    int vector; /* of the exception; -1: not known */
    uint64_t error, address, rip, flags;
    uint64_t registers[REGISTERS];
};

struct engine;      /* each kind has its own */
struct engine_host; /* what it learns of the host once, for all guests of a process and its forks */

struct engine_kind {
    const char *name;
    enum guest_engine number;
    bool shares_memory;                          /* with another process */
    uint64_t (*reserve)(const struct memory *m); /* bytes it wants before the guest's memory */
    /* Writes there what is the same for all guests with this layout; NULL: nothing, and large pages would gain it little. */
    void (*lay_out)(uint8_t *reserved, const struct memory *m, uint64_t reserve);
    const uint8_t *gate; /* the code of the gate page */
    size_t gate_size;
    /* What takes long to ask the host and is the same for all guests; NULL: nothing, or the host says nothing now.  A fork that
     * has made its guest leaves to its parent what is the parent's. */
    struct engine_host *(*survey)(void);
    void (*leave)(struct engine_host *host);
    /* Makes the guest ready to run its first instruction; host: NULL where there was no survey. NULL with a sentence: the host lacks
     * or refuses something. */
    struct engine *(*open)(struct memory *m, const struct image *image, const struct engine_host *host,
                           struct complaint *c);
    /* Runs the guest until something happens. Signals in `wake` end it at once. */
    enum engine_event (*run)(struct engine *e, struct fault *fault, struct complaint *c);
    /* How far the guest's time stamp counter is ahead of the host's; and its rate, 0: not known. */
    uint64_t (*tsc_offset)(struct engine *e);
    uint64_t (*tsc_hertz)(struct engine *e);
    /* Which pages a guest with m->observed has touched; NULL: the engine cannot tell. */
    void (*used)(struct engine *e, const struct memory *m);
    /* Remembers the guest's processor, which stands in a call, and goes back to it; NULL: the engine cannot. */
    bool (*keep)(struct engine *e, struct complaint *c);
    bool (*set_back)(struct engine *e, struct complaint *c);
    pid_t (*owner)(struct engine *e); /* the process in whose memory the guest is; NULL: this one */
    void (*close)(struct engine *e);
};

extern const struct engine_kind kvm_engine, process_engine;

/* The signals that the tender blocks, and takes when an engine says so. */
void engine_signals(sigset_t *set);

static inline uint64_t read_tsc(void)
{
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
}
