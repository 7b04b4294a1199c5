/* code/beam_lines.c - the Line chunk: which line of which file an instruction comes from.
 *
 * version (0), flags, count of line instructions, count of items, count of files; the items as
 * packed numbers (tag a: from here on another file; tag i: the line of the next item); then the
 * names of the files, each with a 16-bit length.  Item 0 (unknown) and file 0 (the module's own)
 * are not in the chunk.
 */
#include "code/beam_parts.h"
#include "code/compact.h"
#include "memory/memory.h"

enum { LINE_MAX = (1 << 24) - 1, FILE_MAX = 254 }; /* as OTP: a place beyond is none */

static bool read_items(struct beam *b, struct bytes *c, uint32_t count, uint32_t files)
{
    uint32_t file = 0;
    b->lines[0] = (struct beam_line){0, 0};
    for (uint32_t i = 1; i <= count;) {
        struct compact n;
        if (!compact_next(c, &n) || n.digits || n.value < 0) return false;
        if (n.tag == COMPACT_ATOM && n.value <= files) file = (uint32_t)n.value;
        else if (n.tag == COMPACT_INTEGER && n.value <= INT32_MAX)
            b->lines[i++] = n.value <= LINE_MAX && file <= FILE_MAX
                                ? (struct beam_line){file, (uint32_t)n.value & LINE_MAX}
                                : (struct beam_line){0, 0};
        else return false;
    }
    return true;
}

static bool read_files(struct beam *b, struct bytes *c, uint32_t count)
{
    b->files[0] = (struct beam_text){NULL, 0};
    for (uint32_t i = 1; i <= count; i++) {
        uint32_t size = bytes_u16be(c);
        b->files[i] = (struct beam_text){bytes_take(c, size), size};
    }
    return !c->spent;
}

enum beam_error beam_read_lines(struct beam *b)
{
    struct bytes c = b->chunks[CHUNK_Line];
    uint32_t version = bytes_u32be(&c);
    bool known = bytes_left(&b->chunks[CHUNK_Line]) && version == 0;
    if (!known) c = bytes_of("", 0);
    else bytes_take(&c, 8);
    uint32_t lines = known ? bytes_u32be(&c) : 0, files = known ? bytes_u32be(&c) : 0;
    if (known && (c.spent || lines > bytes_left(&c) || files > bytes_left(&c) / 2)) return BEAM_BAD_LINES;
    b->lines = memory_alloc(MEMORY_CODE, (lines + 1) * sizeof *b->lines);
    b->files = memory_alloc(MEMORY_CODE, (files + 1) * sizeof *b->files);
    if (!b->lines || !b->files) return BEAM_NO_MEMORY;
    if (!read_items(b, &c, lines, files) || (files && !read_files(b, &c, files))) return BEAM_BAD_LINES;
    if (!files) b->files[0] = (struct beam_text){NULL, 0};
    b->line_count = known ? lines + 1 : 0;
    b->file_count = files + 1;
    return BEAM_OK;
}
