/* tender/kept_part.c - a table of pages and their copies, out of a memory and back into it: see kept_part.h. */
#include "tender/kept_part.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

/* Pages in the table at most; and how many a turn may add to it, the first one aside: what a guest in passing fills is
 * given back instead, or all turns after it would pay for it. */
enum { KEPT_MOST = 4096, LEARNT_A_TURN = 64, SURPLUS = 256 };

bool kept_part_area(struct kept_part *k, uint64_t start, uint64_t bytes, bool foreign)
{
    if (k->area_count == KEPT_AREAS) return false;
    k->areas[k->area_count++] = (struct kept_area){start, bytes, k->pages, foreign};
    k->pages += (uint32_t)(bytes / GUEST_PAGE);
    return true;
}

/* -- bytes ----------------------------------------------------------------------------------------------------------- */

static bool get(const struct kept_part *k, uint64_t at, void *to)
{
    if (k->kind == KEPT_OTHER) return pread(k->bytes, to, GUEST_PAGE, (off_t)at) == GUEST_PAGE;
    memcpy(to, (const void *)(uintptr_t)at, GUEST_PAGE);
    return true;
}

static bool put(const struct kept_part *k, uint64_t at, const void *from)
{
    if (k->kind == KEPT_OTHER) return pwrite(k->bytes, from, GUEST_PAGE, (off_t)at) == GUEST_PAGE;
    memcpy((void *)(uintptr_t)at, from, GUEST_PAGE);
    return true;
}

static const struct piece *piece_at(const struct kept_part *k, uint64_t at, uint64_t *into)
{
    for (uint32_t i = 0; i < k->memory->count; i++) {
        const struct piece *p = &k->memory->pieces[i];
        *into = k->kind == KEPT_OTHER ? at - p->start : at - (uintptr_t)k->memory->host - p->offset;
        if (*into < p->bytes) return p;
    }
    return NULL;
}

/* What the page is when nobody has written to it: the image's bytes, or zeros. */
static bool read_backing(const struct kept_part *k, uint64_t at, uint8_t *to)
{
    uint64_t into;
    const struct piece *p = piece_at(k, at, &into);
    memset(to, 0, GUEST_PAGE);
    if (!p || p->backing == BACKING_ZERO) return true;
    if (p->backing == BACKING_FILE) return pread(k->image, to, GUEST_PAGE, (off_t)(p->file_offset + into)) > 0;
    if (k->kind == KEPT_OTHER) memcpy(to, k->memory->host + p->offset + into, GUEST_PAGE);
    return true;
}

/* -- the table --------------------------------------------------------------------------------------------------------- */

static uint32_t number(const struct kept_area *a, uint64_t at)
{
    return a->first + (uint32_t)((at - a->start) / GUEST_PAGE);
}

static uint8_t *add(struct kept_part *k, const struct kept_area *a, uint64_t at)
{
    uint8_t *copy = k->contents + (uint64_t)k->count * GUEST_PAGE;
    k->known[number(a, at)] = 1;
    k->places[k->count++] = at;
    return copy;
}

static void take_first(struct kept_part *k, const struct kept_area *a, uint64_t at, uint64_t bytes)
{
    for (uint64_t end = at + bytes; at < end && !k->failed; at += GUEST_PAGE) {
        if (k->known[number(a, at)]) continue;
        if (k->count == KEPT_MOST) k->failed = true;
        else if (!get(k, at, add(k, a, at))) k->failed = true;
    }
}

/* Nobody else knows what is there: all of it that can be read. */
static void take_foreign(struct kept_part *k, const struct kept_area *a)
{
    uint8_t page[GUEST_PAGE];
    for (uint64_t at = a->start; at < a->start + a->bytes && k->count < KEPT_MOST; at += GUEST_PAGE)
        if (get(k, at, page)) memcpy(add(k, a, at), page, sizeof page);
}

/* As if nobody had ever written to it. Another process' page stays where it is, and gets the bytes that it had. */
static bool give_back(struct kept_part *k, uint64_t at)
{
    uint8_t page[GUEST_PAGE];
    if (k->kind == KEPT_OTHER) {
        k->leaves = true;
        return read_backing(k, at, page) && put(k, at, page);
    }
    return madvise((void *)(uintptr_t)at, GUEST_PAGE, k->kind == KEPT_SHARED ? MADV_REMOVE : MADV_DONTNEED) == 0;
}

static void take_new(struct kept_part *k, const struct kept_area *a, uint64_t at, uint64_t bytes)
{
    for (uint64_t end = at + bytes; at < end && !k->failed; at += GUEST_PAGE) {
        if (k->known[number(a, at)]) continue;
        k->failed = k->count < k->most ? !read_backing(k, at, add(k, a, at)) : !give_back(k, at);
    }
}

/* -- in and out ---------------------------------------------------------------------------------------------------------- */

bool kept_part_open(struct kept_part *k, struct complaint *c)
{
    k->known = calloc(1, k->pages + 1);
    k->places = calloc(KEPT_MOST, sizeof *k->places);
    k->contents = mmap(NULL, (size_t)KEPT_MOST * GUEST_PAGE, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (!k->known || !k->places || k->contents == MAP_FAILED) return complain(c, "the host gives no memory.");
    for (uint32_t i = 0; i < k->area_count; i++)
        if (k->areas[i].foreign) take_foreign(k, &k->areas[i]);
    if (!found_pages(k, take_first))
        return complain(c, "the host does not tell which pages were used: %s.", strerror(errno));
    if (k->failed) return complain(c, "the guest cannot be set back: it has written to too much memory.");
    k->faults = -1;
    k->most = KEPT_MOST;
    return true;
}

static void limit_next(struct kept_part *k)
{
    if (!k->ceiling) k->ceiling = k->count + SURPLUS;
    k->most = k->count + LEARNT_A_TURN < k->ceiling ? k->count + LEARNT_A_TURN : k->ceiling;
    if (k->most > KEPT_MOST) k->most = KEPT_MOST;
}

/* Pages from `first` on by one call: as many as it takes, or 0. Neighbours in the table that are neighbours in memory are one
 * stretch. */
static uint32_t write_other(const struct kept_part *k, uint32_t first)
{
    enum { STRETCHES = 128 };
    struct iovec to[STRETCHES], from = {k->contents + (uint64_t)first * GUEST_PAGE, 0};
    uint32_t count = 0, i = first;
    for (; i < k->count; i++) {
        bool joins = count && k->places[i] == k->places[i - 1] + GUEST_PAGE;
        if (!joins && count == STRETCHES) break;
        if (!joins) to[count++] = (struct iovec){(void *)(uintptr_t)k->places[i], 0};
        to[count - 1].iov_len += GUEST_PAGE;
        from.iov_len += GUEST_PAGE;
    }
    return process_vm_writev(k->owner, &from, 1, to, count, 0) == (ssize_t)from.iov_len ? i - first : 0;
}

static bool copy_back(const struct kept_part *k)
{
    for (uint32_t i = 0, n; k->kind == KEPT_OTHER && i < k->count; i += n)
        if ((n = write_other(k, i)) == 0) return false;
    for (uint32_t i = 0; k->kind != KEPT_OTHER && i < k->count; i++)
        memcpy((void *)(uintptr_t)k->places[i], k->contents + (uint64_t)i * GUEST_PAGE, GUEST_PAGE);
    return true;
}

bool kept_part_set_back(struct kept_part *k, struct complaint *c)
{
    long faults = found_faults(k);
    bool same = faults >= 0 && faults == k->faults && !k->leaves;
    if ((!same && !found_pages(k, take_new)) || k->failed || !copy_back(k))
        return complain(c, "the guest cannot be set back: the host does not give its pages: %s.", strerror(errno));
    limit_next(k);
    k->faults = found_faults(k);
    return true;
}
