/* platform/sim/sim.h - what the files of this folder share: a pretend world made from one seed.
 *
 * Time stands still while nothing asks for it, and jumps to the next thing that is to happen when the machine
 * sleeps.  Entropy, delays, the order of ready devices and faults come from LING_SIM_SEED, so that the same program
 * with the same seed runs the same way each time.  Files of the host are seen as they are, and changed in memory
 * only.  The network is a loopback interface.  There are no programs, no terminals and no signals.
 *
 * In the environment:
 *     LING_SIM_SEED=N        the seed (default 1)
 *     LING_SIM_FAULTS=1      files, network and memory fail now and then, as the seed says
 *     LING_SIM_SECONDS=N     pretend seconds after which the world ends (default: 100,000)
 *     LING_SIM_TRACE=FILE    what happened, a line for each event
 */
#pragma once
#include "platform/host_files.h"
#include "platform/host_sockets.h"
#include "platform/memory_files/memory_files.h"

enum {
    SIM_DEVICES_MAX = 1024,
    SIM_STATUS_NOTHING = 96, /* the program waits for what will never happen */
    SIM_STATUS_TOO_LONG = 97 /* LING_SIM_SECONDS are over */
};

enum sim_kind { SIM_FREE, SIM_INPUT, SIM_OUTPUT, SIM_FILE, SIM_SOCKET };

struct endpoint;
struct sim_device {
    enum sim_kind kind;
    unsigned interest, ready; /* READY_TO_* bits: watched; found by the last platform_wait() */
    struct open_file *file;
    struct endpoint *endpoint;
};

/* What may go wrong; the seed says what of it does. */
enum sim_fault { SIM_FAULT_FILES = 1, SIM_FAULT_NETWORK = 2, SIM_FAULT_MEMORY = 4 };

struct sim {
    uint64_t seed, luck, entropy; /* luck, entropy: states of two generators */
    unsigned faults;              /* enum sim_fault bits */
    uint64_t faults_from;         /* the wait after which they begin: boots shall mostly succeed */
    uint64_t waits;
    uint64_t now, busy, limit; /* nanoseconds; busy: of them not slept */
    int trace;                 /* a descriptor of the host; -1: none */
    bool memory_fails;
    struct file_system *files;
    struct endpoint *endpoints;
    uint16_t next_port;
    unsigned first_ready, ready_left; /* where host_ready_next() goes on */
    char *input;                      /* all of standard input, once it was asked for */
    size_t input_size, input_at;
    bool input_read;
    struct sim_device devices[SIM_DEVICES_MAX];
};
struct sim *sim(void); /* made by the first call */

/* A number below `limit`, from the seed. */
uint64_t sim_luck(uint64_t limit);
/* Does a fault of this kind strike, once in `rarity` times? */
bool sim_strikes(enum sim_fault kind, unsigned rarity);
/* A line of the trace, after the time. */
__attribute__((format(printf, 1, 2))) void sim_trace(const char *format, ...);

/* A free device of this kind, the lowest; NO_DEVICE: too many are open. */
host_device sim_device_new(enum sim_kind kind);
/* NULL: not open, or of another kind. */
struct sim_device *sim_device(host_device d, enum sim_kind kind);

/* endpoints.c */
void endpoint_release(struct endpoint *e);
unsigned endpoint_ready(const struct endpoint *e); /* READY_* bits */
/* When something arrives next; UINT64_MAX: nothing is on its way. */
uint64_t endpoints_next(void);
