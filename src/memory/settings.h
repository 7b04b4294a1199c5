/* memory/settings.h - what the command line and the OTP root in use decide, once, before boot.
 *
 * Read-only after vm/ has filled it; strings live as long as the machine.
 */
#pragma once
#include "memory/arena.h"

enum time_warp { TIME_WARP_NO, TIME_WARP_SINGLE, TIME_WARP_MULTI };

struct settings {
    /* the OTP installation that is run */
    const char *root;         /* ROOTDIR */
    const char *bindir;       /* BINDIR */
    const char *progname;     /* the command that starts such a machine again */
    const char *otp_release;  /* "25" */
    int release;              /* the same as a number */
    const char *otp_version;  /* "25.2.3" */
    const char *erts_version; /* "13.1.5" */
    const char *preloaded;    /* directory of the preloaded modules' .beam files */

    /* arguments for init:boot/1 */
    const char *boot_module; /* +i; "init" */
    const char **arguments;
    size_t argument_count;

    /* limits and defaults (the + flag that sets each) */
    size_t processes_max;     /* +P */
    size_t ports_max;         /* +Q */
    size_t atoms_max;         /* +t */
    size_t min_heap_words;    /* +hms */
    size_t min_binary_words;  /* +hmbs */
    size_t max_heap_words;    /* +hmax; 0: none */
    bool max_heap_kill;       /* +hmaxk */
    bool max_heap_log;        /* +hmaxel */
    bool messages_off_heap;   /* +hmqd */
    bool time_correction;     /* +c */
    enum time_warp time_warp; /* +C */
    char warnings;            /* +W: 'w' warning, 'i' info, 'e' error */
    bool printable_unicode;   /* +pc unicode */
    bool filenames_utf8;      /* +fnu, +fnl, +fna */
    char filename_warnings;   /* +fnuw: 'w', 'i' or 'e' */
    char break_mode;          /* +B: 0 menu, 'd' disabled (exit), 'i' ignored, 'c' interrupts the shell */
    bool crash_dumps;         /* not +d */
    int async_threads;        /* +A */
    int modified_timing;      /* +T */
    size_t backtrace_depth;   /* system_flag(backtrace_depth) */
    int system_requests; /* +zosrl, system_flag(outstanding_system_requests_limit): remembered, as requests are done at once */
    int compatible_release;   /* +R */
    int busy_limit_kilobytes; /* +zdbbl */
};

static inline struct settings *settings(void) { return arena_root(ROOT_settings); }

/* Is the release in use `release` or a later one?  What changed between releases asks this; without settings
 * (unit tests) the release is 25. */
static inline bool otp_at_least(int release)
{
    const struct settings *s = settings();
    return (s && s->release ? s->release : 25) >= release;
}
