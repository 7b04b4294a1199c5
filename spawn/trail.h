/* spawn/trail.h - what is remembered of one request: for its line in the log, the counters, and whoever asks how it went. */
#pragma once
#include "spawn/settings.h"

enum moment {
#define M(name, what, stretch) MOMENT_##name,
#include "spawn/moments.def"
#undef M
    MOMENTS
};

enum { TARGET_SHOWN = 256, PEER_SHOWN = 64, TRAILS = 256 };

struct trail {
    uint64_t id;               /* counts requests, from 1 */
    uint64_t moments[MOMENTS]; /* CLOCK_MONOTONIC, ns; 0: did not happen */
    uint64_t instance;         /* its serial; 0: none */
    uint32_t route;
    int status;
    uint64_t received, sent; /* bytes of bodies */
    enum fresh fresh;        /* how its instance came to be: of a pool that was empty, one is created */
    bool own;                /* a page of the spawner's: not counted, not logged */
    bool cut;                /* the answer did not get to its end */
    char method[16], target[TARGET_SHOWN], peer[PEER_SHOWN], why[sizeof(struct complaint)];
};

/* What a moment and the stretch before it are called. */
extern const char *const moment_names[MOMENTS], *const moment_texts[MOMENTS], *const moment_stretches[MOMENTS];

/* How long the stretch that ends with `m` took, ns: from the last moment before it that is known, and not before the instance was
 * this request's.  False: it did not happen in this request. */
bool trail_stretch(const struct trail *t, enum moment m, uint64_t *ns);
