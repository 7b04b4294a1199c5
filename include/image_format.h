/* image_format.h - what an image holds besides the base: `ling build` writes it, the guest, `ling inspect` and the
 * monitors read it.  Compiled by all of them; needs a C compiler's own headers and nothing else.
 *
 * An image is one ELF file: the segments of the base, the payload, and segments of the arena that were linked
 * when the image was made.  The payload is one read-only segment at IMAGE_PAYLOAD (guest_abi.h: GUEST_PAYLOAD_START):
 *
 *   struct image_manifest | strings | names of files | table of files | bytes of files
 *
 * A monitor that knows nothing of virtual addresses loads by physical ones: the payload on the first page behind the
 * base, then each linked part of the arena on a page of its own, in the order of the table.
 *
 * Places in it are offsets from its start.  Whoever reads calls image_check() once; after it every
 * offset, count and string below may be used as it is.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

#define IMAGE_PAYLOAD   UINT64_C(0x1e0000000000)
#define IMAGE_MAGIC     UINT64_C(0x0a676d49676e694c) /* "LingImg\n" */
#define IMAGE_BYTES_MAX UINT64_C(0x40000000)         /* of a payload, or of a linked part */
enum { IMAGE_VERSION = 2, IMAGE_BUILD_ID_BYTES = 20, IMAGE_PAGE = 4096 };

/* `count` items, or bytes, at an offset. */
struct image_range {
    uint64_t at, count;
};

struct image_manifest {
    uint64_t magic;
    uint32_t version;
    uint32_t bytes;                         /* of this struct */
    uint64_t payload_bytes;                 /* all of it, this struct included */
    uint64_t checksum;                      /* image_checksum() of what follows this field */
    uint8_t build_id[IMAGE_BUILD_ID_BYTES]; /* of the base that it was made for */
    uint32_t flags;                         /* IMAGE_* bits */
    uint64_t memory;                /* bytes that a guest gets if nobody says otherwise; 0: the monitor's choice */
    struct image_range arguments;   /* words of the command line, each with its zero byte; bytes */
    struct image_range environment; /* "NAME=value", likewise */
    struct image_range reasons;     /* for each application and module that is in, likewise */
    struct image_range names;       /* of files, not terminated; bytes */
    struct image_range files;       /* struct image_file; the first is the root directory */
    struct image_range linked;      /* struct image_linked */
    struct image_range prepared;    /* struct image_prepared: one, or none */
};
enum { IMAGE_IS_LINKED = 1, IMAGE_IS_PREPARED = 2 /* the arena is that of a machine which waits: it goes on */ };

/* A reason has fields with tabs between them:
 *   "application NAME"  version  why it is in
 *   "module NAME"  its application  why  "CODE LITERALS TABLES SUM", if it is linked: what it added to the arena, in bytes,
 * and image_sum() of its .beam file in hexadecimal. */

/* A file or a directory.  The members of a directory stand together, behind it, ordered by name
 * (as memcmp orders, the shorter first), so that a table walked from its start reaches each once. */
struct image_file {
    uint32_t name, name_bytes; /* in `names`; of the root 0, 0 */
    uint32_t kind;             /* enum image_kind */
    uint32_t mode;             /* permissions, 0..0777 */
    uint64_t at, count;        /* IMAGE_FILE: its bytes; IMAGE_DIRECTORY: its members in `files` */
};
enum image_kind { IMAGE_FILE, IMAGE_DIRECTORY };

/* A part of the arena that the image brings, in a segment of its own. */
struct image_linked {
    uint64_t address, bytes; /* whole pages */
    uint64_t checksum;       /* image_sum(bytes, bytes + size, size) */
};

/* Of a prepared image, whose machine has laid out its arena: what each start must give it, no more and no less. */
enum { IMAGE_WINDOWS = 4 };
struct image_prepared {
    uint64_t windows[IMAGE_WINDOWS]; /* bytes of roots, literals, code, general */
};

_Static_assert(sizeof(struct image_manifest) == 176, "image format");
_Static_assert(offsetof(struct image_manifest, build_id) == 32, "image format");
_Static_assert(offsetof(struct image_manifest, arguments) == 64, "image format");
_Static_assert(sizeof(struct image_file) == 32, "image format");

/* The time that every file of an image bears: seconds since 1970, 2000-01-01. */
#define IMAGE_FILE_TIME INT64_C(946684800)

/* -- reading ------------------------------------------------------------------------------------------------- */

enum { IMAGE_CHECKED_FROM = offsetof(struct image_manifest, checksum) + 8 };

/* Four lanes of multiply and rotate, 32 bytes at a time: finds damage, not malice. */
static inline uint64_t image_sum(const uint8_t *at, const uint8_t *end, uint64_t bytes)
{
    const uint64_t prime = UINT64_C(0x9e3779b97f4a7c15);
    uint64_t lanes[4] = {1, 2, 3, bytes}, sum = 0;
    for (; end - at >= 32; at += 32) {
        uint64_t words[4];
        __builtin_memcpy(words, at, 32);
        for (int i = 0; i < 4; i++) {
            lanes[i] = (lanes[i] ^ words[i]) * prime;
            lanes[i] = lanes[i] << 29 | lanes[i] >> 35;
        }
    }
    for (; at < end; at++) lanes[0] = (lanes[0] ^ *at) * prime;
    for (int i = 0; i < 4; i++) sum = (sum ^ lanes[i] ^ lanes[i] >> 32) * prime;
    return sum;
}

static inline uint64_t image_checksum(const void *payload, uint64_t bytes)
{
    return image_sum((const uint8_t *)payload + IMAGE_CHECKED_FROM, (const uint8_t *)payload + bytes, bytes);
}

static inline int image_range_inside(struct image_range r, uint64_t item, uint64_t bytes)
{
    return r.at <= bytes && r.count <= (bytes - r.at) / item && (item == 1 || r.at % 8 == 0);
}

/* Every string ends inside. */
static inline int image_strings_end(const char *payload, struct image_range r)
{
    return r.count == 0 || payload[r.at + r.count - 1] == 0;
}

static inline int image_name_compare(const char *a, uint32_t a_bytes, const char *b, uint32_t b_bytes)
{
    int order = __builtin_memcmp(a, b, a_bytes < b_bytes ? a_bytes : b_bytes);
    return order ? order : a_bytes < b_bytes ? -1 : a_bytes > b_bytes;
}

/* Is this one name: not empty, no slash, no zero byte, not "." or ".."? */
static inline int image_name_is_plain(const char *name, uint32_t bytes)
{
    for (uint32_t i = 0; i < bytes; i++)
        if (name[i] == '/' || name[i] == 0) return 0;
    return bytes > 0 && bytes <= 255 && !(name[0] == '.' && (bytes == 1 || (bytes == 2 && name[1] == '.')));
}

static inline int image_members_in_order(const struct image_file *files, uint64_t at, uint64_t count, const char *names)
{
    for (uint64_t i = at + 1; i < at + count; i++) {
        const struct image_file *a = &files[i - 1], *b = &files[i];
        if (image_name_compare(names + a->name, a->name_bytes, names + b->name, b->name_bytes) >= 0) return 0;
    }
    return 1;
}

/* NULL, or what is wrong with the table of files.  `next` is where the next directory's members
 * must begin: each file so has exactly one directory, and none holds itself. */
static inline const char *image_check_files(const char *payload, const struct image_manifest *m)
{
    const struct image_file *files = (const struct image_file *)(const void *)(payload + m->files.at);
    const char *names = payload + m->names.at;
    uint64_t next = 1;
    if (m->files.count == 0 || files[0].kind != IMAGE_DIRECTORY) return "its files have no root";
    for (uint64_t i = 0; i < m->files.count; i++) {
        const struct image_file *f = &files[i];
        if (f->name > m->names.count || f->name_bytes > m->names.count - f->name)
            return "the name of a file lies outside";
        if (i > 0 && !image_name_is_plain(names + f->name, f->name_bytes)) return "the name of a file is none";
        if (f->mode > 0777) return "a file has unknown permissions";
        if (f->kind == IMAGE_FILE) {
            struct image_range bytes = {f->at, f->count};
            if (!image_range_inside(bytes, 1, m->payload_bytes)) return "the bytes of a file lie outside";
        } else {
            if (f->kind != IMAGE_DIRECTORY) return "a file is of an unknown kind";
            if (f->at != next || f->count > m->files.count - next || i >= next) return "a directory is damaged";
            next += f->count;
        }
    }
    if (next != m->files.count) return "a file is in no directory";
    for (uint64_t i = 0; i < m->files.count; i++)
        if (files[i].kind == IMAGE_DIRECTORY && !image_members_in_order(files, files[i].at, files[i].count, names))
            return "a directory is not in order";
    return NULL;
}

/* NULL if the `bytes` at `payload` (8-aligned) are a sound manifest and tables; else what is wrong with it, the end of
 * a sentence that begins "the image is damaged: ".  Does not look at the checksum. */
static inline const char *image_check(const void *payload, uint64_t bytes)
{
    const struct image_manifest *m = (const struct image_manifest *)payload;
    const char *text = (const char *)payload;
    if (bytes < sizeof *m) return "it has no manifest";
    if (m->magic != IMAGE_MAGIC) return "its manifest is none";
    if (m->version != IMAGE_VERSION)
        return m->version > IMAGE_VERSION ? "its format is newer than this program"
                                          : "its format is an old one: build it anew";
    if (m->bytes != sizeof *m || m->payload_bytes > bytes || m->payload_bytes < sizeof *m) return "it is cut short";
    bytes = m->payload_bytes;
    if (!image_range_inside(m->arguments, 1, bytes) || !image_range_inside(m->environment, 1, bytes) ||
        !image_range_inside(m->reasons, 1, bytes) || !image_range_inside(m->names, 1, bytes) ||
        !image_range_inside(m->files, sizeof(struct image_file), bytes) ||
        !image_range_inside(m->linked, sizeof(struct image_linked), bytes) ||
        !image_range_inside(m->prepared, sizeof(struct image_prepared), bytes))
        return "a table lies outside";
    if ((m->flags & IMAGE_IS_PREPARED) != 0 != (m->prepared.count == 1)) return "it is half prepared";
    if (!image_strings_end(text, m->arguments) || !image_strings_end(text, m->environment) ||
        !image_strings_end(text, m->reasons))
        return "a text does not end";
    return image_check_files(text, m);
}

static inline const struct image_file *image_files(const struct image_manifest *m)
{
    return (const struct image_file *)(const void *)((const char *)m + m->files.at);
}
static inline const char *image_file_name(const struct image_manifest *m, const struct image_file *f)
{
    return (const char *)m + m->names.at + f->name;
}

/* The member of directory `d` with that name, as an index into the table; 0: none. */
static inline uint64_t image_find(const struct image_manifest *m, const struct image_file *d, const char *name,
                                  uint32_t bytes)
{
    const struct image_file *files = image_files(m);
    uint64_t low = d->at, high = d->at + d->count;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        const struct image_file *f = &files[middle];
        int order = image_name_compare(name, bytes, image_file_name(m, f), f->name_bytes);
        if (order == 0) return middle;
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    return 0;
}

/* The string after `at` in a range of strings, starting with NULL; NULL: no more. */
static inline const char *image_next_string(const struct image_manifest *m, struct image_range r, const char *at)
{
    const char *start = (const char *)m + r.at, *next = at ? at + __builtin_strlen(at) + 1 : start;
    return next < start + r.count ? next : NULL;
}
