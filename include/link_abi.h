/* link_abi.h - how `ling build` has the base load modules: the base's segments are mapped at their addresses in the
 * builder's own process, its entry is called like a function, and afterwards the pages of the arena that are not
 * zero become part of the image.  So the machine that boots an image and the one that made it are the same.
 *
 * The entry calls nothing outside the base; fs must point at the base's thread block meanwhile (guest_abi.h).
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

#define LINK_ABI_VERSION 3u
enum { LINK_NOTE_ENTRY = 2 }; /* in a PT_NOTE, name "Ling": struct link_note */

struct link_note {
    uint32_t abi, reserved;
    uint64_t entry; /* uint64_t entry(struct link_request *): an exit status */
};

struct link_module {
    const char *name;
    const void *bytes;
    uint64_t size;
    uint64_t preloaded; /* OTP's runtime system brings it: erlang:pre_loaded/0 lists it */
};

/* What a module added to the arena, in bytes. */
struct link_size {
    uint64_t code, literals, tables; /* tables: of functions, exports, funs, lines; names */
};

enum { LINK_WINDOWS = 4, LINK_TEXT_BYTES = 4096 };
struct link_request {
    uint32_t abi, bytes; /* of this struct */
    struct {
        uint64_t start, bytes; /* zeros, readable and writable: the arena's regions, in order */
    } windows[LINK_WINDOWS];
    const struct link_module *modules;
    struct link_size *sizes; /* one for each module, filled in */
    uint64_t count;
    uint64_t release;    /* of OTP: 25, 27 ... */
    uint64_t text_bytes; /* what the machine said */
    char text[LINK_TEXT_BYTES];
};

_Static_assert(sizeof(struct link_module) == 32, "link abi");
_Static_assert(offsetof(struct link_request, modules) == 72, "link abi");
