/* tender/kept_pages.c - which stretches of memory the guest can reach, in which process: see kept_pages.h. */
#include "tender/kept_pages.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int open_of(pid_t owner, const char *name, int flags, struct complaint *c)
{
    char path[64];
    if (owner) snprintf(path, sizeof path, "/proc/%d/%s", (int)owner, name);
    else snprintf(path, sizeof path, "/proc/self/%s", name);
    int fd = open(path, flags | O_CLOEXEC);
    if (fd < 0) complain(c, "%s: %s.", path, strerror(errno));
    return fd;
}

bool kept_pages_prepare(struct kept_pages *k, pid_t owner, struct complaint *c)
{
    *k = (struct kept_pages){.owner = owner, .maps = -1, .count = owner ? 2 : 1};
    k->parts[0].kind = owner ? KEPT_OTHER : KEPT_OWN;
    k->parts[0].owner = owner;
    k->parts[1].kind = KEPT_SHARED;
    k->parts[0].pagemap = open_of(owner, "pagemap", O_RDONLY, c);
    if (!owner || k->parts[0].pagemap < 0) return k->parts[0].pagemap >= 0;
    k->parts[0].bytes = open_of(owner, "mem", O_RDWR, c);
    k->parts[0].stat = open_of(owner, "stat", O_RDONLY, c);
    k->maps = open_of(owner, "maps", O_RDONLY, c);
    return k->parts[0].bytes >= 0 && k->parts[0].stat >= 0 && k->maps >= 0;
}

/* -- areas ------------------------------------------------------------------------------------------------------------- */

/* Pages of the tender's that the guest can only read, and that hold nothing of a turn but its identity and the time, which
 * are written anew for each. */
static bool is_constant(const struct piece *p) { return p->start == GUEST_GATE || p->start == GUEST_BOOT; }

/* All of the backing, in the stretches between those pages. */
static bool add_backing(struct kept_part *k, const struct memory *m, uint64_t from)
{
    uint64_t base = (uintptr_t)m->host;
    for (uint32_t i = 0; i < m->count; i++) {
        const struct piece *p = &m->pieces[i];
        if (!is_constant(p)) continue;
        if (p->offset > from && !kept_part_area(k, base + from, p->offset - from, false)) return false;
        from = p->offset + p->bytes;
    }
    return kept_part_area(k, base + from, m->bytes - from, false);
}

static bool is_planned(const struct memory *m, uint64_t at)
{
    for (uint32_t i = 0; i < m->count; i++)
        if (at - m->pieces[i].start < m->pieces[i].bytes) return true;
    return false;
}

static bool in_line(const char *line, const char *text)
{
    const char *end = strchr(line, '\n'), *found = strstr(line, text);
    return found && (!end || found < end);
}

/* A line of /proc/PID/maps: "start-end rwxp offset device inode  name".  A stack grows at its lower end by itself, to where the cell's
 * limit stops it. */
static bool add_mapping(struct kept_part *k, const char *line)
{
    enum { STACK_MOST = 1 << 18 };
    char *at;
    uint64_t start = strtoull(line, &at, 16), end = strtoull(at + 1, &at, 16);
    if (strncmp(at, " rw-p", 5) != 0 && strncmp(at, " rwxp", 5) != 0) return true;
    bool of_file = !is_planned(k->memory, start) && in_line(at, "/");
    if (in_line(at, "[stack]") && end - start < STACK_MOST) start = end - STACK_MOST;
    return kept_part_area(k, start, end - start, of_file);
}

/* What the guest's process has of its own: most of the guest, and what is left of the cell's program. */
static bool add_mappings(struct kept_part *k, int maps)
{
    enum { ROOM = 1 << 17 };
    char *text = calloc(1, ROOM), *line = text;
    size_t size = 0;
    for (ssize_t n = 1; text && n > 0 && size < ROOM - 1; size += n > 0 ? (size_t)n : 0)
        n = read(maps, text + size, ROOM - 1 - size);
    bool good = text && size > 0 && size < ROOM - 1;
    while (good && *line) {
        good = add_mapping(k, line);
        line = strchr(line, '\n');
        if (!line) break;
        line++;
    }
    free(text);
    return good;
}

static bool add_areas(struct kept_pages *k, const struct memory *m)
{
    if (!k->owner) return add_backing(&k->parts[0], m, 0);
    return add_mappings(&k->parts[0], k->maps) && add_backing(&k->parts[1], m, memory_tender_offset(m));
}

/* -- in and out ---------------------------------------------------------------------------------------------------------- */

bool kept_pages_open(struct kept_pages *k, const struct memory *m, int image, struct complaint *c)
{
    for (uint32_t i = 0; i < k->count; i++) k->parts[i].memory = m, k->parts[i].image = image;
    if (!add_areas(k, m)) return complain(c, "the guest cannot be set back: its memory is in too many pieces.");
    for (uint32_t i = 0; i < k->count; i++)
        if (!kept_part_open(&k->parts[i], c)) return false;
    return true;
}

bool kept_pages_set_back(struct kept_pages *k, struct complaint *c)
{
    for (uint32_t i = 0; i < k->count; i++)
        if (!kept_part_set_back(&k->parts[i], c)) return false;
    return true;
}
