/* bif/ets_select.c - the BIFs select, match and match_object of module ets and what belongs to them. */
#include "bif/ets_select.h"

enum pattern { PATTERN_NONE, PATTERN_BINDINGS, PATTERN_OBJECTS };

/* Room for [{Pattern, [], [Result]}]: what match and match_object stand for. */
struct pattern_spec {
    term words[8];
};

static term spec_of_pattern(struct pattern_spec *s, term pattern, enum pattern kind)
{
    term *hp = s->words;
    term body = build_cons(&hp, kind == PATTERN_BINDINGS ? A(dollar_dollar) : A(dollar_underscore), NIL);
    return build_cons(&hp, build_tuple3(&hp, pattern, NIL, body), NIL);
}

static enum bif_end begin(struct process *p, struct select *s, term *args, enum pattern pattern, term *result)
{
    struct pattern_spec room;
    enum bif_end end;
    bool writes = s->kind == SELECT_DELETE || s->kind == SELECT_REPLACE;
    struct table *table = ets_table(p, args[0], writes ? ETS_WRITE : ETS_READ, &end);
    if (!table) return end;
    if (s->limit < 0) return bif_badarg(p);
    term spec = pattern == PATTERN_NONE ? args[1] : spec_of_pattern(&room, args[1], pattern);
    if (is_nil(spec)) { /* no clause: nothing matches */
        *result = s->kind != SELECT_VALUES ? small(0) : s->limit ? A(end_of_table) : NIL;
        return BIF_DONE;
    }
    if (!select_begin(p, s, table, spec, &end)) return end;
    return select_run(p, s, table, args, result);
}

/* The form that gives all values at once, or a number. */
static enum bif_end all(struct process *p, term *args, enum select_kind kind, bool reverse, enum pattern pattern,
                        term *result)
{
    struct select *resumed = select_resumed(args[0]);
    if (resumed) return select_resume(p, resumed, args, result);
    struct select s = {.kind = kind, .reverse = reverse};
    return begin(p, &s, args, pattern, result);
}

/* The form with a limit. */
static enum bif_end chunk(struct process *p, term *args, bool reverse, enum pattern pattern, term *result)
{
    struct select *resumed = select_resumed(args[0]);
    if (resumed) return select_resume(p, resumed, args, result);
    bool good = is_small(args[2]) && small_value(args[2]) > 0;
    struct select s = {.reverse = reverse, .limit = good ? small_value(args[2]) : -1};
    return begin(p, &s, args, pattern, result);
}

/* The form with a continuation. */
static enum bif_end next_chunk(struct process *p, term *args, term *result)
{
    struct select *resumed = select_resumed(args[0]);
    if (resumed) return select_resume(p, resumed, args, result);
    *result = args[0];
    if (same(args[0], A(end_of_table))) return BIF_DONE;
    if (!is_tuple(args[0]) || tuple_arity(args[0]) == 0) return bif_badarg(p);
    enum bif_end end;
    struct table *table = ets_table(p, tuple_elements(args[0])[0], ETS_READ, &end);
    if (!table) return end;
    struct select s = {0};
    if (!select_continue(&s, table, args[0])) return bif_badarg(p);
    return select_run(p, &s, table, args, result);
}

enum bif_end bif_ets_select_1(struct process *p, term *args, term *result) { return next_chunk(p, args, result); }
enum bif_end bif_ets_select_2(struct process *p, term *args, term *result)
{
    return all(p, args, SELECT_VALUES, false, PATTERN_NONE, result);
}
enum bif_end bif_ets_select_3(struct process *p, term *args, term *result)
{
    return chunk(p, args, false, PATTERN_NONE, result);
}
enum bif_end bif_ets_select_reverse_1(struct process *p, term *args, term *result)
{
    return next_chunk(p, args, result);
}
enum bif_end bif_ets_select_reverse_2(struct process *p, term *args, term *result)
{
    return all(p, args, SELECT_VALUES, true, PATTERN_NONE, result);
}
enum bif_end bif_ets_select_reverse_3(struct process *p, term *args, term *result)
{
    return chunk(p, args, true, PATTERN_NONE, result);
}
enum bif_end bif_ets_match_1(struct process *p, term *args, term *result) { return next_chunk(p, args, result); }
enum bif_end bif_ets_match_2(struct process *p, term *args, term *result)
{
    return all(p, args, SELECT_VALUES, false, PATTERN_BINDINGS, result);
}
enum bif_end bif_ets_match_3(struct process *p, term *args, term *result)
{
    return chunk(p, args, false, PATTERN_BINDINGS, result);
}
enum bif_end bif_ets_match_object_1(struct process *p, term *args, term *result) { return next_chunk(p, args, result); }
enum bif_end bif_ets_match_object_2(struct process *p, term *args, term *result)
{
    return all(p, args, SELECT_VALUES, false, PATTERN_OBJECTS, result);
}
enum bif_end bif_ets_match_object_3(struct process *p, term *args, term *result)
{
    return chunk(p, args, false, PATTERN_OBJECTS, result);
}
enum bif_end bif_ets_select_count_2(struct process *p, term *args, term *result)
{
    return all(p, args, SELECT_COUNT, false, PATTERN_NONE, result);
}
enum bif_end bif_ets_internal_select_delete_2(struct process *p, term *args, term *result)
{
    return all(p, args, SELECT_DELETE, false, PATTERN_NONE, result);
}

/* -- select_replace/2 ----------------------------------------------------------------------- */

enum bif_end bif_ets_select_replace_2(struct process *p, term *args, term *result)
{
    if (!select_resumed(args[0])) {
        enum bif_end end;
        struct table *table = ets_table(p, args[0], ETS_WRITE, &end);
        if (!table) return end;
        if (table->o.type == TABLE_BAG) return bif_badarg_cause(p, A(table_type));
        bool no_memory = false;
        if (!match_keeps_key(table->o.keypos, args[1], &no_memory)) return no_memory ? bif_no_memory(p) : bif_badarg(p);
    }
    return all(p, args, SELECT_REPLACE, false, PATTERN_NONE, result);
}
