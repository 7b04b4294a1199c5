/* vm/flags.c - reads + flags by the table. */
#include "vm/flags.h"
#include "base/limits.h"
#include "platform/host_terminal.h"
#include "vm/complain.h"
#include "vm/flag_values.h"
#include <stdlib.h>
#include <string.h>

enum action { SIZE, POWER, NUMBER, TRUTH, CHOICE, VALUE, CHECKED, APART, ATTACHED, ALLOCATOR, BARE, SUFFIX };

/* What each action of a FLAG keeps: a place in the settings, or a function. */
#define FIELD_SIZE(f)    offsetof(struct settings, f)
#define FIELD_POWER(f)   offsetof(struct settings, f)
#define FIELD_NUMBER(f)  offsetof(struct settings, f)
#define FIELD_TRUTH(f)   offsetof(struct settings, f)
#define FIELD_CHOICE(f)  0
#define CHOOSE_SIZE(f)   NULL
#define CHOOSE_POWER(f)  NULL
#define CHOOSE_NUMBER(f) NULL
#define CHOOSE_TRUTH(f)  NULL
#define CHOOSE_CHOICE(f) choose_##f

static const struct flag {
    const char *text;
    enum action action;
    int release; /* the first that knows it */
    size_t field;
    choice *choose;
    const char *words;
    long low, high;
} flags[] = {
#define FLAG(text, action, field, low, high)                                                                           \
    {text, action, 0, FIELD_##action(field), CHOOSE_##action(field), "", low, high},
#define UNUSED(text, action, low, high, words)         {text, action, 0, 0, NULL, words, low, high},
#define LATER(release, text, action, low, high, words) {text, action, release, 0, NULL, words, low, high},
#include "vm/flags.def"
#undef FLAG
#undef UNUSED
#undef LATER
};

static const struct flag *flag_find(const char *text)
{
    const struct flag *best = NULL;
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        size_t size = strlen(flags[i].text);
        if (strncmp(text, flags[i].text, size) || !otp_at_least(flags[i].release)) continue;
        if (!best || size >= strlen(best->text)) best = &flags[i];
    }
    return best;
}

/* The least that is not below n. */
static size_t power_of_two(size_t n)
{
    size_t power = 1;
    while (power < n) power *= 2;
    return power;
}

static void set_number(const struct flag *f, const char *value)
{
    if (f->action == POWER && strcmp(value, "legacy") == 0)
        return; /* of another table of identifiers; there is but one here */
    long n =
        strtol(value, NULL, 10); /* what is no number counts as 0, and what follows one is not looked at, as in OTP */
    if (n < f->low || n > f->high) complain_usage("bad value of +%s: %s", f->text, value);
    char *field = (char *)settings() + f->field;
    if (f->action == POWER) n = (long)power_of_two((size_t)n);
    if (f->action != NUMBER) *(size_t *)field = (size_t)n;
    else *(int *)field = (int)n;
}

static void set_truth(const struct flag *f, const char *value)
{
    bool truth = strcmp(value, "true") == 0;
    if (!truth && strcmp(value, "false")) complain_usage("bad value of +%s: %s", f->text, value);
    *((bool *)settings() + f->field) = truth;
}

/* Flags whose value may be left out take the next word only when it is one of theirs. */
static bool takes_next(const struct flag *f, const char *next)
{
    if (f->action == BARE || f->action == SUFFIX || f->action == ATTACHED) return false;
    if (f->choose == choose_break_mode) return next && value_acceptable(next, "i c d", 1, 0);
    if (f->choose == choose_time_correction) return next && value_acceptable(next, "true false", 1, 0);
    return f->choose != choose_crash_dumps && f->choose != choose_version;
}

static bool acceptable(const struct flag *f, const char *word, const char *value)
{
    switch (f->action) {
    case CHOICE: return f->choose(settings(), value);
    case CHECKED:
    case APART:
    case ATTACHED: return value_acceptable(value, f->words, f->low, f->high);
    case ALLOCATOR: return allocator_parameter_takes(word + 2, allocator_parameter_size(word + 2), value);
    default: return true;
    }
}

static void take_value(const struct flag *f, const char *word, const char *value)
{
    if (f->action == SIZE || f->action == POWER || f->action == NUMBER) set_number(f, value);
    else if (f->action == TRUTH) set_truth(f, value);
    else if (!acceptable(f, word, value)) complain_usage("bad value of +%s: %s", f->text, value);
}

void flags_take(const struct words *words, size_t *i, struct words *taken)
{
    const char *word = words->at[*i], *next = *i + 1 < words->count ? words->at[*i + 1] : NULL;
    const struct flag *f = flag_find(word + 1);
    size_t parameter = f && f->action == ALLOCATOR ? allocator_parameter_size(word + 2) : 0;
    if (!f || (f->action == ALLOCATOR && !parameter)) complain_usage("unknown flag -%s", word + 1);
    const char *value = f->action == ALLOCATOR ? word + 2 + parameter : word + 1 + strlen(f->text);
    if (*value && (f->action == BARE || f->action == APART)) complain_usage("unknown flag -%s", word + 1);
    words_add(taken, word);
    if (!*value && takes_next(f, next)) {
        if (!next || strcmp(next, "--") == 0) complain_missing(word);
        value = next;
        ++*i;
        words_add(taken, next);
    }
    take_value(f, word, value);
}

void flags_reset(void)
{
    struct settings *s = settings();
    s->boot_module = "init";
    s->processes_max = otp_at_least(27) ? PROCESSES_MAX_27 : PROCESSES_MAX;
    s->ports_max = PORTS_MAX;
    s->atoms_max = ATOMS_MAX;
    s->backtrace_depth = 8; /* OTP's number */
    s->system_requests = 2; /* twice the schedulers */
    s->min_heap_words = 233;
    s->min_binary_words = 46422;
    s->max_heap_kill = s->max_heap_log = true;
    s->time_correction = true;
    s->time_warp = otp_at_least(26) ? TIME_WARP_MULTI : TIME_WARP_NO;
    s->warnings = 'w';
    s->filenames_utf8 = host_locale_is_utf8();
    s->filename_warnings = 'w';
    s->crash_dumps = true;
    s->async_threads = 1;
    s->busy_limit_kilobytes = 1024;
}
