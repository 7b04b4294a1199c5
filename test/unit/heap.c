/* test/unit/heap.c - collections of random graphs: what is live stays as it was, what is not is released. */
#include "heap/binary.h"
#include "heap/fun.h"
#include "heap/heap.h"
#include "memory/memory.h"
#include "unit.h"
#include <string.h>

enum { ROOTS_TESTED = 40, STACK_TESTED = 30, BINARIES = 64 };

/* -- a heap, its roots, and what is expected of them ---------------------------------------- */

struct world {
    struct heap heap;
    term roots[ROOTS_TESTED];
    uint64_t sums[ROOTS_TESTED + STACK_TESTED];
    struct binary *binaries[BINARIES];
};

/* A checksum that depends on every part of a term; sharing does not matter. Graphs here are shallow. */
static uint64_t sum_of(term t)
{
    uint64_t sum = 17;
    while (is_cons(t)) {
        sum = sum * 31 + sum_of(head(t));
        t = tail(t);
    }
    if (is_immediate(t)) return sum * 37 + t.word;
    sum = sum * 41 + (header_kind(header_of(t)) == KIND_BITS_SUB ? KIND_BITS : header_kind(header_of(t)));
    switch (header_kind(header_of(t))) {
    case KIND_TUPLE:
        for (size_t i = 0; i < tuple_arity(t); i++) sum = sum * 43 + sum_of(tuple_elements(t)[i]);
        return sum;
    case KIND_BITS:
    case KIND_BITS_REF:
    case KIND_BITS_SUB: {
        struct bits v = bits_view(t);
        for (size_t i = 0; i < v.size; i++)
            sum = sum * 47 + (v.data[(v.offset + i) / 8] >> (7 - (v.offset + i) % 8) & 1);
        return sum;
    }
    default:
        for (size_t i = 0; i < header_words(header_of(t)); i++) sum = sum * 53 + boxed(t)[1 + i].word;
        return sum;
    }
}

static term any_root(struct world *w)
{
    size_t i = unit_random() % (ROOTS_TESTED + STACK_TESTED);
    return i < ROOTS_TESTED ? w->roots[i] : w->heap.sp[i - ROOTS_TESTED];
}

static term random_bits(struct world *w)
{
    uint8_t *data;
    size_t bits = unit_random() % 512;
    term t = heap_new_bits(&w->heap, bits, &data);
    for (size_t i = 0; i < (bits + 7) / 8; i++) data[i] = (uint8_t)unit_random();
    if (bits % 8) data[bits / 8] &= (uint8_t)(0xff00 >> bits % 8);
    return t;
}

static term random_leaf(struct world *w)
{
    struct heap *h = &w->heap;
    switch (unit_random() % 8) {
    case 0: return heap_float(h, (double)unit_random());
    case 1: return heap_u64(h, unit_random() | UINT64_C(1) << 63);
    case 2: return random_bits(w);
    case 3: {
        struct binary *b = w->binaries[unit_random() % BINARIES];
        size_t offset = unit_random() % (b->size * 8);
        return heap_bits_of_binary(h, binary_keep(b), offset, unit_random() % (b->size * 8 - offset));
    }
    case 4: {
        term of = random_bits(w);
        size_t size = bits_size(of), offset = size ? unit_random() % size : 0;
        return heap_sub_bits(h, of, offset, size - offset);
    }
    case 5: return A(ok);
    default: return small((int64_t)unit_random() >> 8);
    }
}

/* A new term: a leaf, a list or tuple of leaves and of what is there already (but not too deep). */
static term random_term(struct world *w)
{
    struct heap *h = &w->heap;
    size_t count = unit_random() % 12;
    if (unit_random() % 4 == 0) return random_leaf(w);
    if (unit_random() % 2) {
        term list = unit_random() % 4 ? NIL : random_leaf(w);
        while (count--) list = heap_cons(h, random_leaf(w), list);
        return unit_random() % 8 ? list : heap_cons(h, any_root(w), list);
    }
    term elements[12];
    for (size_t i = 0; i < count; i++) elements[i] = unit_random() % 10 ? random_leaf(w) : any_root(w);
    term *hp = heap_alloc(h, TUPLE_WORDS(count)), t = build_tuple(&hp, count);
    memcpy(tuple_elements(t), elements, count * sizeof *elements);
    return t;
}

static void set_root(struct world *w, size_t i, term t)
{
    *(i < ROOTS_TESTED ? &w->roots[i] : &w->heap.sp[i - ROOTS_TESTED]) = t;
    w->sums[i] = sum_of(t);
}

static void check_world(struct world *w)
{
    for (size_t i = 0; i < ROOTS_TESTED; i++) CHECK(sum_of(w->roots[i]) == w->sums[i]);
    for (size_t i = 0; i < STACK_TESTED; i++) CHECK(sum_of(w->heap.sp[i]) == w->sums[ROOTS_TESTED + i]);
}

static void open_world(struct world *w)
{
    unit_open();
    CHECK(heap_open(&w->heap, 100));
    w->heap.sp -= STACK_TESTED;
    for (size_t i = 0; i < BINARIES; i++) {
        w->binaries[i] = binary_alloc(65 + i);
        memset(w->binaries[i]->data, (int)i * 37, w->binaries[i]->size);
    }
    for (size_t i = 0; i < ROOTS_TESTED + STACK_TESTED; i++) set_root(w, i, NIL);
}

/* Closing releases everything: each binary has our reference left. */
static void close_world(struct world *w)
{
    heap_close(&w->heap);
    for (size_t i = 0; i < BINARIES; i++) {
        CHECK(w->binaries[i]->references == 1);
        binary_release(w->binaries[i]);
    }
}

static struct roots two_arrays(struct world *w, struct roots *second)
{
    *second = (struct roots){w->roots + 10, ROOTS_TESTED - 10, NULL};
    return (struct roots){w->roots, 10, second};
}

static enum heap_result collect_somehow(struct world *w, const struct roots *roots)
{
    switch (unit_random() % 16) {
    case 0: return heap_collect_full(&w->heap, unit_random() % 100, roots);
    case 1: return heap_collect(&w->heap, unit_random() % 3000, roots);
    default: return heap_collect(&w->heap, unit_random() % 50, roots);
    }
}

static void run_world(struct world *w, int steps)
{
    struct roots second, first = two_arrays(w, &second);
    for (int step = 0; step < steps; step++) {
        set_root(w, unit_random() % (ROOTS_TESTED + STACK_TESTED), unit_random() % 3 ? random_term(w) : NIL);
        if (heap_free_words(&w->heap) > 0 && unit_random() % 16) continue;
        CHECK(collect_somehow(w, &first) == HEAP_OK);
        CHECK(!w->heap.fragments && w->heap.high_water == w->heap.top);
        check_world(w);
    }
}

static void test_random(void)
{
    static struct world w;
    for (int round = 0; round < 20; round++) {
        open_world(&w);
        run_world(&w, 5000);
        close_world(&w);
    }
}

/* -- one thing each ------------------------------------------------------------------------------ */

static term list_of(struct heap *h, int64_t count)
{
    term list = NIL;
    while (count > 0) list = heap_cons(h, small(count--), list);
    return list;
}

static bool is_list_of(term list, int64_t count)
{
    for (int64_t i = 1; i <= count; i++, list = tail(list))
        if (!is_cons(list) || !same(head(list), small(i))) return false;
    return is_nil(list);
}

static void test_deep(void)
{
    struct heap *h = unit_open();
    enum { DEPTH = 1000000 };
    term right = list_of(h, DEPTH), left = NIL, tuples = NIL;
    for (int i = 0; i < DEPTH; i++) left = heap_cons(h, left, NIL);
    for (int i = 0; i < DEPTH; i++) tuples = heap_tuple2(h, tuples, tuples.word == IMM_NIL ? NIL : small(i));
    CHECK(term_flat_size(right, false) == 2 * DEPTH && term_flat_size(left, false) == 2 * DEPTH);
    CHECK(term_flat_size(tuples, false) == 3 * DEPTH);
    term values[] = {right, left, tuples};
    struct roots roots = {values, 3, NULL};
    for (int i = 0; i < 3; i++) {
        CHECK(heap_collect(h, 10, &roots) == HEAP_OK);
        CHECK(is_list_of(values[0], DEPTH));
    }
    CHECK(heap_collect_full(h, 0, &roots) == HEAP_OK);
    for (int i = 0; i < DEPTH; i++) values[1] = head(values[1]);
    for (int i = 0; i < DEPTH; i++) values[2] = tuple_elements(values[2])[0];
    CHECK(is_nil(values[1]) && is_nil(values[2]));
    term copy = heap_copy(h, values[0]);
    CHECK(!same(copy, values[0]) && is_list_of(copy, DEPTH));
}

static void test_generations(void)
{
    struct heap *h = unit_open();
    term kept = list_of(h, 100000);
    struct roots roots = {&kept, 1, NULL};
    CHECK(heap_collect(h, 0, &roots) == HEAP_OK && !h->old_start);
    CHECK(heap_collect(h, 0, &roots) == HEAP_OK);
    CHECK(h->old_top - h->old_start == 200000 && h->top == h->start);
    term old = kept;
    kept = heap_cons(h, small(0), kept);
    CHECK(heap_collect(h, 0, &roots) == HEAP_OK && same(tail(kept), old)); /* old data does not move */
    CHECK(heap_collect_full(h, 0, &roots) == HEAP_OK && is_list_of(tail(kept), 100000));
    kept = NIL;
    CHECK(heap_collect_full(h, 0, &roots) == HEAP_OK && heap_size_words(h) <= 2000);
}

static void test_memory_is_bounded(void)
{
    struct heap *h = unit_open();
    term kept = list_of(h, 50000);
    struct roots roots = {&kept, 1, NULL};
    for (int i = 0; i < 20000000; i++) {
        if (heap_free_words(h) < 2) CHECK(heap_collect(h, 2, &roots) == HEAP_OK);
        heap_cons(h, NIL, NIL);
    }
    CHECK(heap_size_words(h) < 1000000);
}

static void test_max_size(void)
{
    struct heap *h = unit_open();
    h->max_size = 5000;
    term kept = NIL;
    struct roots roots = {&kept, 1, NULL};
    enum heap_result result = HEAP_OK;
    size_t count = 0;
    while (result == HEAP_OK && count < 10000) {
        kept = heap_cons(h, small((int64_t)count++), kept);
        if (heap_free_words(h) < 2) result = heap_collect(h, 2, &roots);
    }
    CHECK(result == HEAP_TOO_BIG && count < 2500 && same(head(kept), small((int64_t)count - 1)));
}

static void test_literals(void)
{
    struct heap *h = unit_open();
    term *area = memory_alloc_literals(100 * sizeof *area), *hp = area;
    struct binary *b = binary_alloc(100);
    struct bits_ref *r = (struct bits_ref *)hp;
    *r = (struct bits_ref){{header(KIND_BITS_REF, BITS_REF_WORDS - 1), NULL}, 800 << IMM_BITS, 0, b, 0};
    hp += BITS_REF_WORDS;
    term inner = build_tuple2(&hp, A(ok), boxed_at(r));
    term shared = build_tuple2(&hp, inner, inner);
    term values[] = {shared, heap_cons(h, inner, NIL), NIL};
    struct roots roots = {values, 3, NULL};
    CHECK(heap_refers_to(h, area, 100 * sizeof *area, &roots));
    CHECK(term_flat_size(shared, false) == 0 && term_flat_size(values[1], false) == 2);
    CHECK(term_flat_size(shared, true) == 3 + 2 * (3 + BITS_REF_WORDS));
    CHECK(heap_collect_full(h, 0, &roots) == HEAP_OK && same(values[0], shared));
    CHECK(heap_copy_literals(h, area, 100 * sizeof *area, &roots) == HEAP_OK);
    CHECK(!same(values[0], shared) && !heap_refers_to(h, area, 100 * sizeof *area, &roots));
    CHECK(same(tuple_elements(values[0])[0], head(values[1])));             /* shared as before */
    CHECK(same(tuple_elements(shared)[0], inner) && is_tuple_of(inner, 2)); /* the literals are intact */
    CHECK(b->references == 2);
    heap_close(h);
    CHECK(b->references == 1);
    heap_open(h, 100);
}

static void test_hibernate(void)
{
    struct heap *h = unit_open();
    term kept = list_of(h, 500);
    list_of(h, 10000);
    h->sp -= 5;
    for (int i = 0; i < 5; i++) h->sp[i] = kept;
    struct roots roots = {&kept, 1, NULL};
    CHECK(heap_hibernate(h, &roots) == HEAP_OK);
    CHECK(heap_size_words(h) == 1000 + STACK_RESERVE && h->sp == h->end && is_list_of(kept, 500));
}

static void test_give_back(void)
{
    struct heap *h = unit_open();
    term *at = heap_alloc(h, 100);
    heap_give_back(h, at + 10);
    CHECK(h->top == at + 10);
    at = heap_alloc(h, 100000); /* a fragment */
    CHECK(at && h->fragments && h->fragment_words == 100000 && h->collect_soon);
    heap_give_back(h, at + 5);
    CHECK(h->fragment_words == 5 && heap_alloc(h, 10000) == at + 5);
}

/* -- memory runs out ------------------------------------------------------------------------------- */

#ifdef DEBUG
static void test_refusal(void)
{
    static struct world w;
    open_world(&w);
    run_world(&w, 2000);
    struct roots second, first = two_arrays(&w, &second);
    for (size_t n = 0; n < 8; n++)
        for (int full = 0; full < 3; full++) {
            memory_fail_after(n);
            enum heap_result result = full == 2   ? heap_collect(&w.heap, 100000, &first)
                                      : full == 1 ? heap_collect_full(&w.heap, 10, &first)
                                                  : heap_collect(&w.heap, 10, &first);
            CHECK(n > 0 || result == HEAP_NO_MEMORY);
            if (n == 0) CHECK(!is_term(heap_binary_from(&w.heap, w.roots, 1000)) || w.heap.fragments);
            memory_fail_after(SIZE_MAX);
            check_world(&w);
            for (int i = 0; i < 20; i++) set_root(&w, unit_random() % ROOTS_TESTED, random_term(&w));
        }
    close_world(&w);
}
#else
static void test_refusal(void) {}
#endif

UNIT_MAIN(TEST(random), TEST(deep), TEST(generations), TEST(memory_is_bounded), TEST(max_size), TEST(literals),
          TEST(hibernate), TEST(give_back), TEST(refusal))
