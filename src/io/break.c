/* io/break.c - the break menu: a short talk with the operator, during which the machine stands still. */
#include "io/break.h"
#include "io/tty.h"
#include "memory/ending.h"
#include "memory/settings.h"
#include "platform/host_programs.h"
#include "platform/host_terminal.h"
#include "platform/platform.h"
#include <stdio.h>
#include <string.h>

static const char menu[] = "\nBREAK: (a)bort (A)bort with dump (c)ontinue (p)roc info (i)nfo\n"
                           "       (l)oaded (v)ersion (k)ill (D)b-tables (d)istribution\n";

static void say(const char *text) { platform_console(text, strlen(text)); }

/* The first character of a line from standard input; 0: there is no more. */
static char ask(void)
{
    char first = 0, c;
    size_t got;
    while (host_read(0, &c, 1, &got) == HOST_OK && got == 1) {
        if (!first) first = c;
        if (c == '\n') return first;
    }
    return first;
}

static void say_version(void)
{
    char text[128];
    snprintf(text, sizeof text, "Erlang (BEAM) emulator version %s\n", settings()->erts_version);
    say(text);
}

/* True: the talk is over. */
static bool obey(char c)
{
    switch (c) {
    case 0:
    case 'a': ending_ask(0, false); return true;
    case 'A': ending_crash("Crash dump requested by user", 28, false); return true;
    case 'c': return true;
    case 'v': say_version(); return false;
    default: return false;
    }
}

void break_handle(void)
{
    host_terminal_restore();
    do say(menu);
    while (!obey(ask()));
    tty_signal(SIGNAL_CONT);
}
