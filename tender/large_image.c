/* tender/large_image.c - see large_image.h: a sealed file in memory, laid out as the backing is, so that a large page of it is one of the
 * guest's too. */
#include "tender/large_image.h"
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25 /* Linux 6.1 */
#endif

static const uint64_t large = MEMORY_LARGE_PAGE;

static uint64_t round_up(uint64_t bytes) { return (bytes + large - 1) & ~(large - 1); }

/* -- pieces ------------------------------------------------------------------------------------------------------ */

static bool follows(const struct piece *p, const struct piece *behind)
{
    return behind->start == p->start + p->bytes && behind->offset == p->offset + p->bytes &&
           behind->rights == p->rights;
}

/* What stands between two pieces of the image, zeros and not many, is as well the image's: one mapping instead of three. */
static bool joins(const struct piece *p)
{
    enum { ZEROS_MOST = 1 << 20 };
    return p[0].backing == BACKING_FILE && p[1].backing == BACKING_ZERO && p[2].backing == BACKING_FILE &&
           p[1].bytes <= ZEROS_MOST && follows(&p[0], &p[1]) && follows(&p[1], &p[2]);
}

static void join(struct memory *m)
{
    for (uint32_t i = 0; i + 2 < m->count;) {
        struct piece *p = &m->pieces[i];
        if (!joins(p)) {
            i++;
            continue;
        }
        p[0].bytes = p[0].file_bytes = p[2].start + p[2].bytes - p[0].start;
        memmove(p + 1, p + 3, (m->count - i - 3) * sizeof *p);
        m->count -= 2;
    }
}

/* The rest of a piece's last large page belongs to it, where nothing else is: behind text and constants, which have theirs for themselves, and
 * where zeros follow that the guest has the same rights to. */
static void grow(struct piece *p, struct piece *behind)
{
    uint64_t bytes = round_up(p->bytes), missing = bytes - p->bytes;
    bool apart = behind->start - p->start >= bytes && behind->offset - p->offset >= bytes;
    if (p->backing != BACKING_FILE || p->start % large) return;
    if (behind->backing == BACKING_ZERO && follows(p, behind) && missing < behind->bytes) {
        p->bytes = bytes;
        behind->start += missing, behind->offset += missing, behind->bytes -= missing;
    } else if (apart && !(p->rights & RIGHT_WRITE)) {
        p->bytes = bytes;
    }
}

/* -- the file ------------------------------------------------------------------------------------------------------ */

static bool copy(const struct memory *m, int from, uint8_t *to)
{
    for (uint32_t i = 0; i < m->count; i++) {
        const struct piece *p = &m->pieces[i];
        if (p->backing == BACKING_FILE &&
            pread(from, to + p->offset, p->file_bytes, (off_t)p->file_offset) != (ssize_t)p->file_bytes)
            return false;
    }
    return true;
}

/* Text, constants, literals and code: whoever writes to a large page has small ones from then on. Where the host has none now, they stay small. */
static void collapse(const struct memory *m, uint8_t *backing)
{
    for (uint32_t i = 0; i < m->count; i++) {
        const struct piece *p = &m->pieces[i];
        bool read = !(p->rights & RIGHT_WRITE) || (p->start >= GUEST_LITERALS_START && p->start < GUEST_GENERAL_START);
        uint64_t from = round_up(p->offset), end = (p->offset + p->bytes) & ~(large - 1);
        if (read && p->backing == BACKING_FILE && end > from) madvise(backing + from, end - from, MADV_COLLAPSE);
    }
}

static uint8_t *map(int file, uint64_t bytes, uint8_t **room)
{
    if (ftruncate(file, (off_t)bytes) != 0) return MAP_FAILED;
    *room = mmap(NULL, bytes + large, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (*room == MAP_FAILED) return MAP_FAILED;
    uint8_t *aligned = *room + (-(uintptr_t)*room & (large - 1));
    return mmap(aligned, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, file, 0);
}

/* What is no page of the image, or of the engine's before it, stays a hole. */
static bool fill(const struct memory *m, const struct memory *laid, int from, const struct engine_kind *kind, int file)
{
    uint8_t *room = MAP_FAILED;
    uint64_t reserve = kind->reserve(laid), bytes = round_up(reserve + laid->bytes);
    uint8_t *at = map(file, bytes, &room);
    bool copied = at != MAP_FAILED && copy(m, from, at + reserve);
    if (copied) {
        kind->lay_out(at, laid, reserve);
        collapse(laid, at + reserve);
        madvise(at, reserve, MADV_COLLAPSE);
    }
    if (room != MAP_FAILED) munmap(room, bytes + large);
    return copied && fcntl(file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0;
}

void large_image(struct memory *m, struct image *image, const struct engine_kind *kind)
{
    if (!kind->lay_out) return;
    struct memory laid = *m;
    int file = memfd_create("ling-image", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    join(&laid);
    for (uint32_t i = 0; i + 1 < laid.count; i++) grow(&laid.pieces[i], &laid.pieces[i + 1]);
    laid.laid_out = true;
    uint64_t reserve = kind->reserve(&laid);
    for (uint32_t i = 0; i < laid.count; i++)
        if (laid.pieces[i].backing == BACKING_FILE) laid.pieces[i].file_offset = reserve + laid.pieces[i].offset;
    if (file < 0 || !fill(m, &laid, image->file, kind, file)) {
        if (file >= 0) close(file);
        return;
    }
    *m = laid;
    close(image->file);
    image->file = file;
}
