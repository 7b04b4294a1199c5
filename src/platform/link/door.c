/* platform/link/door.c - the door of `ling build`: modules come in, loaded pages stay; there is no world. */
#include "link_abi.h"
#include "memory/arena.h"
#include "platform/guest/guest.h"
#include <string.h>

_Noreturn void link_start(struct link_request *request);
_Noreturn void link_return(int status);

static struct link_request *request(void) { return guest_page.request; }

static uint64_t granted(uint64_t at)
{
    for (unsigned i = 0; i < LINK_WINDOWS; i++)
        if (request()->windows[i].start == at) return request()->windows[i].bytes;
    return 0;
}
static bool map(uint64_t at, uint64_t bytes) { return bytes <= granted(at); }
static void discard(void *at, size_t bytes) { memset(at, 0, bytes); }
static uint64_t memory_bytes(void) { return UINT64_C(1) << 40; } /* the windows are the limit */

/* No clock and no chance: the same modules give the same pages. */
static uint64_t no_time(void) { return 0; }
static int64_t no_date(void) { return 0; }
static void no_chance(void *to, size_t bytes) { memset(to, 0, bytes); }
static unsigned no_wait(uint64_t deadline_ns) { return (void)deadline_ns, 0; }

static void say(const char *text, size_t size, bool error)
{
    struct link_request *r = request();
    size_t room = LINK_TEXT_BYTES - r->text_bytes;
    (void)error;
    if (size > room) size = room;
    memcpy(r->text + r->text_bytes, text, size);
    r->text_bytes += size;
}

static void leave(enum guest_end how, int status) { (void)how, link_return(status); }

static bool module(size_t index, struct host_module *m)
{
    if (index >= request()->count) return false;
    const struct link_module *from = &request()->modules[index];
    *m = (struct host_module){from->name, from->bytes, from->size, from->preloaded, (int)request()->release};
    return true;
}

static void module_linked(size_t index, const struct host_module_size *size)
{
    request()->sizes[index] = (struct link_size){size->code, size->literals, size->tables};
}

static const struct door door_of_link = {.name = "link",
                                         .map = map,
                                         .granted = granted,
                                         .discard = discard,
                                         .memory_bytes = memory_bytes,
                                         .monotonic_ns = no_time,
                                         .system_ns = no_date,
                                         .cpu_ns = no_time,
                                         .random = no_chance,
                                         .exit = leave,
                                         .wait = no_wait,
                                         .console_write = say,
                                         .module = module,
                                         .module_linked = module_linked};

_Noreturn void link_start(struct link_request *r)
{
    guest_page.request = r;
    guest_start(&door_of_link);
}
