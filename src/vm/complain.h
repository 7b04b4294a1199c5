/* vm/complain.h - what a user is told when a start fails: one sentence on stderr, a distinct status. */
#pragma once

enum {
    STATUS_USAGE = 1,    /* a flag is wrong; erl's status */
    STATUS_NO_OTP = 66,  /* no OTP installation, or it lacks a file (EX_NOINPUT) */
    STATUS_NO_ROOM = 71, /* the arena could not be mapped (EX_OSERR) */
};

/* "ling run: " and the sentence. */
_Noreturn void complain_exit(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The sentence and the usage line, as erl does; status 1. */
_Noreturn void complain_usage(const char *format, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void complain_missing(const char *flag);

/* What was asked for, on standard output. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* -version: on stderr, as erl has it. */
_Noreturn void say_version(void);
