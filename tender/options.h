/* tender/options.h - the command line of `ling boot`. */
#pragma once
#include "tender/engine.h"
#include "tender/streams/policy.h"

enum { ENVIRONMENT_MAX = 64 };

struct options {
    const char *image;
    const struct engine_kind *engine; /* NULL: kvm where it is to be had, else process */
    uint64_t memory;                  /* 0: as the image wishes */
    uint64_t timeout_ns;              /* 0: none */
    const char *node_name;            /* NULL: the image's own choice */
    const char *symbols;              /* an ELF file with symbols; NULL: beside the base */
    const char *environment[ENVIRONMENT_MAX];
    uint32_t environment_count;
    char **arguments; /* for the guest */
    uint32_t argument_count;
    struct policy policy;
    bool statistics; /* say at the end what it cost */
    bool help;
};

/* Policies are put into effect as they are read: ports are listened at, names looked up. */
bool options_read(struct options *o, int argc, char **argv, struct complaint *c);
extern const char options_help[];
