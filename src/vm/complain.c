/* vm/complain.c - sentences for starts that fail, and answers for those that only ask. */
#include "vm/complain.h"
#include "memory/settings.h"
#include "platform/host_files.h"
#include "platform/platform.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_MAX = 8192 }; /* longer sentences, of the user's own making, are cut */

static const char usage[] =
    "Usage: erl [-version] [-noshell] [-noinput] [-env VAR VALUE] [-args_file FILE] [-emu_args] [-boot FILE]\n"
    "  [-config FILE] [-mode MODE] [-pa DIR ...] [-pz DIR ...] [-eval EXPR] [-s MOD [FUN [ARG ...]]]\n"
    "  [-run MOD [FUN [ARG ...]]] [-extra ARG ...] [+FLAG [VALUE]] [args ...]\n"
    "  The flags are those of erl(1); those that have no meaning in this machine are accepted.\n";

static size_t format_text(char text[TEXT_MAX], const char *format, va_list arguments)
{
    int size = vsnprintf(text, TEXT_MAX, format, arguments);
    return size < TEXT_MAX ? (size_t)size : TEXT_MAX - 1;
}

static void complain(const char *before, const char *format, va_list arguments, const char *after)
{
    char text[TEXT_MAX];
    size_t size = format_text(text, format, arguments);
    platform_console(before, strlen(before));
    platform_console(text, size);
    platform_console(after, strlen(after));
}

void complain_exit(int status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    complain("ling run: ", format, arguments, "\n");
    platform_exit(status, false);
}

void complain_usage(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    complain("", format, arguments, "\n");
    platform_console(usage, sizeof usage - 1);
    platform_exit(STATUS_USAGE, false);
}

void complain_missing(const char *flag) { complain_usage("Missing argument(s) for '%s'.", flag); }

void say(const char *format, ...)
{
    char text[TEXT_MAX];
    va_list arguments;
    va_start(arguments, format);
    struct host_chunk chunk = {text, format_text(text, format, arguments)};
    va_end(arguments);
    size_t written;
    host_write_file(STANDARD_OUTPUT, AT_POSITION, &chunk, 1, &written); /* nobody to tell if it fails */
}

void say_version(void)
{
    char text[256];
    int size = snprintf(text, sizeof text, "Erlang (SMP,ASYNC_THREADS) (BEAM) emulator version %.64s\r\n",
                        settings()->erts_version);
    platform_console(text, (size_t)size);
    platform_exit(0, false);
}
