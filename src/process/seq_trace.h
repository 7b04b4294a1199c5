/* process/seq_trace.h - sequential tracing: a token that travels with messages (kernel, seq_trace(3)).
 *
 * The token is {Flags, Label, Serial, From, LastCount}; a process without one holds NIL.  Whoever has one
 * sends it along with each message, exit signal and spawn, counted up; whoever receives what a process sent takes
 * over its token, NIL too.  What a port or the machine sent leaves the token as it is (message->token undefined).
 */
#pragma once
#include "process/process.h"

enum seq_trace_flag {
    SEQ_TRACE_SEND = 1,
    SEQ_TRACE_RECEIVE = 2,
    SEQ_TRACE_PRINT = 4,
    SEQ_TRACE_NOW_TIMESTAMP = 8,
    SEQ_TRACE_STRICT_MONOTONIC = 16,
    SEQ_TRACE_MONOTONIC = 32,
};

/* Elements of the token. */
enum { TOKEN_FLAGS, TOKEN_LABEL, TOKEN_SERIAL, TOKEN_FROM, TOKEN_LAST, TOKEN_ELEMENTS };

/* A message for `to` that carries p's token on; the tracer is told. NULL: no memory. */
struct message *seq_trace_message(struct process *p, term to, term value);

/* p has taken m, whose token is its own now; the tracer is told. */
void seq_trace_received(struct process *p, term value, term token);

/* p ends, or calls exit/2: the token for its signal, NIL if it has none; the tracer is told of {'EXIT', p, reason}. */
term seq_trace_exit_token(struct process *p, term to, term reason);

/* A child inherits the token: the spawn and its answer are told of as messages. */
struct spawn_options;
void seq_trace_spawned(struct process *parent, struct process *child, term module, term function, term args,
                       const struct spawn_options *options);

/* seq_trace:print/2. */
void seq_trace_print(struct process *p, term value);
