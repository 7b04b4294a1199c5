/* platform/pvh/image.c - the payload of an image and its parts of the arena: from where the monitor has loaded them,
 * behind the base, to where the machine looks for them (include/image_format.h).
 */
#include "image_format.h"
#include "platform/pvh/pvh.h"
#include <string.h>

extern char base_end[];

static uint64_t whole_pages(uint64_t bytes) { return (bytes + FRAME_BYTES - 1) & -(uint64_t)FRAME_BYTES; }

/* The manifest where the monitor put it; NULL: the base stands alone, or its payload is none. */
static const struct image_manifest *manifest(void)
{
    const struct image_manifest *m = direct(whole_pages((uintptr_t)base_end));
    bool sound = m->magic == IMAGE_MAGIC && m->version == IMAGE_VERSION && m->payload_bytes < IMAGE_BYTES_MAX &&
                 image_range_inside(m->linked, sizeof(struct image_linked), m->payload_bytes);
    return sound ? m : NULL;
}

static const struct image_linked *linked_parts(const struct image_manifest *m)
{
    return (const struct image_linked *)(const void *)((const char *)m + m->linked.at);
}

uint64_t image_end(void)
{
    const struct image_manifest *m = manifest();
    uint64_t end = whole_pages((uintptr_t)base_end);
    if (!m) return end;
    end += whole_pages(m->payload_bytes);
    for (uint64_t i = 0; i < m->linked.count && end < IMAGE_BYTES_MAX; i++) {
        uint64_t bytes = linked_parts(m)[i].bytes;
        if (bytes < IMAGE_BYTES_MAX) end += whole_pages(bytes);
    }
    return end;
}

static bool map_part(struct pvh *p, uint64_t at, uint64_t physical, uint64_t bytes, unsigned how)
{
    for (uint64_t offset = 0; offset < bytes; offset += FRAME_BYTES)
        if (!tables_map(p, at + offset, physical + offset, how)) return false;
    return true;
}

bool image_map(struct pvh *p)
{
    const struct image_manifest *m = manifest();
    if (!m) return true;
    uint64_t physical = whole_pages((uintptr_t)base_end);
    if (!map_part(p, IMAGE_PAYLOAD, physical, m->payload_bytes, 0)) return false;
    physical += whole_pages(m->payload_bytes);
    for (uint64_t i = 0; i < m->linked.count; i++) {
        const struct image_linked *part = &linked_parts(m)[i];
        if (part->bytes >= IMAGE_BYTES_MAX || !map_part(p, part->address, physical, part->bytes, MAP_WRITE))
            return false;
        physical += whole_pages(part->bytes);
    }
    return true;
}

const char *image_option(const char *name, size_t index)
{
    const struct image_manifest *m = image_mapped();
    size_t size = strlen(name);
    for (const char *w = NULL; m && (w = image_next_string(m, m->arguments, w));)
        if (strncmp(w, name, size) == 0 && w[size] == '=' && index-- == 0) return w + size + 1;
    return NULL;
}

const struct image_manifest *image_mapped(void)
{
    return manifest() ? (const struct image_manifest *)(uintptr_t)IMAGE_PAYLOAD : NULL;
}
