/* vm/break.c - the break menu: a short talk with the operator, during which the machine stands still. */
#include "vm/break.h"
#include "code/module.h"
#include "io/console.h"
#include "io/signals.h"
#include "io/tty.h"
#include "memory/ending.h"
#include "memory/settings.h"
#include "platform/host_programs.h"
#include "platform/host_terminal.h"
#include "platform/platform.h"
#include "term/atoms.h"
#include "vm/dump.h"
#include <string.h>

static const char menu[] = "BREAK: (a)bort (A)bort with dump (c)ontinue (p)roc info (i)nfo\n"
                           "       (l)oaded (v)ersion (k)ill (D)b-tables (d)istribution\n";

static void say(const char *text) { platform_console(text, strlen(text)); }

/* Is there something to read?  False: ^C again. */
static bool wait_for_answer(void)
{
    while (!host_wait_for_key(0)) {
        signals_take();
        if (signals_break_asked()) return false;
    }
    return true;
}

/* The first character of a line from standard input; 0: there is no more, or the operator does not want to be asked. */
static char ask(void)
{
    char first = 0, c;
    size_t got;
    while (wait_for_answer() && host_read(0, &c, 1, &got) == HOST_OK && got == 1) {
        if (!first) first = c;
        if (c == '\n') return first;
    }
    return first;
}

/* -- what is shown ----------------------------------------------------------------------- */

typedef void show(struct dump *d);

static void say_shown(show *what)
{
    struct dump *d = dump_open_device(STANDARD_ERROR);
    if (!d) return;
    what(d);
    dump_close(d);
}

static void show_version(struct dump *d)
{
    dump_text(d, "Erlang (BEAM) emulator version %s\n", settings()->erts_version);
}

static void show_processes(struct dump *d)
{
    uint32_t number = 0;
    struct process *p;
    for (; (p = process_after(number, &number)); number++) dump_process_summary(d, p);
    dump_ports(d);
}

static void show_modules(struct dump *d)
{
    for (size_t i = 0; i < module_rows_count(); i++) {
        const struct module *m = module_row_at(i)->current;
        if (!m) continue;
        dump_term(d, m->name);
        dump_text(d, " %lu\n", m->words * 4 + m->literal_bytes);
    }
}

static void show_distribution(struct dump *d) { dump_text(d, "=node:'nonode@nohost'\n=no_distribution\n"); }

/* -- one process after the other ------------------------------------------------------------ */

static void kill_some(void)
{
    uint32_t number = 0;
    struct process *p;
    say("Process Information\n\n--------------------------------------------------\n");
    for (; (p = process_after(number, &number)); number++) {
        struct dump *d = dump_open_device(STANDARD_ERROR);
        if (!d) return;
        dump_process_summary(d, p);
        dump_close(d);
        say("(k)ill (n)ext (r)eturn:\n");
        char c = ask();
        if (c == 'k') process_exit_signal(p, p->pid, A(kill), false);
        else if (c != 'n') return;
    }
}

/* -- the menu ---------------------------------------------------------------------------------- */

static void refuse(char c)
{
    struct dump *d = dump_open_device(STANDARD_ERROR);
    if (!d) return;
    dump_text(d, "Invalid option '%c'. Please enter one of the following:\n%s", c, menu);
    dump_close(d);
}

/* True: the talk is over. */
static bool obey(char c)
{
    switch (c) {
    case 0:
    case 'q':
    case 'a': ending_ask(0, false); return true;
    case 'A': ending_crash("Crash dump requested by user", 28, true); return true;
    case 'c': return true;
    case 'p': say_shown(show_processes); return true;
    case 'i': say_shown(dump_memory); return true;
    case 'l': say_shown(show_modules); return true;
    case 'v': say_shown(show_version); return true;
    case 'D': say_shown(dump_tables); return true;
    case 'd': say_shown(show_distribution); return true;
    case 'k': kill_some(); return true;
    case 'm': return true;
    case 'o': say_shown(dump_ports); return true;
    case '\n': return false;
    default: refuse(c); return false;
    }
}

void break_handle(void)
{
    host_terminal_restore();
    say("\n");
    say(menu);
    while (!obey(ask()));
    host_terminal_again();
    console_signal(SIGNAL_CONT);
    tty_signal(SIGNAL_CONT);
}
