/* vm/complain.c - sentences for starts that fail. */
#include "vm/complain.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const char usage[] =
    "Usage: erl [-version] [-noshell] [-noinput] [-env VAR VALUE] [-args_file FILE] [-emu_args] [-boot FILE]\n"
    "  [-config FILE] [-mode MODE] [-pa DIR ...] [-pz DIR ...] [-eval EXPR] [-s MOD [FUN [ARG ...]]]\n"
    "  [-run MOD [FUN [ARG ...]]] [-extra ARG ...] [+FLAG [VALUE]] [args ...]\n"
    "  The flags are those of erl(1); those that have no meaning in this machine are accepted.\n";

void complain_exit(int status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("ling run: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    exit(status);
}

void complain_usage(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    fprintf(stderr, "\n%s", usage);
    exit(STATUS_USAGE);
}

void complain_missing(const char *flag) { complain_usage("Missing argument(s) for '%s'.", flag); }
