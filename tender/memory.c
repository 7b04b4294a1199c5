/* tender/memory.c - the backing of the guest's memory, and the tender's way into it. */
#include "tender/memory.h"
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static bool map_backing(struct memory *m, bool shared, uint64_t reserve, struct complaint *c)
{
    int flags = shared ? MAP_SHARED : MAP_PRIVATE | MAP_ANONYMOUS;
    if (shared) {
        m->shared = memfd_create("ling-guest", MFD_CLOEXEC);
        if (m->shared < 0 || ftruncate(m->shared, (off_t)(reserve + m->bytes)) != 0)
            return complain(c, "the host gives no memory: %s.", strerror(errno));
    }
    /* On a large page in this address space too: then a virtual machine's tables can have large entries. */
    uint8_t *room = mmap(NULL, reserve + m->bytes + MEMORY_LARGE_PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED) return complain(c, "the host gives no memory: %s.", strerror(errno));
    room += -(uintptr_t)room & (MEMORY_LARGE_PAGE - 1);
    uint8_t *at =
        mmap(room, reserve + m->bytes, PROT_READ | PROT_WRITE, flags | MAP_NORESERVE | MAP_FIXED, m->shared, 0);
    if (at == MAP_FAILED) return complain(c, "the host gives no memory: %s.", strerror(errno));
    m->host = at + reserve;
    return true;
}

static bool map_reserve(struct memory *m, int file, uint64_t reserve, struct complaint *c)
{
    if (!memory_is_laid_out(m) || !reserve) return true;
    return mmap(m->host - reserve, reserve, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, file, 0) != MAP_FAILED ||
           complain(c, "the image cannot be mapped: %s.", strerror(errno));
}

static bool fill_piece(struct memory *m, const struct piece *p, int file, struct complaint *c)
{
    if (p->backing == BACKING_COPY &&
        pread(file, m->host + p->offset, p->file_bytes, (off_t)p->file_offset) != (ssize_t)p->file_bytes)
        return complain(c, "the image cannot be read: %s.", strerror(errno));
    /* Pages of the file itself, shared by all its guests. A memfd has no room for them: the child maps the file too. */
    int access = PROT_READ | (p->rights & RIGHT_WRITE ? PROT_WRITE : 0);
    if (p->backing == BACKING_FILE &&
        mmap(m->host + p->offset, p->bytes, access, MAP_PRIVATE | MAP_FIXED, file, (off_t)p->file_offset) == MAP_FAILED)
        return complain(c, "the image cannot be mapped: %s.", strerror(errno));
    return true;
}

/* A page that the guest touches first costs it tens of microseconds, one that the host made ready before, a few. */
static void make_ready(const struct memory *m, const struct warm *warm)
{
    for (uint32_t i = 0; i < warm->count; i++) {
        const struct warm_run *r = &warm->runs[i];
        void *host = memory_at(m, r->start, r->bytes);
        if (host) madvise(host, r->bytes, r->written ? MADV_POPULATE_WRITE : MADV_POPULATE_READ);
    }
}

/* Pages of 2 MiB where the host has them: a first touch costs the guest tens of microseconds, whatever the size. */
static void ask_for_large_pages(struct memory *m)
{
    for (unsigned w = 0; w < GUEST_WINDOWS; w++)
        madvise(m->host + m->window_offsets[w], m->windows[w].bytes, MADV_HUGEPAGE);
}

bool memory_make(struct memory *m, const struct image *image, bool shared, uint64_t reserve, struct complaint *c)
{
    if (!map_backing(m, shared, reserve, c) || !map_reserve(m, image->file, reserve, c)) return false;
    if (!m->warm && !m->observed) ask_for_large_pages(m);
    for (uint32_t i = 0; i < m->count; i++)
        if (!fill_piece(m, &m->pieces[i], image->file, c)) return false;
    if (m->warm) make_ready(m, m->warm);
    return true;
}

uint64_t memory_tender_offset(const struct memory *m)
{
    for (uint32_t i = 0; i < m->count; i++)
        if (piece_is_tenders(&m->pieces[i])) return m->pieces[i].offset;
    return m->bytes;
}

void *memory_at(const struct memory *m, uint64_t at, uint64_t bytes)
{
    for (uint32_t i = 0; i < m->count; i++) {
        const struct piece *p = &m->pieces[i];
        if (at - p->start < p->bytes && bytes <= p->bytes - (at - p->start))
            return m->host + p->offset + (at - p->start);
    }
    return NULL;
}

/* Is none of it read-only, and none the image's file, which would show through again? */
static bool may_be_discarded(const struct memory *m, uint64_t at, uint64_t end)
{
    for (uint32_t i = 0; i < m->count; i++) {
        const struct piece *p = &m->pieces[i];
        bool fixed = !(p->rights & RIGHT_WRITE) || p->backing == BACKING_FILE;
        if (p->start < end && at < p->start + p->bytes && fixed) return false;
    }
    return true;
}

/* Within a window addresses and backing run in step, whatever the pieces. */
void *memory_at_window(const struct memory *m, uint64_t at, uint64_t bytes)
{
    for (unsigned w = 0; w < GUEST_WINDOWS; w++) {
        uint64_t into = at - m->windows[w].start;
        if (into < m->windows[w].bytes && bytes <= m->windows[w].bytes - into)
            return m->host + m->window_offsets[w] + into;
    }
    return NULL;
}

bool memory_discard(struct memory *m, uint64_t at, uint64_t bytes)
{
    if (at % GUEST_PAGE || bytes % GUEST_PAGE || bytes == 0) return false;
    uint8_t *host = memory_at_window(m, at, bytes);
    bool elsewhere = m->shared >= 0 && m->apart;
    if (!host || elsewhere || !may_be_discarded(m, at, at + bytes)) return false;
    return madvise(host, bytes, m->shared >= 0 ? MADV_REMOVE : MADV_DONTNEED) == 0;
}
