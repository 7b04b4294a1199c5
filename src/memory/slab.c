/* memory/slab.c - small blocks, by classes of size.
 *
 * A slab is a run cut into blocks of one class: sixteen bytes apart up to 128, then
 * four classes for each power of two.  A class has one current slab, from which
 * blocks are taken until it is full, and a list of others that are not full.
 */
#include "memory/pages.h"
#include "memory/poison.h"

enum { CLASSES_BY_16 = 8 }; /* 16, 32 ... 128 */

unsigned slab_class(size_t bytes)
{
    if (bytes <= 16 * CLASSES_BY_16) return (unsigned)(bytes + 15 + !bytes) / 16 - 1;
    unsigned log = 63 - (unsigned)__builtin_clzl(bytes - 1);
    return CLASSES_BY_16 + (log - 7) * 4 + (unsigned)((bytes - 1) >> (log - 2) & 3);
}

size_t slab_class_bytes(unsigned class)
{
    if (class < CLASSES_BY_16) return 16 * (class + 1);
    unsigned log = 7 + (class - CLASSES_BY_16) / 4;
    return ((size_t)(class - CLASSES_BY_16) % 4 + 5) << (log - 2);
}

/* Pages of a slab: enough for at least eight blocks. */
static uint32_t slab_pages(unsigned class)
{
    size_t bytes = slab_class_bytes(class);
    return bytes <= 1024 ? 1 : bytes <= 4096 ? 4 : 8;
}

static bool slab_is_full(const struct page *slab)
{
    return !slab->blocks && slab->carved == (slab->pages << PAGE_BITS) / slab_class_bytes(slab->class);
}

/* The chain of free blocks runs through their first words, which the sanitizer sees as poisoned. */
static UNCHECKED void *chain_next(void *block) { return *(void **)block; }
static UNCHECKED void chain_set(void *block, void *next) { *(void **)block = next; }

void slabs_open(struct memory *m)
{
    for (unsigned class = 0; class < CLASSES; class ++) m->current[class] = &m->no_slab;
}

static struct page *slab_new(struct memory *m, unsigned class)
{
    uint32_t pages = slab_pages(class);
    struct page *slab = run_alloc(m, pages);
    if (!slab) return NULL;
    for (uint32_t i = 0; i < pages; i++) {
        slab[i].state = PAGE_SLAB;
        slab[i].back = i;
#ifdef DEBUG
        __builtin_memset(slab[i].live, 0, sizeof slab[i].live);
#endif
    }
    slab->class = (uint8_t)class;
    slab->used = slab->carved = 0;
    slab->blocks = NULL;
    poison(page_address(m, slab), (size_t)pages << PAGE_BITS);
    return slab;
}

static void partial_add(struct memory *m, struct page *slab)
{
    uint32_t *first = &m->partial[slab->class];
    slab->previous = 0;
    slab->next = *first;
    if (*first) m->pages[*first].previous = page_index(m, slab);
    *first = page_index(m, slab);
}

static void partial_remove(struct memory *m, struct page *slab)
{
    if (slab->next) m->pages[slab->next].previous = slab->previous;
    if (slab->previous) m->pages[slab->previous].next = slab->next;
    else m->partial[slab->class] = slab->next;
}

/* Another current slab for a class whose current one is full. */
static struct page *slab_replace(struct memory *m, unsigned class)
{
    uint32_t index = m->partial[class];
    struct page *slab;
    if (index) {
        slab = &m->pages[index];
        partial_remove(m, slab);
    } else if (!(slab = slab_new(m, class))) return NULL;
    return m->current[class] = slab;
}

#ifdef DEBUG
/* Notes that a block is taken (or free); a block freed twice, or one that never was, ends the machine. */
static void slab_note(struct page *slab, const void *block, bool taken)
{
    size_t unit = ((uintptr_t)block & (PAGE_BYTES - 1)) / 16;
    struct page *page =
        slab + (((uintptr_t)block >> PAGE_BITS) - ((uintptr_t)page_address(memory(), slab) >> PAGE_BITS));
    uint64_t bit = UINT64_C(1) << unit % 64;
    ENSURE(!(page->live[unit / 64] & bit) == taken);
    page->live[unit / 64] ^= bit;
}
#else
static inline void slab_note(struct page *slab, const void *block, bool taken) { (void)slab, (void)block, (void)taken; }
#endif

/* A block that was never handed out, or NULL if the slab has none left. */
static void *slab_carve(struct memory *m, struct page *slab)
{
    size_t bytes = slab_class_bytes(slab->class), at = slab->carved * bytes;
    if (at + bytes > (size_t)slab->pages << PAGE_BITS) return NULL;
    slab->carved++;
    return (char *)page_address(m, slab) + at;
}

static void *slab_alloc_slowly(struct memory *m, unsigned class)
{
    struct page *slab = m->current[class];
    void *block = slab == &m->no_slab ? NULL : slab_carve(m, slab);
    if (!block) {
        slab = slab_replace(m, class);
        if (!slab) return NULL;
        block = slab->blocks;
        if (block) slab->blocks = chain_next(block);
        else block = slab_carve(m, slab);
    }
    slab->used++;
    slab_note(slab, block, true);
    return block;
}

void *slab_alloc(struct memory *m, unsigned class)
{
    struct page *slab = m->current[class];
    void *block = slab->blocks;
    if (__builtin_expect(!block, 0)) return slab_alloc_slowly(m, class);
    slab->blocks = chain_next(block);
    slab->used++;
    slab_note(slab, block, true);
    return block;
}

void slab_free(struct memory *m, struct page *slab, void *block)
{
    slab_note(slab, block, false);
    bool current = slab == m->current[slab->class];
    if (!current && slab_is_full(slab)) partial_add(m, slab);
    poison(block, slab_class_bytes(slab->class));
    chain_set(block, slab->blocks);
    slab->blocks = block;
    if (--slab->used == 0 && !current) {
        partial_remove(m, slab);
        run_free(m, slab);
    }
}
