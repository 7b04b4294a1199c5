/* image/view.c - checks an image as `ling boot` does, and what only a builder can afford: every linked byte. */
#include "image/view.h"
#include "guest_abi.h"
#include "image/fail.h"
#include "image/plan.h"
#include <string.h>

/* -- the ELF file ---------------------------------------------------------------------------------------- */

static const char *check_head(struct view *v)
{
    if (v->size < sizeof *v->head) return "is cut short: it has no ELF header";
    const Elf64_Ehdr *h = v->head = (const Elf64_Ehdr *)(const void *)v->bytes;
    if (memcmp(h->e_ident, ELFMAG, SELFMAG) != 0 || h->e_ident[EI_CLASS] != ELFCLASS64 ||
        h->e_ident[EI_DATA] != ELFDATA2LSB || h->e_machine != EM_X86_64 || h->e_type != ET_EXEC)
        return "is no image: an image is a 64-bit ELF program, made by `ling build`";
    uint64_t bytes = (uint64_t)h->e_phnum * sizeof(Elf64_Phdr);
    if (h->e_phentsize != sizeof(Elf64_Phdr) || h->e_phoff % 8 || h->e_phoff > v->size || bytes > v->size - h->e_phoff)
        return "is damaged: its table of segments is not one";
    v->segments = (const Elf64_Phdr *)(const void *)(v->bytes + h->e_phoff);
    return NULL;
}

static const char *check_segments(const struct view *v)
{
    for (unsigned i = 0; i < v->head->e_phnum; i++) {
        const Elf64_Phdr *p = &v->segments[i];
        if (p->p_type != PT_LOAD && p->p_type != PT_NOTE) continue;
        if (p->p_offset > v->size || p->p_filesz > v->size - p->p_offset)
            return "is cut short: a segment is not all there";
        if (p->p_type == PT_LOAD && p->p_filesz && p->p_offset % IMAGE_PAGE)
            return "is damaged: a segment lies on no page";
    }
    return NULL;
}

const Elf64_Phdr *view_segment(const struct view *v, uint64_t address)
{
    for (unsigned i = 0; i < v->head->e_phnum; i++)
        if (v->segments[i].p_type == PT_LOAD && v->segments[i].p_vaddr == address) return &v->segments[i];
    return NULL;
}

uint64_t view_bytes_between(const struct view *v, uint64_t from, uint64_t to)
{
    uint64_t bytes = 0;
    for (unsigned i = 0; i < v->head->e_phnum; i++) {
        const Elf64_Phdr *p = &v->segments[i];
        if (p->p_type == PT_LOAD && p->p_vaddr >= from && p->p_vaddr < to) bytes += p->p_filesz;
    }
    return bytes;
}

/* -- the base's build-id --------------------------------------------------------------------------------- */

static bool is_build_id(const struct view *v, const uint8_t *at, const uint8_t *end)
{
    Elf64_Nhdr n;
    while ((size_t)(end - at) >= sizeof n) {
        memcpy(&n, at, sizeof n);
        at += sizeof n;
        uint64_t name = ((uint64_t)n.n_namesz + 3) & ~3ull, is = ((uint64_t)n.n_descsz + 3) & ~3ull;
        if (name > (size_t)(end - at) || is > (size_t)(end - at) - name) return false;
        if (n.n_type == NT_GNU_BUILD_ID && n.n_namesz == 4 && memcmp(at, "GNU", 4) == 0)
            return n.n_descsz >= IMAGE_BUILD_ID_BYTES &&
                   memcmp(at + name, v->manifest->build_id, IMAGE_BUILD_ID_BYTES) == 0;
        at += name + is;
    }
    return false;
}

static const char *check_base(const struct view *v)
{
    for (unsigned i = 0; i < v->head->e_phnum; i++) {
        const Elf64_Phdr *p = &v->segments[i];
        if (p->p_type != PT_NOTE) continue; /* others may lie outside of the file */
        const uint8_t *at = v->bytes + p->p_offset;
        if (is_build_id(v, at, at + p->p_filesz)) return NULL;
    }
    return "is mislabelled: its modules were linked for another base than the one in it";
}

/* -- payload and linked parts ------------------------------------------------------------------------------ */

static const char *check_payload(struct view *v)
{
    static __thread char sentence[160];
    const Elf64_Phdr *p = view_segment(v, IMAGE_PAYLOAD);
    if (!p) return "is no image: it holds a machine and nothing to run";
    const struct image_manifest *m = (const void *)(v->bytes + p->p_offset);
    const char *wrong = image_check(m, p->p_filesz);
    if (!wrong && m->checksum != image_checksum(m, m->payload_bytes))
        wrong = "its bytes are not those that were written (checksum)";
    v->manifest = m;
    if (!wrong) return NULL;
    strcpy(sentence, "is damaged: ");
    return strncat(sentence, wrong, sizeof sentence - sizeof "is damaged: ");
}

static const char *check_linked(const struct view *v)
{
    const struct image_linked *parts = (const void *)((const char *)v->manifest + v->manifest->linked.at);
    uint64_t bytes = 0;
    for (uint64_t i = 0; i < v->manifest->linked.count; i++) {
        const Elf64_Phdr *p = view_segment(v, parts[i].address);
        if (!p || p->p_filesz != parts[i].bytes || parts[i].address < GUEST_ROOTS_START)
            return "is damaged: a part of its linked modules is missing";
        const uint8_t *at = v->bytes + p->p_offset;
        if (parts[i].checksum != image_sum(at, at + p->p_filesz, p->p_filesz))
            return "is damaged: its linked modules are not those that were written (checksum)";
        bytes += p->p_filesz;
    }
    bool all = bytes == view_bytes_between(v, GUEST_ROOTS_START, GUEST_ARENA_END);
    return all ? NULL : "is damaged: it holds linked modules that its manifest does not name";
}

const char *view_read(struct view *v, const void *bytes, size_t size)
{
    *v = (struct view){.bytes = bytes, .size = size};
    const char *wrong = check_head(v);
    if (!wrong) wrong = check_segments(v);
    if (!wrong) wrong = check_payload(v);
    if (!wrong) wrong = check_base(v);
    return wrong ? wrong : check_linked(v);
}

void view_open(struct view *v, const char *path)
{
    size_t size;
    const void *bytes = file_map(path, &size);
    const char *wrong = view_read(v, bytes, size);
    if (wrong) fail(FAIL_DATA, "%s %s.", path, wrong);
    v->name = path;
}

/* -- files ------------------------------------------------------------------------------------------------- */

const struct image_file *view_file(const struct view *v, const char *path)
{
    const struct image_file *files = image_files(v->manifest), *at = files;
    while (*(path += strspn(path, "/"))) {
        size_t bytes = strcspn(path, "/");
        if (at->kind != IMAGE_DIRECTORY || bytes > UINT32_MAX) return NULL;
        uint64_t next = image_find(v->manifest, at, path, (uint32_t)bytes);
        if (!next) return NULL;
        at = &files[next];
        path += bytes;
    }
    return at;
}

void view_walk_start(struct view_walk *w, const struct view *v)
{
    const struct image_file *root = image_files(v->manifest);
    *w = (struct view_walk){.view = v};
    w->levels[w->depth++].at = root->at;
    w->levels[0].end = root->at + root->count;
}

const struct image_file *view_walk_next(struct view_walk *w)
{
    while (w->depth) {
        unsigned level = w->depth - 1;
        if (w->levels[level].at == w->levels[level].end) {
            w->depth--;
            continue;
        }
        const struct image_file *f = &image_files(w->view->manifest)[w->levels[level].at++];
        size_t length = w->levels[level].length;
        if (length + f->name_bytes + 2 > sizeof w->path) continue;
        w->path[length++] = '/';
        memcpy(w->path + length, image_file_name(w->view->manifest, f), f->name_bytes);
        w->path[length += f->name_bytes] = 0;
        if (f->kind == IMAGE_DIRECTORY && w->depth < sizeof w->levels / sizeof *w->levels) {
            w->levels[w->depth].at = f->at, w->levels[w->depth].end = f->at + f->count;
            w->levels[w->depth++].length = length;
        }
        return f;
    }
    return NULL;
}
