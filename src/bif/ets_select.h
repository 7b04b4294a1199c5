/* bif/ets_select.h - one traversal by a match specification: what select, match, select_count, select_delete
 * and select_replace have in common. */
#pragma once
#include "bif/ets_argument.h"
#include "bif/resume.h"
#include "ets/match_program.h"
#include "ets/traversal.h"

enum select_kind { SELECT_VALUES, SELECT_COUNT, SELECT_DELETE, SELECT_REPLACE };

/* A traversal; kept by a resume state while the process waits for its next slice. */
struct select {
    struct magic magic;
    struct match_program *program;
    struct traversal t;
    enum select_kind kind;
    bool reverse;      /* ordered_set: greatest key first */
    uint64_t table_id; /* of the table, whatever it is called now */
    int64_t limit;     /* values wanted; 0: all */
    int64_t got;       /* values found; objects counted, deleted or replaced */
    bool no_memory;
};

/* Begins at the table's beginning, by `spec`; *end says why if false. */
bool select_begin(struct process *p, struct select *s, struct table *table, term spec, enum bif_end *end);
void select_close(struct select *s);
/* Begins where a continuation says; false: it is none. */
bool select_continue(struct select *s, struct table *table, term continuation);

/* Runs for a slice.  args[0] is the table, or the continuation; it keeps the state in between. */
enum bif_end select_run(struct process *p, struct select *s, struct table *table, term *args, term *result);
/* The state that an earlier slice left in args[0]. */
struct select *select_resumed(term argument);
/* Goes on with it. */
enum bif_end select_resume(struct process *p, struct select *s, term *args, term *result);

/* Is the body of each clause of a specification sure to give an object with the key that its head matched: '$_', or a
 * tuple in which the key stands as the head has it?  False too, and *no_memory, without memory to find out. */
bool match_keeps_key(size_t keypos, term spec, bool *no_memory);
