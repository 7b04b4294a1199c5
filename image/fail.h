/* image/fail.h - how the image tools end when they cannot go on: one sentence, a distinct status (sysexits.h). */
#pragma once

enum { FAIL_USAGE = 64, FAIL_DATA = 65, FAIL_NO_INPUT = 66, FAIL_SOFTWARE = 70, FAIL_SYSTEM = 71, FAIL_OUTPUT = 73 };

_Noreturn void fail(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* malloc and its kin, which fail with a sentence. */
void *need(unsigned long bytes);
void *need_more(void *p, unsigned long bytes);
