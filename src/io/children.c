/* io/children.c - programs that ports have started. */
#include "io/children.h"
#include "io/io.h"
#include "io/stream.h"
#include "memory/memory.h"
#include "platform/host_programs.h"

struct children {
    struct child {
        int64_t id;
        struct port *port; /* NULL: closed already */
    } *list;
    size_t count, room;
};

bool children_open(void)
{
    io()->children = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof(struct children));
    return io()->children != NULL;
}

bool child_add(int64_t program_id, struct port *port)
{
    struct children *c = io()->children;
    if (c->count == c->room) {
        size_t room = 2 * c->room + 16;
        struct child *larger = memory_resize(MEMORY_SYSTEM, c->list, room * sizeof *larger);
        if (!larger) return false;
        c->list = larger, c->room = room;
    }
    c->list[c->count++] = (struct child){program_id, port};
    return true;
}

void child_forget_port(struct port *port)
{
    struct children *c = io()->children;
    for (size_t i = 0; i < c->count; i++)
        if (c->list[i].port == port) c->list[i].port = NULL;
}

void children_ended(void)
{
    struct children *c = io()->children;
    for (size_t i = 0; i < c->count;) {
        int status;
        if (!host_program_ended(c->list[i].id, &status)) {
            i++;
            continue;
        }
        struct port *port = c->list[i].port;
        c->list[i] = c->list[--c->count];
        if (port) stream_program_ended(port, status);
    }
}
