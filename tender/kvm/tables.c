/* tender/kvm/tables.c - page tables with U at each level, W and NX by piece; GDT, IDT, TSS, stubs. */
#include "tender/kvm/tables.h"
#include <string.h>

enum { TABLE_BYTES = 4096, ENTRIES = 512, TOGETHER = 8 };
enum { P = 1, W = 2, U = 4, A = 0x20, D = 0x40, LARGE = 0x80 };
#define NX (UINT64_C(1) << 63)

struct tables {
    uint8_t *system;
    uint64_t top, next; /* guest-physical: the first table, and the first byte behind the last */
    bool observed;      /* the processor shall mark each page that it uses */
};

static uint64_t *table(const struct tables *t, uint64_t at) { return (uint64_t *)(void *)(t->system + at); }

/* The table below an entry, made when missing.  Each level lets everything through; the last one decides. */
static uint64_t below(struct tables *t, uint64_t at, uint64_t index)
{
    uint64_t *entry = &table(t, at)[index];
    if (!*entry) {
        *entry = t->next | P | W | U | A;
        t->next += TABLE_BYTES;
    }
    return *entry & ~(uint64_t)(TABLE_BYTES - 1) & ~NX;
}

/* A and D are set beforehand: nobody has to set them later, unless somebody wants to know. */
static void map_range(struct tables *t, uint64_t at, uint64_t physical, uint64_t bytes, uint64_t bits)
{
    bits |= t->observed ? P : P | A | D;
    while (bytes > 0) {
        uint64_t pdpt = below(t, t->top, at >> 39 & 511), pd = below(t, pdpt, at >> 30 & 511), step = GUEST_PAGE;
        if (((at | physical) & (MEMORY_LARGE_PAGE - 1)) == 0 && bytes >= MEMORY_LARGE_PAGE && !t->observed) {
            table(t, pd)[at >> 21 & 511] = physical | bits | LARGE;
            step = MEMORY_LARGE_PAGE;
        } else {
            table(t, below(t, pd, at >> 21 & 511))[at >> 12 & 511] = physical | bits;
        }
        at += step, physical += step, bytes -= step;
    }
}

static void map_piece(struct tables *t, const struct piece *p, uint64_t reserve)
{
    uint64_t bits = U | (p->rights & RIGHT_WRITE ? W : 0u) | (p->rights & RIGHT_EXECUTE ? 0 : NX);
    map_range(t, p->start, reserve + p->offset, p->bytes, bits);
}

static void write_descriptors(uint8_t *s)
{
    uint64_t *gdt = (uint64_t *)(void *)(s + SYSTEM_GDT);
    gdt[SELECTOR_CODE0 >> 3] = UINT64_C(0x00af9b000000ffff);
    gdt[SELECTOR_DATA3 >> 3] = UINT64_C(0x00cff3000000ffff);
    gdt[SELECTOR_CODE3 >> 3] = UINT64_C(0x00affb000000ffff);
}

/* Stack of ring 0 at 4, offset of the I/O bitmap at 0x66; a bit of one denies a port. */
static void write_tss(uint8_t *tss)
{
    uint64_t stack = SYSTEM_START + SYSTEM_STACK_END;
    uint16_t bitmap = 0x68;
    memcpy(tss + 4, &stack, sizeof stack);
    memcpy(tss + 0x66, &bitmap, sizeof bitmap);
    memset(tss + bitmap, 0xff, 0x2001);
    tss[bitmap + PORT_GATE / 8] = (uint8_t)~(1u << PORT_GATE % 8);
}

/* Each gate leads to `out %al, $PORT_FAULT + vector` in ring 0: the monitor never goes back from there. */
static void write_gates(uint8_t *s)
{
    for (unsigned v = 0; v < VECTORS; v++) {
        uint64_t at = SYSTEM_START + SYSTEM_STUBS + v * 16;
        uint8_t stub[4] = {0xe6, (uint8_t)(PORT_FAULT + v), 0x0f, 0x0b};
        uint32_t gate[4] = {(uint32_t)(SELECTOR_CODE0 << 16 | (at & 0xffff)), (uint32_t)((at & 0xffff0000) | 0x8e00),
                            (uint32_t)(at >> 32), 0};
        memcpy(s + SYSTEM_STUBS + v * 16, stub, sizeof stub);
        memcpy(s + SYSTEM_IDT + v * 16, gate, sizeof gate);
    }
}

uint64_t tables_reserve(const struct memory *m)
{
    uint64_t tables = 8; /* the top, and the system's own */
    for (uint32_t i = 0; i < m->count; i++) {
        uint64_t large = m->pieces[i].bytes / MEMORY_LARGE_PAGE;
        tables += large + large / ENTRIES + 6; /* as if there were no large pages: only what is used is touched */
    }
    uint64_t bytes = SYSTEM_TABLES + tables * TABLE_BYTES;
    return (bytes + MEMORY_LARGE_PAGE - 1) & ~(uint64_t)(MEMORY_LARGE_PAGE - 1);
}

void tables_build(uint8_t *system, const struct memory *m, uint64_t reserve)
{
    struct tables t = {system, SYSTEM_TABLES, SYSTEM_TABLES + TABLE_BYTES, m->observed != NULL};
    write_descriptors(system);
    write_tss(system + SYSTEM_TSS);
    write_gates(system);
    map_range(&t, SYSTEM_START, 0, SYSTEM_STUBS, W | NX);
    map_range(&t, SYSTEM_START + SYSTEM_STUBS, SYSTEM_STUBS, GUEST_PAGE, 0);
    for (uint32_t i = 0; i < m->count; i++) map_piece(&t, &m->pieces[i], reserve);
}

/* -- use ------------------------------------------------------------------------------------------------- */

/* The entry of a page that is mapped by itself; 0: it is not mapped. */
static uint64_t entry_of(const uint8_t *system, uint64_t at)
{
    uint64_t entry = SYSTEM_TABLES;
    for (int shift = 39; shift >= 12; shift -= 9) {
        uint64_t table = entry & ~(uint64_t)(TABLE_BYTES - 1) & ~NX;
        memcpy(&entry, system + table + (at >> shift & 511) * sizeof entry, sizeof entry);
        if (!(entry & P)) return 0;
    }
    return entry;
}

/* To read some pages of the image too many costs less than to say which. */
static void note_page(struct warm *w, uint64_t at, bool written, bool first)
{
    enum { GAP = 32 * GUEST_PAGE };
    struct warm_run *last = w->count ? &w->runs[w->count - 1] : NULL;
    uint64_t gap = last && !first && last->written == written ? at - last->start - last->bytes : UINT64_MAX;
    if (gap <= (written ? 0 : GAP)) last->bytes += gap + GUEST_PAGE;
    else if (w->count < WARM_RUNS_MAX) w->runs[w->count++] = (struct warm_run){at, GUEST_PAGE, written};
}

/* KVM maps the neighbours of a page with it, up to the first of eight that nobody has written to yet: where many are used, to make all of
 * them ready costs less than a fault for each. */
static void note_group(struct warm *w, const uint8_t *system, const struct piece *p, uint64_t from, uint64_t end)
{
    enum { MANY = 4 };
    unsigned used = 0, written = 0;
    for (uint64_t at = from; at < end; at += GUEST_PAGE) {
        uint64_t entry = entry_of(system, at);
        used += (entry & A) != 0, written += (entry & D) != 0;
    }
    bool all = used >= MANY && written > 0;
    for (uint64_t at = from; used && at < end; at += GUEST_PAGE) {
        uint64_t entry = entry_of(system, at);
        if (all || entry & A) note_page(w, at, all || entry & D, at == p->start);
    }
}

void tables_used(const uint8_t *system, const struct memory *m)
{
    m->observed->count = 0;
    for (uint32_t i = 0; i < m->count; i++) {
        const struct piece *p = &m->pieces[i];
        for (uint64_t at = p->start, next, end = p->start + p->bytes; at < end; at = next) {
            next = (at | (TOGETHER * GUEST_PAGE - 1)) + 1;
            if (next > end) next = end;
            note_group(m->observed, system, p, at, next);
        }
    }
}
