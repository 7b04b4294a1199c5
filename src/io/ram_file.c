/* io/ram_file.c - the ram_file_drv driver: files that live in memory (file:open(Data, [ram, ...])). */
#include "base/bytes.h"
#include "io/drivers.h"
#include "io/iodata.h"
#include "io/letter.h"
#include "io/port_options.h"
#include "memory/memory.h"
#include "term/atoms.h"
#include <string.h>

enum {
    RAM_OPEN = 1,
    RAM_READ = 2,
    RAM_SEEK = 3,
    RAM_WRITE = 4,
    RAM_SYNC = 9,
    RAM_TRUNCATE = 14,
    RAM_READ_AT = 17,
    RAM_WRITE_AT = 18,
    RAM_SYNC_DATA = 19,
    RAM_GET = 30,
    RAM_SIZE = 37,
    RAM_ADVISE = 38,
    RAM_ALLOCATE = 39
};
enum { ANSWER_OK, ANSWER_ERROR, ANSWER_DATA, ANSWER_NUMBER };
enum { MODE_READ = 1, MODE_WRITE = 2 };

struct ram_file {
    uint32_t mode; /* 0: not open */
    uint8_t *bytes;
    size_t room; /* beyond `end` all is zero */
    int64_t position, end;
};

static enum host_error ram_open(struct port *p, const struct port_options *o)
{
    (void)o;
    p->driver_state = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof(struct ram_file));
    return p->driver_state ? HOST_OK : HOST_ENOMEM;
}

static void ram_stop(struct port *p)
{
    struct ram_file *f = p->driver_state;
    memory_free(MEMORY_SYSTEM, f->bytes);
    memory_free(MEMORY_SYSTEM, f);
}

/* -- answers ------------------------------------------------------------------------------- */

/* {Port, {data, [Header.. | Data]}} */
static void answer(struct port *p, const uint8_t *header, size_t header_size, const uint8_t *data, size_t size)
{
    struct letter l;
    size_t words = (header_size + (p->binary ? 0 : size)) * CONS_WORDS + (p->binary ? binary_words(size) : 0);
    if (!letter_open(&l, words + 2 * TUPLE_WORDS(2))) return;
    term rest = NIL;
    if (data) rest = p->binary ? heap_binary_from(&l.heap, data, size) : heap_string(&l.heap, data, size, NIL);
    term list = is_term(rest) ? heap_string(&l.heap, header, header_size, rest) : NO_TERM;
    term pair = is_term(list) ? heap_tuple2(&l.heap, A(data), list) : NO_TERM;
    letter_send(&l, p, p->connected, is_term(pair) ? heap_tuple2(&l.heap, port_id(p), pair) : NO_TERM);
}

static void answer_number(struct port *p, int64_t n)
{
    uint8_t bytes[] = {ANSWER_NUMBER, (uint8_t)(n >> 24), (uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n};
    answer(p, bytes, sizeof bytes, NULL, 0);
}

static void answer_data(struct port *p, const uint8_t *data, size_t n)
{
    uint8_t bytes[] = {ANSWER_DATA, (uint8_t)(n >> 24), (uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n};
    answer(p, bytes, sizeof bytes, data ? data : bytes, n);
}

static void answer_result(struct port *p, enum host_error e)
{
    uint8_t bytes[64] = {e == HOST_OK ? ANSWER_OK : ANSWER_ERROR};
    const char *name = host_error_name(e);
    size_t size = e == HOST_OK ? 0 : strlen(name);
    memcpy(bytes + 1, name, size);
    answer(p, bytes, 1 + size, NULL, 0);
}

/* -- operations ------------------------------------------------------------------------------ */

static bool make_room(struct ram_file *f, size_t size)
{
    if (f->bytes && size <= f->room) return true;
    size_t room = size + size / 2 + 1024;
    uint8_t *larger = memory_resize(MEMORY_SYSTEM, f->bytes, room);
    if (!larger) return false;
    memset(larger + f->room, 0, room - f->room);
    f->bytes = larger, f->room = room;
    return true;
}

static enum host_error write_at(struct ram_file *f, int64_t at, const uint8_t *bytes, size_t size)
{
    if (!(f->mode & MODE_WRITE)) return HOST_EBADF;
    if (at < 0 || at > INT32_MAX || size > INT32_MAX) return HOST_EINVAL;
    int64_t after = at + (int64_t)size;
    if (!make_room(f, (size_t)after)) return HOST_ENOMEM;
    memcpy(f->bytes + at, bytes, size);
    if (after > f->end) f->end = after;
    return HOST_OK;
}

static void do_open(struct port *p, struct ram_file *f, struct bytes *b)
{
    f->mode = bytes_u32be(b);
    size_t size = bytes_left(b);
    if (!make_room(f, size)) {
        answer_result(p, HOST_ENOMEM);
        return;
    }
    memset(f->bytes, 0, f->room);
    memcpy(f->bytes, b->at, size);
    f->position = 0, f->end = (int64_t)size;
    answer_number(p, 0);
}

static void do_write(struct port *p, struct ram_file *f, struct bytes *b, bool at_position)
{
    int64_t at = at_position ? f->position : (int32_t)bytes_u32be(b);
    size_t size = bytes_left(b);
    enum host_error e = write_at(f, at, b->at, size);
    if (e != HOST_OK) {
        answer_result(p, e);
        return;
    }
    if (at_position) f->position += (int64_t)size;
    answer_number(p, (int64_t)size);
}

static void do_read(struct port *p, struct ram_file *f, struct bytes *b, bool at_position)
{
    int64_t at = at_position ? f->position : (int32_t)bytes_u32be(b);
    int64_t size = (int32_t)bytes_u32be(b);
    if (at < 0 || size < 0 || !(f->mode & MODE_READ)) {
        answer_result(p, f->mode & MODE_READ || at < 0 ? HOST_EINVAL : HOST_EBADF);
        return;
    }
    int64_t there = at < f->end ? f->end - at : 0;
    if (size > there) size = there;
    if (at_position) f->position += size;
    answer_data(p, size ? f->bytes + at : NULL, (size_t)size);
}

static void do_seek(struct port *p, struct ram_file *f, struct bytes *b)
{
    int64_t offset = (int32_t)bytes_u32be(b), from[] = {0, f->position, f->end};
    uint32_t origin = bytes_u32be(b);
    int64_t to = origin < 3 ? from[origin] + offset : -1;
    if (!f->mode || to < 0) {
        answer_result(p, f->mode ? HOST_EINVAL : HOST_EBADF);
        return;
    }
    f->position = to;
    answer_number(p, to);
}

static void do_truncate(struct port *p, struct ram_file *f)
{
    if (!(f->mode & MODE_WRITE)) {
        answer_result(p, HOST_EACCES);
        return;
    }
    if (!make_room(f, (size_t)f->position)) {
        answer_result(p, HOST_ENOMEM);
        return;
    }
    if (f->end > f->position) memset(f->bytes + f->position, 0, (size_t)(f->end - f->position));
    f->end = f->position;
    answer_result(p, HOST_OK);
}

static void obey(struct port *p, struct ram_file *f, struct bytes *b)
{
    switch (bytes_u8(b)) {
    case RAM_OPEN: do_open(p, f, b); break;
    case RAM_READ: do_read(p, f, b, true); break;
    case RAM_READ_AT: do_read(p, f, b, false); break;
    case RAM_WRITE: do_write(p, f, b, true); break;
    case RAM_WRITE_AT: do_write(p, f, b, false); break;
    case RAM_SEEK: do_seek(p, f, b); break;
    case RAM_TRUNCATE: do_truncate(p, f); break;
    case RAM_SYNC:
    case RAM_SYNC_DATA:
    case RAM_ADVISE:
    case RAM_ALLOCATE: answer_result(p, f->mode ? HOST_OK : HOST_EBADF); break;
    case RAM_GET: answer_data(p, f->bytes, (size_t)f->end); break;
    case RAM_SIZE: answer_number(p, f->end); break;
    default: answer_result(p, HOST_EINVAL); break;
    }
}

static enum output_result ram_output(struct port *p, term from, term data)
{
    (void)from;
    struct binary *command;
    enum iodata_result r = iodata_to_binary(data, &command);
    if (r != IODATA_OK) return r == IODATA_BAD ? OUTPUT_BAD : OUTPUT_NO_MEMORY;
    struct bytes b = bytes_of(command->data, command->size);
    obey(p, p->driver_state, &b);
    binary_release(command);
    return OUTPUT_DONE;
}

const struct driver ram_file_driver = {
    .name = "ram_file_drv", .open = ram_open, .output = ram_output, .stop = ram_stop};
