/* tender/monitors/guest_run.c - one guest under another monitor: its image, its memory, its end. */
#include "tender/guest.h"
#include "tender/monitors/monitor.h"
#include "tender/options.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What of the memory is left when the image is there, at least: as on our own engines. */
enum { LEFT_LEAST = 4 << 20 };

static uint64_t image_bytes(const struct image *image)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < image->count; i++) sum += image->segments[i].bytes;
    return sum;
}

bool guest_run_open(struct guest_run *r, const struct options *o)
{
    *r = (struct guest_run){.options = o, .name = o->node_name ? o->node_name : "ling"};
    if (!guest_open_image(&r->image, o->image, &r->why)) {
        r->status = STATUS_IMAGE;
        return false;
    }
    r->memory = guest_memory(&r->image, o->memory);
    uint64_t needed = image_bytes(&r->image) + LEFT_LEAST;
    if (needed <= r->memory) return true;
    r->status = STATUS_MEMORY;
    return complain(&r->why,
                    "the image does not fit in %llu KiB of memory: it needs more than %llu KiB (see --memory).",
                    (unsigned long long)r->memory >> 10, (unsigned long long)needed >> 10);
}

void guest_run_stop(struct guest_run *r, enum status status, const char *format, ...)
{
    va_list arguments;
    if (r->ended) return;
    r->ended = true;
    r->status = status;
    va_start(arguments, format);
    vsnprintf(r->why.text, sizeof r->why.text, format, arguments);
    va_end(arguments);
}

/* The words of platform/pvh/end.c. */
void guest_run_end(struct guest_run *r, const char *what, unsigned status)
{
    static const struct {
        const char *what;
        enum status status;
        const char *sentence;
    } ends[] = {
        {"crash", STATUS_CRASH, "the program crashed."},
        {"panic", STATUS_PANIC, "the machine in the guest found itself broken."},
        {"exception", STATUS_FAULT, "the guest was ended by a processor exception (the registers stand above)."},
        {"lease", STATUS_HOST, "the guest ended itself: its lease was not renewed in time."},
        {"memory", STATUS_MEMORY, "the guest's memory is not enough: see --memory."},
        {"refused", STATUS_HOST, "the monitor lacks something that the guest needs (its sentence stands above)."},
    };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (strcmp(what, ends[i].what) == 0) {
            guest_run_stop(r, ends[i].status, "%s", ends[i].sentence);
            return;
        }
    if (!r->ended) r->silent = true;
    guest_run_stop(r, (enum status)(status & 255), "the program halted.");
}

int guest_run_finish(struct guest_run *r) { return r->silent ? (int)r->status : end_with(r->status, &r->why); }
