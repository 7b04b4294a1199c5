/* vm/flag_topology.c - checks the processors that +sct describes (erl(1)), which have no meaning here.
 *
 * A topology is entries with a colon after each but the last; an entry is identifiers of up to six levels, the innermost first:
 * L logical, t thread, c core, n node within a processor, p processor, n node.  A level has as many identifiers as there are logical
 * processors, or one for all of them.
 */
#include "memory/memory.h"
#include "vm/complain.h"
#include "vm/flag_values.h"
#include <stdlib.h>
#include <string.h>

enum level { NODE, PROCESSOR, INNER_NODE, CORE, THREAD, LOGICAL, LEVELS };
enum { IDENTIFIER_MAX = 65535, LOGICALS_MAX = IDENTIFIER_MAX + 1 };

struct processor {
    int id[LEVELS]; /* -1: none */
};

struct topology {
    struct processor *processors; /* room for LOGICALS_MAX: they are unique */
    int count, first;             /* first: of the entry that is being read */
};

static bool read_identifier(const char **p, int *id)
{
    char *end;
    if (**p < '0' || **p > '9') return false;
    long n = strtol(*p, &end, 10);
    *p = end;
    *id = (int)n;
    return n <= IDENTIFIER_MAX;
}

/* Has room for LOGICALS_MAX. */
static bool read_identifiers(const char **p, int *ids, int *count)
{
    for (*count = 0;; ++*p) {
        int from, to;
        if (!read_identifier(p, &from)) return false;
        to = from;
        if (**p == '-' && (++*p, !read_identifier(p, &to))) return false;
        int step = to < from ? -1 : 1, size = (to - from) * step + 1;
        if (size > LOGICALS_MAX - *count) return false;
        for (int i = 0; i < size; i++) ids[(*count)++] = from + i * step;
        if (**p != ',') return true;
    }
}

/* A node is one within a processor if a processor still follows in this entry. */
static enum level level_of(char letter, const char *after, enum level last)
{
    char next = after[strcspn(after, "pP:")];
    switch (letter) {
    case 'L': return LOGICAL;
    case 't':
    case 'T': return THREAD;
    case 'c':
    case 'C': return CORE;
    case 'p':
    case 'P': return PROCESSOR;
    case 'n':
    case 'N': return last > PROCESSOR && next && next != ':' ? INNER_NODE : NODE;
    default: return LEVELS;
    }
}

/* The logical processors of an entry, which come first, make it; the other levels are theirs. */
static bool place(struct topology *t, enum level level, const int *ids, int count)
{
    static const struct processor unknown = {{-1, 0, -1, 0, 0, 0}};
    if (level == LOGICAL) {
        if (count > LOGICALS_MAX - t->count) return false;
        for (int i = 0; i < count; i++) t->processors[t->count++] = unknown;
    }
    int size = t->count - t->first;
    if (!size || (count != 1 && count != size)) return false;
    for (int i = 0; i < size; i++) t->processors[t->first + i].id[level] = ids[count == 1 ? 0 : i];
    return true;
}

static bool read_topology(struct topology *t, int *ids, const char *p)
{
    enum level last = LEVELS;
    do {
        int count;
        enum level level = level_of(*p, p + (*p != 0), last);
        if (level >= last || level == LEVELS) return false;
        p++;
        if (!read_identifiers(&p, ids, &count) || !place(t, level, ids, count)) return false;
        last = level;
        if (*p != ':') continue;
        p++;
        t->first = t->count;
        last = LEVELS;
    } while (*p);
    return true;
}

static int by_logical(const void *a, const void *b)
{
    const struct processor *l = a, *r = b;
    return l->id[LOGICAL] - r->id[LOGICAL];
}

static int by_place(const void *a, const void *b)
{
    const struct processor *l = a, *r = b;
    static const enum level order[] = {PROCESSOR, NODE, INNER_NODE, CORE, THREAD};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (l->id[order[i]] != r->id[order[i]]) return l->id[order[i]] - r->id[order[i]];
    return 0;
}

static bool differ(struct topology *t, int (*compare)(const void *, const void *))
{
    qsort(t->processors, (size_t)t->count, sizeof *t->processors, compare);
    for (int i = 1; i < t->count; i++)
        if (compare(&t->processors[i - 1], &t->processors[i]) == 0) return false;
    return true;
}

/* Either no processor is in a node, or each is in a node or has nodes within, and all of one processor agree. */
static bool nodes_agree(const struct topology *t)
{
    const struct processor *first = &t->processors[0];
    bool none = first->id[NODE] < 0 && first->id[INNER_NODE] < 0;
    for (int i = 1; i < t->count; i++) {
        const struct processor *p = &t->processors[i], *before = p - 1;
        bool in = p->id[NODE] >= 0, within = p->id[INNER_NODE] >= 0;
        if (none ? in || within : in == within) return false;
        if (!none && p->id[PROCESSOR] == before->id[PROCESSOR] && p->id[NODE] != before->id[NODE]) return false;
    }
    return true;
}

bool choose_topology(struct settings *s, const char *value)
{
    (void)s;
    int *ids = memory_alloc(MEMORY_SYSTEM, LOGICALS_MAX * sizeof *ids);
    struct topology t = {memory_alloc(MEMORY_SYSTEM, LOGICALS_MAX * sizeof *t.processors), 0, 0};
    if (!ids || !t.processors) complain_exit(1, "there is no memory for the command line");
    bool fine =
        *value && read_topology(&t, ids, value) && differ(&t, by_logical) && differ(&t, by_place) && nodes_agree(&t);
    memory_free(MEMORY_SYSTEM, t.processors);
    memory_free(MEMORY_SYSTEM, ids);
    return fine;
}
