/* bif/trace_sessions.h - sessions of tracing that programs make (OTP 27 and later). */
#pragma once
#include "process/trace.h"

/* The session that a program names; NULL: there is none. */
struct trace_session *trace_session_of(term t);
/* Ends those that nobody can name any more. */
void trace_sessions_tidy(void);
