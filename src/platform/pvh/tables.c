/* platform/pvh/tables.c - page tables of four levels (Intel SDM volume 3, section 4.5; AMD APM volume 2, section 5.3).
 *
 * Nothing is both writable and executable; what the base's program headers do not name, page 0 and the guard below
 * the stack among it, is not mapped.
 */
#include "platform/pvh/machine.h"
#include "platform/pvh/pvh.h"

#define PRESENT    UINT64_C(1)
#define WRITABLE   UINT64_C(2)
#define USED       UINT64_C(0x60) /* accessed and dirty: the processor need not write them */
#define LARGE      UINT64_C(0x80)
#define NO_EXECUTE (UINT64_C(1) << 63)
#define ADDRESS    UINT64_C(0x000ffffffffff000)

static uint64_t bits_of(unsigned how)
{
    return PRESENT | USED | (how & (MAP_WRITE | MAP_DEVICE)) | (how & MAP_EXECUTE ? 0 : NO_EXECUTE);
}

/* The entry for `at` in a table of `level` (3: top, 0: pages); makes the tables above it. NULL: no memory. */
static uint64_t *entry_of(struct pvh *p, uint64_t at, int level, bool make)
{
    uint64_t table = p->tables;
    for (int l = 3;; l--) {
        uint64_t *entry = (uint64_t *)direct(table) + (at >> (12 + 9 * l) & 511);
        if (l == level) return entry;
        if (!(*entry & PRESENT)) {
            uint64_t fresh = make ? frames_take(&p->frames, 1) : 0;
            if (!fresh) return NULL;
            *entry = fresh | PRESENT | WRITABLE | USED;
        }
        table = *entry & ADDRESS;
    }
}

bool tables_map(struct pvh *p, uint64_t at, uint64_t physical, unsigned how)
{
    uint64_t *entry = entry_of(p, at, 0, true);
    if (!entry) return false;
    *entry = physical | bits_of(how);
    return true;
}

uint64_t tables_unmap(struct pvh *p, uint64_t at)
{
    uint64_t *entry = entry_of(p, at, 0, false);
    if (!entry || !(*entry & PRESENT)) return 0;
    uint64_t frame = *entry & ADDRESS;
    *entry = 0;
    __asm__ volatile("invlpg (%0)" ::"r"(at) : "memory");
    return frame;
}

static bool map_large(struct pvh *p, uint64_t at, uint64_t physical, unsigned how)
{
    uint64_t *entry = entry_of(p, at, 1, true);
    if (!entry) return false;
    *entry = physical | bits_of(how) | LARGE;
    return true;
}

bool tables_share(struct pvh *p, uint64_t physical) { return tables_map(p, DIRECT + physical, physical, MAP_WRITE); }

volatile void *tables_device(uint64_t physical, uint64_t bytes)
{
    uint64_t from = physical & -(uint64_t)LARGE_BYTES;
    for (uint64_t at = from; at < physical + bytes; at += LARGE_BYTES)
        if (!map_large(pvh(), DEVICES + at, at, MAP_WRITE | MAP_DEVICE)) return NULL;
    return (volatile void *)(uintptr_t)(DEVICES + physical);
}

/* -- the base, as its linker script lays it out ------------------------------------------------ */

extern char text_start[], text_end[], constants_start[], constants_end[], libraries_data[], guest_guard[], base_end[];

static bool map_same(struct pvh *p, const char *from, const char *to, unsigned how)
{
    for (uint64_t at = (uintptr_t)from; at < (uintptr_t)to; at += FRAME_BYTES)
        if (!tables_map(p, at, at, how)) return false;
    return true;
}

static bool map_base(struct pvh *p)
{
    return map_same(p, text_start, text_end, MAP_EXECUTE) && map_same(p, constants_start, constants_end, 0) &&
           map_same(p, libraries_data, guest_guard, MAP_WRITE) && map_same(p, guest_stack, guest_stack_end, MAP_WRITE);
}

/* All memory below `top`, for frames and their contents. */
static bool map_direct(struct pvh *p, uint64_t top)
{
    for (uint64_t at = 0; at < top; at += LARGE_BYTES)
        if (!map_large(p, DIRECT + at, at, MAP_WRITE)) return false;
    return true;
}

static uint64_t top_of_memory(const struct frames *f)
{
    uint64_t top = 0;
    for (unsigned i = 0; i < f->count; i++)
        if (f->ranges[i].to > top) top = f->ranges[i].to;
    return top;
}

bool tables_open(struct pvh *p)
{
    uint64_t top = top_of_memory(&p->frames);
    p->tables = frames_take(&p->frames, 1);
    if (!p->tables || !map_base(p) || !image_map(p) || !map_direct(p, top)) return false;
    __asm__ volatile("mov %0, %%cr3" ::"r"(p->tables) : "memory");
    return true;
}
