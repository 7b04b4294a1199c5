/* platform/pvh/frames.c - page frames: who has which piece of physical memory.
 *
 * Called from the page fault handler, so without vector registers (as this whole folder).  Frames are zeroed when
 * they are taken, not when they are given back: a run that ends soon never pays.
 */
#include "platform/pvh/pvh.h"

void frames_add(struct frames *f, struct range r)
{
    r.from = (r.from + FRAME_BYTES - 1) & -(uint64_t)FRAME_BYTES;
    r.to &= -(uint64_t)FRAME_BYTES;
    if (r.from >= r.to || f->count == RANGES_MAX) return; /* what does not fit in the table is not used */
    f->ranges[f->count++] = r;
    f->total += (r.to - r.from) / FRAME_BYTES;
}

void frames_remove(struct frames *f, struct range r)
{
    struct frames old = *f;
    f->count = 0;
    f->total = 0;
    for (unsigned i = 0; i < old.count; i++) {
        struct range have = old.ranges[i];
        if (r.to <= have.from || have.to <= r.from) {
            frames_add(f, have);
            continue;
        }
        uint64_t low = r.from & -(uint64_t)FRAME_BYTES;
        if (have.from < low) frames_add(f, (struct range){have.from, low});
        if (r.to < have.to) frames_add(f, (struct range){r.to, have.to});
    }
}

static void clear(uint64_t frame, uint64_t bytes)
{
    void *at = direct(frame);
    uint64_t words = bytes / 8;
    __asm__ volatile("rep stosq" : "+D"(at), "+c"(words) : "a"(0) : "memory");
}

static uint64_t take_back(struct frames *f)
{
    uint64_t frame = f->given_back;
    f->given_back = *(uint64_t *)direct(frame);
    return frame;
}

static uint64_t take_fresh(struct frames *f, uint64_t bytes)
{
    for (; f->count > 0; f->count--) {
        struct range *last = &f->ranges[f->count - 1];
        if (last->to - last->from >= bytes) return last->to -= bytes;
        if (last->from < last->to) return 0; /* too small for several in a row, but still good for one */
    }
    return 0;
}

uint64_t frames_take(struct frames *f, unsigned count)
{
    uint64_t bytes = (uint64_t)count * FRAME_BYTES;
    uint64_t frame = count == 1 && f->given_back ? take_back(f) : take_fresh(f, bytes);
    if (!frame) return 0;
    clear(frame, bytes);
    f->used += count;
    return frame;
}

void frames_give(struct frames *f, uint64_t frame)
{
    *(uint64_t *)direct(frame) = f->given_back;
    f->given_back = frame;
    f->used--;
}
