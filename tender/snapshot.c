/* tender/snapshot.c - keeps a guest that waits as a prepared image with a record behind it, and judges such files: see snapshot.h. */
#include "tender/snapshot.h"
#include "image_format.h"
#include "tender/prepare.h"
#include <cpuid.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* -- the processor: libraries have chosen their routines by it --------------------------------------------------- */

static void read_features(uint32_t to[SNAPSHOT_FEATURES])
{
    unsigned a, b, c, d;
    memset(to, 0, SNAPSHOT_FEATURES * sizeof *to);
    if (__get_cpuid(1, &a, &b, &c, &d)) to[0] = c & ~(uint32_t)bit_OSXSAVE, to[1] = d;
    if (__get_cpuid_count(7, 0, &a, &b, &c, &d)) to[2] = b, to[3] = c & ~(uint32_t)bit_OSPKE;
}

static bool has_features(const uint32_t wanted[SNAPSHOT_FEATURES])
{
    uint32_t here[SNAPSHOT_FEATURES];
    read_features(here);
    for (int i = 0; i < SNAPSHOT_FEATURES; i++)
        if (wanted[i] & ~here[i]) return false;
    return true;
}

/* -- keeping ------------------------------------------------------------------------------------------------------- */

bool snapshot_prepare(struct tender *t, struct complaint *c)
{
    char path[64];
    t->prepared = open(t->options.snapshot, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (t->prepared < 0) return complain(c, "%s: %s.", t->options.snapshot, strerror(errno));
    if (!image_is_not(&t->image, t->prepared, t->options.snapshot, c)) return false;
    t->guest_bytes = -1;
    if (!t->kind->owner) return true;
    snprintf(path, sizeof path, "/proc/%d/mem", (int)t->kind->owner(t->engine));
    t->guest_bytes = open(path, O_RDONLY | O_CLOEXEC);
    return t->guest_bytes >= 0 || complain(c, "%s: %s.", path, strerror(errno));
}

/* What a guest that is a process has written to pages of the image's, it has for itself. */
static bool fetch_pages(const struct tender *t)
{
    const struct memory *m = &t->memory;
    for (uint32_t i = 0; t->guest_bytes >= 0 && i < m->count; i++) {
        const struct piece *p = &m->pieces[i];
        if (p->backing != BACKING_FILE || !(p->rights & RIGHT_WRITE)) continue;
        for (uint64_t at = 0; at < p->bytes;) {
            ssize_t n = pread(t->guest_bytes, m->host + p->offset + at, p->bytes - at, (off_t)(p->start + at));
            if (n <= 0) return false;
            at += (uint64_t)n;
        }
    }
    return true;
}

static bool sum_of(int file, uint64_t bytes, uint64_t *sum)
{
    uint8_t *at = mmap(NULL, bytes, PROT_READ, MAP_PRIVATE, file, 0);
    if (at == MAP_FAILED) return false;
    *sum = image_sum(at, at + bytes, bytes);
    munmap(at, bytes);
    return true;
}

static bool put_record(int file)
{
    off_t end = lseek(file, 0, SEEK_END);
    struct snapshot_record r = {.magic = SNAPSHOT_MAGIC, .bytes = (uint64_t)end};
    read_features(r.features);
    return end > 0 && sum_of(file, r.bytes, &r.sum) && pwrite(file, &r, sizeof r, end) == sizeof r;
}

static bool keep(struct tender *t, struct complaint *c)
{
    if (!console_flush(t) || !streams_pump(&t->streams)) return complain(c, "the guest broke the rules of a ring.");
    const struct slot *open = prepare_open_connection(t);
    if (open)
        return complain(c, "the guest is not kept: it has a connection open, from its port %u to port %u.",
                        open->name.port, open->peer.port);
    if (!fetch_pages(t)) return complain(c, "the guest is not kept: its pages cannot be read: %s.", strerror(errno));
    if (!prepared_write(t, c)) return false;
    return put_record(t->prepared) || complain(c, "%s cannot be written: %s.", t->options.snapshot, strerror(errno));
}

void snapshot_take(struct tender *t)
{
    struct complaint c;
    t->snapshot_asked = false;
    if (keep(t, &c)) tender_end(t, 0, "the guest is kept in %s.", t->options.snapshot);
    else fprintf(stderr, "ling boot: %s\n", c.text);
}

/* -- coming back ------------------------------------------------------------------------------------------------------ */

bool snapshot_judge(int file, struct complaint *c)
{
    struct snapshot_record r;
    struct stat s;
    uint64_t sum;
    if (fstat(file, &s) != 0 || s.st_size < (off_t)sizeof r) return complain(c, "the snapshot is empty, or no file.");
    if (pread(file, &r, sizeof r, s.st_size - (off_t)sizeof r) != sizeof r || r.magic != SNAPSHOT_MAGIC)
        return complain(c, "this is no snapshot, or one that was cut short: its record is missing at its end.");
    if (r.bytes == 0 || r.bytes != (uint64_t)s.st_size - sizeof r)
        return complain(c, "the snapshot is damaged: it has not the size that it was written with.");
    if (!sum_of(file, r.bytes, &sum)) return complain(c, "the snapshot cannot be read: %s.", strerror(errno));
    if (sum != r.sum)
        return complain(c, "the snapshot is damaged: its bytes are not those that were written (checksum).");
    return has_features(r.features) ||
           complain(c, "the snapshot is of another kind of host: its processor had what this one lacks.");
}
