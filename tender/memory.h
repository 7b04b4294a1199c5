/* tender/memory.h - the guest's memory: which addresses hold what, and where the tender finds it.
 *
 * One mapping of the host backs everything; a piece is a range of guest addresses with the same rights,
 * backed by one range of it.  The sum of all pieces is the memory limit: a guest cannot have more,
 * whatever it does.  The two engines show the pieces to the guest, each in its way. */
#pragma once
#include "tender/image.h"

enum { PIECES_MAX = SEGMENTS_MAX * 2 + GUEST_WINDOWS + 8, MEMORY_LARGE_PAGE = 1 << 21 };
enum backing { BACKING_ZERO, BACKING_FILE, BACKING_COPY }; /* zeros; the image's file itself; a copy of its bytes */

struct piece {
    uint64_t start, bytes;
    uint64_t offset; /* in the backing */
    unsigned rights;
    enum backing backing;
    uint64_t file_offset, file_bytes;
};

/* Pages that the guests of one image are known to touch at first. */
enum { WARM_RUNS_MAX = 1024 };
struct warm_run {
    uint64_t start, bytes; /* guest addresses, of one piece */
    bool written;
};
struct warm {
    uint32_t count;
    struct warm_run runs[WARM_RUNS_MAX];
};

struct memory {
    const struct warm *warm; /* what is made ready before the guest asks for it; NULL: nothing */
    struct warm *observed;   /* where to note what this guest touches; NULL: nobody asks */
    struct piece pieces[PIECES_MAX];
    uint32_t count;
    struct guest_window windows[GUEST_WINDOWS];
    uint64_t window_offsets[GUEST_WINDOWS];
    uint64_t limit;
    bool
        laid_out; /* the image's file is laid out as the backing, what an engine wants before it included (large_image.h) */
    bool prepared; /* pages of the image's file are written to, privately */
    bool
        apart; /* a guest that is a process has all but the tender's pages for itself: it can be set back, and gives none back */
    uint32_t slots, ring_bytes;
    uint64_t bytes; /* of the backing */
    uint8_t *host;  /* where it is mapped here */
    int shared;     /* a memfd that another process maps too; -1: memory of this process alone */
};

#define MEMORY_DEFAULT (UINT64_C(128) << 20)

/* Lays the image and the tender's pages out in `limit` bytes.  `windows`: how many bytes each window has; NULL: as is best. */
bool memory_plan(struct memory *m, const struct image *image, uint64_t limit, const uint64_t *windows,
                 struct complaint *c);
/* Reserves the backing and puts the image's bytes there. `reserve` bytes stand free before it, for an engine. */
bool memory_make(struct memory *m, const struct image *image, bool shared, uint64_t reserve, struct complaint *c);

/* Does what an engine laid out hold for this guest? Not while it is watched: its tables tell what it touches. */
static inline bool memory_is_laid_out(const struct memory *m) { return m->laid_out && !m->observed; }

/* Is it one of those that guest and tender speak through? They are the last of the backing, from this offset on. */
static inline bool piece_is_tenders(const struct piece *p)
{
    return p->start >= GUEST_TENDER_START && p->start < GUEST_ROOTS_START;
}
uint64_t memory_tender_offset(const struct memory *m);

/* Where `bytes` at guest address `at` lie here; NULL: not wholly within one piece. */
void *memory_at(const struct memory *m, uint64_t at, uint64_t bytes);
/* The same for a stretch of one window of the arena, whatever the pieces. */
void *memory_at_window(const struct memory *m, uint64_t at, uint64_t bytes);
/* The pages read as zero from now on. False: not whole pages of one window of the arena, or not writable. */
bool memory_discard(struct memory *m, uint64_t at, uint64_t bytes);
