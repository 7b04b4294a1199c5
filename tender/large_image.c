/* tender/large_image.c - see large_image.h: a sealed file in memory, laid out as the backing is, so that a large page of it is one of the
 * guest's too. */
#include "tender/large_image.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25 /* Linux 6.1 */
#endif

/* The rest of a piece's last large page belongs to it, where nothing else is: behind text, which has its large page for itself, and
 * where zeros follow that the guest has the same rights to. */
static void grow(struct piece *p, struct piece *behind)
{
    uint64_t missing = -p->bytes & (MEMORY_LARGE_PAGE - 1), bytes = p->bytes + missing;
    bool apart = behind->start - p->start >= bytes && behind->offset - p->offset >= bytes;
    bool zeros = behind->backing == BACKING_ZERO && behind->start == p->start + p->bytes && behind->rights == p->rights;
    if (p->backing != BACKING_FILE || p->start % MEMORY_LARGE_PAGE) return;
    if (zeros && missing < behind->bytes) {
        p->bytes = bytes;
        behind->start += missing, behind->offset += missing, behind->bytes -= missing;
    } else if (apart && p->rights & RIGHT_EXECUTE) {
        p->bytes = bytes;
    }
}

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

/* Those that a piece fills. Where the host has none now, its pages stay small. */
static void collapse(const struct memory *m, uint8_t *at)
{
    const uint64_t large = MEMORY_LARGE_PAGE;
    for (uint32_t i = 0; i < m->count; i++) {
        const struct piece *p = &m->pieces[i];
        uint64_t from = (p->offset + large - 1) & ~(large - 1), end = (p->offset + p->bytes) & ~(large - 1);
        if (p->backing == BACKING_FILE && end > from) madvise(at + from, end - from, MADV_COLLAPSE);
    }
}

/* What is no page of the image stays a hole. */
static bool fill(const struct memory *m, int from, int file)
{
    uint64_t bytes = (m->bytes + MEMORY_LARGE_PAGE - 1) & ~(uint64_t)(MEMORY_LARGE_PAGE - 1);
    if (ftruncate(file, (off_t)bytes) != 0) return false;
    uint8_t *room = mmap(NULL, bytes + MEMORY_LARGE_PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED) return false;
    uint8_t *aligned = room + (-(uintptr_t)room & (MEMORY_LARGE_PAGE - 1));
    uint8_t *at = mmap(aligned, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, file, 0);
    bool copied = at != MAP_FAILED && copy(m, from, at);
    if (copied) collapse(m, at);
    munmap(room, bytes + MEMORY_LARGE_PAGE);
    return copied && fcntl(file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0;
}

void large_image(struct memory *m, struct image *image)
{
    struct memory grown = *m;
    for (uint32_t i = 0; i + 1 < grown.count; i++) grow(&grown.pieces[i], &grown.pieces[i + 1]);
    int file = memfd_create("ling-image", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (file < 0 || !fill(&grown, image->file, file)) {
        if (file >= 0) close(file);
        return;
    }
    for (uint32_t i = 0; i < grown.count; i++)
        if (grown.pieces[i].backing == BACKING_FILE) grown.pieces[i].file_offset = grown.pieces[i].offset;
    *m = grown;
    close(image->file);
    image->file = file;
}
