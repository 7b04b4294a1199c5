/* test/unit/verify.c - the verifier on functions written by hand, as no compiler would write them. */
#include "code/claims.h"
#include "code/verify.h"
#include "unit.h"

/* A module of one function f/1, put together instruction by instruction.  Labels 1 and 2 are func_info's and the
 * entry's. */
enum { SLOTS = 200, LABELS = 10 };
static struct {
    struct slot code[SLOTS];
    uint32_t labels[LABELS];
    struct beam_function function;
    struct beam beam;
} made;

#define X(n)    ((struct slot){.kind = SLOT_X, .value = (n)})
#define Y(n)    ((struct slot){.kind = SLOT_Y, .value = (n)})
#define N(n)    ((struct slot){.kind = SLOT_NUMBER, .value = (n)})
#define F(n)    ((struct slot){.kind = SLOT_LABEL, .value = (n)})
#define NONE    ((struct slot){.kind = SLOT_NIL})
#define LIST(n) ((struct slot){.kind = SLOT_LIST, .value = (n)})
#define PUT(op, ...)                                                                                                   \
    put(GENOP_##op, (struct slot[]){__VA_ARGS__}, (int32_t)(sizeof(struct slot[]){__VA_ARGS__} / sizeof(struct slot)))
#define PUT0(op) put(GENOP_##op, NULL, 0)

static uint32_t put(enum genop op, const struct slot *operands, int32_t count)
{
    uint32_t at = made.beam.code_size;
    made.code[at] = (struct slot){.kind = SLOT_OP, .type = (uint16_t)op, .value = count};
    for (int32_t i = 0; i < count; i++) made.code[at + 1 + (uint32_t)i] = operands[i];
    made.beam.code_size += (uint32_t)count + 1;
    return at;
}

static void label(int32_t number)
{
    made.labels[number] = made.beam.code_size;
    PUT(label, N(number));
}

static void begin(void)
{
    static bool open;
    if (!open) unit_open();
    open = true;
    made.beam = (struct beam){.code = made.code, .labels = made.labels, .label_count = LABELS};
    for (int i = 0; i < LABELS; i++) made.labels[i] = BEAM_NO_SLOT;
    label(1);
    PUT(func_info, ((struct slot){.kind = SLOT_ATOM}), ((struct slot){.kind = SLOT_ATOM}), N(1));
    label(2);
}

static enum beam_error verdict(void)
{
    struct verify_failure failure;
    made.function = (struct beam_function){
        .name = A(undefined), .arity = 1, .info_label = 1, .entry_label = 2, .end = made.beam.code_size};
    made.beam.functions = &made.function;
    made.beam.function_count = 1;
    return verify_beam(&made.beam, &failure);
}

static void leave(int32_t frame)
{
    PUT(deallocate, N(frame));
    PUT0(return);
}

/* A frame of two, with y0 open in y1's region; then `at_four` is what stands where both nestings lead. */
static void two_nestings(void)
{
    begin();
    PUT(allocate, N(2), N(1));
    PUT(init_yregs, LIST(2), Y(0), Y(1));
    PUT(try, Y(1), F(5));
    PUT(try, Y(0), F(6));
    PUT(is_atom, F(4), X(0));
    PUT(try_end, Y(0));
    PUT(is_tuple, F(4), X(0));
    PUT(try_end, Y(1));
    leave(2);
    label(5);
    PUT(try_case, Y(1));
    leave(2);
    label(6);
    PUT(try_case, Y(0));
    PUT(try_end, Y(1));
    leave(2);
    label(4);
}

static void test_nestings_meet_to_raise(void)
{
    two_nestings();
    PUT0(if_end);
    CHECK(verdict() == BEAM_OK);
}

static void test_nestings_meet_and_none_is_closed(void)
{
    two_nestings();
    PUT(try_end, Y(0));
    PUT0(if_end);
    CHECK(verdict() == BEAM_BAD_CATCH);
}

static void test_nestings_meet_and_none_is_opened(void)
{
    two_nestings();
    PUT(try, Y(0), F(6));
    PUT0(if_end);
    CHECK(verdict() == BEAM_BAD_CATCH);
}

static void test_nestings_meet_and_tags_are_not_read(void)
{
    two_nestings();
    PUT(badmatch, Y(0));
    CHECK(verdict() == BEAM_BAD_CATCH);
}

static void test_nestings_meet_and_tags_are_not_written(void)
{
    two_nestings();
    PUT(move, X(0), Y(0));
    PUT0(if_end);
    CHECK(verdict() == BEAM_BAD_CATCH);
}

static void test_nestings_meet_and_the_frame_stays(void)
{
    two_nestings();
    leave(2);
    CHECK(verdict() == BEAM_BAD_CATCH);
}

/* The same slot, two handlers: what follows belongs to both. */
static void test_two_handlers_of_a_slot(void)
{
    begin();
    PUT(allocate, N(1), N(1));
    PUT(is_atom, F(3), X(0));
    PUT(try, Y(0), F(5));
    PUT(jump, F(4));
    label(3);
    PUT(try, Y(0), F(6));
    label(4);
    PUT(try_end, Y(0));
    PUT(move, NONE, X(0));
    leave(1);
    label(5);
    PUT(try_case, Y(0));
    leave(1);
    label(6);
    PUT(try_case, Y(0));
    leave(1);
    CHECK(verdict() == BEAM_OK);
}

/* An exception takes the lowest slot first, whatever was opened last. */
static void test_tags_open_downwards(void)
{
    begin();
    PUT(allocate, N(2), N(1));
    PUT(init_yregs, LIST(2), Y(0), Y(1));
    PUT(catch, Y(0), F(5));
    PUT(catch, Y(1), F(6));
    label(6);
    PUT(catch_end, Y(1));
    label(5);
    PUT(catch_end, Y(0));
    leave(2);
    CHECK(verdict() == BEAM_BAD_CATCH);
}

static void test_tags_close_from_within(void)
{
    begin();
    PUT(allocate, N(2), N(1));
    PUT(init_yregs, LIST(2), Y(0), Y(1));
    PUT(catch, Y(1), F(5));
    PUT(catch, Y(0), F(6));
    label(5);
    PUT(catch_end, Y(1));
    label(6);
    PUT(catch_end, Y(0));
    leave(2);
    CHECK(verdict() == BEAM_BAD_CATCH);
}

/* y0 was a list cell before the tag, and is none behind it. */
static void test_facts_end_at_a_tag(void)
{
    begin();
    PUT(allocate, N(1), N(1));
    PUT(move, X(0), Y(0));
    PUT(is_nonempty_list, F(3), Y(0));
    PUT(try, Y(0), F(4));
    PUT(try_end, Y(0));
    uint32_t use = PUT(get_hd, Y(0), X(0));
    leave(1);
    label(3);
    PUT0(if_end);
    label(4);
    PUT(try_case, Y(0));
    leave(1);
    CHECK(verdict() == BEAM_OK);
    CHECK(made.code[use].claim == CLAIM_CONS);
}

/* Registers that the function does not name are not followed: trim must not find values in them. */
static void test_trim_of_what_is_not_followed(void)
{
    begin();
    PUT(allocate, N(200), N(1));
    PUT(trim, N(100), N(100));
    PUT(move, Y(0), X(0));
    leave(100);
    CHECK(verdict() == BEAM_NO_VALUE);
}

static void test_exceptions_find_full_frames(void)
{
    begin();
    uint32_t frame = PUT(allocate, N(2), N(1));
    PUT(move, X(0), Y(0));
    PUT(badmatch, X(0));
    CHECK(verdict() == BEAM_OK);
    CHECK(made.code[frame].type == GENOP_allocate_zero);
    begin();
    frame = PUT(allocate, N(2), N(1));
    PUT(move, X(0), Y(0));
    PUT(move, X(0), Y(1));
    PUT(badmatch, X(0));
    CHECK(verdict() == BEAM_OK);
    CHECK(made.code[frame].type == GENOP_allocate);
}

/* receive after X -> ... end without optimisations: the label of the wait is that of a jump to the wait. */
static void test_wait_by_a_jump(void)
{
    begin();
    PUT(allocate, N(0), N(1));
    label(3);
    PUT(wait_timeout, F(4), X(0));
    PUT0(timeout);
    PUT(move, NONE, X(0));
    leave(0);
    label(4);
    PUT(jump, F(3));
    CHECK(verdict() == BEAM_OK);
}

UNIT_MAIN(TEST(nestings_meet_to_raise), TEST(nestings_meet_and_none_is_closed), TEST(nestings_meet_and_none_is_opened),
          TEST(nestings_meet_and_tags_are_not_read), TEST(nestings_meet_and_tags_are_not_written),
          TEST(nestings_meet_and_the_frame_stays), TEST(two_handlers_of_a_slot), TEST(tags_open_downwards),
          TEST(tags_close_from_within), TEST(facts_end_at_a_tag), TEST(trim_of_what_is_not_followed),
          TEST(exceptions_find_full_frames), TEST(wait_by_a_jump))
