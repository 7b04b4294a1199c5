/* heap/heap.h - where the values of one process live.
 *
 * A heap is a block that terms fill from the bottom and the stack from the top,
 * an old generation, and fragments.  The collector knows no process: it is given
 * roots.
 *
 * THE RULE FOR C CODE: heap_alloc() never collects and never moves anything.
 * When the block is full it hands out a fragment.  So terms held in C variables
 * stay valid for the whole of a built-in function; collection happens only
 * between operations, when the interpreter calls heap_collect() with exact roots.
 *
 * While a process runs, the interpreter keeps `top` and `sp` in registers; it
 * stores them here before it calls C code that gets the heap, and reloads `top`
 * after.
 */
#pragma once
#include "term/objects.h"

/* Memory for terms outside the block; its terms point into itself, to literals, to
 * the owner's heap, or to fragments linked on the same heap. */
struct fragment {
    struct fragment *next;
    size_t used, size; /* words */
    term words[];
};

struct heap {
    term *start, *top; /* the young block; top grows up */
    term *sp, *end;    /* the stack grows down from end */
    term *high_water;  /* what lies below it has survived one collection */
    term *old_start, *old_top, *old_end;
    struct fragment *fragments; /* newest first; heap_alloc may cut from the first */
    size_t fragment_words;      /* used words in all fragments */
    struct offheap *offheap;    /* young, and in fragments */
    struct offheap *old_offheap;
    size_t binary_bytes; /* virtual binary heap: bytes of off-heap binaries referred to from young */
    size_t old_binary_bytes;
    size_t binary_limit;     /* collect when binary_bytes passes it */
    size_t old_binary_limit; /* collect both generations when old_binary_bytes passes it */
    size_t min_size;         /* words, min_heap_size */
    size_t min_binary_bytes;
    size_t max_size;      /* words, max_heap_size; 0 = none */
    uint32_t minor_count; /* collections since the last full one */
    uint32_t fullsweep_after;
    bool crowded;                          /* the latest collection left little room: the next block is larger */
    bool collect_soon;                     /* fragments or binaries have outgrown the heap */
    uint64_t collections, words_reclaimed; /* statistics */
    size_t words_moved;                    /* by the latest collection: what it cost */
};

/* Where live terms are kept while a collection runs: each names an array. */
struct roots {
    term *at;
    size_t count;
    const struct roots *next;
};

enum heap_result {
    HEAP_OK,
    HEAP_NO_MEMORY, /* the system refused; no data was lost, but the room is not there */
    HEAP_TOO_BIG,   /* max_size would be passed; likewise */
};

/* A new, empty heap whose block has at least `words` (stack and STACK_RESERVE included); false when
 * there is no memory. */
bool heap_open(struct heap *h, size_t words);

/* Frees everything, and releases what off-heap objects own. */
void heap_close(struct heap *h);

/* Words that heap_alloc() and the interpreter leave free below sp: a call pushes its return
 * address without a test, which the callee's own test of room makes good again. */
enum { STACK_RESERVE = 8 };

/* `words` uninitialised words (never collects, never moves), or NULL when there is no
 * memory.  The caller must fill all of them with well-formed objects before the next
 * collection, or give the unused tail back with heap_give_back(). */
term *heap_alloc(struct heap *h, size_t words);

/* Gives back the words from `from` to the end of the latest heap_alloc(). */
void heap_give_back(struct heap *h, term *from);

/* Appends a fragment that came from elsewhere (a message); the heap owns it now. */
void heap_adopt(struct heap *h, struct fragment *f);

/* Makes sure that `need` words and STACK_RESERVE are free between top and sp, collecting what no root
 * reaches.  The stack (sp to end) is always a root.  Every root is updated. */
enum heap_result heap_collect(struct heap *h, size_t need, const struct roots *roots);

/* The same, both generations: for garbage_collect/0, hibernate and code purge. */
enum heap_result heap_collect_full(struct heap *h, size_t need, const struct roots *roots);

/* Collects fully into a block of exactly the size that is live, with an empty stack. */
enum heap_result heap_hibernate(struct heap *h, const struct roots *roots);

/* Copies every literal reachable from the heap or roots whose address lies in
 * [from, from+bytes) into the heap, so that the literals can be freed. */
enum heap_result heap_copy_literals(struct heap *h, const void *from, size_t bytes, const struct roots *roots);

/* True if any word of the heap, its stack or the roots is a pointer into the range. */
bool heap_refers_to(const struct heap *h, const void *from, size_t bytes, const struct roots *roots);

/* Words that heap_alloc() gives without a fragment (it may be less than none). */
static inline ptrdiff_t heap_free_words(const struct heap *h) { return h->sp - h->top - STACK_RESERVE; }
#ifdef STRESS_GC
/* Stress builds collect at every chance while little is live, then whenever that grew by a 64th: what a program
 * costs stays in proportion.  `top` and `sp`: those of now. */
static inline bool heap_is_stressed(const struct heap *h, const term *top, const term *sp)
{
    ptrdiff_t live = (h->high_water - h->start) + (h->old_top - h->old_start) + (h->end - sp);
    return live < 2048 || top - h->high_water >= live / 64;
}
#endif
/* Words ever taken from h. */
uint64_t heap_words_allocated(const struct heap *h);
size_t heap_size_words(const struct heap *h); /* block + old + fragments, as process_info(total_heap_size) */

/* An object was made that owns off-heap memory: links it, counts `bytes` as virtual heap. */
void heap_link_offheap(struct heap *h, struct offheap *o, size_t bytes);

/* Releases what the objects of a list own: for copies outside any heap (messages, tables). */
void offheap_release_list(struct offheap *first);
/* Links every object of a list (of a message whose memory the heap adopts) onto h. */
void heap_link_offheap_list(struct heap *h, struct offheap *first);

/* -- copying between heaps ------------------------------------------------------ */

/* Words that a copy of `t` takes (sharing is not preserved; literals in the LITERALS
 * region count 0 unless `literals`).  Never recurses; walks with an explicit stack
 * that only deep terms make grow in the arena; SIZE_MAX when there is no memory for that stack. */
size_t term_flat_size(term t, bool literals);

/* Copies `t` to *hp (which has term_flat_size words) and advances it; objects that own
 * off-heap memory are linked onto *offheap and counted.  Needs no memory: cannot fail. */
term term_copy(term t, bool literals, term **hp, struct offheap **offheap);

/* Copies t into heap h; NO_TERM when there is no memory. */
term heap_copy(struct heap *h, term t);
