/* spawn/trail.c - moments of a request and the stretches between them. */
#include "spawn/trail.h"

const char *const moment_names[MOMENTS] = {
#define M(name, what, stretch) #name,
#include "spawn/moments.def"
#undef M
};
const char *const moment_texts[MOMENTS] = {
#define M(name, what, stretch) what,
#include "spawn/moments.def"
#undef M
};
const char *const moment_stretches[MOMENTS] = {
#define M(name, what, stretch) stretch,
#include "spawn/moments.def"
#undef M
};

/* An instance made ahead was made before this request's time; that it had no part in it. */
bool trail_stretch(const struct trail *t, enum moment m, uint64_t *ns)
{
    uint64_t end = t->moments[m], begin = 0;
    if (end == 0) return false;
    for (int i = 0; i < (int)m; i++)
        if (t->moments[i] > begin) begin = t->moments[i];
    if (begin == 0 || end < begin) return false;
    *ns = end - begin;
    return true;
}
