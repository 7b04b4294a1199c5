/* memory/pages.h - private to memory/: how the GENERAL region is divided.
 *
 * The region is an array of 16 KiB pages.  A run is a sequence of pages that is
 * free, or one large block, or one slab of equal small blocks.  What is known of a
 * run stands in the page table, apart from the data, so that a block's page can be
 * found without touching the block, and free memory can be given back whole:
 *
 *   GENERAL_BASE: struct memory | page table, one struct page for each page | pages
 */
#pragma once
#include "base/check.h"
#include "memory/arena.h"
#include "memory/faults.h"
#include "memory/memory.h"

enum { PAGE_BITS = 14, PAGE_BYTES = 1 << PAGE_BITS, UNIT_BYTES = 16 };
enum { CLASSES = 36, SMALL_BYTES_MAX = PAGE_BYTES };
enum { BIN_ROWS = 32, BIN_COLUMNS = 8 };

enum page_state { PAGE_NONE, PAGE_FREE, PAGE_SLAB, PAGE_LARGE };

/* One entry of the page table.  Valid are: the first and the last page of a run, and
 * every page of a slab. */
struct page {
    uint32_t pages; /* first page: length of the run */
    uint32_t back;  /* distance to the first page */
    uint8_t state;
    bool clean : 1;          /* free: reads as zeros and costs nothing */
    bool current : 1;        /* slab: its class takes blocks from it */
    uint16_t units;          /* slab: size of its blocks in UNIT_BYTES */
    uint16_t used;           /* slab: blocks in use */
    uint16_t carved;         /* slab: blocks ever handed out; those beyond were never touched */
    uint32_t next, previous; /* free: in its bin; slab: in its class's list; 0 ends it */
    union {
        void *blocks; /* slab: chain of free blocks */
        struct {
            uint32_t round; /* free: trim round in which it was freed */
            uint32_t dirty; /* free: how many of its pages are thought to cost memory; 0 if and only if it is clean */
        };
    };
#ifdef DEBUG
    uint64_t live[PAGE_BYTES / UNIT_BYTES / 64]; /* slab: a bit for each block in use, at its first unit */
#endif
};

/* A region that is cut from one end, its holes filled first. */
struct region {
    uint64_t at, end; /* what was never used */
    struct hole *holes;
};

struct memory {
    struct page *current[CLASSES]; /* slab that blocks are taken from; never NULL */
    uint32_t partial[CLASSES];     /* other slabs with free blocks */
    size_t used[MEMORY_KINDS];
    struct page *pages;
    uint32_t frontier, end; /* pages never used begin; and end */
    size_t budget;          /* pages that may be in use together */
    size_t reserve;         /* of these only the machine itself and vital processes may use so many */
    bool reserve_open;      /* one of them is at work */
    size_t refusals;        /* allocations that were refused */
    size_t in_use, dirty;   /* pages in blocks and slabs; the sum of free runs' dirty pages */
    uint32_t round;
    uint64_t round_ends;
    uint32_t rows; /* bit r: columns[r] != 0 */
    uint8_t columns[BIN_ROWS];
    uint32_t bins[BIN_ROWS][BIN_COLUMNS];
    struct region literals, code;
    struct page no_slab; /* a full one: the first current of each class */
#ifdef DEBUG
    struct faults faults;
#endif
};

static inline struct memory *memory(void) { return (struct memory *)GENERAL_BASE; }
static inline uint32_t page_index(const struct memory *m, const struct page *p) { return (uint32_t)(p - m->pages); }
static inline void *page_address(const struct memory *m, const struct page *p)
{
    return (void *)(GENERAL_BASE + ((uint64_t)page_index(m, p) << PAGE_BITS));
}
/* The first page of the run that `address`, in a slab or at the start of a run, lies in. */
static inline struct page *page_of(const struct memory *m, const void *address)
{
    struct page *p = &m->pages[((uint64_t)(uintptr_t)address - GENERAL_BASE) >> PAGE_BITS];
    return p - p->back;
}

/* runs.c: runs of pages.  run_alloc gives NULL when there is no more. */
struct page *run_alloc(struct memory *m, uint32_t pages);
void run_free(struct memory *m, struct page *run);
/* Makes a run shorter or longer where it is; false if what follows is in use. */
bool run_resize(struct memory *m, struct page *run, uint32_t pages);
void runs_trim(struct memory *m, uint32_t before);
/* The last run, if it is free and clean, counts as never used. */
void runs_retreat(struct memory *m);

/* slab.c: blocks of at most SMALL_BYTES_MAX bytes; slab.h has the fast paths. */
void slabs_open(struct memory *m);
void *slab_alloc_slowly(struct memory *m, unsigned class);
/* Frees the current slabs of which no block is in use, and what the others hold besides their blocks in use. */
void slabs_shed(struct memory *m);
/* The first block of a full slab, or the last of any but the current one, has come back. */
void slab_freed(struct memory *m, struct page *slab, bool was_full);

/* region.c */
void *region_alloc(struct region *r, size_t bytes, size_t *taken);
size_t region_free(struct region *r, void *block);
