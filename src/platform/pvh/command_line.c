/* platform/pvh/command_line.c - the one string that a monitor hands over, as words.
 *
 * Blanks divide words, double quotes hold one together, a backslash takes the next character as it is.  Words that
 * begin with "ling." are for this door, "virtio_mmio." is what monitors add about devices; all others are the
 * program's, in their order:
 *
 *   ling.env=NAME=value     for the environment
 *   ling.host=NAME          the guest's own name
 *   ling.ip=, ling.dns=     see network.c
 *   ling.notice=, ling.lease=   see notice.c, lease.c
 */
#include "platform/pvh/pvh.h"
#include <string.h>

/* Writes the next word over the text it is made of; NULL: the text ends. */
static char *next_word(char **from)
{
    char *in = *from, *out, *word;
    while (*in == ' ' || *in == '\t' || *in == '\n') in++;
    if (!*in) return NULL;
    word = out = in;
    for (bool quoted = false; *in && (quoted || (*in != ' ' && *in != '\t' && *in != '\n')); in++) {
        if (*in == '"') {
            quoted = !quoted;
            continue;
        }
        if (*in == '\\' && in[1]) in++;
        *out++ = *in;
    }
    *from = *in ? in + 1 : in;
    *out = 0;
    return word;
}

void command_line_split(struct pvh *p)
{
    char *at = p->command_line, *word;
    while ((word = next_word(&at))) {
        if (p->word_count == WORDS_MAX) end_refuse("The command line has more than 256 words.");
        p->words[p->word_count++] = word;
    }
}

static bool is_own(const char *word)
{
    return strncmp(word, "ling.", 5) == 0 || strncmp(word, "virtio_mmio.", 12) == 0;
}

const char *command_line_argument(size_t index)
{
    const struct pvh *p = pvh();
    for (unsigned i = 0; i < p->word_count; i++)
        if (!is_own(p->words[i]) && index-- == 0) return p->words[i];
    return NULL;
}

const char *command_line_option(const char *name, size_t index)
{
    const struct pvh *p = pvh();
    size_t size = strlen(name);
    for (unsigned i = 0; i < p->word_count; i++)
        if (strncmp(p->words[i], name, size) == 0 && p->words[i][size] == '=' && index-- == 0)
            return p->words[i] + size + 1;
    return NULL;
}
