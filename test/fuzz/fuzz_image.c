/* test/fuzz/fuzz_image.c - any bytes as an image for `ling inspect`: refused with a sentence, or walked to its end.
 *
 * A checksum stops what is damaged before its tables are read, so the payload is also given as one whose maker lied:
 * with a checksum that fits. */
#include "image/view.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look(const struct view *v)
{
    struct view_walk w;
    struct reason r;
    size_t sum = 0;
    view_walk_start(&w, v);
    for (const struct image_file *f; (f = view_walk_next(&w));) {
        if (view_file(v, w.path) != f) abort(); /* each file is found by its path */
        if (f->kind == IMAGE_FILE && f->count) sum += ((const uint8_t *)v->manifest)[f->at + f->count - 1];
    }
    for (const char *at = NULL; (at = view_reason(v, at, &r));)
        sum += (size_t)(r.name_bytes + r.of_bytes + r.why_bytes);
    if (sum == SIZE_MAX) abort();
}

/* Makes the checksum fit, if there is a payload that says how long it is. */
static void seal(uint8_t *bytes, size_t size)
{
    struct view v = {.bytes = bytes, .size = size, .head = (const Elf64_Ehdr *)(const void *)bytes};
    if (size < sizeof *v.head || v.head->e_phoff % 8 || v.head->e_phoff > size) return;
    if ((size - v.head->e_phoff) / sizeof(Elf64_Phdr) < v.head->e_phnum) return;
    v.segments = (const Elf64_Phdr *)(const void *)(bytes + v.head->e_phoff);
    const Elf64_Phdr *p = view_segment(&v, IMAGE_PAYLOAD);
    struct image_manifest m;
    if (!p || p->p_offset % IMAGE_PAGE || p->p_offset > size || size - p->p_offset < sizeof m) return;
    memcpy(&m, bytes + p->p_offset, sizeof m);
    if (m.payload_bytes < sizeof m || m.payload_bytes > size - p->p_offset) return;
    m.checksum = image_checksum(bytes + p->p_offset, m.payload_bytes);
    memcpy(bytes + p->p_offset, &m, sizeof m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct view v;
    uint8_t *bytes = aligned_alloc(IMAGE_PAGE, (size + IMAGE_PAGE) & -(size_t)IMAGE_PAGE);
    if (!bytes) abort();
    memcpy(bytes, data, size);
    seal(bytes, size);
    if (!view_read(&v, bytes, size)) look(&v);
    free(bytes);
    return 0;
}
