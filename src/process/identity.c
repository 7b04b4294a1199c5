/* process/identity.c - new references, unique integers and a new time offset for a machine that goes on. */
#include "process/identity.h"
#include "platform/platform.h"
#include "process/clock.h"
#include "process/state.h"

/* Of the 59 bits that an immediate number has, so many are drawn; the rest is for what is made from then on. */
enum { REFERENCE_BITS = 57, UNIQUE_BITS = 56, GENERATION_BITS = 58 };

/* Above `last`: numbers keep growing, and two starts meet with a chance of one in 2^50 or so. */
static uint64_t draw_above(uint64_t last, unsigned bits)
{
    uint64_t random;
    platform_random(&random, sizeof random);
    return last + (random >> (64 - bits));
}

void processes_new_identity(void)
{
    struct processes *s = processes();
    s->reference_last = draw_above(s->reference_last, REFERENCE_BITS);
    s->unique_last = (int64_t)draw_above((uint64_t)s->unique_last, UNIQUE_BITS);
    s->unique_monotonic = (int64_t)draw_above((uint64_t)s->unique_monotonic, UNIQUE_BITS);
    s->generation = draw_above(1, GENERATION_BITS);
    clock_resume(&s->clock);
}
