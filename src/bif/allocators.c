/* bif/allocators.c - the account of memory, in the shape of ERTS's allocators.
 *
 * Each kind of memory shows as one of ERTS's allocators, so that erlang:memory/0 adds up:
 * total = what all allocators and the code region hold; processes = eheap_alloc.
 */
#include "bif/allocators.h"
#include "memory/memory.h"
#include "process/timers.h"

enum { WORDS_AN_ALLOCATOR = 80, INSTANCE = 1 };

static size_t bytes_of(term allocator)
{
    if (same(allocator, A(eheap_alloc))) return memory_used(MEMORY_PROCESS);
    if (same(allocator, A(binary_alloc))) return memory_used(MEMORY_BINARY);
    if (same(allocator, A(ets_alloc))) return memory_used(MEMORY_ETS);
    if (same(allocator, A(ll_alloc))) return memory_used(MEMORY_ATOM);
    if (same(allocator, A(std_alloc))) return memory_used(MEMORY_SYSTEM);
    return 0; /* code is an area of its own */
}

static bool is_allocator(term t)
{
    const term names[] = {A(temp_alloc), A(sl_alloc),  A(std_alloc),     A(ll_alloc),     A(eheap_alloc),
                          A(ets_alloc),  A(fix_alloc), A(literal_alloc), A(binary_alloc), A(driver_alloc)};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (same(t, names[i])) return true;
    return false;
}

static term list1(term **hp, term a) { return build_cons(hp, a, NIL); }
static term list2(term **hp, term a, term b) { return build_cons(hp, a, list1(hp, b)); }

/* {sbcs, ...}: no block has a carrier of its own. */
static term single_block_carriers(term **hp)
{
    term size = build_tuple4(hp, A(carriers_size), small(0), small(0), small(0));
    return build_tuple2(hp, A(sbcs), list2(hp, build_tuple2(hp, A(blocks), NIL), size));
}

/* [{Type, BytesKept, BytesUsed}]: of what ERTS has allocators of fixed sizes for, timers alone are counted. */
static term fixed_types(term **hp)
{
    term bytes = small((int64_t)timers_bytes());
    return list1(hp, build_tuple3(hp, A(bif_timer), bytes, bytes));
}

/* {Allocator, Instance, [{mbcs, [{blocks, [{Allocator, [{size, S, S, S}]}]}, {carriers_size, S, S, S}]}, {sbcs, _}]} */
static term describe(term **hp, term allocator)
{
    if (!is_allocator(allocator)) return build_tuple2(hp, allocator, A(false));
    term bytes = small((int64_t)bytes_of(allocator));
    term size = build_tuple4(hp, A(size), bytes, bytes, bytes);
    term block = build_tuple2(hp, allocator, list1(hp, size));
    term blocks = build_tuple2(hp, A(blocks), bytes_of(allocator) ? list1(hp, block) : NIL);
    term carriers = build_tuple4(hp, A(carriers_size), bytes, bytes, bytes);
    term data = list1(hp, single_block_carriers(hp));
    data = build_cons(hp, build_tuple2(hp, A(mbcs), list2(hp, blocks, carriers)), data);
    if (same(allocator, A(fix_alloc))) data = build_cons(hp, build_tuple2(hp, A(fix_types), fixed_types(hp)), data);
    return build_tuple3(hp, allocator, small(INSTANCE), data);
}

static bool is_proper_list(term t, size_t *length)
{
    for (*length = 0; is_cons(t); t = tail(t)) ++*length;
    return is_nil(t);
}

/* Sends {Ref, Instance, [Description]} to p itself, as each scheduler of ERTS would. */
static enum bif_end send_descriptions(struct process *p, term reference, term allocators, term *result)
{
    size_t count;
    if (!is_ref(reference) || !is_proper_list(allocators, &count)) return bif_badarg(p);
    term *hp = heap_alloc(&p->heap, (count + 1) * WORDS_AN_ALLOCATOR);
    if (!hp) return bif_no_memory(p);
    term list = NIL, *last = &list;
    for (; is_cons(allocators); allocators = tail(allocators)) {
        term cell = build_cons(&hp, describe(&hp, head(allocators)), NIL);
        *last = cell;
        last = &cons_cell(cell)[1];
    }
    term message = build_tuple3(&hp, reference, small(INSTANCE), list);
    heap_give_back(&p->heap, hp);
    if (!process_send(p, p->pid, message)) return bif_no_memory(p);
    *result = A(true);
    return BIF_DONE;
}

static enum bif_end allocated_areas(struct process *p, term *result)
{
    enum { WORDS = 32 };
    term *hp = heap_alloc(&p->heap, WORDS);
    if (!hp) return bif_no_memory(p);
    term code = small((int64_t)memory_used(MEMORY_CODE));
    term atoms = small((int64_t)memory_used(MEMORY_ATOM)), atoms_used = small((int64_t)atoms_bytes());
    term list = list1(&hp, build_tuple2(&hp, A(external_alloc), code));
    list = build_cons(&hp, build_tuple2(&hp, A(loaded_code), code), list);
    *result = build_cons(&hp, build_tuple3(&hp, A(atom_space), atoms, atoms_used), list);
    heap_give_back(&p->heap, hp);
    return BIF_DONE;
}

static enum bif_end allocator_names(struct process *p, term *result)
{
    const term names[] = {A(binary_alloc),  A(driver_alloc), A(eheap_alloc), A(ets_alloc), A(fix_alloc),
                          A(literal_alloc), A(ll_alloc),     A(sl_alloc),    A(std_alloc), A(temp_alloc)};
    size_t count = sizeof names / sizeof *names;
    term *hp = heap_alloc(&p->heap, count * CONS_WORDS), list = NIL;
    if (!hp) return bif_no_memory(p);
    while (count-- > 0) list = build_cons(&hp, names[count], list);
    *result = list;
    return BIF_DONE;
}

/* {Which, A} is answered by Erlang code, which asks again with {Which, Ref, List}. */
static enum bif_end ask_erlang(struct process *p, term *args, term function)
{
    args[0] = tuple_elements(args[0])[1];
    return bif_call(p, A(erlang), function, 1);
}

bool allocators_system_info(struct process *p, term *args, term *result, enum bif_end *end)
{
    term item = args[0];
    term which = is_tuple(item) && tuple_arity(item) > 0 ? tuple_elements(item)[0] : NO_TERM;
    bool sizes = same(which, A(allocator_sizes)), all = same(which, A(allocator));
    if (same(item, A(alloc_util_allocators))) *end = allocator_names(p, result);
    else if (same(item, A(allocated_areas))) *end = allocated_areas(p, result);
    else if (is_tuple_of(item, 2) && (sizes || all)) *end = ask_erlang(p, args, sizes ? A(alloc_sizes) : A(alloc_info));
    else if (is_tuple_of(item, 3) && (sizes || all || same(which, A(memory_internal))))
        *end = send_descriptions(p, tuple_elements(item)[1], tuple_elements(item)[2], result);
    else return false;
    return true;
}

/* One for each scheduler and one more: so many messages less one does erlang:memory/0 wait for. */
enum bif_end bif_erts_internal_no_aux_work_threads_0(struct process *p, term *args, term *result)
{
    (void)p, (void)args;
    *result = small(2);
    return BIF_DONE;
}
