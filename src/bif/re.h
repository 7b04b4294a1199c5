/* bif/re.h - module re on PCRE2 (8-bit library): what its files share.
 *
 * A compiled pattern is {re_pattern, Groups, Unicode, Crlf, Opaque} where Opaque is a binary that
 * holds the source and the options, not PCRE2's code: it is a value like any other (equal when compiled
 * alike, good after a trip through a file or another machine), and nothing but what this machine
 * compiled itself is ever run.  The code is kept in a cache, found by the Opaque's contents.
 *
 * A match runs on the C stack with a limit of some milliseconds.  The rare one that needs more is
 * begun again with a callout at every pattern item, on a stack of its own, and yields there.
 */
#pragma once
#define PCRE2_CODE_UNIT_WIDTH 8
#include "bif/bif.h"
#include "bif/coroutine.h"
#include "bif/resume.h"
#include "heap/binary.h"
#include <pcre2.h>

/* -- bif/re_options.c ------------------------------------------------------------------- */

/* What a pattern is compiled with; together with the source the key of the cache. */
struct re_how {
    uint32_t options; /* PCRE2_CASELESS ... */
    uint8_t newline;  /* PCRE2_NEWLINE_... */
    uint8_t bsr;      /* PCRE2_BSR_... */
};

struct re_options {
    struct re_how how;
    uint32_t match_options; /* PCRE2_NOTBOL ... */
    bool compile_only;      /* an option that only compiling takes was given */
    bool run_only;          /* one that only running takes */
    bool newline_given, bsr_given;
    bool unicode, global, report_errors, capture_given, export;
    bool match_limit_given, depth_limit_given;
    uint32_t match_limit, depth_limit;
    size_t offset;
    term capture, capture_type;
};
/* True if the OTP that runs here has PCRE2 itself (28 on): its own texts, and patterns for export. */
bool re_is_pcre2(void);
/* False: not a list of options. */
bool re_options(term list, struct re_options *o);
/* Could options of re:compile/2 have made it?  (Others would let PCRE2 trust the pattern.) */
bool re_how_is_possible(const struct re_how *how);

/* -- bif/re_code.c ------------------------------------------------------------------------ */

struct re_code {
    struct re_code *next;          /* in its bucket */
    struct re_code *newer, *older; /* by last use */
    uint64_t hash;
    uint32_t references; /* the cache's own and of matches under way */
    struct re_how how;
    pcre2_code *code;
    pcre2_code *stepping;   /* with callouts; NULL: not needed so far */
    pcre2_match_data *data; /* for matches on the C stack; NULL: none now */
    size_t memory;          /* of code */
    size_t size;
    uint8_t source[];
};

struct re_failure {
    int error;     /* PCRE2's; 0: no memory */
    size_t offset; /* in the source */
    char text[128];
};
/* The compiled pattern with one more reference, or NULL and *failure. */
struct re_code *re_code(const struct re_how *how, const uint8_t *source, size_t size, struct re_failure *failure);
void re_code_drop(struct re_code *c);
/* Its variant with callouts; NULL: no memory. */
pcre2_code *re_code_stepping(struct re_code *c);
pcre2_general_context *re_memory(void); /* PCRE2's memory, from the arena; NULL: no memory */

/* {re_pattern,...}; NO_TERM: no memory. */
term re_pattern_term(struct heap *h, const struct re_code *c, bool unicode);
/* Reads one; false: it is none that this machine made. */
bool re_pattern_of(term t, struct re_how *how, const uint8_t **source, size_t *size, bool *unicode);

/* -- bif/re_errors.c ------------------------------------------------------------------------- */

/* Texts and offsets as re:compile/2 gives them. */
void re_error(int error, const uint8_t *source, size_t size, struct re_failure *failure);

/* -- bif/re_source.c --------------------------------------------------------------------------- */

/* What PCRE accepted and PCRE2 does not: changes the source so that it means the same. `error`, `offset`:
 * PCRE2's complaint; room for one more byte. The change in size (-1, 0, 1), or 2: nothing to be done. */
int re_source_mend(uint8_t *source, size_t size, int error, size_t offset);

/* -- bif/re_capture.c ---------------------------------------------------------------------------- */

enum re_form { RE_INDEX, RE_LIST, RE_BINARY, RE_NONE };

/* Which groups a match returns. */
struct re_capture {
    enum re_form form;
    bool listed;    /* else all from `from` on */
    uint32_t from;  /* 0, or 1: all but the first */
    uint32_t count; /* picks that are listed */
    uint32_t groups, room;
    struct re_pick { /* groups of one name, or one number */
        uint32_t first, count;
    } *picks;
    int32_t *group;
};
enum re_capture_result { RE_CAPTURE_OK, RE_CAPTURE_BAD, RE_CAPTURE_NO_MEMORY };
enum re_capture_result re_capture(struct re_capture *c, const struct re_options *o, const pcre2_code *code);
void re_capture_close(struct re_capture *c);
/* {match, Captured} or match. `found`: what pcre2_match() returned. NO_TERM: no memory. */
term re_captured(struct heap *h, const struct re_capture *c, term subject, const size_t *ovector, int found);
