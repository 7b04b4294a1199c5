/* vm/command_line.c - erl's command line: - flags go to init, + flags to the machine. */
#include "vm/command_line.h"
#include "memory/settings.h"
#include "platform/host.h"
#include "platform/platform.h"
#include "vm/complain.h"
#include "vm/flags.h"
#include "vm/words.h"
#include <string.h>

struct command_line {
    struct words all, extra; /* as typed */
    struct words machine;    /* + flags, for -emu_args */
    struct words init;       /* for init, after the second -- */
    size_t at;
    bool print, print_exit, detached, make;
};

static const char *value(struct command_line *c)
{
    const char *flag = c->all.at[c->at];
    if (c->at + 1 >= c->all.count || strcmp(c->all.at[c->at + 1], "--") == 0) complain_missing(flag);
    return c->all.at[++c->at];
}

static void quiet(struct command_line *c)
{
    words_add(&c->init, "-noshell");
    words_add(&c->init, "-noinput");
}

/* -- the - flags that do something before init sees them ------------------------------------------- */
static void flag_env(struct command_line *c)
{
    const char *name = value(c);
    if (c->at + 1 >= c->all.count) complain_missing("-env");
    host_set_variable(name, value(c));
}
static void flag_version(struct command_line *c)
{
    (void)c;
    say_version();
}
static void flag_noinput(struct command_line *c) { quiet(c); }
static void flag_detached(struct command_line *c)
{
    c->detached = true;
    quiet(c);
}
static void flag_configfd(struct command_line *c)
{
    const char *fd = value(c);
    if (strcmp(fd, "0") == 0) quiet(c);
    words_add(&c->init, "-configfd");
    words_add(&c->init, fd);
}
static void flag_emu_args(struct command_line *c) { c->print = true; }
static void flag_emu_args_exit(struct command_line *c) { c->print_exit = true; }
static void flag_emu_name_exit(struct command_line *c)
{
    (void)c;
    say("beam.smp\n");
    platform_exit(0, false);
}
static void flag_skip_value(struct command_line *c) { (void)value(c); }
/* There is one kind of machine, and it says that it is that of every release: opt, smp. */
static void flag_kind(struct command_line *c)
{
    const char *flag = c->all.at[c->at], *only = strcmp(flag, "-emu_type") == 0 ? "opt" : "smp";
    if (strcmp(value(c), only)) complain_usage("Invalid emulator type or flavor: %s knows only %s.", flag, only);
}
static void flag_skip(struct command_line *c) { (void)c; }
static void flag_smp(struct command_line *c)
{
    const char *next = c->at + 1 < c->all.count ? c->all.at[c->at + 1] : "";
    if (strcmp(next, "disable") == 0) complain_usage("Argument '-smp disable' not supported. Use \"+S 1\" instead.");
    words_add(&c->init, "-smp");
}
static void flag_make(struct command_line *c)
{
    static const char *const words[] = {"-s", "make", "all_or_nothing"};
    quiet(c);
    for (size_t i = 0; i < 3; i++) words_add(&c->init, words[i]);
    c->make = true;
    c->at = c->all.count;
}
static void flag_compile(struct command_line *c)
{
    quiet(c);
    words_add(&c->init, "-s");
    words_add(&c->init, "c");
    words_add(&c->init, "lc_batch");
}
static void flag_distribution(struct command_line *c)
{
    const char *flag = c->all.at[c->at];
    (void)value(c);
    complain_exit(STATUS_USAGE, "%s: distribution is not there yet; start the node without a name", flag);
}

static const struct {
    const char *text;
    void (*take)(struct command_line *c);
} handlers[] = {
    {"-env", flag_env},
    {"-version", flag_version},
    {"-noinput", flag_noinput},
    {"-detached", flag_detached},
    {"-configfd", flag_configfd},
    {"-emu_args", flag_emu_args},
    {"-emu_args_exit", flag_emu_args_exit},
    {"-emu_name_exit", flag_emu_name_exit},
    {"-emu_type", flag_kind},
    {"-emu_flavor", flag_kind},
    {"-epmd", flag_skip_value},
    {"-keep_window", flag_skip},
    {"-smp", flag_smp},
    {"-make", flag_make},
    {"-compile", flag_compile},
    {"-name", flag_distribution},
    {"-sname", flag_distribution},
};

static void take_dash(struct command_line *c)
{
    const char *word = c->all.at[c->at];
    for (size_t i = 0; i < sizeof handlers / sizeof *handlers; i++) {
        if (strcmp(word, handlers[i].text)) continue;
        handlers[i].take(c);
        return;
    }
    words_add(&c->init, word);
}

static void take_all(struct command_line *c)
{
    for (c->at = 0; c->at < c->all.count; c->at++) {
        const char *word = c->all.at[c->at];
        if (word[0] == '-') take_dash(c);
        else if (word[0] == '+') flags_take(&c->all, &c->at, &c->machine);
        else words_add(&c->init, word);
    }
}

static void add_variable(struct words *w, const char *flag, const char *name)
{
    const char *text = host_variable(name);
    if (!text) return;
    words_add(w, flag);
    words_add(w, text);
}

/* What init gets: the root and its kin, --, home, --, and the user's flags. */
static struct words arguments(const struct command_line *c)
{
    struct settings *s = settings();
    const char *fixed[] = {"-root", s->root, "-bindir", s->bindir, "-progname", s->progname, "--"};
    struct words w = {0};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) words_add(&w, fixed[i]);
    add_variable(&w, "-home", "HOME");
    add_variable(&w, "-epmd_port", "ERL_EPMD_PORT");
    words_add(&w, "--");
    for (size_t i = 0; i < c->init.count; i++) words_add(&w, c->init.at[i]);
    if (c->extra.count) words_add(&w, "-extra");
    for (size_t i = 0; i < c->extra.count; i++) words_add(&w, c->extra.at[i]);
    if (c->make)
        for (size_t i = 0; i < 3; i++) words_add(&w, (const char *[]){"-s", "erlang", "halt"}[i]);
    return w;
}

static void print_arguments(const struct command_line *c, const struct words *w)
{
    const char *between = c->print_exit ? "\n" : " ";
    if (!c->print_exit) say("Executing: ling-run");
    for (size_t i = 0; i < c->machine.count; i++)
        say("%s%s%s%s", c->print_exit ? "" : " ", *c->machine.at[i] == '+' ? "-" : "",
            c->machine.at[i] + (*c->machine.at[i] == '+'), c->print_exit ? "\n" : "");
    say("%s--%s", c->print_exit ? "" : " ", between);
    for (size_t i = 0; i < w->count; i++) say("%s%s", w->at[i], between);
    say("%s", c->print_exit ? "" : "\n\n");
    if (c->print_exit) platform_exit(0, false);
}

void command_line_read(int argc, char **argv)
{
    struct command_line c = {0};
    flags_reset();
    words_gather(&c.all, &c.extra, argc, argv, settings()->otp_release);
    take_all(&c);
    struct words w = arguments(&c);
    settings()->arguments = w.at;
    settings()->argument_count = w.count;
    if (c.print || c.print_exit) print_arguments(&c, &w);
    if (c.detached && host_detach() != HOST_OK)
        complain_exit(STATUS_USAGE, "-detached: there is nothing to leave here");
}
