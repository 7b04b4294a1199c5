/* vm/crash_dump.h - what is left of a crashed machine. */
#pragma once

/* Writes a crash dump to $ERL_CRASH_DUMP (default erl_crash.dump, here), at most $ERL_CRASH_DUMP_BYTES
 * bytes; none if $ERL_CRASH_DUMP_SECONDS is 0.  Says on the console what it does, as erl does. */
void crash_dump_write(const char *slogan);
