/* tender/report.c - moments of a guest's life. */
#include "tender/report.h"
#include "tender/clock.h"

void report_mark(struct report *r, enum mark m)
{
    if (r && !r->marks[m]) __atomic_store_n(&r->marks[m], clock_monotonic_ns(), __ATOMIC_RELEASE);
}
