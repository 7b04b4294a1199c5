/* io/trace_file.c - the trace_file_drv driver of runtime_tools: what is sent to its port is kept in a file, or in a ring of
 * files, as dbg:trace_client/2 and fprof read it.
 *
 * Opened as "trace_file_drv n FILE" or "trace_file_drv w SIZE COUNT TIME INDEX n FILE": then a number stands in FILE at
 * INDEX, the next file is begun after SIZE bytes or TIME milliseconds, and the newest COUNT files are kept.
 * A record is a zero byte, the size in four bytes, most significant first, and what was sent. */
#include "io/drivers.h"
#include "io/iodata.h"
#include "io/port_options.h"
#include "memory/memory.h"
#include "platform/host_files.h"
#include <stdio.h>
#include <string.h>

enum { HELD_MAX = 64 << 10, NAME_MAX = 4096, NUMBER_TEXT_MAX = 10, RECORD_HEAD = 5 };

struct trace_file {
    struct port_timer timer; /* of a ring that goes by time */
    host_device file;
    bool is_open, is_ring;
    uint32_t size, count, time;       /* of a ring */
    uint32_t number, oldest, to_fill; /* files before the first is deleted */
    uint64_t written;                 /* to the current file */
    size_t index;                     /* where in `name` the number belongs */
    size_t held;
    char name[NAME_MAX];
    uint8_t buffer[HELD_MAX];
};

/* -- how it is opened ------------------------------------------------------------------------- */

/* A decimal number and the blanks behind it; false: there is none, or it is too large. */
static bool take_number(const char **at, uint32_t *number)
{
    uint64_t value = 0;
    const char *from = *at;
    for (; **at >= '0' && **at <= '9' && value <= UINT32_MAX; ++*at) value = value * 10 + (uint64_t)(**at - '0');
    bool good = *at > from && value <= UINT32_MAX;
    *number = (uint32_t)value;
    *at += strspn(*at, " ");
    return good;
}

static bool take_word(const char **at, const char *word)
{
    size_t size = strlen(word);
    if (strncmp(*at, word, size)) return false;
    *at += size;
    return true;
}

/* The command's words; OPEN_BADARG: they are none of this driver's. */
static enum host_error take_command(struct trace_file *f, const char *at)
{
    uint32_t index = 0;
    if (!take_word(&at, "trace_file_drv ")) return OPEN_BADARG;
    at += strspn(at, " ");
    if (take_word(&at, "w ")) {
        f->is_ring = take_number(&at, &f->size) && take_number(&at, &f->count) && take_number(&at, &f->time) &&
                     take_number(&at, &index);
        if (!f->is_ring) return OPEN_BADARG;
    }
    if (!take_word(&at, "n ") || index >= strlen(at)) return OPEN_BADARG;
    if (strlen(at) + NUMBER_TEXT_MAX >= NAME_MAX) return HOST_ENAMETOOLONG;
    strcpy(f->name, at);
    f->index = index;
    f->to_fill = f->count;
    return HOST_OK;
}

/* -- files ---------------------------------------------------------------------------------- */

static void name_of(const struct trace_file *f, uint32_t number, char *to, size_t room)
{
    if (f->is_ring) snprintf(to, room, "%.*s%u%s", (int)f->index, f->name, number, f->name + f->index);
    else snprintf(to, room, "%s", f->name);
}

static enum host_error begin_file(struct trace_file *f)
{
    char name[NAME_MAX + NUMBER_TEXT_MAX];
    name_of(f, f->number, name, sizeof name);
    enum host_error e = host_open(name, OPEN_WRITE, &f->file);
    f->is_open = e == HOST_OK;
    f->written = 0;
    return e;
}

static enum host_error write_out(struct trace_file *f, const void *bytes, size_t size)
{
    size_t written = 0;
    struct host_chunk chunk = {bytes, size};
    if (size == 0) return HOST_OK;
    if (!f->is_open) return HOST_EBADF;
    enum host_error e = host_write_file(f->file, AT_POSITION, &chunk, 1, &written);
    return e != HOST_OK ? e : written == size ? HOST_OK : HOST_ENOSPC;
}

static enum host_error flush_held(struct trace_file *f)
{
    enum host_error e = write_out(f, f->buffer, f->held);
    f->held = 0;
    return e;
}

static enum host_error put(struct trace_file *f, const void *bytes, size_t size)
{
    enum host_error e = size > HELD_MAX - f->held ? flush_held(f) : HOST_OK;
    if (e != HOST_OK || size > HELD_MAX) return e != HOST_OK ? e : write_out(f, bytes, size);
    memcpy(f->buffer + f->held, bytes, size);
    f->held += size;
    return HOST_OK;
}

static void end_file(struct trace_file *f)
{
    if (f->is_open) host_close(f->file);
    f->is_open = false;
}

static uint32_t number_after(const struct trace_file *f, uint32_t number) { return number < f->count ? number + 1 : 0; }

/* The next file of a ring; the oldest is deleted once the ring is full. */
static enum host_error turn(struct trace_file *f)
{
    char name[NAME_MAX + NUMBER_TEXT_MAX];
    enum host_error e = flush_held(f);
    end_file(f);
    if (e != HOST_OK) return e;
    if (f->to_fill > 0) f->to_fill--;
    if (f->to_fill == 0) {
        name_of(f, f->oldest, name, sizeof name);
        host_delete_file(name);
        f->oldest = number_after(f, f->oldest);
    }
    f->number = number_after(f, f->number);
    return begin_file(f);
}

/* -- the driver ------------------------------------------------------------------------------- */

static enum host_error trace_file_open(struct port *p, const struct port_options *o)
{
    struct trace_file *f = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *f);
    if (!f) return HOST_ENOMEM;
    enum host_error e = take_command(f, o->name);
    if (e == HOST_OK) e = begin_file(f);
    if (e != HOST_OK) {
        memory_free(MEMORY_SYSTEM, f);
        return e;
    }
    p->driver_state = f;
    if (f->time) port_timer_start(p, &f->timer, f->time);
    return HOST_OK;
}

static enum host_error record(struct trace_file *f, const struct binary *data)
{
    uint32_t n = (uint32_t)data->size;
    const uint8_t head[RECORD_HEAD] = {0, (uint8_t)(n >> 24), (uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n};
    enum host_error e = put(f, head, sizeof head);
    if (e == HOST_OK) e = put(f, data->data, data->size);
    f->written += sizeof head + data->size;
    return e == HOST_OK && f->is_ring && !f->time && f->written >= f->size ? turn(f) : e;
}

static enum output_result trace_file_output(struct port *p, term from, term data)
{
    (void)from;
    struct binary *bytes;
    enum iodata_result r = iodata_to_binary(data, &bytes);
    if (r != IODATA_OK) return r == IODATA_BAD ? OUTPUT_BAD : OUTPUT_NO_MEMORY;
    enum host_error e = bytes->size ? record(p->driver_state, bytes) : HOST_OK;
    binary_release(bytes);
    if (e != HOST_OK) port_fail(p, e);
    return OUTPUT_DONE;
}

/* $f: what is held goes to the file. */
static bool trace_file_control(struct port *p, term from, unsigned operation, const uint8_t *bytes, size_t size,
                               struct reply *r)
{
    (void)from, (void)bytes, (void)size;
    uint8_t *answer = operation == 'f' ? reply_room(r, 1) : NULL;
    if (!answer) return false;
    enum host_error e = flush_held(p->driver_state);
    if (e != HOST_OK) port_fail(p, e);
    *answer = 0;
    return true;
}

static void trace_file_timeout(struct port *p, struct port_timer *timer)
{
    struct trace_file *f = p->driver_state;
    enum host_error e = turn(f);
    if (e != HOST_OK) port_fail(p, e);
    else port_timer_start(p, timer, f->time);
}

static void trace_file_stop(struct port *p)
{
    struct trace_file *f = p->driver_state;
    port_timer_stop(&f->timer);
    flush_held(f);
    end_file(f);
    memory_free(MEMORY_SYSTEM, f);
}

const struct driver trace_file_driver = {.name = "trace_file_drv",
                                         .open = trace_file_open,
                                         .output = trace_file_output,
                                         .control = trace_file_control,
                                         .timeout = trace_file_timeout,
                                         .stop = trace_file_stop};
