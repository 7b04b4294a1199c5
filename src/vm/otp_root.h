/* vm/otp_root.h - which OTP installation is run. */
#pragma once

/* Finds the OTP root and fills settings(): root, versions, preloaded, bindir, progname; exports
 * ROOTDIR, BINDIR, EMU and PROGNAME as erl does.  The root is, first of all that exist:
 * `asked` (--otp), $LING_OTP, $ROOTDIR, the root of the first erl on PATH that is not Ling's own,
 * /usr/lib/erlang, /usr/local/lib/erlang.  Ends the program with a sentence and STATUS_NO_OTP if
 * there is none, or it lacks a file. */
void otp_root_find(const char *asked);
