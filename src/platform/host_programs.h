/* platform/host_programs.h - starting programs of the host, and hearing of their end. */
#pragma once
#include "platform/host.h"

struct host_program_plan {
    const char *path;
    char *const *arguments;   /* NULL-terminated, argv[0] first */
    char *const *environment; /* NULL-terminated "NAME=value" */
    const char *directory;    /* NULL: ours */
    bool read;                /* its output shall come to us, */
    bool write;               /* and ours go to its input: */
    bool use_stdio;           /* on its descriptors 1 and 0, else 4 and 3 */
    bool stderr_to_stdout;
};

struct host_program {
    int64_t id;
    host_device input, output; /* for us to read and write without waiting; NO_DEVICE: not wanted */
};

/* Starts a program in a session of its own.  A path that cannot be run shows as its exit status: an errno,
 * as OTP's own spawner has it. */
enum host_error host_start_program(const struct host_program_plan *plan, struct host_program *program);
/* Can it be executed? */
enum host_error host_may_execute(const char *path);

/* Takes the end of one started program, if it has ended: the exit status, or 128 + signal.  Asked after
 * SIGNAL_CHLD. */
bool host_program_ended(int64_t id, int *status);

/* -- bytes through pipes, terminals and other devices, without waiting --------------- */

struct host_chunk;
/* What is there, at most `size` bytes; *got 0: the end of input.  HOST_EAGAIN: nothing yet. */
enum host_error host_read(host_device d, void *to, size_t size, size_t *got);
/* What the device takes now.  HOST_EAGAIN: nothing.  A device that others share is never made
 * non-blocking: it is asked first, and gets a page at a time. */
enum host_error host_write(host_device d, const struct host_chunk *chunks, size_t count, size_t *written);
/* Waits until `d` can be written, at most `milliseconds`: for the last bytes before the end of the machine. */
bool host_wait_to_write(host_device d, unsigned milliseconds);
/* open(2) for vanilla ports. */
enum host_error host_open_unbuffered(const char *path, bool read, bool write, host_device *d);
