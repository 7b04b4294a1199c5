/* image/reason.c - takes the texts apart that say what is in an image, and why. */
#include "image/view.h"
#include <stdlib.h>
#include <string.h>

/* The field at `*at`, which ends with a tab or the string. */
static int field(const char **at, const char **start)
{
    int bytes = (int)strcspn(*at, "\t");
    *start = *at;
    *at += bytes + ((*at)[bytes] == '\t');
    return bytes;
}

static void read_sizes(struct reason *r, const char *at)
{
    char *end;
    r->is_linked = *at != 0;
    r->code = strtoull(at, &end, 10);
    r->literals = strtoull(end, &end, 10);
    r->tables = strtoull(end, &end, 10);
    r->sum = strtoull(end, &end, 16);
}

const char *view_reason(const struct view *v, const char *at, struct reason *r)
{
    static const char module[] = "module ", application[] = "application ";
    const char *string = image_next_string(v->manifest, v->manifest->reasons, at), *rest = string;
    *r = (struct reason){0};
    if (!string) return NULL;
    r->is_module = strncmp(rest, module, sizeof module - 1) == 0;
    if (r->is_module) rest += sizeof module - 1;
    else if (strncmp(rest, application, sizeof application - 1) == 0) rest += sizeof application - 1;
    r->name_bytes = field(&rest, &r->name);
    r->of_bytes = field(&rest, &r->of);
    r->why_bytes = field(&rest, &r->why);
    read_sizes(r, rest);
    return string;
}
