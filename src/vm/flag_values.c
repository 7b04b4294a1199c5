/* vm/flag_values.c - reads the values of + flags. */
#include "vm/flag_values.h"
#include "vm/complain.h"
#include <stdlib.h>
#include <string.h>

bool value_acceptable(const char *value, const char *words, long low, long high)
{
    char *end;
    size_t size = strlen(value);
    for (const char *word = words; *word; word += strspn(word, " ")) {
        size_t length = strcspn(word, " ");
        if (length == size && memcmp(word, value, size) == 0) return true;
        word += length;
    }
    long n = strtol(value, &end, 10);
    return end != value && n >= low && n <= high;
}

bool choose_messages_off_heap(struct settings *s, const char *value)
{
    s->messages_off_heap = strcmp(value, "off_heap") == 0;
    return s->messages_off_heap || strcmp(value, "on_heap") == 0;
}

bool choose_time_warp(struct settings *s, const char *value)
{
    static const char *const names[] = {"no_time_warp", "single_time_warp", "multi_time_warp"};
    for (int i = 0; i < 3; i++) {
        if (strcmp(value, names[i])) continue;
        s->time_warp = (enum time_warp)i;
        return true;
    }
    return false;
}

bool choose_time_correction(struct settings *s, const char *value)
{
    s->time_correction = strcmp(value, "false") != 0;
    return strcmp(value, "true") == 0 || strcmp(value, "false") == 0 || *value == 0;
}

bool choose_warnings(struct settings *s, const char *value)
{
    s->warnings = *value;
    return *value && strchr("wie", *value);
}

bool choose_printable_unicode(struct settings *s, const char *value)
{
    s->printable_unicode = strcmp(value, "unicode") == 0;
    return s->printable_unicode || strcmp(value, "latin1") == 0;
}

bool choose_filenames_utf8(struct settings *s, const char *value)
{
    if (!*value || !strchr("ual", value[0])) return false;
    if (value[0] != 'l' && value[1] && !strchr("wie", value[1])) return false;
    if (value[0] != 'a') s->filenames_utf8 = value[0] == 'u';
    s->filename_warnings = value[0] != 'l' && value[1] ? value[1] : 'w';
    return true;
}

bool choose_break_mode(struct settings *s, const char *value)
{
    s->break_mode = *value ? *value : 'd';
    return !*value || strchr("icd", *value);
}

/* Told by system_info(thread_pool_size); there is one at least. What is no number counts as 0, as in OTP. */
bool choose_async_threads(struct settings *s, const char *value)
{
    long n = strtol(value, NULL, 10);
    if (n < 0 || n > 1024) return false;
    s->async_threads = n ? (int)n : 1;
    return true;
}

/* The release in use, and the two before it. */
bool choose_compatible_release(struct settings *s, const char *value)
{
    s->compatible_release = (int)strtol(value, NULL, 10);
    return otp_at_least(s->compatible_release) && !otp_at_least(s->compatible_release + 3);
}

bool choose_crash_dumps(struct settings *s, const char *value)
{
    (void)value; /* OTP heeds the letter alone */
    s->crash_dumps = false;
    return true;
}

bool choose_boot_module(struct settings *s, const char *value)
{
    s->boot_module = value;
    return *value != 0;
}

bool choose_version(struct settings *s, const char *value)
{
    (void)value, (void)s;
    say_version();
}

/* -- the numbers of schedulers, of which there is one here: a number, a number and a second one after a colon, or that alone */
static bool numbers(const char *value, long *total, long *online)
{
    char *end, *last;
    *total = strtol(value, &end, 10);
    bool first = end != value;
    if (!first && *value != ':') return false;
    last = end + 1;
    *online = *end == ':' ? strtol(end + 1, &last, 10) : 0;
    return first || last != end + 1;
}

/* 0 and less count from the processors there are, which is no error that can be seen here. */
static bool schedulers(const char *value)
{
    long total, online;
    return numbers(value, &total, &online) && total <= PROCESSORS_MAX && (total <= 0 || online <= total);
}

static bool percentages(const char *value)
{
    long total, online;
    return numbers(value, &total, &online) && total >= 0 && online >= 0;
}

bool choose_schedulers(struct settings *s, const char *value) { return (void)s, schedulers(value); }
bool choose_scheduler_percentages(struct settings *s, const char *value) { return (void)s, percentages(value); }

bool choose_node_time(struct settings *s, const char *value)
{
    char *end;
    (void)s;
    long n = strtol(value, &end, 10);
    return strcmp(value, "infinity") == 0 || (end != value && !*end && n >= 0 && n <= 100000000);
}

bool choose_not_negative(struct settings *s, const char *value)
{
    (void)s;
    return strtol(value, NULL, 10) >= 0; /* no number is 0; "c" of +e compresses tables, which is not done here */
}
