/* tender/options.h - the command line of `ling boot`. */
#pragma once
#include "tender/engine.h"
#include "tender/monitors/monitor.h"
#include "tender/streams/policy.h"

enum { ENVIRONMENT_MAX = 64 };
enum monitor { MONITOR_OWN, MONITOR_QEMU, MONITOR_XEN };

struct options {
    const char *image;
    const struct engine_kind *engine; /* NULL: kvm where it is to be had, else process */
    enum monitor monitor;
    struct monitor_options monitor_options; /* for those that are not our own */
    uint64_t memory;                        /* 0: as the image wishes */
    uint64_t timeout_ns;                    /* 0: none */
    const char *node_name;                  /* NULL: the image's own choice */
    const char *symbols;                    /* an ELF file with symbols; NULL: beside the base */
    const char *prepare;  /* where to write the image of the guest at its first quiet point; NULL: it just runs */
    const char *snapshot; /* where to keep the running guest when SIGUSR1 asks for it; NULL: nowhere */
    bool resume;          /* `image` is such a file */
    const char *environment[ENVIRONMENT_MAX];
    uint32_t environment_count;
    char **arguments; /* for the guest */
    uint32_t argument_count;
    const char *published[PUBLISHED_MAX], *allowed[RULES_MAX]; /* as they were said */
    uint32_t published_count, allowed_count;
    const char *dns;
    struct policy policy; /* what our own engines make of them, and of `published` Xen */
    bool statistics;      /* say at the end what it cost */
    bool help;
};

/* Policies are put into effect, but for QEMU, which has its own way: ports are listened at, names looked up. */
bool options_read(struct options *o, int argc, char **argv, struct complaint *c);
extern const char options_help[];
