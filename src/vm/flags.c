/* vm/flags.c - reads + flags by the table. */
#include "vm/flags.h"
#include "base/limits.h"
#include "memory/settings.h"
#include "platform/host_terminal.h"
#include "vm/complain.h"
#include <stdlib.h>
#include <string.h>

enum action { SIZE, POWER, NUMBER, TRUTH, CHOICE, VALUE, BARE, SUFFIX };

/* -- choices: each takes the text after the flag and answers whether it is acceptable ------------- */
typedef bool choice(struct settings *s, const char *value);

static bool one_of(const char *value, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(value, *words) == 0) return true;
    return false;
}

static bool choose_messages_off_heap(struct settings *s, const char *value)
{
    s->messages_off_heap = strcmp(value, "off_heap") == 0;
    return s->messages_off_heap || strcmp(value, "on_heap") == 0;
}

static bool choose_time_warp(struct settings *s, const char *value)
{
    static const char *const names[] = {"no_time_warp", "single_time_warp", "multi_time_warp"};
    for (int i = 0; i < 3; i++) {
        if (strcmp(value, names[i])) continue;
        s->time_warp = (enum time_warp)i;
        return true;
    }
    return false;
}

static bool choose_time_correction(struct settings *s, const char *value)
{
    s->time_correction = strcmp(value, "false") != 0;
    return strcmp(value, "true") == 0 || strcmp(value, "false") == 0 || *value == 0;
}

static bool choose_warnings(struct settings *s, const char *value)
{
    s->warnings = *value;
    return *value && strchr("wie", *value);
}

static bool choose_printable_unicode(struct settings *s, const char *value)
{
    s->printable_unicode = strcmp(value, "unicode") == 0;
    return s->printable_unicode || strcmp(value, "latin1") == 0;
}

static bool choose_filenames_utf8(struct settings *s, const char *value)
{
    if (!*value || !strchr("ual", value[0])) return false;
    if (value[0] != 'l' && value[1] && !strchr("wie", value[1])) return false;
    if (value[0] != 'a') s->filenames_utf8 = value[0] == 'u';
    s->filename_warnings = value[0] != 'l' && value[1] ? value[1] : 'w';
    return true;
}

static bool choose_break_mode(struct settings *s, const char *value)
{
    s->break_mode = *value ? *value : 'd';
    return !*value || strchr("icd", *value);
}

static bool number_within(const char *value, long low, long high, long *n)
{
    char *end;
    *n = strtol(value, &end, 10);
    return *value && !*end && *n >= low && *n <= high;
}

/* Told by system_info(thread_pool_size); there is one at least. What is no number counts as 0, as in OTP. */
static bool choose_async_threads(struct settings *s, const char *value)
{
    long n = strtol(value, NULL, 10);
    if (n < 0 || n > 1024) return false;
    s->async_threads = n ? (int)n : 1;
    return true;
}

/* The release in use, and the two before it. */
static bool choose_compatible_release(struct settings *s, const char *value)
{
    s->compatible_release = (int)strtol(value, NULL, 10);
    return otp_at_least(s->compatible_release) && !otp_at_least(s->compatible_release + 3);
}

/* None of these has a meaning here, but not every value is one. */

/* Schedulers[:Online], or :Online; 0 and less count from those there are, which is no error that can be seen here. */
static bool choose_schedulers(struct settings *s, const char *value)
{
    char *end;
    (void)s;
    const char *online = *value == ':' ? value + 1 : NULL;
    long n = strtol(online ? online : value, &end, 10);
    return end != (online ? online : value) && n <= 1024;
}

static bool choose_bind_type(struct settings *s, const char *value)
{
    static const char *const words[] = {"u", "ns", "ts", "ps", "s", "nnts", "nnps", "tnnps", "db", NULL};
    (void)s;
    return one_of(value, words);
}

static bool choose_busy_wait(struct settings *s, const char *value)
{
    static const char *const words[] = {"none", "very_short", "short", "medium", "long", "very_long", NULL};
    (void)s;
    return one_of(value, words);
}

static bool choose_cleanup(struct settings *s, const char *value)
{
    static const char *const words[] = {"very_eager", "eager", "medium", "lazy", "very_lazy", NULL};
    (void)s;
    return one_of(value, words);
}

static bool choose_threshold(struct settings *s, const char *value)
{
    static const char *const words[] = {"very_low", "low", "medium", "high", "very_high", NULL};
    (void)s;
    return one_of(value, words);
}

static bool choose_stack_kilowords(struct settings *s, const char *value)
{
    long n;
    (void)s;
    return number_within(value, 20, 8192, &n);
}

static bool choose_async_stack(struct settings *s, const char *value)
{
    long n;
    (void)s;
    return number_within(value, 16, 8192, &n);
}

static bool choose_file_schedulers(struct settings *s, const char *value)
{
    long n;
    (void)s;
    return number_within(value, 1, 1024, &n);
}

static bool choose_crash_dumps(struct settings *s, const char *value)
{
    s->crash_dumps = false;
    return *value == 0;
}

static bool choose_boot_module(struct settings *s, const char *value)
{
    s->boot_module = value;
    return *value != 0;
}

static bool choose_version(struct settings *s, const char *value)
{
    (void)value, (void)s;
    say_version();
}

/* +M: allocator switches; a two-part name (+MBas) takes a value, +Mea and its kin as well. */
static bool choose_allocator(struct settings *s, const char *value)
{
    (void)s;
    return *value != 0;
}

static bool choose_truth(struct settings *s, const char *value)
{
    static const char *const words[] = {"true", "false", NULL};
    (void)s;
    return one_of(value, words);
}

static bool choose_wakeup_strategy(struct settings *s, const char *value)
{
    static const char *const words[] = {"default", "legacy", NULL};
    (void)s;
    return one_of(value, words);
}

static bool choose_poll_sets(struct settings *s, const char *value)
{
    long n;
    (void)s;
    return number_within(value, 1, 1024, &n);
}

static bool choose_positive(struct settings *s, const char *value)
{
    long n;
    (void)s;
    return number_within(value, 1, INT32_MAX, &n);
}

static bool choose_port_signals(struct settings *s, const char *value)
{
    static const char *const words[] = {"s", "a", "d", NULL};
    (void)s;
    return one_of(value, words);
}

/* -- the table -------------------------------------------------------------------------------------- */
#define FIELD_SIZE(f)    offsetof(struct settings, f)
#define FIELD_POWER(f)   offsetof(struct settings, f)
#define FIELD_NUMBER(f)  offsetof(struct settings, f)
#define FIELD_TRUTH(f)   offsetof(struct settings, f)
#define FIELD_CHOICE(f)  0
#define FIELD_VALUE(f)   0
#define FIELD_BARE(f)    0
#define FIELD_SUFFIX(f)  0
#define CHOOSE_SIZE(f)   NULL
#define CHOOSE_POWER(f)  NULL
#define CHOOSE_NUMBER(f) NULL
#define CHOOSE_TRUTH(f)  NULL
#define CHOOSE_CHOICE(f) choose_##f
#define CHOOSE_VALUE(f)  NULL
#define CHOOSE_BARE(f)   NULL
#define CHOOSE_SUFFIX(f) NULL

static const struct flag {
    const char *text;
    enum action action;
    size_t field;
    choice *choose;
    long low, high;
} flags[] = {
#define FLAG(text, action, field, low, high) {text, action, FIELD_##action(field), CHOOSE_##action(field), low, high},
#include "vm/flags.def"
#undef FLAG
};

static const struct flag *flag_find(const char *text)
{
    const struct flag *best = NULL;
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        size_t size = strlen(flags[i].text);
        if (strncmp(text, flags[i].text, size) == 0 && (!best || size > strlen(best->text))) best = &flags[i];
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
    char *end;
    long n = strtol(value, &end, 10);
    if (!*value || *end || n < f->low || n > f->high) complain_usage("bad value of +%s: %s", f->text, value);
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
    static const char *const breaks[] = {"i", "c", "d", NULL}, *const truths[] = {"true", "false", NULL};
    if (f->action == BARE || f->action == SUFFIX) return false;
    if (f->choose == choose_break_mode) return next && one_of(next, breaks);
    if (f->choose == choose_time_correction) return next && one_of(next, truths);
    return f->choose != choose_crash_dumps && f->choose != choose_version;
}

void flags_take(const struct words *words, size_t *i, struct words *taken)
{
    const char *word = words->at[*i], *next = *i + 1 < words->count ? words->at[*i + 1] : NULL;
    const struct flag *f = flag_find(word + 1);
    if (!f) complain_usage("unknown flag -%s", word + 1);
    const char *value = word + 1 + strlen(f->text);
    if (*value && f->action == BARE) complain_usage("unknown flag -%s", word + 1);
    words_add(taken, word);
    bool attached = *value && f->choose != choose_allocator;
    if (!attached && takes_next(f, next)) {
        if (!next || strcmp(next, "--") == 0) complain_missing(word);
        value = next;
        ++*i;
        words_add(taken, next);
    }
    if (f->action == SIZE || f->action == POWER || f->action == NUMBER) set_number(f, value);
    else if (f->action == TRUTH) set_truth(f, value);
    else if (f->action == CHOICE && !f->choose(settings(), value))
        complain_usage("bad value of +%s: %s", f->text, value);
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
