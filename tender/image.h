/* tender/image.h - reading an image: an ELF file, of which nothing is believed. */
#pragma once
#include "guest_abi.h"
#include "tender/complaint.h"

enum { SEGMENTS_MAX = 64, BUILD_ID_MAX = 32 };
enum rights { RIGHT_EXECUTE = 1, RIGHT_WRITE = 2, RIGHT_READ = 4 }; /* as in ELF */

struct segment {
    uint64_t start, bytes; /* in memory; whole pages from `start` on */
    uint64_t offset, file_bytes;
    unsigned rights;
};

struct image {
    int file;
    uint64_t size, entry;
    uint32_t count;
    struct segment segments[SEGMENTS_MAX]; /* by address; none overlaps another */
    bool has_base;
    struct guest_note_base base;
    uint8_t build_id[BUILD_ID_MAX]; /* of the base */
    uint32_t build_id_size;
};

/* False, with a sentence: it cannot be used.  The file stays open until image_close(). */
bool image_open(struct image *image, const char *path, struct complaint *c);
/* The same for an open file; takes it over. */
bool image_read(struct image *image, int file, struct complaint *c);
void image_close(struct image *image);
/* False, with a sentence: the open file is the image itself. */
bool image_is_not(const struct image *image, int file, const char *path, struct complaint *c);

static inline uint64_t pages_up(uint64_t bytes) { return (bytes + GUEST_PAGE - 1) & ~(uint64_t)(GUEST_PAGE - 1); }
