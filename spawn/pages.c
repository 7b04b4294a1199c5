/* spawn/pages.c - what the spawner answers itself, below /zerg/. */
#include "spawn/front.h"

bool pages_answer(struct front *f, struct client *c, const char *path, size_t size)
{
    (void)f, (void)c, (void)path, (void)size;
    return false;
}
