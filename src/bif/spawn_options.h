/* bif/spawn_options.h - reading option lists of spawn_opt, spawn_request and monitor. */
#pragma once
#include "process/process.h"

/* What a list of options says besides struct spawn_options. */
struct spawn_request {
    struct spawn_options options;
    term tag; /* of the reply; spawn_reply */
    bool reply_success, reply_error;
};

enum options_end { OPTIONS_OK, OPTIONS_BAD, OPTIONS_IMPROPER };
/* `request`: the options of spawn_request are allowed too. */
enum options_end spawn_options_read(struct spawn_request *r, term list, bool request);

/* `priority`, which OTP 28 and later take: messages of priority. */
bool is_priority_option(term option);
bool are_priority_options(term list, bool *priority); /* a list of nothing else */

/* {alias, Mode}, {tag, Term} and `priority`; false: bad. *tag is NO_TERM when not given. */
bool monitor_options_read(term list, unsigned *alias, term *tag, bool *priority);

/* max_heap_size: an integer or a map; false: bad. */
struct max_heap {
    size_t size;
    bool kill, log, include_binaries;
};
bool max_heap_read(term value, struct max_heap *m);
/* The same as a map; NO_TERM: no memory. */
term max_heap_map(struct heap *h, const struct max_heap *m);
bool priority_read(term value, enum priority *priority);
term priority_name(enum priority priority);

/* Sizes that process flags and options ask for, rounded up as OTP rounds them. */
size_t heap_size_rounded(size_t words);
