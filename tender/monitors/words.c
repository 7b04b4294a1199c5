/* tender/monitors/words.c - the guest's command line as one string: QEMU and Xen hand over no list. */
#include "tender/monitors/monitor.h"
#include "tender/options.h"
#include <stdio.h>
#include <string.h>

static bool is_special(char c) { return c == '"' || c == '\\'; }

bool words_add(char text[MONITOR_TEXT_MAX], const char *word, struct complaint *c)
{
    size_t at = strlen(text), most = 2 * strlen(word) + 4;
    if (at + most > MONITOR_TEXT_MAX)
        return complain(c, "the guest's command line is longer than %d bytes.", MONITOR_TEXT_MAX - 1);
    if (at > 0) text[at++] = ' ';
    text[at++] = '"';
    for (; *word; word++) {
        if (is_special(*word)) text[at++] = '\\';
        text[at++] = *word;
    }
    text[at++] = '"';
    text[at] = 0;
    return true;
}

bool words_add_pair(char text[MONITOR_TEXT_MAX], const char *name, const char *value, struct complaint *c)
{
    char word[MONITOR_TEXT_MAX];
    int size = snprintf(word, sizeof word, "%s=%s", name, value);
    if ((size_t)size >= sizeof word)
        return complain(c, "the guest's command line is longer than %d bytes.", MONITOR_TEXT_MAX - 1);
    return words_add(text, word, c);
}

bool words_of_options(char text[MONITOR_TEXT_MAX], const struct options *o, struct complaint *c)
{
    for (uint32_t i = 0; i < o->environment_count; i++)
        if (!words_add_pair(text, "ling.env", o->environment[i], c)) return false;
    if (o->node_name && !words_add_pair(text, "ling.host", o->node_name, c)) return false;
    for (uint32_t i = 0; i < o->argument_count; i++)
        if (!words_add(text, o->arguments[i], c)) return false;
    return true;
}
