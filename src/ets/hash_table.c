/* ets/hash_table.c - the split-ordered hash table: buckets, growth, order. */
#include "ets/hash_table.h"
#include "memory/memory.h"
#include "term/compare.h"
#include "term/hash.h"

static size_t segment_bytes(size_t buckets) { return buckets * sizeof(struct ets_object *); }

bool hash_table_open(struct hash_table *t)
{
    *t = (struct hash_table){.segment_room = 1, .buckets = HASH_BUCKETS_MIN, .mask = HASH_BUCKETS_MIN - 1};
    t->first_room = HASH_BUCKETS_MIN;
    t->segments = memory_alloc(MEMORY_ETS, sizeof *t->segments);
    if (!t->segments) return false;
    t->segments[0] = memory_alloc_zeroed(MEMORY_ETS, segment_bytes(t->first_room));
    t->bytes = sizeof *t->segments + segment_bytes(t->first_room);
    if (t->segments[0]) return true;
    memory_free(MEMORY_ETS, t->segments);
    return false;
}

void hash_table_close(struct hash_table *t)
{
    for (size_t i = 0; i < (t->buckets + HASH_SEGMENT - 1) / HASH_SEGMENT; i++) memory_free(MEMORY_ETS, t->segments[i]);
    memory_free(MEMORY_ETS, t->segments);
}

uint64_t hash_of_key(term key)
{
    if (!is_immediate(key)) return term_hash(key);
    uint64_t h = (key.word ^ key.word >> 32) * UINT64_C(0x9e3779b97f4a7c15);
    return h ^ h >> 29;
}

static struct ets_object **bucket_at(const struct hash_table *t, size_t index)
{
    return &t->segments[index / HASH_SEGMENT][index % HASH_SEGMENT];
}

/* Buckets are numbered by the hash's bits read backwards: the low bits of the number are the top bits
 * of the hash, so bucket b splits into b and b + 2^k, two halves of b's interval. */
static size_t bucket_index(const struct hash_table *t, uint64_t hash)
{
    size_t index = __builtin_bitreverse64(hash) & t->mask;
    return index < t->buckets ? index : index & t->mask >> 1;
}

static struct ets_object **chain_of(const struct hash_table *t, uint64_t hash)
{
    return bucket_at(t, bucket_index(t, hash));
}

struct ets_object *hash_table_bucket(const struct hash_table *t, size_t index) { return *bucket_at(t, index); }

static bool has_key(const struct ets_object *o, size_t keypos, term key)
{
    return term_equal(object_element(o, keypos), key);
}

struct ets_object *hash_table_find(const struct hash_table *t, size_t keypos, term key, uint64_t hash)
{
    struct ets_object *o = *chain_of(t, hash);
    while (o && o->hash < hash) o = o->next;
    while (o && o->hash == hash && !has_key(o, keypos, key)) o = o->next;
    return o && o->hash == hash ? o : NULL;
}

struct ets_object *hash_table_find_next(const struct ets_object *o, size_t keypos, term key)
{
    struct ets_object *next = o->next;
    return next && next->hash == o->hash && has_key(next, keypos, key) ? next : NULL;
}

void hash_table_insert(struct hash_table *t, size_t keypos, struct ets_object *o)
{
    struct ets_object **at = chain_of(t, o->hash);
    while (*at && (*at)->hash < o->hash) at = &(*at)->next;
    struct ets_object **run = at;
    while (*at && (*at)->hash == o->hash && !has_key(*at, keypos, object_element(o, keypos))) at = &(*at)->next;
    if (!*at || (*at)->hash != o->hash) at = run; /* a key not seen before */
    o->sequence = t->next_sequence++;
    o->next = *at;
    *at = o;
}

static struct ets_object **link_to(const struct hash_table *t, const struct ets_object *o)
{
    struct ets_object **at = chain_of(t, o->hash);
    while (*at != o) at = &(*at)->next;
    return at;
}

void hash_table_replace(struct hash_table *t, struct ets_object *old, struct ets_object *new)
{
    new->hash = old->hash;
    new->sequence = old->sequence;
    new->next = old->next;
    *link_to(t, old) = new;
}

void hash_table_unlink(struct hash_table *t, struct ets_object *o) { *link_to(t, o) = o->next; }

/* -- growth ------------------------------------------------------------------------ */

/* Makes sure that bucket number t->buckets has its place. */
static bool make_room(struct hash_table *t)
{
    size_t segment = t->buckets / HASH_SEGMENT;
    if (segment == 0 && t->buckets == t->first_room) {
        struct ets_object **wider = memory_resize(MEMORY_ETS, t->segments[0], segment_bytes(t->first_room * 2));
        if (!wider) return false;
        t->segments[0] = wider;
        t->bytes += segment_bytes(t->first_room);
        t->first_room *= 2;
    }
    if (segment == 0 || t->buckets % HASH_SEGMENT) return true;
    if (segment == t->segment_room) {
        struct ets_object ***more = memory_resize(MEMORY_ETS, t->segments, t->segment_room * 2 * sizeof *t->segments);
        if (!more) return false;
        t->segments = more;
        t->bytes += t->segment_room * sizeof *t->segments;
        t->segment_room *= 2;
    }
    t->segments[segment] = memory_alloc(MEMORY_ETS, segment_bytes(HASH_SEGMENT));
    if (t->segments[segment]) t->bytes += segment_bytes(HASH_SEGMENT);
    return t->segments[segment] != NULL;
}

static void split(struct hash_table *t)
{
    if (!make_room(t)) return;
    if (t->buckets > t->mask) t->mask = t->mask << 1 | 1;
    size_t new = t->buckets++;
    struct ets_object **at = bucket_at(t, new & t->mask >> 1);
    while (*at && bucket_index(t, (*at)->hash) != new) at = &(*at)->next;
    *bucket_at(t, new) = *at;
    *at = NULL;
}

static void join(struct hash_table *t)
{
    size_t last = t->buckets - 1;
    struct ets_object *chain = *bucket_at(t, last), **at = bucket_at(t, last & t->mask >> 1);
    while (*at) at = &(*at)->next;
    *at = chain;
    t->buckets--;
    if (t->buckets == (t->mask >> 1) + 1) t->mask >>= 1;
    if (last % HASH_SEGMENT || last < HASH_SEGMENT) return;
    memory_free(MEMORY_ETS, t->segments[last / HASH_SEGMENT]);
    t->bytes -= segment_bytes(HASH_SEGMENT);
}

void hash_table_adapt(struct hash_table *t, size_t count)
{
    if (count > t->buckets) split(t);
    if (count > t->buckets * 2) split(t);
    if (count < t->buckets / 4 && t->buckets > HASH_BUCKETS_MIN) join(t);
    if (count < t->buckets / 8 && t->buckets > HASH_BUCKETS_MIN) join(t);
}

/* -- order ------------------------------------------------------------------------- */

/* The number of hash bits that bucket `index` stands for. */
static uint32_t bucket_bits(const struct hash_table *t, size_t index)
{
    uint32_t bits = (uint32_t)__builtin_popcountll(t->mask);
    /* Buckets not yet split in this round, and whose other half is not in use, stand for one bit less. */
    return bits && (index | (t->mask >> 1) + 1) >= t->buckets && index <= t->mask >> 1 ? bits - 1 : bits;
}

/* The first hash after the interval of the bucket that `hash` lies in; 0: it is the last. */
static uint64_t interval_end(const struct hash_table *t, uint64_t hash)
{
    uint32_t rest = 64 - bucket_bits(t, bucket_index(t, hash));
    if (rest == 64) return 0;
    return ((hash >> rest) + 1) << rest;
}

/* A walk in order leaps from bucket to bucket: asks for those to come before they are needed. */
static void look_ahead(const struct hash_table *t, uint64_t hash, uint64_t interval)
{
    __builtin_prefetch(chain_of(t, hash + 8 * interval));
    struct ets_object *soon = *chain_of(t, hash + 3 * interval);
    __builtin_prefetch(soon);
    if (soon) __builtin_prefetch(soon->tuple + 3);
}

struct ets_object *hash_table_seek(const struct hash_table *t, uint64_t hash)
{
    do {
        struct ets_object *o = *chain_of(t, hash);
        while (o && o->hash < hash) o = o->next;
        if (o) return o;
        hash = interval_end(t, hash);
    } while (hash);
    return NULL;
}

struct ets_object *hash_table_next(const struct hash_table *t, const struct ets_object *o)
{
    if (o->next) return o->next;
    uint64_t hash = interval_end(t, o->hash);
    if (t->buckets > HASH_SEGMENT) look_ahead(t, hash, UINT64_C(1) << (64 - bucket_bits(t, bucket_index(t, o->hash))));
    return hash ? hash_table_seek(t, hash) : NULL;
}

bool hash_table_clear(struct hash_table *t, size_t *index, size_t limit, size_t *words)
{
    size_t freed = 0;
    for (*words = 0; *index < t->buckets; ++*index) {
        struct ets_object **at = bucket_at(t, *index);
        if (freed++ >= limit) return false; /* an empty bucket costs time too */
        while (*at) {
            struct ets_object *o = *at;
            if (freed++ >= limit) return false;
            *at = o->next;
            *words += object_memory_words(o);
            object_free(o);
        }
    }
    return true;
}
