/* spawn/frames/frames.h - backends whose instances have an address of their own: another monitor runs them (qemu, libvirt, xen).
 *
 * The maker's child for such an instance is its *keeper*: it starts the monitor, waits until the guest is ready, carries the request to it, and
 * takes the guest away.  The front sees no difference: it has one connection, on which a request goes out and an answer comes in. */
#pragma once
#include "tender/engine.h"
#include "tender/report.h"
#include <netinet/in.h>

struct settings;
struct maker;
struct order;

/* Kinds by name alone: none of their functions is called. */
extern const struct engine_kind qemu_frames, libvirt_frames, xen_frames;

struct frames_settings {
    const char *machine, *accelerator; /* qemu; NULL: its own choice */
    const char *uri;                   /* libvirt */
    const char *toolstack;             /* xen; NULL: libxc where it can */
    const char *bridge;                /* NULL: a user network on the loopback */
    uint32_t bridge_address; /* the host's on it, in the host's order of bytes; instances have those that follow */
    unsigned bridge_bits;
    bool notice;                /* the program says itself when it is ready */
    const char *accel_redirect; /* nginx fetches the answer; NULL: it goes through the front */
};

/* -- settings.c ------------------------------------------------------------------------------------------ */

const struct engine_kind *frames_of_name(const char *name); /* NULL: none of these */
bool frames_is(const struct engine_kind *kind);
/* What the settings say together: false with a sentence. */
bool frames_settings_judge(const struct settings *s, struct complaint *c);
/* A program of our own, beside this one; false: there is none. */
enum { HELPER_PATH = 512 };
bool frames_helper(const struct engine_kind *kind, char path[HELPER_PATH]);

/* -- sweep.c -------------------------------------------------------------------------------------------------- */

/* Before anything is made: takes away what a spawner before this one left behind.  False: the backend is not to be had. */
bool frames_sweep(const struct settings *s, struct complaint *c);

/* -- keeper.c --------------------------------------------------------------------------------------------- */

/* A child of the maker becomes the keeper of one instance. */
_Noreturn void keeper_run(const struct maker *m, const struct order *o, int connection);
