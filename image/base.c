/* image/base.c - checks the base's program headers and finds its notes. */
#include "image/base.h"
#include "guest_abi.h"
#include "image/fail.h"
#include "image/plan.h"
#include "link_abi.h"
#include <string.h>

static _Noreturn void damaged(const char *path, const char *what) { fail(FAIL_DATA, "%s is no base: %s", path, what); }

static void take_note(struct base *b, const Elf64_Nhdr *n, const char *name, const uint8_t *is)
{
    if (n->n_namesz == 4 && memcmp(name, "GNU", 4) == 0 && n->n_type == NT_GNU_BUILD_ID)
        memcpy(b->build_id, is, n->n_descsz < IMAGE_BUILD_ID_BYTES ? n->n_descsz : IMAGE_BUILD_ID_BYTES);
    if (n->n_namesz != 5 || memcmp(name, GUEST_NOTE_NAME, 5) != 0) return;
    struct guest_note_base base;
    struct link_note link;
    if (n->n_type == GUEST_NOTE_BASE && n->n_descsz >= sizeof base) {
        memcpy(&base, is, sizeof base);
        b->thread_pointer = base.thread_pointer;
    } else if (n->n_type == LINK_NOTE_ENTRY && n->n_descsz >= sizeof link) {
        memcpy(&link, is, sizeof link);
        if (link.abi == LINK_ABI_VERSION) b->link_entry = link.entry;
    }
}

static void read_notes(struct base *b, const Elf64_Phdr *p)
{
    const uint8_t *at = b->bytes + p->p_offset, *end = at + p->p_filesz;
    while ((size_t)(end - at) >= sizeof(Elf64_Nhdr)) {
        Elf64_Nhdr n;
        memcpy(&n, at, sizeof n);
        at += sizeof n;
        uint64_t name = ((uint64_t)n.n_namesz + 3) & ~3ull, is = ((uint64_t)n.n_descsz + 3) & ~3ull;
        if (name > (size_t)(end - at) || is > (size_t)(end - at) - name) return;
        take_note(b, &n, (const char *)at, at + name);
        at += name + is;
    }
}

static void read_segment(struct base *b, const char *path, const Elf64_Phdr *p)
{
    if (p->p_offset > b->size || p->p_filesz > b->size - p->p_offset) damaged(path, "a segment lies outside the file");
    if (p->p_type == PT_NOTE) read_notes(b, p);
    if (p->p_type != PT_LOAD) return;
    if (p->p_vaddr < GUEST_BASE_START || p->p_memsz < p->p_filesz || p->p_memsz > GUEST_BASE_END ||
        p->p_vaddr + p->p_memsz > GUEST_BASE_END || p->p_vaddr % GUEST_PAGE || p->p_offset % GUEST_PAGE)
        damaged(path, "a segment has a wrong address");
    uint64_t end = (p->p_vaddr + p->p_memsz + GUEST_PAGE - 1) & -(uint64_t)GUEST_PAGE;
    if (end > b->end) b->end = end;
}

void base_read(struct base *b, const char *path)
{
    *b = (struct base){0};
    b->bytes = file_map(path, &b->size);
    b->head = (const Elf64_Ehdr *)b->bytes;
    if (b->size < sizeof *b->head || memcmp(b->head->e_ident, ELFMAG, SELFMAG) != 0) damaged(path, "not an ELF file");
    if (b->head->e_ident[EI_CLASS] != ELFCLASS64 || b->head->e_machine != EM_X86_64 || b->head->e_type != ET_EXEC)
        damaged(path, "not a program for x86-64");
    uint64_t headers = (uint64_t)b->head->e_phnum * sizeof(Elf64_Phdr);
    if (b->head->e_phentsize != sizeof(Elf64_Phdr) || b->head->e_phnum > BASE_SEGMENTS_MAX ||
        b->head->e_phoff > b->size || headers > b->size - b->head->e_phoff || b->head->e_phoff % 8)
        damaged(path, "its program headers lie outside");
    b->segments = (const Elf64_Phdr *)(b->bytes + b->head->e_phoff);
    for (unsigned i = 0; i < b->head->e_phnum; i++) read_segment(b, path, &b->segments[i]);
    if (!b->thread_pointer || !b->link_entry) damaged(path, "it has no notes of Ling's");
}
