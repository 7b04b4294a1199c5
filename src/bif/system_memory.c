/* bif/system_memory.c - memory as OTP's Erlang code asks for it: as if each kind of memory were an allocator.
 *
 * erlang:memory/0 (Erlang code in every release) adds up the blocks of allocators named eheap_alloc,
 * binary_alloc and so on, and then the "areas" of system_info(allocated_areas) that lie within them.
 */
#include "bif/system_info.h"
#include "memory/memory.h"

static const struct allocator {
    uint32_t name;
    enum memory_kind kind, also;
} allocators[] = {
    {ATOM_IX_std_alloc, MEMORY_SYSTEM, MEMORY_SYSTEM},     {ATOM_IX_ll_alloc, MEMORY_CODE, MEMORY_ATOM},
    {ATOM_IX_eheap_alloc, MEMORY_PROCESS, MEMORY_PROCESS}, {ATOM_IX_ets_alloc, MEMORY_ETS, MEMORY_ETS},
    {ATOM_IX_binary_alloc, MEMORY_BINARY, MEMORY_BINARY},
};
enum { ALLOCATORS = sizeof allocators / sizeof *allocators };

static const struct allocator *allocator_named(term name)
{
    for (size_t i = 0; i < ALLOCATORS; i++)
        if (is_atom(name) && allocators[i].name == atom_index(name)) return &allocators[i];
    return NULL;
}

static size_t bytes_of(const struct allocator *a)
{
    return memory_used(a->kind) + (a->also == a->kind ? 0 : memory_used(a->also));
}

term info_allocators(struct process *p)
{
    term list = NIL;
    for (size_t i = ALLOCATORS; i-- > 0 && is_term(list);)
        list = heap_cons(&p->heap, atom_of(allocators[i].name), list);
    return list;
}

static term area(struct process *p, term name, size_t bytes, term list)
{
    term pair = heap_tuple2(&p->heap, name, small((int64_t)bytes));
    return is_term(pair) && is_term(list) ? heap_cons(&p->heap, pair, list) : NO_TERM;
}

term info_areas(struct process *p)
{
    term atoms = small((int64_t)memory_used(MEMORY_ATOM));
    term space = heap_tuple3(&p->heap, A(atom_space), atoms, atoms);
    term list = is_term(space) ? heap_cons(&p->heap, space, NIL) : NO_TERM;
    return area(p, A(loaded_code), memory_used(MEMORY_CODE), list);
}

/* [Element] */
static term one(struct process *p, term element)
{
    return is_term(element) ? heap_cons(&p->heap, element, NIL) : NO_TERM;
}

static term pair(struct process *p, term name, term value)
{
    return is_term(value) ? heap_tuple2(&p->heap, name, value) : NO_TERM;
}

/* [{mbcs, [{blocks, [{Name, [{size, Bytes, Bytes, Bytes}]}]}]}] */
static term sizes_of(struct process *p, const struct allocator *a)
{
    term bytes = small((int64_t)bytes_of(a)), *hp = heap_alloc(&p->heap, TUPLE_WORDS(4));
    if (!hp) return NO_TERM;
    term blocks = one(p, pair(p, atom_of(a->name), one(p, build_tuple4(&hp, A(size), bytes, bytes, bytes))));
    return one(p, pair(p, A(mbcs), one(p, pair(p, A(blocks), blocks))));
}

term info_allocator(struct process *p, term name)
{
    const struct allocator *a = allocator_named(name);
    term *hp = heap_alloc(&p->heap, TUPLE_WORDS(3)), sizes = a ? sizes_of(p, a) : NIL;
    if (!hp || !is_term(sizes)) return NO_TERM;
    term instance = build_tuple3(&hp, A(instance), small(0), sizes);
    return a ? one(p, instance) : A(false);
}

/* [{Name, 1, Sizes}] for the names asked for, in their order; an unknown one gives {Name, false}. */
static term rows(struct process *p, term names)
{
    term first = NIL, *end = &first;
    for (; is_cons(names); names = tail(names)) {
        const struct allocator *a = allocator_named(head(names));
        term sizes = a ? sizes_of(p, a) : NIL;
        term row = !is_term(sizes) ? NO_TERM
                   : a             ? heap_tuple3(&p->heap, head(names), small(1), sizes)
                                   : heap_tuple2(&p->heap, head(names), A(false));
        term cell = one(p, row);
        if (!is_term(cell)) return NO_TERM;
        *end = cell;
        end = &cons_cell(cell)[1];
    }
    return first;
}

enum bif_end send_allocator_info(struct process *p, const term *request, term *result)
{
    if (!same(request[0], A(memory_internal)) && !same(request[0], A(allocator)) &&
        !same(request[0], A(allocator_sizes)))
        return bif_badarg(p);
    if (!is_ref(request[1]) || !is_list(request[2])) return bif_badarg(p);
    term list = rows(p, request[2]);
    term answer = is_term(list) ? heap_tuple3(&p->heap, request[1], small(1), list) : NO_TERM;
    *result = A(true);
    return is_term(answer) && process_send(p, NO_TERM, answer) ? BIF_DONE : bif_no_memory(p);
}
