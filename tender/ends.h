/* tender/ends.h - how `ling boot` ends: one status and one sentence for each kind of end.
 *
 * halt(N) gives N itself, so a program can give each of these too; the sentence on stderr tells them apart. */
#pragma once
#include "tender/complaint.h"

enum status {
    STATUS_USAGE = 64,    /* the command line makes no sense */
    STATUS_UNQUIET = 118, /* --prepare: the program is such that it cannot be prepared */
    STATUS_CRASH = 120,   /* the program crashed */
    STATUS_PANIC = 121,   /* the machine found itself broken */
    STATUS_FAULT = 122,   /* a processor exception in the guest */
    STATUS_MEMORY = 123,  /* there was not enough memory */
    STATUS_KILLED = 124,  /* stopped by the monitor: --timeout, or a second interrupt */
    STATUS_IMAGE = 125,   /* the image cannot be used */
    STATUS_HOST = 126,    /* the host lacks or refuses something that was asked for */
    STATUS_HOSTILE = 119, /* the guest broke the rules of the interface, or made a system call */
};

/* Writes "ling boot: SENTENCE" to stderr; answers `status`. */
int end_with(enum status status, const struct complaint *c);
