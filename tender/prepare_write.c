/* tender/prepare_write.c - a guest's pages as an image: the base and the payload it came from, its data as it is now,
 * and the stretches of the arena that are not zero. */
#include "image_format.h"
#include "tender/prepare.h"
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PARTS_MAX = SEGMENTS_MAX - 16, FIRST_GAP_PAGES = 16 };

/* Pages of the arena that belong together. */
struct part {
    uint64_t start, bytes;
};

struct writer {
    const struct tender *t;
    int to;
    Elf64_Ehdr head;
    Elf64_Phdr segments[SEGMENTS_MAX];
    struct part parts[PARTS_MAX];
    uint32_t part_count;
    uint64_t offset, physical; /* where the next segment's bytes go, in the file and for who loads physically */
    bool failed;
};

/* -- what is not zero ------------------------------------------------------------------------------------ */

static bool page_is_zero(const uint64_t *page)
{
    for (unsigned i = 0; i < GUEST_PAGE / 8; i++)
        if (page[i]) return false;
    return true;
}

/* Stretches that are at least `gap` zero pages apart; false: there are more than the table has room for. */
static bool find_parts(struct writer *w, uint64_t gap)
{
    w->part_count = 0;
    for (unsigned n = 0; n < GUEST_WINDOWS; n++) {
        const struct guest_window *window = &w->t->memory.windows[n];
        const uint8_t *host = w->t->memory.host + w->t->memory.window_offsets[n];
        struct part *last = NULL;
        for (uint64_t at = 0; at < window->bytes; at += GUEST_PAGE) {
            if (page_is_zero((const uint64_t *)(const void *)(host + at))) continue;
            uint64_t page = window->start + at;
            if (!last || page - (last->start + last->bytes) >= gap * GUEST_PAGE) {
                if (w->part_count == PARTS_MAX) return false;
                last = &w->parts[w->part_count++];
                *last = (struct part){page, 0};
            }
            last->bytes = page + GUEST_PAGE - last->start;
        }
    }
    return true;
}

/* -- the file ---------------------------------------------------------------------------------------------- */

static void put_at(struct writer *w, const void *bytes, uint64_t size, uint64_t offset)
{
    for (const uint8_t *at = bytes; size > 0 && !w->failed;) {
        ssize_t put = pwrite(w->to, at, size, (off_t)offset);
        w->failed = put <= 0;
        if (!w->failed) at += put, offset += (uint64_t)put, size -= (uint64_t)put;
    }
}

static void put_segment(struct writer *w, Elf64_Phdr *p, const void *bytes, uint64_t size)
{
    p->p_offset = w->offset;
    p->p_filesz = p->p_memsz = pages_up(size);
    put_at(w, bytes, size, w->offset);
    w->offset += pages_up(size);
}

static void add_segment(struct writer *w, uint64_t address, const void *bytes, uint64_t size, uint32_t flags)
{
    Elf64_Phdr *p = &w->segments[w->head.e_phnum++];
    *p = (Elf64_Phdr){
        .p_type = PT_LOAD, .p_flags = flags, .p_vaddr = address, .p_paddr = w->physical, .p_align = GUEST_PAGE};
    put_segment(w, p, bytes, size);
    w->physical += pages_up(size);
}

static bool is_base(const Elf64_Phdr *p) { return p->p_type == PT_LOAD && p->p_vaddr < GUEST_BASE_END; }

/* Keeps the headers of the base; what lies behind it, the payload and linked parts, is laid out anew. */
static bool read_headers(struct writer *w)
{
    const struct image *image = &w->t->image;
    Elf64_Phdr p;
    if (pread(image->file, &w->head, sizeof w->head, 0) != sizeof w->head) return false;
    unsigned count = w->head.e_phnum;
    w->head.e_phnum = 0;
    for (unsigned i = 0; i < count; i++) {
        if (pread(image->file, &p, sizeof p, (off_t)(w->head.e_phoff + i * sizeof p)) != sizeof p) return false;
        if (p.p_type == PT_LOAD && !is_base(&p)) continue;
        w->segments[w->head.e_phnum++] = p;
        if (!is_base(&p)) continue;
        uint64_t end = pages_up(p.p_vaddr + p.p_memsz), file_end = pages_up(p.p_offset + p.p_filesz);
        if (end > w->physical) w->physical = end;
        if (p.p_filesz && file_end > w->offset) w->offset = file_end;
    }
    return true;
}

static bool copy_file(struct writer *w, uint64_t bytes)
{
    uint8_t *room = malloc(bytes);
    bool read = room && pread(w->t->image.file, room, bytes, 0) == (ssize_t)bytes;
    if (read) put_at(w, room, bytes, 0);
    free(room);
    return read;
}

/* Libraries' data as they are now; the stack is nobody's while the machine waits for its resume. */
static void put_base(struct writer *w)
{
    for (unsigned i = 0; i < w->head.e_phnum; i++) {
        Elf64_Phdr *p = &w->segments[i];
        if (is_base(p) && p->p_flags & PF_W && p->p_filesz)
            put_segment(w, p, memory_at(&w->t->memory, p->p_vaddr, p->p_memsz), p->p_memsz);
    }
}

/* -- the payload -------------------------------------------------------------------------------------------- */

static const struct segment *payload_segment(const struct image *image)
{
    for (uint32_t i = 0; i < image->count; i++)
        if (image->segments[i].start == GUEST_PAYLOAD_START) return &image->segments[i];
    return NULL;
}

static struct image_linked linked_part(const struct writer *w, uint32_t i)
{
    uint64_t start = w->parts[i].start, bytes = w->parts[i].bytes;
    const uint8_t *at = memory_at_window(&w->t->memory, start, bytes);
    return (struct image_linked){start, bytes, image_sum(at, at + bytes, bytes)};
}

/* As it was, with a new table of parts and the note about windows behind it. */
static void put_payload(struct writer *w, const struct image_manifest *before)
{
    uint64_t at = (before->payload_bytes + 7) & ~UINT64_C(7);
    uint64_t bytes = at + w->part_count * sizeof(struct image_linked) + sizeof(struct image_prepared);
    uint8_t *room = calloc(1, bytes);
    if (!room) {
        w->failed = true;
        return;
    }
    memcpy(room, before, before->payload_bytes);
    struct image_manifest *m = (struct image_manifest *)(void *)room;
    struct image_prepared prepared;
    m->flags |= IMAGE_IS_LINKED | IMAGE_IS_PREPARED;
    m->payload_bytes = bytes;
    m->memory = w->t->memory.limit;
    m->linked = (struct image_range){at, w->part_count};
    for (uint32_t i = 0; i < w->part_count; i++, at += sizeof(struct image_linked)) {
        struct image_linked part = linked_part(w, i);
        memcpy(room + at, &part, sizeof part);
    }
    for (unsigned n = 0; n < GUEST_WINDOWS; n++) prepared.windows[n] = w->t->memory.windows[n].bytes;
    m->prepared = (struct image_range){at, 1};
    memcpy(room + at, &prepared, sizeof prepared);
    m->checksum = image_checksum(m, bytes);
    add_segment(w, GUEST_PAYLOAD_START, room, bytes, PF_R);
    free(room);
}

static bool write_all(struct writer *w, struct complaint *c)
{
    const struct memory *m = &w->t->memory;
    const struct segment *payload = payload_segment(&w->t->image);
    if (!payload) return complain(c, "the image has no payload: there is nothing to prepare.");
    uint64_t gap = FIRST_GAP_PAGES;
    while (!find_parts(w, gap)) gap *= 2;
    if (!read_headers(w) || !copy_file(w, w->offset)) return complain(c, "the image cannot be read.");
    put_base(w);
    put_payload(w, memory_at(m, GUEST_PAYLOAD_START, payload->bytes));
    for (uint32_t i = 0; i < w->part_count; i++)
        add_segment(w, w->parts[i].start, memory_at_window(m, w->parts[i].start, w->parts[i].bytes), w->parts[i].bytes,
                    PF_R | PF_W);
    w->head.e_phoff = sizeof w->head;
    put_at(w, &w->head, sizeof w->head, 0);
    put_at(w, w->segments, w->head.e_phnum * sizeof *w->segments, sizeof w->head);
    if (ftruncate(w->to, (off_t)w->offset) != 0) w->failed = true;
    return !w->failed || complain(c, "the image cannot be written: %s.", strerror(errno));
}

bool prepared_write(const struct tender *t, struct complaint *c)
{
    struct writer *w = calloc(1, sizeof *w);
    if (!w) return complain(c, "the host gives no memory.");
    w->t = t;
    w->to = t->prepared;
    bool written = write_all(w, c);
    free(w);
    return written;
}
