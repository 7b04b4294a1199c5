/* memory/ending.c - records the first wish that the machine stop. */
#include "memory/ending.h"
#include "memory/memory.h"
#include <string.h>

void ending_ask(int status, bool flush)
{
    struct ending *e = ending();
    if (e->asked) return;
    e->asked = true;
    e->flush = flush;
    e->status = status;
}

void ending_crash(const char *slogan, size_t size, bool abort)
{
    struct ending *e = ending();
    if (e->asked) return;
    if (size >= SLOGAN_MAX) size = SLOGAN_MAX - 1;
    memcpy(e->slogan, slogan, size);
    e->slogan[size] = 0;
    e->asked = e->crash_dump = true;
    e->status = memory_refusals() > 0 && strstr(e->slogan, "system_limit") ? STATUS_OUT_OF_MEMORY : 1;
    e->abort = abort;
}

void ending_out_of_memory(const char *slogan)
{
    if (!ending()) return; /* it is being made, and whoever makes it says so */
    bool first = !ending()->asked;
    ending_crash(slogan, strlen(slogan), false);
    if (first) ending()->status = STATUS_OUT_OF_MEMORY;
}
