/* tender/memory_plan.c - which guest addresses hold what: the image's segments, the arena's windows, the tender's
 * own pages. */
#include "tender/memory.h"
#include <string.h>

static void add_piece(struct memory *m, struct piece p)
{
    p.offset = m->bytes;
    m->bytes += p.bytes;
    m->pieces[m->count++] = p;
}

/* What begins at `start` shall lie as far into a large page in the backing: then its tables are small. */
static void align_backing(struct memory *m, uint64_t start, uint64_t bytes)
{
    if (bytes >= MEMORY_LARGE_PAGE) m->bytes += (start - m->bytes) & (MEMORY_LARGE_PAGE - 1);
}

/* What a prepared image's machine writes to is copied page by page, when it does: it has much, and touches little. */
static struct piece piece_of(const struct segment *s, bool prepared)
{
    bool copy = (s->rights & RIGHT_WRITE && !prepared) || s->file_bytes < s->bytes;
    return (struct piece){.start = s->start,
                          .bytes = pages_up(s->bytes),
                          .rights = s->rights,
                          .backing = s->file_bytes == 0 ? BACKING_ZERO
                                     : copy             ? BACKING_COPY
                                                        : BACKING_FILE,
                          .file_offset = s->offset,
                          .file_bytes = s->file_bytes};
}

static bool is_arena(const struct segment *s) { return s->start >= GUEST_ROOTS_START; }

/* -- sizes ------------------------------------------------------------------------------------------ */

enum { SMALL_GUEST = 32 << 20, SLOTS_LEAST = 16, SHARE_OF_RINGS = 8, ROOTS_BYTES = 1 << 20, GENERAL_LEAST = 4 << 20 };

/* An eighth of the memory is for rings: enough connections for a small guest, large rings for a large one. */
static void choose_rings(struct memory *m)
{
    m->ring_bytes = m->limit < SMALL_GUEST ? 1 << 14 : 1 << 15;
    uint64_t slots = m->limit / SHARE_OF_RINGS / (2 * m->ring_bytes);
    m->slots = slots < SLOTS_LEAST ? SLOTS_LEAST : slots > GUEST_SLOTS_MAX ? GUEST_SLOTS_MAX : (uint32_t)slots;
}

static uint64_t tender_bytes(const struct memory *m)
{
    return GUEST_PAGE + GUEST_BOOT_BYTES + GUEST_PAGE + pages_up(m->slots * sizeof(struct guest_slot_host)) +
           2 * GUEST_PAGE + pages_up(m->slots * sizeof(struct guest_slot)) + 2 * (uint64_t)m->slots * m->ring_bytes;
}

static const uint64_t window_starts[GUEST_WINDOWS + 1] = {GUEST_ROOTS_START, GUEST_LITERALS_START, GUEST_CODE_START,
                                                          GUEST_GENERAL_START, GUEST_ARENA_END};

/* What the image's segments take of a window, from its start to the end of the last. */
static uint64_t window_used(const struct image *image, unsigned w)
{
    uint64_t used = 0;
    for (uint32_t i = 0; i < image->count; i++) {
        const struct segment *s = &image->segments[i];
        if (s->start >= window_starts[w] && s->start < window_starts[w + 1])
            used = s->start + pages_up(s->bytes) - window_starts[w];
    }
    return used;
}

/* What is left when the image has its place is divided as memory/arena.c divides address space. */
static bool size_windows(struct memory *m, const struct image *image, uint64_t taken, struct complaint *c)
{
    static const unsigned eighths[GUEST_WINDOWS] = {0, 1, 2, 5};
    uint64_t used[GUEST_WINDOWS], needed = taken + tender_bytes(m);
    for (unsigned w = 0; w < GUEST_WINDOWS; w++) {
        used[w] = window_used(image, w);
        if (w == GUEST_WINDOW_ROOTS && used[w] < ROOTS_BYTES) used[w] = ROOTS_BYTES;
        needed += used[w];
    }
    if (needed + GENERAL_LEAST > m->limit)
        return complain(c, "the image does not fit in %llu KiB of memory: it needs more than %llu KiB (see --memory).",
                        (unsigned long long)m->limit >> 10, (unsigned long long)(needed + GENERAL_LEAST) >> 10);
    uint64_t rest = m->limit - needed;
    for (unsigned w = 0; w < GUEST_WINDOWS; w++)
        m->windows[w] =
            (struct guest_window){window_starts[w], used[w] + (rest / 8 * eighths[w] & ~(uint64_t)(GUEST_PAGE - 1))};
    return true;
}

/* -- pieces ------------------------------------------------------------------------------------------ */

static void add_gap(struct memory *m, uint64_t from, uint64_t to)
{
    if (to > from) add_piece(m, (struct piece){.start = from, .bytes = to - from, .rights = RIGHT_READ | RIGHT_WRITE});
}

/* A window in one stretch of the backing: the image's segments, and zeros between and behind them. */
static void add_window(struct memory *m, const struct image *image, unsigned w)
{
    uint64_t at = m->windows[w].start, end = at + m->windows[w].bytes;
    uint32_t first = m->count;
    align_backing(m, at, end - at);
    for (uint32_t i = 0; i < image->count; i++) {
        const struct segment *s = &image->segments[i];
        if (s->start < at || s->start >= end) continue;
        add_gap(m, at, s->start);
        add_piece(m, piece_of(s, m->prepared));
        at = s->start + pages_up(s->bytes);
    }
    add_gap(m, at, end);
    m->window_offsets[w] = m->pieces[first].offset;
}

static void add_own(struct memory *m, uint64_t start, uint64_t bytes, unsigned rights)
{
    align_backing(m, start, bytes);
    add_piece(m, (struct piece){.start = start, .bytes = pages_up(bytes), .rights = rights});
}

static void add_tender(struct memory *m)
{
    uint64_t rings = (uint64_t)m->slots * m->ring_bytes;
    add_own(m, GUEST_GATE, GUEST_PAGE, RIGHT_READ | RIGHT_EXECUTE);
    add_own(m, GUEST_BOOT, GUEST_BOOT_BYTES + GUEST_PAGE, RIGHT_READ);
    add_own(m, GUEST_SLOTS_HOST, m->slots * sizeof(struct guest_slot_host), RIGHT_READ);
    add_own(m, GUEST_SHARED, 2 * GUEST_PAGE + m->slots * sizeof(struct guest_slot), RIGHT_READ | RIGHT_WRITE);
    add_own(m, GUEST_RECEIVE, rings, RIGHT_READ);
    add_own(m, GUEST_SEND, rings, RIGHT_READ | RIGHT_WRITE);
}

/* The sizes that a prepared image has had from its first start on. */
static bool take_windows(struct memory *m, const struct image *image, const uint64_t *windows, struct complaint *c)
{
    for (unsigned w = 0; w < GUEST_WINDOWS; w++) {
        if (windows[w] % GUEST_PAGE || windows[w] > m->limit || windows[w] < window_used(image, w))
            return complain(c, "the image is damaged: it was prepared for memory that makes no sense.");
        m->windows[w] = (struct guest_window){window_starts[w], windows[w]};
    }
    return true;
}

bool memory_plan(struct memory *m, const struct image *image, uint64_t limit, const uint64_t *windows,
                 struct complaint *c)
{
    uint64_t taken = 0;
    *m = (struct memory){.limit = limit & ~(uint64_t)(GUEST_PAGE - 1), .prepared = windows != NULL, .shared = -1};
    choose_rings(m);
    for (uint32_t i = 0; i < image->count; i++)
        if (!is_arena(&image->segments[i])) taken += pages_up(image->segments[i].bytes);
    if (!(windows ? take_windows(m, image, windows, c) : size_windows(m, image, taken, c))) return false;
    for (uint32_t i = 0; i < image->count; i++) {
        const struct segment *s = &image->segments[i];
        if (is_arena(s)) continue;
        align_backing(m, s->start, s->bytes);
        add_piece(m, piece_of(s, m->prepared));
        if (!(s->rights & RIGHT_WRITE) && s->start < GUEST_BASE_END)
            align_backing(m, 0, MEMORY_LARGE_PAGE); /* see large_image() */
    }
    for (unsigned w = 0; w < GUEST_WINDOWS; w++) add_window(m, image, w);
    add_tender(m);
    return true;
}
