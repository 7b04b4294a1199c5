/* ets/match_program.h - match specifications: compiled once, then run on tables' objects or on the
 * arguments of traced calls (ERTS user's guide, "Match Specifications in Erlang").
 *
 *     struct match_errors errors;   // or NULL: only whether, not why
 *     struct match_program *m = match_compile(spec, MATCH_FOR_TABLES, &errors);
 *     struct match_run run = {.process = p, .program = m, .copy = true};
 *     term value = match_on_object(&run, object);      // NO_TERM: no match
 *
 * A program is an immutable sequence of 32-bit words and a pool of constants, run by a stack machine
 * whose stack size is known beforehand.  Neither compiler nor machine recurses.
 */
#pragma once
#include "process/process.h"
#include "term/objects.h"

enum match_dialect {
    MATCH_FOR_TABLES = 1,   /* ets:select/2 and friends: heads match one tuple */
    MATCH_FOR_TRACE = 2,    /* trace patterns: heads match a list of arguments */
    MATCH_FOR_CALLS = 4,    /* with MATCH_FOR_TRACE: 'caller' is allowed */
    MATCH_WITH_ACTIONS = 8, /* with MATCH_FOR_TRACE: actions on tracing are allowed */
};

struct match_program;

/* ERTS refuses what is nested too deep for its stack (some 4000 levels of calls) with system_limit; here it is a number, so that
 * whoever sees a specification afterwards (printers, tracers) is spared what none of them expects. */
enum { MATCH_NESTING_MAX = 100000 };

/* What is wrong with a specification: {error, Text} or {warning, Text} each, as a list on a heap. */
struct match_errors {
    struct heap *heap;
    term list; /* newest first */
    bool any, no_memory;
    bool too_deep; /* its expressions are nested deeper than MATCH_NESTING_MAX */
};

/* NULL: it is not a match specification (`errors`, if not NULL, say why), or there is no memory. */
struct match_program *match_compile(term spec, int dialect, struct match_errors *errors);
/* The specification itself, as it was compiled (for trace_info); its terms belong to the program. */
term match_source(const struct match_program *m);

/* What the tracer does for the special forms of trace dialect; each returns the form's value. */
enum match_action {
    MATCH_IS_SEQ_TRACE,
    MATCH_GET_SEQ_TOKEN,
    MATCH_SET_SEQ_TOKEN, /* args: item, value */
    MATCH_GET_TCW,
    MATCH_SET_TCW,            /* args: value */
    MATCH_ENABLE_TRACE,       /* args: flag, or pid, flag */
    MATCH_DISABLE_TRACE,      /* the same */
    MATCH_TRACE_CHANGE,       /* args: [pid,] disable list, enable list */
    MATCH_SILENT,             /* args: boolean */
    MATCH_CALLER,             /* {M,F,A} or undefined */
    MATCH_CALLER_LINE,        /* {M,F,A,{File,Line}} or undefined */
    MATCH_CURRENT_STACKTRACE, /* args: none, or depth */
    MATCH_PROCESS_DUMP,       /* binary */
    MATCH_DISPLAY,            /* args: term */
};

/* NULL, or a function that carries out trace actions; NO_TERM makes the form's value 'EXIT'. */
struct match_run;
typedef term match_action_fn(struct match_run *run, enum match_action action, const term *args, uint32_t count);

enum { MATCH_RETURN_TRACE_FLAG = 1, MATCH_EXCEPTION_TRACE_FLAG = 2 };

struct match_run {
    struct process *process; /* on whose heap values are made */
    const struct match_program *program;
    bool copy; /* objects lie outside the process's heap: whatever gets into the value is copied */
    match_action_fn *action;
    bool pretend;                  /* actions change nothing (match_spec_test/3) */
    struct trace_session *session; /* whose tracing they change */
    uint32_t trace_flags;          /* MATCH_RETURN_TRACE_FLAG, MATCH_EXCEPTION_TRACE_FLAG: set by the run */
    int64_t work;                  /* steps made; the caller charges them */
    bool no_memory;                /* the value is NO_TERM for lack of memory */
};

/* The value of the first clause that matches; NO_TERM: none does. */
term match_on_term(struct match_run *run, term object);
/* The same for the arguments of a call.  Without {message, ...} the value is `true`. */
term match_on_arguments(struct match_run *run, const term *args, uint32_t count);

/* -- the functions that guards may call -------------------------------------------------
 * They are built-in functions, which lie above this folder: bif/ hands them in at start. */
struct match_functions {
    /* The number of a function that guards may call, or -1. */
    int32_t (*find)(term name, uint32_t arity);
    /* Calls it; NO_TERM: it failed. */
    term (*call)(struct process *p, int32_t function, term *args);
};
void match_use_functions(const struct match_functions *functions);

/* -- programs as values -----------------------------------------------------------------------
 * A program is counted by whoever keeps it; one that match_compile() made is not counted yet. */
void match_keep(struct match_program *m);
void match_release(struct match_program *m); /* the last one frees it */
/* A magic reference that keeps m; NO_TERM: no memory. */
term match_reference(struct heap *h, struct match_program *m);
/* The program that a reference made so keeps; NULL: t is no such reference. */
struct match_program *match_of_reference(term t);
