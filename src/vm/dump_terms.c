/* vm/dump_terms.c - values and heap objects in the notation of crash dumps. */
#include "code/code.h"
#include "etf/etf.h"
#include "heap/binary.h"
#include "heap/fun.h"
#include "memory/memory.h"
#include "term/atoms.h"
#include "term/map.h"
#include "vm/dump.h"

static void put(struct dump *d, const void *text, size_t size) { d->to.put(&d->to, text, size); }

static uint64_t address(term t) { return t.word & ~(uint64_t)TAG_MASK; }

void dump_element(struct dump *d, term t)
{
    if (!is_immediate(t)) {
        dump_text(d, "H%lX", address(t));
    } else if (is_atom(t)) {
        struct atom_text a = atom_text(t);
        dump_text(d, "A%X:", a.size);
        put(d, a.bytes, a.size);
    } else if (is_small(t)) {
        dump_text(d, "I%ld", small_value(t));
    } else if (is_nil(t)) {
        dump_text(d, "N");
    } else if (is_local_port(t)) {
        dump_text(d, "p<0.%lu>", port_number(t));
    } else {
        dump_text(d, "P");
        dump_term(d, t);
    }
}

static void dump_base64(struct dump *d, const uint8_t *bytes, size_t size)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < size; i += 3) {
        size_t rest = size - i;
        uint32_t three =
            (uint32_t)bytes[i] << 16 | (rest > 1 ? (uint32_t)bytes[i + 1] << 8 : 0) | (rest > 2 ? bytes[i + 2] : 0);
        char four[4] = {digits[three >> 18], digits[three >> 12 & 63], rest > 1 ? digits[three >> 6 & 63] : '=',
                        rest > 2 ? digits[three & 63] : '='};
        put(d, four, 4);
    }
}

/* -- which objects have been written ------------------------------------------------------------ */
static size_t slot_of(const struct dump *d, uint64_t a)
{
    size_t i = (a >> 3) * UINT64_C(0x9e3779b97f4a7c15) >> 20 & (d->seen.room - 1);
    while (d->seen.at[i] && d->seen.at[i] != a) i = (i + 1) & (d->seen.room - 1);
    return i;
}

static bool seen_grow(struct dump *d)
{
    uint64_t *old = d->seen.at;
    size_t room = d->seen.room;
    uint64_t *new = memory_alloc_zeroed(MEMORY_SYSTEM, (room ? room * 2 : 4096) * sizeof *new);
    if (!new) return false;
    d->seen.at = new;
    d->seen.room = room ? room * 2 : 4096;
    for (size_t i = 0; i < room; i++)
        if (old[i]) new[slot_of(d, old[i])] = old[i];
    memory_free(MEMORY_SYSTEM, old);
    return true;
}

/* True the first time an object is met. Without memory nothing is new: the dump ends early. */
static bool first_time(struct dump *d, uint64_t a)
{
    if (d->seen.used * 2 >= d->seen.room && !seen_grow(d)) return false;
    size_t i = slot_of(d, a);
    if (d->seen.at[i]) return false;
    d->seen.at[i] = a;
    d->seen.used++;
    return true;
}

static void later(struct dump *d, term t)
{
    if (!is_immediate(t) && !stack_push(&d->pending, t.word, 0)) d->failed = true;
}

static void dump_elements(struct dump *d, const term *elements, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i) dump_text(d, ",");
        dump_element(d, elements[i]);
        later(d, elements[i]);
    }
}

/* -- one object a line ---------------------------------------------------------------------------- */
static void remember_binary(struct dump *d, struct binary *b)
{
    if (d->binary_count == d->binary_room) {
        size_t room = d->binary_room ? d->binary_room * 2 : 64;
        struct binary **at = memory_resize(MEMORY_SYSTEM, d->binaries, room * sizeof *at);
        if (!at) return;
        d->binaries = at;
        d->binary_room = room;
    }
    if (first_time(d, (uint64_t)(uintptr_t)b)) d->binaries[d->binary_count++] = b;
}

static void dump_bits(struct dump *d, term t)
{
    struct bits v = bits_view(t);
    if (kind_of(t) == KIND_BITS_REF && v.offset == 0) {
        struct binary *b = ((struct bits_ref *)boxed(t))->binary;
        dump_text(d, "Yc%lX:%lX:%lX", (uint64_t)(uintptr_t)b, (uint64_t)(v.data - b->data), v.size / 8);
        remember_binary(d, b);
    } else { /* what starts inside a byte is written from that byte on */
        dump_text(d, "Yh%lX:", v.size / 8);
        dump_base64(d, v.data, v.size / 8);
    }
}

static void dump_map(struct dump *d, term t)
{
    term *e = tuple_elements(t);
    if (kind_of(t) == KIND_MAP) {
        dump_text(d, "Mf%lX:", map_size(t));
        dump_element(d, e[0]);
        later(d, e[0]);
        dump_text(d, ":");
        dump_elements(d, e + 1, map_size(t));
    } else if (kind_of(t) == KIND_HASHMAP) {
        size_t children = header_words(header_of(t)) - 2;
        dump_text(d, "Mh%lX:%lX:", map_size(t), children);
        dump_elements(d, e + 2, children);
    } else {
        size_t children = header_words(header_of(t)) - 1;
        dump_text(d, "Mn%lX:", children);
        dump_elements(d, e + 1, children);
    }
}

/* Funs and references have no notation of their own: as the external term format. */
static void dump_encoded(struct dump *d, term t)
{
    const struct etf_encode how = {.minor_version = 2};
    size_t size = etf_size(t, &how);
    uint8_t *bytes = size == SIZE_MAX ? NULL : memory_alloc(MEMORY_SYSTEM, size);
    if (!bytes) return;
    dump_text(d, "E%lX:", size);
    dump_base64(d, bytes, (size_t)(etf_encode(t, &how, bytes, size) - bytes));
    memory_free(MEMORY_SYSTEM, bytes);
}

static void dump_boxed(struct dump *d, term t)
{
    char text[FLOAT_TEXT_MAX];
    switch (kind_of(t)) {
    case KIND_TUPLE:
        dump_text(d, "t%lX:", tuple_arity(t));
        dump_elements(d, tuple_elements(t), tuple_arity(t));
        break;
    case KIND_MAP:
    case KIND_HASHMAP:
    case KIND_MAPNODE: dump_map(d, t); break;
    case KIND_BITS:
    case KIND_BITS_REF:
    case KIND_BITS_SUB: dump_bits(d, t); break;
    case KIND_FLOAT: {
        size_t size = float_to_text(float_value(t), text);
        dump_text(d, "F%lX:%.*s", size, (int)size, text);
        break;
    }
    case KIND_BIG_POS:
    case KIND_BIG_NEG:
        dump_text(d, "B");
        dump_term(d, t);
        break;
    case KIND_EXT_PID:
        dump_text(d, "P");
        dump_term(d, t);
        break;
    default: dump_encoded(d, t);
    }
}

void dump_objects(struct dump *d, term t)
{
    later(d, t);
    while (!stack_is_empty(&d->pending) && !d->failed) {
        term next = {stack_pop(&d->pending).a};
        if (!first_time(d, address(next))) continue;
        dump_text(d, "%lX:", address(next));
        if (is_cons(next)) {
            dump_text(d, "l");
            dump_element(d, head(next));
            dump_text(d, "|");
            dump_element(d, tail(next));
            later(d, head(next));
            later(d, tail(next));
        } else {
            dump_boxed(d, next);
        }
        dump_text(d, "\n");
    }
}

void dump_binaries(struct dump *d)
{
    for (size_t i = 0; i < d->binary_count && !d->failed; i++) {
        struct binary *b = d->binaries[i];
        dump_text(d, "=binary:%lX\n%lX:", (uint64_t)(uintptr_t)b, b->size);
        dump_base64(d, b->data, b->size);
        dump_text(d, "\n");
    }
}
