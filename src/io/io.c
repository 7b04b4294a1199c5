/* io/io.c - makes the state of this folder. */
#include "io/io.h"
#include "io/environment.h"
#include "memory/memory.h"

bool io_open(void)
{
    struct io *i = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *i);
    if (!i) return false;
    arena_set_root(ROOT_io, i);
    i->environment = environment_open();
    return i->environment != NULL;
}
