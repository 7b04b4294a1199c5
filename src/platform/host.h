/* platform/host.h - what a hosted machine asks of its host beyond platform.h: errors, devices, and
 * which of them are ready.
 *
 * Bytes only, no terms.  Names (paths, programs, variables) are zero-terminated and uninterpreted.
 * Nothing here blocks but calls on files, which may wait for the disk: they take all they need as
 * arguments and touch no state of the machine, so that a helper thread can make them (host_jobs.h).
 *
 * A device is a small integer (on Linux: the file descriptor).  Nothing calls back: a device is
 * watched, platform_wait() returns when one is ready, and host_ready_next() says which.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum host_error {
    HOST_OK,
#define HOST_ERROR(name, symbol) HOST_##symbol,
#include "platform/host_errors.def"
#undef HOST_ERROR
    HOST_UNKNOWN,
    HOST_ERRORS,
};

/* POSIX name in lower case, "enoent"; "unknown" for what the table lacks. */
const char *host_error_name(enum host_error e);
/* The host's own sentence, "No such file or directory". */
const char *host_error_text(enum host_error e);

typedef int32_t host_device;
enum { NO_DEVICE = -1, STANDARD_INPUT, STANDARD_OUTPUT, STANDARD_ERROR };

/* -- readiness ------------------------------------------------------------------ */

enum { READY_TO_READ = 1, READY_TO_WRITE = 2, READY_FAILED = 4 };

/* platform_wait() shall return when `d` can be read or written (READY_TO_* bits); 0: forget it.
 * Level-triggered: what is not dealt with is ready again.  False: no memory. */
bool host_watch(host_device d, unsigned interest);
/* After platform_wait(): takes one ready device out of the set; false when it is empty.
 * READY_FAILED (error or hang-up) comes with the bits that were asked for. */
bool host_ready_next(host_device *d, unsigned *ready);

/* -- signals -------------------------------------------------------------------- */

/* The signals a program may set (OTP's names) or the machine itself uses. */
enum host_signal {
    SIGNAL_HUP,
    SIGNAL_QUIT,
    SIGNAL_ABRT,
    SIGNAL_ALRM,
    SIGNAL_TERM,
    SIGNAL_USR1,
    SIGNAL_USR2,
    SIGNAL_CHLD,
    SIGNAL_STOP,
    SIGNAL_TSTP,
    SIGNAL_CONT,
    SIGNAL_WINCH,
    SIGNAL_INT,
    SIGNAL_PIPE,
    HOST_SIGNALS,
};
enum signal_action { SIGNAL_DEFAULT, SIGNAL_IGNORE, SIGNAL_HANDLE };
/* False: the host has no such signal, or it cannot be handled. */
bool host_set_signal(enum host_signal s, enum signal_action action);
/* Takes one signal that has arrived; platform_wait() returns when there is one. */
bool host_signal_next(enum host_signal *s);

/* -- this program --------------------------------------------------------------- */

int64_t host_process_id(void);
/* The `index`th "NAME=value" the machine was started with; NULL: no more. */
const char *host_environment(size_t index);
/* The same for those that the start of a prepared machine brings (platform_resume()). */
const char *host_new_variable(size_t index);
/* One of them by name, NULL if it is not set; valid until it is set anew. */
const char *host_variable(const char *name);
/* Sets one, before the machine runs: later the machine has an environment of its own. False: no memory. */
bool host_set_variable(const char *name, const char *value);
/* Goes on without a terminal, as a daemon does; the program that was started ends with status 0. */
enum host_error host_detach(void);
/* The `index`th module that this machine, instead of running, shall load into an image that is being made; false: no
 * more, or no image is being made.  `preloaded`: one of those that OTP's runtime system brings. */
struct host_module {
    const char *name;
    const void *bytes;
    size_t size;
    bool preloaded;
    int release; /* of the OTP that the image has */
};
bool host_module_to_link(size_t index, struct host_module *m);
/* It is loaded; bytes that it added to the arena. */
struct host_module_size {
    size_t code, literals, tables;
};
void host_module_linked(size_t index, const struct host_module_size *size);
enum host_error host_name(char *to, size_t room);

/* -- calendar ------------------------------------------------------------------- */

struct host_date {
    int32_t year, month, day, hour, minute, second; /* month and day from 1 */
};
/* Seconds since 1970 to local time; *dst: daylight saving time is in force. */
bool host_local_date(int64_t seconds, struct host_date *date, bool *dst);
/* Local time to seconds since 1970. dst: 1 yes, 0 no, -1 the host shall find out. */
bool host_seconds_of_local(const struct host_date *date, int dst, int64_t *seconds);

/* -- the host's system ------------------------------------------------------------ */

/* Its version in three numbers, unknown ones 0. */
void host_system_version(int version[3]);
/* Processors that this program may use; at least 1. */
unsigned host_processors(void);
