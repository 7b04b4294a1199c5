/* memory/runs.c - runs of pages: two-level segregated good fit, joined with free neighbours.
 *
 * A bin holds free runs of nearly equal length: 8 bins for each power of two, a bit
 * for each bin that is not empty, so that all operations take constant time.
 * M. Masmano et al., "TLSF: a new dynamic memory allocator for real-time systems", 2004.
 */
#include "memory/pages.h"
#include "memory/poison.h"
#include "platform/platform.h"
#include <string.h>

enum { BIN_TRIES = 4 };                         /* runs looked at in the bin where only some are long enough */
enum { DIRTY_PAGES = (64 << 20) / PAGE_BYTES }; /* free pages that may wait for reuse besides a quarter of those used */

struct bin {
    unsigned row, column;
};

/* The bin for runs of `pages`. */
static struct bin bin_of(uint32_t pages)
{
    if (pages < BIN_COLUMNS) return (struct bin){0, pages};
    unsigned log = 31 - (unsigned)__builtin_clz(pages);
    return (struct bin){log - 2, pages >> (log - 3) & (BIN_COLUMNS - 1)};
}

static void bin_insert(struct memory *m, struct page *run)
{
    struct bin b = bin_of(run->pages);
    uint32_t *first = &m->bins[b.row][b.column];
    run->previous = 0;
    run->next = *first;
    if (*first) m->pages[*first].previous = page_index(m, run);
    *first = page_index(m, run);
    m->columns[b.row] |= (uint8_t)(1u << b.column);
    m->rows |= 1u << b.row;
    m->dirty += run->dirty;
}

static void bin_remove(struct memory *m, struct page *run)
{
    struct bin b = bin_of(run->pages);
    if (run->next) m->pages[run->next].previous = run->previous;
    if (run->previous) m->pages[run->previous].next = run->next;
    else if (!(m->bins[b.row][b.column] = run->next)) {
        m->columns[b.row] &= (uint8_t)~(1u << b.column);
        if (!m->columns[b.row]) m->rows &= ~(1u << b.row);
    }
    m->dirty -= run->dirty;
}

/* A run of at least `pages`, still in its bin; NULL: there is none. */
static struct page *bin_find(struct memory *m, uint32_t pages)
{
    struct bin b = bin_of(pages);
    uint32_t index = m->bins[b.row][b.column];
    for (int tries = 0; index && tries < BIN_TRIES; tries++, index = m->pages[index].next)
        if (m->pages[index].pages >= pages) return &m->pages[index];
    unsigned columns = m->columns[b.row] & (~1u << b.column);
    if (!columns) {
        uint32_t rows = m->rows & (~UINT32_C(1) << b.row);
        if (!rows) return NULL;
        b.row = (unsigned)__builtin_ctz(rows);
        columns = m->columns[b.row];
    }
    return &m->pages[m->bins[b.row][__builtin_ctz(columns)]];
}

/* Writes down that run is `pages` long and in `state`. */
static void run_mark(struct page *run, uint32_t pages, enum page_state state)
{
    run->pages = pages;
    run->back = 0;
    run->state = (uint8_t)state;
    run[pages - 1].back = pages - 1;
    run[pages - 1].state = (uint8_t)state;
}

/* Cuts what is beyond `pages` off a run that is in no bin, and makes it free.  Where the dirty pages of a run lie is
 * not known: it is taken that what is cut out first was also in use last. */
static void run_cut(struct memory *m, struct page *run, uint32_t pages)
{
    struct page *rest = run + pages;
    uint32_t left = run->pages - pages, dirty = run->dirty > pages ? run->dirty - pages : 1;
    if (left == 0) return;
    rest->clean = run->clean;
    rest->dirty = run->clean ? 0 : dirty < left ? dirty : left;
    rest->round = m->round;
    run_mark(rest, left, PAGE_FREE);
    bin_insert(m, rest);
}

/* Pages that are not for whoever is at work: neither so many, nor the last ones, which lie side by side. */
static uint32_t kept_back(const struct memory *m) { return m->reserve_open ? 0 : (uint32_t)m->reserve; }

/* Fresh pages at the frontier, joined with a free run that ends there. */
static struct page *run_from_frontier(struct memory *m, uint32_t pages)
{
    struct page *run = &m->pages[m->frontier];
    uint32_t have = 0, dirty = 0;
    bool clean = true;
    if (run[-1].state == PAGE_FREE) {
        run -= run[-1].back + 1;
        have = run->pages;
        clean = run->clean;
        dirty = run->dirty;
    }
    if (m->frontier + (pages - have) > m->end - kept_back(m)) return NULL;
    if (have) bin_remove(m, run);
    m->frontier += pages - have;
    run->clean = clean;
    run->dirty = dirty;
    run->pages = pages;
    return run;
}

/* May so many more pages be in use? */
static bool granted(const struct memory *m, uint32_t pages) { return m->in_use + pages <= m->budget - kept_back(m); }

struct page *run_alloc(struct memory *m, uint32_t pages)
{
    if (pages > m->end || !granted(m, pages)) return NULL;
    struct page *run = bin_find(m, pages);
    if (run) bin_remove(m, run);
    else if (!(run = run_from_frontier(m, pages))) return NULL;
    run_cut(m, run, pages);
    run_mark(run, pages, PAGE_LARGE);
    m->in_use += pages;
    return run;
}

static void run_discard(struct memory *m, struct page *run)
{
    platform_discard(page_address(m, run), (size_t)run->pages << PAGE_BITS);
    m->dirty -= run->dirty;
    run->dirty = 0;
    run->clean = true;
}

/* Gives back free runs, the longest first, until few dirty pages are left; `recent`, the one most likely to be used
 * again, only if the others are not enough. */
static void runs_shed(struct memory *m, const struct page *recent, size_t enough)
{
    for (unsigned bin = BIN_ROWS * BIN_COLUMNS; bin-- > 0 && m->dirty > enough;)
        for (uint32_t i = m->bins[bin / BIN_COLUMNS][bin % BIN_COLUMNS]; i && m->dirty > enough; i = m->pages[i].next)
            if (!m->pages[i].clean && &m->pages[i] != recent) run_discard(m, &m->pages[i]);
}

/* Joins a free run that is in no bin with its free neighbours. */
static struct page *run_join(struct memory *m, struct page *run)
{
    struct page *after = run + run->pages;
    if (after < &m->pages[m->frontier] && after->state == PAGE_FREE) {
        bin_remove(m, after);
        run->clean &= after->clean;
        run->dirty += after->dirty;
        run->pages += after->pages;
    }
    if (run[-1].state == PAGE_FREE) {
        struct page *before = run - run[-1].back - 1;
        bin_remove(m, before);
        before->clean &= run->clean;
        before->dirty += run->dirty;
        before->pages += run->pages;
        run = before;
    }
    return run;
}

void run_free(struct memory *m, struct page *run)
{
    poison(page_address(m, run), (size_t)run->pages << PAGE_BITS);
    size_t limit = DIRTY_PAGES + (m->in_use - run->pages) / 4;
    m->in_use -= run->pages;
    run->clean = false;
    run->dirty = run->pages;
    run = run_join(m, run);
    run->round = m->round;
    run_mark(run, run->pages, PAGE_FREE);
    bin_insert(m, run);
    if (m->dirty > limit) runs_shed(m, run, limit / 2);
    if (m->dirty > limit) runs_shed(m, NULL, limit / 2);
}

static bool run_extend(struct memory *m, struct page *run, uint32_t pages)
{
    struct page *after = run + run->pages;
    uint32_t more = pages - run->pages;
    if (!granted(m, more)) return false;
    if (page_index(m, after) == m->frontier) {
        if (more > m->end - m->frontier) return false;
        m->frontier += more;
    } else {
        if (after->state != PAGE_FREE || after->pages < more) return false;
        bin_remove(m, after);
        run_cut(m, after, more);
    }
    run_mark(run, pages, PAGE_LARGE);
    m->in_use += more;
    return true;
}

bool run_resize(struct memory *m, struct page *run, uint32_t pages)
{
    if (pages > run->pages) return run_extend(m, run, pages);
    if (pages == run->pages) return true;
    struct page *rest = run + pages;
    run_mark(rest, run->pages - pages, PAGE_LARGE);
    run_mark(run, pages, PAGE_LARGE);
    run_free(m, rest);
    return true;
}

void runs_trim(struct memory *m, uint32_t before)
{
    for (unsigned row = 0; row < BIN_ROWS; row++)
        for (unsigned column = 0; column < BIN_COLUMNS; column++)
            for (uint32_t i = m->bins[row][column]; i; i = m->pages[i].next) {
                struct page *run = &m->pages[i];
                if (!run->clean && run->round < before) run_discard(m, run);
            }
}

void runs_retreat(struct memory *m)
{
    const struct page *last = &m->pages[m->frontier - 1];
    if (last->state != PAGE_FREE) return;
    uint32_t first = m->frontier - 1 - last->back;
    bin_remove(m, &m->pages[first]);
    memset(&m->pages[first], 0, sizeof(struct page) * (m->frontier - first));
    m->frontier = first;
}
