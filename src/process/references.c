/* process/references.c - the table of references by linear hashing, and new references. */
#include "process/references.h"
#include "heap/build.h"
#include "memory/memory.h"
#include "platform/platform.h"
#include "process/state.h"
#include "term/identity.h"
#include "term/objects.h"

enum { FIRST_BUCKETS = 128 };

static struct reference_table *table(void) { return &processes()->references; }

bool references_open(void)
{
    struct reference_table *t = table();
    t->buckets = memory_alloc_zeroed(MEMORY_SYSTEM, FIRST_BUCKETS * sizeof *t->buckets);
    t->room = t->size = FIRST_BUCKETS;
    uint32_t random;
    platform_random(&random, sizeof random);
    processes()->reference_high = random;
    return t->buckets != NULL;
}

uint64_t reference_new_number(void) { return ++processes()->reference_last; }

uint32_t reference_high(void) { return processes()->reference_high; }

uint64_t references_made(void) { return processes()->reference_last; }

/* Numbers of references count up, and those of links are mixed already: the low bits serve as they are. */
static struct reference **bucket_of(const struct reference_table *t, uint64_t number)
{
    size_t i = number & (2 * t->size - 1);
    return &t->buckets[i < t->size + t->split ? i : number & (t->size - 1)];
}

/* Adds one bucket: what belongs there leaves the bucket `split`. */
static bool split_one(struct reference_table *t)
{
    size_t added = t->size + t->split;
    if (added == t->room) {
        void *more = memory_resize(MEMORY_SYSTEM, t->buckets, 2 * t->room * sizeof *t->buckets);
        if (!more) return false;
        t->buckets = more;
        t->room *= 2;
    }
    struct reference **stay = &t->buckets[t->split], **go = &t->buckets[added], *r = *stay, *next;
    *stay = *go = NULL;
    for (; r; r = next) {
        struct reference **to = r->number & t->size ? go : stay;
        next = r->next;
        r->next = *to;
        *to = r;
    }
    if (++t->split == t->size) t->size *= 2, t->split = 0;
    return true;
}

bool reference_insert(struct reference *r)
{
    struct reference_table *t = table();
    if (t->count >= t->size + t->split && !split_one(t)) return false;
    struct reference **bucket = bucket_of(t, r->number);
    r->next = *bucket;
    *bucket = r;
    t->count++;
    return true;
}

void reference_remove(struct reference *r)
{
    struct reference **at = bucket_of(table(), r->number);
    while (*at && *at != r) at = &(*at)->next;
    if (!*at) return;
    *at = r->next;
    table()->count--;
}

static struct reference *first_of(struct reference *r, uint64_t number, enum reference_kind kind)
{
    while (r && (r->number != number || r->kind != kind)) r = r->next;
    return r;
}

struct reference *reference_find(uint64_t number, enum reference_kind kind)
{
    return first_of(*bucket_of(table(), number), number, kind);
}

struct reference *reference_again(const struct reference *r) { return first_of(r->next, r->number, r->kind); }

uint64_t reference_number(term t)
{
    if (kind_of(t) == KIND_REF) {
        const struct local_ref *r = (const struct local_ref *)boxed(t);
        return r->high == reference_high() ? r->number : 0;
    }
    if (kind_of(t) == KIND_MAGIC_REF) return ((const struct magic_ref *)boxed(t))->number >> IMM_BITS;
    return 0;
}

term build_new_reference(term **hp) { return build_local_ref(hp, reference_new_number(), reference_high()); }

void process_next_reference(uint64_t *number, uint64_t *high)
{
    *number = reference_new_number();
    *high = reference_high();
}

term process_new_reference(struct heap *h)
{
    term *hp = heap_alloc(h, LOCAL_REF_WORDS);
    return hp ? build_new_reference(&hp) : NO_TERM;
}
