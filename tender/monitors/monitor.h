/* tender/monitors/monitor.h - guests that another monitor runs: QEMU, or the tools of Xen.
 *
 * `ling boot` starts that monitor, carries the console between it and stdin and stdout, names the addresses of a register
 * dump, and ends with the statuses of its own engines (ends.h).  The image is checked as for them.
 */
#pragma once
#include "tender/complaint.h"
#include "tender/ends.h"
#include "tender/image.h"
#include <stdint.h>

struct options;

enum { MONITOR_WORDS_MAX = 96, MONITOR_TEXT_MAX = 4096 };

/* What the command line says for these monitors alone. */
struct monitor_options {
    const char *machine, *accelerator, *debugger_port, *disk; /* QEMU; NULL: not said */
    const char *vif;                                          /* Xen: a network card, as xl.cfg(5) has it */
    /* Of a guest that serves a spawner, on QEMU; all 0: of none. */
    int life;                   /* gets what the guest says of its life (platform/pvh/notice.c), line by line */
    const char *token;          /* by which those lines are known */
    const char *notice_address; /* ADDRESS:PORT of the host's that is 10.0.2.100:80 for the guest */
    int tap;                    /* the network card's other end, instead of the user network ... */
    const char *address;        /* ... and the guest's "ADDRESS/BITS" there */
    const char *hardware;       /* ... and its card's */
};

struct guest_run {
    const struct options *options;
    struct image image;
    uint64_t memory;  /* bytes */
    const char *name; /* of the guest, for people and tools */
    bool ended;
    enum status status;
    bool silent; /* halt(): no sentence */
    struct complaint why;
};

/* Runs the guest until it ends; the status of `ling boot`. */
int monitor_run_qemu(const struct options *o);
int monitor_run_xen(const struct options *o);

/* -- words.c: the one string that the guest splits again (platform/pvh/command_line.c) ------------------------------- */

/* Blanks and quotes in a word are kept together; false: longer than the guest takes. */
bool words_add(char text[MONITOR_TEXT_MAX], const char *word, struct complaint *c);
/* "NAME=VALUE" as one word. */
bool words_add_pair(char text[MONITOR_TEXT_MAX], const char *name, const char *value, struct complaint *c);
/* Environment, name and arguments as the options say. */
bool words_of_options(char text[MONITOR_TEXT_MAX], const struct options *o, struct complaint *c);

/* -- guest_run.c ---------------------------------------------------------------------------------------------------- */

/* Opens the image and finds how much memory the guest gets. */
bool guest_run_open(struct guest_run *r, const struct options *o);
/* Decides the end by what the guest called it ("halt", "crash", ...); the first counts. */
void guest_run_end(struct guest_run *r, const char *what, unsigned status);
__attribute__((format(printf, 3, 4))) void guest_run_stop(struct guest_run *r, enum status status, const char *format,
                                                          ...);
/* Says the sentence if there is one to say. */
int guest_run_finish(struct guest_run *r);

/* -- console_relay.c: what the guest says goes to stdout, and lines of a register dump are explained ------------------ */

struct console_relay {
    const struct image *image;
    const char *symbols;
    char line[512];
    unsigned size;
    bool in_dump;
};
void console_relay_output(struct console_relay *c, const char *bytes, unsigned size);
