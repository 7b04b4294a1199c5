/* memory/memory.c - the allocator's calls: which of slabs and runs a block comes from, and its account. */
#include "memory/memory.h"
#include "memory/ending.h"
#include "memory/faults.h"
#include "memory/slab.h"
#include "platform/platform.h"
#include <string.h>

static uint32_t pages_for(size_t bytes) { return (uint32_t)((bytes + PAGE_BYTES - 1) >> PAGE_BITS); }

/* More at once is a program's wish, which may be refused to anyone. */
enum { VITAL_BYTES_MAX = 1 << 20 };

/* Refused: when those get nothing without whom no other goes on, the machine ends. */
static void *refuse(struct memory *m, size_t bytes)
{
    m->refusals++;
    if (m->reserve_open && bytes <= VITAL_BYTES_MAX)
        ending_out_of_memory(
            "Out of memory: the last of it, which is kept for those who keep the others going, is used up.");
    return NULL;
}

static void *alloc_large(struct memory *m, enum memory_kind kind, size_t bytes)
{
    if (bytes > GENERAL_SIZE) return NULL;
    struct page *run = run_alloc(m, pages_for(bytes));
    if (!run) return NULL;
    m->used[kind] += (size_t)run->pages << PAGE_BITS;
    void *block = page_address(m, run);
    poison(block, (size_t)run->pages << PAGE_BITS);
    unpoison(block, bytes);
    return block;
}

void *memory_alloc(enum memory_kind kind, size_t bytes)
{
    struct memory *m = memory();
    if (faults_strike()) return refuse(m, bytes);
    if (bytes > SMALL_BYTES_MAX) {
        void *large = alloc_large(m, kind, bytes);
        return large ? large : refuse(m, bytes);
    }
    void *block = slab_alloc(m, kind, slab_class(bytes));
    if (!block) return refuse(m, bytes);
    unpoison(block, bytes);
    return block;
}

void *memory_alloc_zeroed(enum memory_kind kind, size_t bytes)
{
    void *block = memory_alloc(kind, bytes);
    if (!block) return NULL;
    bool clean = bytes > SMALL_BYTES_MAX && page_of(memory(), block)->clean;
    return clean ? block : memset(block, 0, bytes);
}

void memory_free(enum memory_kind kind, void *p)
{
    if (!p) return;
    struct memory *m = memory();
    struct page *page = page_of(m, p);
    if (page->state == PAGE_SLAB) slab_free(m, kind, page, p);
    else {
        EXPECT(page->state == PAGE_LARGE && page_address(m, page) == p);
        m->used[kind] -= (size_t)page->pages << PAGE_BITS;
        run_free(m, page);
    }
}

static size_t usable(const struct memory *m, const void *p)
{
    const struct page *page = page_of(m, p);
    return page->state == PAGE_SLAB ? slab_block_bytes(page) : (size_t)page->pages << PAGE_BITS;
}

size_t memory_usable(const void *p)
{
    size_t bytes = usable(memory(), p);
    unpoison(p, bytes);
    return bytes;
}

bool memory_resize_in_place(enum memory_kind kind, void *p, size_t bytes)
{
    struct memory *m = memory();
    struct page *page = page_of(m, p);
    size_t before = usable(m, p);
    if (bytes > before && faults_strike()) return false;
    if (page->state == PAGE_SLAB) {
        if (bytes > before) return false;
    } else {
        if (bytes > GENERAL_SIZE || !run_resize(m, page, pages_for(bytes + !bytes))) return false;
        m->used[kind] += usable(m, p) - before;
    }
    poison(p, usable(m, p));
    unpoison(p, bytes);
    return true;
}

/* A block is worth moving if it would shrink by more than a quarter, unless it is small. */
static bool stays(const struct memory *m, const void *p, size_t bytes)
{
    size_t now = usable(m, p);
    return bytes <= now && (now > SMALL_BYTES_MAX ? bytes > SMALL_BYTES_MAX : bytes >= now / 4 * 3 || now <= 128);
}

void *memory_resize(enum memory_kind kind, void *p, size_t bytes)
{
    if (!p) return memory_alloc(kind, bytes);
    struct memory *m = memory();
    size_t now = usable(m, p);
    if ((bytes > now || stays(m, p, bytes)) && memory_resize_in_place(kind, p, bytes)) return p;
    void *copy = memory_alloc(kind, bytes);
    if (!copy) return NULL;
    unpoison(p, now);
    memcpy(copy, p, now < bytes ? now : bytes);
    memory_free(kind, p);
    return copy;
}

size_t memory_used(enum memory_kind kind) { return memory()->used[kind]; }

size_t memory_total(void) { return memory()->in_use << PAGE_BITS; }
bool memory_is_plentiful(void) { return memory()->in_use < memory()->budget / 2; }

void memory_open_reserve(bool open) { memory()->reserve_open = open; }
bool memory_reserve_is_open(void) { return memory()->reserve_open; }
size_t memory_refusals(void) { return memory()->refusals; }

/* -- literals and code ------------------------------------------------------------- */

static void *alloc_from(struct region *r, size_t bytes)
{
    size_t taken;
    void *block = faults_strike() ? NULL : region_alloc(r, bytes, &taken);
    if (block) memory()->used[MEMORY_CODE] += taken;
    else memory()->refusals++;
    return block;
}

static void free_to(struct region *r, void *p)
{
    if (p) memory()->used[MEMORY_CODE] -= region_free(r, p);
}

void *memory_alloc_literals(size_t bytes) { return alloc_from(&memory()->literals, bytes); }
void memory_free_literals(void *p) { free_to(&memory()->literals, p); }
void *memory_alloc_code(size_t bytes) { return alloc_from(&memory()->code, bytes); }
void memory_free_code(void *p) { free_to(&memory()->code, p); }

/* -- giving back ------------------------------------------------------------------- */

enum { TRIM_ROUND_NS = 500 * 1000 * 1000 };

/* What has lain free for a whole round goes; what was freed in this round may soon be needed again. */
uint64_t memory_trim(void)
{
    struct memory *m = memory();
    if (m->dirty == 0) return UINT64_MAX;
    uint64_t now = platform_monotonic_ns();
    if (now >= m->round_ends) {
        runs_trim(m, m->round);
        m->round++;
        m->round_ends = now + TRIM_ROUND_NS;
    }
    return m->dirty ? m->round_ends : UINT64_MAX;
}

void memory_trim_all(void)
{
    struct memory *m = memory();
    slabs_shed(m);
    runs_trim(m, UINT32_MAX);
    runs_retreat(m);
    m->round = m->round_ends = 0;
}
