/* term/print.c - terms as text: one loop over an explicit stack. */
#include "term/print.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include "term/map.h"
#include "term/print_leaf.h"
#include "term/record.h"
#include "term/stack.h"
#include <stdio.h>

/* The second word of a frame; the first is a term, or what the kind says. */
enum frame_kind {
    TERM,
    CELL,        /* the rest of a list, after an element */
    TUPLE,       /* elements from index (above the kind) on */
    PAIRS,       /* a struct map_iterator, owned */
    ASSOCIATION, /* "=>", then the value */
    PAIRS_NEXT,  /* PAIRS after its first pair */
    CHILDREN,    /* of a large map's node, from index on */
    FIELDS,      /* of a native record, from index on */
};
enum { INDEX_SHIFT = 3, KIND_BITS_MASK = 7 };

static void push(struct stack *s, struct printing *p, uint64_t a, uint64_t b)
{
    if (!stack_push(s, a, b)) p->stopped = true;
}

static void begin_map(struct stack *s, struct printing *p, term t)
{
    struct map_iterator *i = memory_alloc(MEMORY_SYSTEM, sizeof *i);
    if (!i) {
        p->stopped = true;
        return;
    }
    map_iterate(i, t);
    print_string(p, "#{");
    push(s, p, (uint64_t)(uintptr_t)i, PAIRS);
}

/* Until OTP 25 a large map is shown as the trie that it is: each node's bitmap, and its children. */
static void begin_node(struct stack *s, struct printing *p, term t)
{
    bool root = kind_of(t) == KIND_HASHMAP;
    char bitmap[16];
    snprintf(bitmap, sizeof bitmap, "%s<%x>{", root ? "#" : "", (unsigned)small_value(boxed(t)[root ? 2 : 1]));
    print_string(p, bitmap);
    push(s, p, t.word, (root ? UINT64_C(3) : 2) << INDEX_SHIFT | CHILDREN);
}

static void step_node(struct stack *s, struct printing *p, term t, size_t index)
{
    size_t first = kind_of(t) == KIND_HASHMAP ? 3 : 2;
    if (index > header_words(header_of(t))) {
        print_string(p, "}");
        return;
    }
    if (index > first) print_string(p, ",");
    push(s, p, t.word, (uint64_t)(index + 1) << INDEX_SHIFT | CHILDREN);
    push(s, p, boxed(t)[index].word, TERM);
}

static bool is_shown_as_node(term t)
{
    return kind_of(t) == KIND_MAPNODE || (kind_of(t) == KIND_HASHMAP && !otp_at_least(26));
}

static void begin_list(struct stack *s, struct printing *p, term t)
{
    if (is_printable_string(t)) {
        print_printable(p, t);
        return;
    }
    print_string(p, "[");
    push(s, p, tail(t).word, CELL);
    push(s, p, head(t).word, TERM);
}

static void begin_record(struct stack *s, struct printing *p, term t)
{
    const term *definition = tuple_elements(record_definition(t));
    print_string(p, "#");
    print_leaf(p, definition[RECORD_MODULE]);
    print_string(p, ":");
    print_leaf(p, definition[RECORD_NAME]);
    print_string(p, "{");
    push(s, p, t.word, FIELDS);
}

static void step_fields(struct stack *s, struct printing *p, term t, size_t index)
{
    if (index == record_value_count(t)) {
        print_string(p, "}");
        return;
    }
    if (index > 0) print_string(p, ",");
    print_leaf(p, record_keys(record_definition(t))[index]);
    print_string(p, "=");
    push(s, p, t.word, (uint64_t)(index + 1) << INDEX_SHIFT | FIELDS);
    push(s, p, record_values(t)[index].word, TERM);
}

static void begin_term(struct stack *s, struct printing *p, term t)
{
    if (is_cons(t)) {
        begin_list(s, p, t);
    } else if (is_tuple(t)) {
        print_string(p, "{");
        push(s, p, t.word, TUPLE);
    } else if (is_record(t)) {
        begin_record(s, p, t);
    } else if (is_shown_as_node(t)) {
        begin_node(s, p, t);
    } else if (is_map(t)) {
        begin_map(s, p, t);
    } else {
        print_leaf(p, t);
    }
}

static void step_cell(struct stack *s, struct printing *p, term rest)
{
    if (is_nil(rest)) {
        print_string(p, "]");
    } else if (is_cons(rest)) {
        print_string(p, ",");
        push(s, p, tail(rest).word, CELL);
        push(s, p, head(rest).word, TERM);
    } else {
        print_string(p, "|");
        push(s, p, NIL.word, CELL);
        push(s, p, rest.word, TERM);
    }
}

static void step_tuple(struct stack *s, struct printing *p, term t, size_t index)
{
    if (index == tuple_arity(t)) {
        print_string(p, "}");
        return;
    }
    if (index > 0) print_string(p, ",");
    push(s, p, t.word, (uint64_t)(index + 1) << INDEX_SHIFT | TUPLE);
    push(s, p, tuple_elements(t)[index].word, TERM);
}

static void step_pairs(struct stack *s, struct printing *p, struct map_iterator *i, bool first)
{
    term key, value;
    if (!map_next(i, &key, &value)) {
        print_string(p, "}");
        memory_free(MEMORY_SYSTEM, i);
        return;
    }
    if (!first) print_string(p, ",");
    push(s, p, (uint64_t)(uintptr_t)i, PAIRS_NEXT);
    push(s, p, value.word, ASSOCIATION);
    push(s, p, key.word, TERM);
}

static void step(struct stack *s, struct printing *p)
{
    struct frame f = stack_pop(s);
    enum frame_kind kind = (enum frame_kind)(f.b & KIND_BITS_MASK);
    switch (kind) {
    case TERM: begin_term(s, p, (term){f.a}); break;
    case CELL: step_cell(s, p, (term){f.a}); break;
    case TUPLE: step_tuple(s, p, (term){f.a}, f.b >> INDEX_SHIFT); break;
    case PAIRS:
    case PAIRS_NEXT: step_pairs(s, p, (struct map_iterator *)(uintptr_t)f.a, kind == PAIRS); break;
    case CHILDREN: step_node(s, p, (term){f.a}, f.b >> INDEX_SHIFT); break;
    case FIELDS: step_fields(s, p, (term){f.a}, f.b >> INDEX_SHIFT); break;
    case ASSOCIATION:
        print_string(p, "=>");
        push(s, p, f.a, TERM);
        break;
    }
}

void term_print(struct printer *to, term t, size_t limit)
{
    struct stack s;
    struct printing p = {.to = to, .left = limit};
    stack_open(&s);
    push(&s, &p, t.word, TERM);
    while (!stack_is_empty(&s) && !p.stopped) step(&s, &p);
    while (!stack_is_empty(&s)) {
        struct frame f = stack_pop(&s);
        enum frame_kind kind = (enum frame_kind)(f.b & KIND_BITS_MASK);
        if (kind == PAIRS || kind == PAIRS_NEXT) memory_free(MEMORY_SYSTEM, (void *)(uintptr_t)f.a);
    }
    stack_close(&s);
}

/* -- into a C string --------------------------------------------------------------------- */

struct to_buffer {
    struct printer printer;
    char *at;
    size_t room, needed;
};

static bool put_in_buffer(struct printer *to, const char *text, size_t size)
{
    struct to_buffer *b = (struct to_buffer *)to;
    if (b->needed + 1 < b->room) {
        size_t free = b->room - 1 - b->needed;
        memcpy(b->at + b->needed, text, size < free ? size : free);
    }
    b->needed += size;
    return true;
}

size_t term_print_to(char *buffer, size_t room, term t)
{
    struct to_buffer b = {{put_in_buffer}, buffer, room, 0};
    term_print(&b.printer, t, SIZE_MAX);
    if (room > 0) buffer[b.needed < room ? b.needed : room - 1] = 0;
    return b.needed;
}
