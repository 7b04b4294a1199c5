/* test/fuzz/fuzz_tender_image.c - any bytes as an image: what is accepted must lay out in memory without overlap. */
#include "tender/memory.h"
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_pieces(const struct memory *m)
{
    for (uint32_t i = 0; i < m->count; i++) {
        const struct piece *p = &m->pieces[i];
        if (p->start % GUEST_PAGE || p->bytes % GUEST_PAGE || p->offset % GUEST_PAGE) abort();
        if (p->offset + p->bytes > m->bytes) abort();
        if ((p->rights & RIGHT_WRITE) && (p->rights & RIGHT_EXECUTE)) abort();
        for (uint32_t k = 0; k < i; k++) {
            const struct piece *q = &m->pieces[k];
            if (p->start < q->start + q->bytes && q->start < p->start + p->bytes) abort();
            if (p->offset < q->offset + q->bytes && q->offset < p->offset + p->bytes) abort();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct complaint c;
    struct image image;
    struct memory m;
    int file = memfd_create("image", MFD_CLOEXEC);
    if (file < 0 || write(file, data, size) != (ssize_t)size) abort();
    if (image_read(&image, file, &c) && memory_plan(&m, &image, UINT64_C(64) << 20, NULL, &c)) check_pieces(&m);
    close(file);
    return 0;
}
