/* code/translate_parts.h - how generic instructions become internal ones: one function for each that
 * is more than a change of name.  Such a function may look ahead and take instructions that follow
 * into one op; what it returns is the first it has not taken. */
#pragma once
#include "code/emit.h"
#include "heap/heap.h"
#include "term/atoms.h"

typedef const struct slot *translator(struct emitter *e, const struct slot *i);

static inline const struct slot *following(const struct slot *i) { return i + i->value + 1; }
static inline enum genop genop_of(const struct slot *i) { return (enum genop)i->type; }
/* Is there an instruction at i, and is it this one? */
static inline bool is_genop(const struct emitter *e, const struct slot *i, enum genop op)
{
    return i < e->end && i->type == op;
}
static inline bool same_slot(struct slot a, struct slot b) { return a.kind == b.kind && a.value == b.value; }
static inline bool is_x(struct slot s, int32_t n) { return s.kind == SLOT_X && s.value == n; }
/* Bytes of a frame, or on the heap with what must stay free besides. */
static inline struct arg arg_frame(struct slot s) { return arg_number((uint64_t)s.value * sizeof(term)); }
static inline struct arg arg_room(int64_t words)
{
    return arg_number(((uint64_t)words + STACK_RESERVE) * sizeof(term));
}

/* The line that code from i on is at, when i is a line instruction; the instruction behind it. */
const struct slot *skip_line(struct emitter *e, const struct slot *i);

/* translate_data.c */
translator translate_move, translate_get_tuple_element, translate_set_tuple_element, translate_put_tuple2,
    translate_is_tuple, translate_test_arity, translate_is_tagged_tuple, translate_is_nonempty_list,
    translate_init_yregs, translate_update_record, translate_equality, translate_put_map, translate_map_elements,
    translate_has_map_fields;
/* translate_record.c */
translator translate_get_record_elements, translate_put_record, translate_is_record_accessible;
/* translate_select.c */
translator translate_select_val, translate_select_tuple_arity;
/* translate_call.c */
translator translate_func_info, translate_call, translate_call_last, translate_call_ext, translate_call_ext_last,
    translate_call_fun, translate_call_fun2, translate_apply_last, translate_make_fun2, translate_make_fun3,
    translate_allocate, translate_allocate_heap, translate_test_heap, translate_deallocate, translate_return,
    translate_trim, translate_send;
/* translate_bif.c */
translator translate_bif;
/* translate_bits.c */
translator translate_bs_start_match, translate_bs_get, translate_bs_get_integer, translate_bs_get_utf,
    translate_bs_skip_bits, translate_bs_test_unit, translate_bs_skip_utf, translate_bs_match_string,
    translate_bs_match, translate_bs_create_bin;
/* translate_old_bits.c */
translator translate_bs_init, translate_bs_append, translate_bs_private_append, translate_bs_size;
/* translate_control.c */
translator translate_catch, translate_fmove, translate_float_op, translate_loop_rec;
