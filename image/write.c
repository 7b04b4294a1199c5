/* image/write.c - the layout of the file, and of physical memory behind the base: payload, then linked pages. */
#include "image/write.h"
#include "image/fail.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static uint64_t pages_up(uint64_t bytes) { return (bytes + IMAGE_PAGE - 1) & -(uint64_t)IMAGE_PAGE; }

/* Appends a table and says where it is. */
static struct image_range add_range(struct text *t, const void *bytes, size_t size, uint64_t count)
{
    static const char zeros[8];
    text_add(t, zeros, -t->size & 7);
    uint64_t at = t->size;
    text_add(t, bytes, size);
    return (struct image_range){at, count};
}

static const struct link_module *module_of(const struct plan *p, const char *what)
{
    static const char kind[] = "module ";
    if (strncmp(what, kind, sizeof kind - 1) != 0) return NULL;
    for (size_t i = 0; i < p->module_count; i++)
        if (strcmp(p->modules[i].name, what + sizeof kind - 1) == 0) return &p->modules[i];
    return NULL;
}

/* The plan's reasons; of a linked module with what it came to. */
static struct text make_reasons(const struct plan *p, const struct linked *l)
{
    struct text t = {0};
    for (size_t i = 0; i < p->reason_count; i++) {
        const struct link_module *m = module_of(p, p->reasons[i].what);
        const uint8_t *bytes = m ? m->bytes : NULL;
        const struct link_size *s = m && l->sizes ? &l->sizes[m - p->modules] : NULL;
        text_print(&t, "%s\t%s", p->reasons[i].what, p->reasons[i].rest);
        if (s)
            text_print(&t, "\t%lu %lu %lu %016lx", s->code, s->literals, s->tables,
                       image_sum(bytes, bytes + m->size, m->size));
        text_add(&t, "", 1);
    }
    return t;
}

static struct text make_payload(const struct base *b, const struct plan *p, const struct files *f,
                                const struct linked *l)
{
    struct image_manifest m = {.magic = IMAGE_MAGIC,
                               .version = IMAGE_VERSION,
                               .bytes = sizeof m,
                               .flags = l->count ? IMAGE_IS_LINKED : 0,
                               .memory = p->memory};
    struct image_linked linked[PARTS_MAX];
    struct text t = {0}, reasons = make_reasons(p, l);
    memcpy(m.build_id, b->build_id, sizeof m.build_id);
    for (size_t i = 0; i < l->count; i++) {
        const struct part *part = &l->parts[i];
        linked[i] =
            (struct image_linked){part->address, part->bytes, image_sum(part->at, part->at + part->bytes, part->bytes)};
    }
    text_add(&t, &m, sizeof m);
    m.arguments = add_range(&t, p->arguments.at, p->arguments.size, p->arguments.size);
    m.environment = add_range(&t, p->environment.at, p->environment.size, p->environment.size);
    m.reasons = add_range(&t, reasons.at, reasons.size, reasons.size);
    m.names = add_range(&t, f->names.at, f->names.size, f->names.size);
    m.linked = add_range(&t, linked, l->count * sizeof *linked, l->count);
    m.files = add_range(&t, f->table, f->count * sizeof *f->table, f->count);
    uint64_t data = add_range(&t, f->data.at, f->data.size, 0).at;
    struct image_file *files = (struct image_file *)(void *)(t.at + m.files.at);
    for (size_t i = 0; i < f->count; i++)
        if (files[i].kind == IMAGE_FILE) files[i].at += data;
    m.payload_bytes = t.size;
    memcpy(t.at, &m, sizeof m);
    m.checksum = image_checksum(t.at, t.size);
    memcpy(t.at, &m, sizeof m);
    return t;
}

/* -- the file -------------------------------------------------------------------------------------------- */

struct writer {
    FILE *to;
    const char *path;
    Elf64_Ehdr head;
    Elf64_Phdr segments[BASE_SEGMENTS_MAX + 1 + PARTS_MAX];
    uint64_t offset;   /* where the next segment's bytes begin, */
    uint64_t physical; /* and its memory */
};

static void put_at(struct writer *w, uint64_t offset, const void *bytes, size_t size)
{
    if (fseek(w->to, (long)offset, SEEK_SET) != 0 || fwrite(bytes, 1, size, w->to) != size)
        fail(FAIL_OUTPUT, "%s cannot be written: %m", w->path);
}

static void put_segment(struct writer *w, uint64_t address, const void *bytes, uint64_t size, uint32_t flags)
{
    w->segments[w->head.e_phnum++] = (Elf64_Phdr){.p_type = PT_LOAD,
                                                  .p_flags = flags,
                                                  .p_offset = w->offset,
                                                  .p_vaddr = address,
                                                  .p_paddr = w->physical,
                                                  .p_filesz = pages_up(size),
                                                  .p_memsz = pages_up(size),
                                                  .p_align = IMAGE_PAGE};
    put_at(w, w->offset, bytes, size);
    w->offset += pages_up(size);
    w->physical += pages_up(size);
}

/* The base's segments stay where they are in the file; its sections and symbols are left out. */
static void put_base(struct writer *w, const struct base *b)
{
    w->head = *b->head;
    w->head.e_phoff = sizeof w->head;
    w->head.e_shoff = w->head.e_shnum = w->head.e_shstrndx = 0;
    for (unsigned i = 0; i < b->head->e_phnum; i++) {
        const Elf64_Phdr *p = &b->segments[i];
        w->segments[i] = *p;
        if (p->p_type != PT_LOAD || !p->p_filesz) continue;
        put_at(w, p->p_offset, b->bytes + p->p_offset, p->p_filesz);
        if (pages_up(p->p_offset + p->p_filesz) > w->offset) w->offset = pages_up(p->p_offset + p->p_filesz);
    }
    w->physical = b->end;
}

/* The program headers must end before the first segment's bytes. */
static uint64_t first_byte(const struct base *b)
{
    uint64_t first = UINT64_MAX;
    for (unsigned i = 0; i < b->head->e_phnum; i++)
        if (b->segments[i].p_type == PT_LOAD && b->segments[i].p_filesz && b->segments[i].p_offset < first)
            first = b->segments[i].p_offset;
    return first;
}

/* Guests may run from the image that stood there: they keep its bytes, for the new one is another file. */
static void make_way(const char *path)
{
    struct stat s;
    if (stat(path, &s) == 0 && S_ISREG(s.st_mode)) unlink(path);
}

void image_write(const struct base *b, const struct plan *p, const struct files *f, const struct linked *l)
{
    struct writer w = {.path = p->output};
    struct text payload = make_payload(b, p, f, l);
    const char *wrong = image_check(payload.at, payload.size);
    if (wrong) fail(FAIL_SOFTWARE, "the image would be damaged: %s", wrong);
    make_way(p->output);
    w.to = fopen(p->output, "wb");
    if (!w.to) fail(FAIL_OUTPUT, "%s cannot be written: %m", p->output);
    put_base(&w, b);
    put_segment(&w, IMAGE_PAYLOAD, payload.at, payload.size, PF_R);
    for (size_t i = 0; i < l->count; i++)
        put_segment(&w, l->parts[i].address, l->parts[i].at, l->parts[i].bytes, PF_R | PF_W);
    if (sizeof w.head + w.head.e_phnum * sizeof *w.segments > first_byte(b))
        fail(FAIL_SOFTWARE, "the image has too many segments");
    put_at(&w, 0, &w.head, sizeof w.head);
    put_at(&w, sizeof w.head, w.segments, w.head.e_phnum * sizeof *w.segments);
    if (fflush(w.to) != 0 || ftruncate(fileno(w.to), (off_t)w.offset) != 0 || fclose(w.to) != 0)
        fail(FAIL_OUTPUT, "%s cannot be written: %m", p->output);
}
