/* memory/faults.c - decides which allocations fail, in builds with checks. */
#include "memory/faults.h"
#ifdef DEBUG
#include "memory/pages.h"
#include "platform/platform.h"
#include <stdio.h>
#include <stdlib.h>

static struct faults *faults(void) { return &memory()->faults; }

static uint64_t number_of(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

__attribute__((noinline)) static void tell(const char *what, uint64_t number)
{
    char text[80];
    int size = snprintf(text, sizeof text, "ling: %s %llu\n", what, (unsigned long long)number);
    if (size > 0) platform_console(text, (size_t)size);
}

void faults_open(void)
{
    uint64_t from = number_of("LING_FAIL_AT", 0), count = number_of("LING_FAIL_COUNT", 1);
    struct faults *f = faults();
    f->said = number_of("LING_FAIL_SAID", 0);
    f->vital = number_of("LING_FAIL_VITAL", 0);
    f->from = from ? from : UINT64_MAX;
    f->until = count ? f->from + count : UINT64_MAX;
    f->made = 0;
}

bool faults_strike(void)
{
    struct faults *f = faults();
    f->made++;
    if (f->made < f->from || f->made >= f->until) return false;
    if (!f->vital && memory()->reserve_open) {
        if (f->until != UINT64_MAX) f->until++; /* the next that may fail */
        return false;
    }
    if (f->said && !f->struck) tell("fails from allocation", f->made);
    f->struck = true;
    return true;
}

/* The first mapping is asked for before the arena is there to count in. */
bool faults_strike_map(void)
{
    static const char name[] = "LING_FAIL_MAP";
    uint64_t left = number_of(name, 0);
    char text[24];
    if (left == 0) return false;
    (void)snprintf(text, sizeof text, "%llu", (unsigned long long)left - 1);
    (void)setenv(name, text, 1);
    return left == 1;
}

void memory_faults_end(void)
{
    if (faults()->said) tell("allocations:", faults()->made);
}

void memory_fail_after(size_t allocations)
{
    struct faults *f = faults();
    f->from = allocations == SIZE_MAX ? UINT64_MAX : f->made + allocations + 1;
    f->until = UINT64_MAX;
    f->vital = true;
}
#endif
