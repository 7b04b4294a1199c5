/* image/fail.c - the one sentence. */
#include "image/fail.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

_Noreturn void fail(int status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("ling: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    exit(status);
}

void *need_more(void *p, unsigned long bytes)
{
    void *more = realloc(p, bytes ? bytes : 1);
    if (!more) fail(FAIL_SYSTEM, "there is not enough memory");
    return more;
}

void *need(unsigned long bytes) { return need_more(NULL, bytes); }
