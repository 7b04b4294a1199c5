/* tender/image.c - reads and checks the ELF header, segments and notes of an image.
 *
 * The only place where an image's bytes are judged; test/fuzz/fuzz_image.c feeds it anything. */
#include "tender/image.h"
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NOTES_BYTES_MAX = 65536 };

static bool read_at(const struct image *image, void *to, size_t size, uint64_t offset)
{
    if (offset > image->size || size > image->size - offset) return false;
    return pread(image->file, to, size, (off_t)offset) == (ssize_t)size;
}

static bool read_header(struct image *image, Elf64_Ehdr *h, struct complaint *c)
{
    if (!read_at(image, h, sizeof *h, 0)) return complain(c, "the image is cut short: it has no ELF header.");
    if (memcmp(h->e_ident, ELFMAG, SELFMAG) != 0 || h->e_ident[EI_CLASS] != ELFCLASS64 ||
        h->e_ident[EI_DATA] != ELFDATA2LSB || h->e_machine != EM_X86_64 || h->e_type != ET_EXEC)
        return complain(c, "this is not an image: an image is a 64-bit ELF program, made by `ling build`.");
    if (h->e_phentsize != sizeof(Elf64_Phdr) || h->e_phnum == 0 || h->e_phnum > SEGMENTS_MAX)
        return complain(c, "the image is damaged: its table of segments is not one.");
    image->entry = h->e_entry;
    return true;
}

/* -- segments ------------------------------------------------------------------------------------- */

static bool within(const struct segment *s, uint64_t from, uint64_t to)
{
    return s->start >= from && s->start < to && s->bytes <= to - s->start;
}

static bool in_arena(const struct segment *s)
{
    return within(s, GUEST_ROOTS_START, GUEST_LITERALS_START) || within(s, GUEST_LITERALS_START, GUEST_CODE_START) ||
           within(s, GUEST_CODE_START, GUEST_GENERAL_START) || within(s, GUEST_GENERAL_START, GUEST_ARENA_END);
}

static bool may_stand_there(const struct segment *s)
{
    if (within(s, GUEST_BASE_START, GUEST_BASE_END)) return true;
    if (s->rights & RIGHT_EXECUTE) return false;
    return (within(s, GUEST_PAYLOAD_START, GUEST_PAYLOAD_END) && !(s->rights & RIGHT_WRITE)) || in_arena(s);
}

static bool check_segment(const struct image *image, const struct segment *s, struct complaint *c)
{
    unsigned long long at = s->start;
    if (s->file_bytes > s->bytes || s->offset > image->size || s->file_bytes > image->size - s->offset)
        return complain(c, "the image is cut short: its segment at 0x%llx is not all there.", at);
    if (s->start % GUEST_PAGE || s->offset % GUEST_PAGE || s->bytes > GUEST_ARENA_END)
        return complain(c, "the image is damaged: its segment at 0x%llx does not begin on a page.", at);
    if ((s->rights & RIGHT_WRITE) && (s->rights & RIGHT_EXECUTE))
        return complain(c, "the image is refused: its segment at 0x%llx is writable and executable.", at);
    if (!may_stand_there(s))
        return complain(c, "the image is refused: its segment at 0x%llx lies outside of what an image may use.", at);
    return true;
}

/* Keeps the table in order of address. */
static bool add_segment(struct image *image, const struct segment *s, struct complaint *c)
{
    uint32_t i = image->count;
    while (i > 0 && image->segments[i - 1].start > s->start) i--;
    uint64_t end = s->start + pages_up(s->bytes);
    if ((i > 0 && image->segments[i - 1].start + pages_up(image->segments[i - 1].bytes) > s->start) ||
        (i < image->count && end > image->segments[i].start))
        return complain(c, "the image is damaged: two of its segments overlap at 0x%llx.",
                        (unsigned long long)s->start);
    memmove(&image->segments[i + 1], &image->segments[i], (image->count - i) * sizeof *s);
    image->segments[i] = *s;
    image->count++;
    return true;
}

static bool take_segment(struct image *image, const Elf64_Phdr *p, struct complaint *c)
{
    struct segment s = {p->p_vaddr, p->p_memsz, p->p_offset, p->p_filesz, p->p_flags & 7};
    if (s.bytes == 0) return true;
    return check_segment(image, &s, c) && add_segment(image, &s, c);
}

/* -- notes ----------------------------------------------------------------------------------------- */

static void take_note(struct image *image, const char *name, size_t name_size, uint32_t type, const void *what,
                      size_t size)
{
    if (name_size == 4 && memcmp(name, "GNU", 4) == 0 && type == NT_GNU_BUILD_ID && size <= BUILD_ID_MAX) {
        memcpy(image->build_id, what, size);
        image->build_id_size = (uint32_t)size;
    }
    if (name_size != sizeof GUEST_NOTE_NAME || memcmp(name, GUEST_NOTE_NAME, name_size) != 0) return;
    if (type == GUEST_NOTE_BASE && size == sizeof image->base) {
        memcpy(&image->base, what, size);
        image->has_base = true;
    }
}

static void take_notes(struct image *image, const uint8_t *at, size_t left)
{
    Elf64_Nhdr n;
    while (left >= sizeof n) {
        memcpy(&n, at, sizeof n);
        at += sizeof n, left -= sizeof n;
        size_t name = ((size_t)n.n_namesz + 3) & ~(size_t)3, what = ((size_t)n.n_descsz + 3) & ~(size_t)3;
        if (name > left || what > left - name) return;
        take_note(image, (const char *)at, n.n_namesz, n.n_type, at + name, n.n_descsz);
        at += name + what, left -= name + what;
    }
}

static bool read_notes(struct image *image, const Elf64_Phdr *p, struct complaint *c)
{
    uint8_t notes[NOTES_BYTES_MAX];
    if (p->p_filesz > sizeof notes || !read_at(image, notes, p->p_filesz, p->p_offset))
        return complain(c, "the image is damaged: its notes are not all there.");
    take_notes(image, notes, p->p_filesz);
    return true;
}

static bool check_notes(const struct image *image, struct complaint *c)
{
    if (!image->has_base) return complain(c, "this is not an image: it does not say which interface it speaks.");
    if (image->base.abi != GUEST_ABI_VERSION)
        return complain(c, "the image speaks version %u of the interface, this monitor version %u: build it anew.",
                        image->base.abi, GUEST_ABI_VERSION);
    return true;
}

static bool entry_is_code(const struct image *image)
{
    for (uint32_t i = 0; i < image->count; i++) {
        const struct segment *s = &image->segments[i];
        if (s->rights & RIGHT_EXECUTE && image->entry - s->start < s->file_bytes) return true;
    }
    return false;
}

static bool read_table(struct image *image, const Elf64_Ehdr *h, struct complaint *c)
{
    for (unsigned i = 0; i < h->e_phnum; i++) {
        Elf64_Phdr p;
        uint64_t offset = h->e_phoff + i * sizeof p;
        if (offset < h->e_phoff || !read_at(image, &p, sizeof p, offset))
            return complain(c, "the image is cut short: its table of segments is not all there.");
        if (p.p_type == PT_LOAD && !take_segment(image, &p, c)) return false;
        if (p.p_type == PT_NOTE && !read_notes(image, &p, c)) return false;
    }
    return true;
}

bool image_read(struct image *image, int file, struct complaint *c)
{
    Elf64_Ehdr h;
    struct stat s;
    *image = (struct image){.file = file};
    if (fstat(file, &s) != 0 || !S_ISREG(s.st_mode)) return complain(c, "the image is not a file.");
    image->size = (uint64_t)s.st_size;
    if (!read_header(image, &h, c) || !read_table(image, &h, c) || !check_notes(image, c)) return false;
    return entry_is_code(image) || complain(c, "the image is damaged: it begins where there is no code.");
}

bool image_open(struct image *image, const char *path, struct complaint *c)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return complain(c, "%s: %s.", path, strerror(errno));
    if (image_read(image, file, c)) return true;
    close(file);
    return false;
}

void image_close(struct image *image) { close(image->file); }

bool image_is_not(const struct image *image, int file, const char *path, struct complaint *c)
{
    struct stat a, b;
    bool same = fstat(image->file, &a) == 0 && fstat(file, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
    return !same || complain(c, "%s is the image that runs: it cannot be written over.", path);
}
