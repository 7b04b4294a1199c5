/* memory/arena.c - maps the regions and lays out the allocator in them. */
#include "memory/pages.h"
#include "platform/platform.h"
#include <string.h>

enum { ROOTS_BYTES = 1 << 20, GENERAL_BYTES_MIN = 1 << 25 };
/* What a start with kernel and stdlib comes to use. */
enum { GENERAL_AT_START = 4 << 20, CODE_AT_START = 2 << 20, LARGE_PAGE = 2 << 20 };

/* Maps `*bytes` at `at`, or as large a part as the system grants, but not less than `least` or all there is. */
static bool map_region(uint64_t at, uint64_t *bytes, uint64_t least)
{
    uint64_t granted = platform_granted(at) & -(uint64_t)PAGE_BYTES;
    if (*bytes > granted) *bytes = granted;
    if (least > granted) least = granted;
    for (; *bytes >= least; *bytes = *bytes / 2 & -(uint64_t)PAGE_BYTES)
        if (!faults_strike_map() && platform_map(at, *bytes)) return true;
    return false;
}

/* What of `space` a region gets: `eighths`/8 of it, but not more than it has use for. */
static uint64_t share(uint64_t space, unsigned eighths, uint64_t most)
{
    uint64_t bytes = space / 8 * eighths & -(uint64_t)PAGE_BYTES;
    return bytes < most ? bytes : most;
}

/* What programs cannot take: a small part in a small guest, which has loaded what it needs; where there is more, enough
 * to load modules of OTP, and to log what has died. */
enum {
    RESERVE_SHARE = 32,
    SMALL_PAGES = (24 << 20) / PAGE_BYTES,
    RESERVE_SHARE_BEYOND = 4,
    RESERVE_PAGES_MAX = (16 << 20) / PAGE_BYTES
};
static void set_budget(struct memory *m)
{
    uint64_t pages = platform_memory_bytes() >> PAGE_BITS;
    m->budget = pages < m->end ? pages : m->end;
    m->reserve = m->budget / RESERVE_SHARE;
    if (m->budget > SMALL_PAGES) m->reserve += (m->budget - SMALL_PAGES) / RESERVE_SHARE_BEYOND;
    if (m->reserve > RESERVE_PAGES_MAX) m->reserve = RESERVE_PAGES_MAX;
    m->reserve_open = true;
}

/* Where large pages are to be had, blocks begin on one; where each page of the region is counted, behind the table. */
static void layout_general(uint64_t bytes)
{
    struct memory *m = memory();
    uint64_t pages = bytes >> PAGE_BITS, unit = platform_granted(GENERAL_BASE) == UINT64_MAX ? LARGE_PAGE : PAGE_BYTES;
    uint64_t taken = sizeof *m + sizeof(struct page) * (pages + 1);
    m->pages = (struct page *)(m + 1);
    m->end = (uint32_t)pages;
    m->frontier = (uint32_t)((taken + unit - 1) / unit * (unit >> PAGE_BITS));
    set_budget(m);
    faults_open();
    slabs_open(m);
}

/* The allocator came with an image and was laid out for another size: its page table grows, or only what
 * fits is used.  `bytes` is what there is now. */
static bool widen_general(uint64_t bytes)
{
    struct memory *m = memory();
    struct page *before = m->pages;
    uint32_t pages = (uint32_t)(bytes >> PAGE_BITS);
    if (pages <= m->end) {
        m->end = pages;
        return pages > m->frontier;
    }
    uint64_t table = sizeof(struct page) * ((uint64_t)pages + 1);
    uint32_t taken = (uint32_t)((table + PAGE_BYTES - 1) >> PAGE_BITS);
    if (m->frontier + taken >= pages) return true; /* not worth it */
    m->pages = (struct page *)(GENERAL_BASE + ((uint64_t)m->frontier << PAGE_BITS));
    memcpy(m->pages, before, sizeof(struct page) * (m->frontier + 1));
    for (unsigned c = 0; c < CLASSES; c++)
        if (m->current[c] != &m->no_slab) m->current[c] = m->pages + (m->current[c] - before);
    m->frontier += taken;
    m->end = pages;
    return true;
}

static bool resume(uint64_t general, uint64_t literals, uint64_t code)
{
    struct memory *m = memory();
    if (!widen_general(general)) return false;
    set_budget(m);
    m->literals.end = LITERALS_BASE + literals;
    m->code.end = CODE_BASE + code;
    return m->literals.at <= m->literals.end && m->code.at <= m->code.end;
}

bool arena_open(const char **why)
{
    /* With a limit an eighth is left for what is not ours: stacks of helper threads, libraries. */
    uint64_t space = platform_address_space();
    uint64_t general = share(space, 5, GENERAL_SIZE);
    uint64_t literals = share(space, 1, LITERALS_SIZE), code = share(space, 1, CODE_SIZE);
    *why = "There is not enough memory to start: the limit on address space (ulimit -v) is too low.";
    if (general < GENERAL_BYTES_MIN) return false;
    if (faults_strike_map() || !platform_map(ARENA_BASE, ROOTS_BYTES)) {
        *why = "Cannot start: the addresses from 0x200000000000 on, which the machine needs, are in use.";
        return false;
    }
    *why = "Cannot start: the system does not grant the memory that is needed.";
    if (!map_region(GENERAL_BASE, &general, GENERAL_BYTES_MIN)) return false;
    if (!map_region(LITERALS_BASE, &literals, GENERAL_BYTES_MIN / 8)) return false;
    if (!map_region(CODE_BASE, &code, GENERAL_BYTES_MIN / 8)) return false;
    if (platform_arena_is_linked()) {
        if (!resume(general, literals, code)) return false;
        *why = NULL;
        return true;
    }
    layout_general(general);
    arena_set_root(ROOT_memory, memory());
    memory()->literals = (struct region){LITERALS_BASE, LITERALS_BASE + literals, NULL};
    memory()->code = (struct region){CODE_BASE, CODE_BASE + code, NULL};
    platform_use_large_pages((char *)GENERAL_BASE + ((uint64_t)memory()->frontier << PAGE_BITS), GENERAL_AT_START);
    platform_use_large_pages((char *)CODE_BASE, CODE_AT_START);
    *why = NULL;
    return true;
}

bool arena_resume(const char **why)
{
    const struct memory *m = memory();
    *why = "The image was prepared for more memory than there is.";
    if (!platform_map(ARENA_BASE, ROOTS_BYTES)) return false;
    if (!platform_map(GENERAL_BASE, (uint64_t)m->end << PAGE_BITS)) return false;
    if (!platform_map(LITERALS_BASE, m->literals.end - LITERALS_BASE)) return false;
    if (!platform_map(CODE_BASE, m->code.end - CODE_BASE)) return false;
    *why = NULL;
    return true;
}
