/* io/tty.c - the tty_sl driver: the terminal of OTP 25's shell, where lines are edited. */
#include "io/tty.h"
#include "base/bytes.h"
#include "base/utf8.h"
#include "io/capabilities.h"
#include "io/drivers.h"
#include "io/io.h"
#include "io/iodata.h"
#include "io/letter.h"
#include "io/port_options.h"
#include "io/screen_line.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include "platform/host_programs.h"
#include "platform/host_terminal.h"
#include "term/atoms.h"
#include <string.h>

enum { DO_PUT, DO_MOVE, DO_INSERT, DO_DELETE, DO_BEEP, DO_PUT_AND_SAY };
enum { CONTROL_BASE = 0x018b0900, CONTROL_SIZE = 100, CONTROL_UNICODE = 101, CONTROL_SET_UNICODE = 102 };
enum { INPUT = 0, OUTPUT = 1, COLUMNS = 80, ROWS = 24, QUEUE_HIGH = 1024, LINE_MAX_CELLS = 1 << 16 };

struct tty {
    struct screen_line line;
    uint8_t partial[4]; /* the begin of a character that was read */
    size_t partial_size;
    bool say_ok; /* {Port, ok} is due when the queue is shorter */
};

static struct port *the_tty(void)
{
    for (struct port *p = port_after(NULL); p; p = port_after(p))
        if (p->driver == &tty_driver && p->state == PORT_OPEN && p->driver_state) return p;
    return NULL;
}

static void window_size(uint32_t *columns, uint32_t *rows)
{
    *columns = COLUMNS, *rows = ROWS;
    host_window_size(INPUT, columns, rows);
    if (*columns == 0) *columns = COLUMNS;
}

static enum host_error set_raw(void)
{
    return host_terminal_mode(INPUT, settings()->break_mode == 'c' ? TERMINAL_RAW_ALL_KEYS : TERMINAL_RAW);
}

static enum host_error tty_open(struct port *p, const struct port_options *o)
{
    uint32_t columns, rows;
    const char *name = environment_get(io()->environment, "TERM", 4);
    (void)o;
    if (!host_is_terminal(INPUT) || !host_is_terminal(OUTPUT) || the_tty()) return HOST_UNKNOWN;
    if (!name || !terminal_is_capable(name) || set_raw() != HOST_OK) return HOST_UNKNOWN;
    struct tty *t = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *t);
    if (!t) return HOST_ENOMEM;
    window_size(&columns, &rows);
    screen_line_open(&t->line, columns, host_locale_is_utf8());
    p->driver_state = t;
    host_set_signal(SIGNAL_WINCH, SIGNAL_HANDLE);
    host_set_signal(SIGNAL_CONT, SIGNAL_HANDLE);
    host_set_signal(SIGNAL_TSTP, SIGNAL_HANDLE);
    return port_watch(p, INPUT, READY_TO_READ) ? HOST_OK : HOST_ENOMEM;
}

static void tty_stop(struct port *p)
{
    struct tty *t = p->driver_state;
    host_device input = INPUT, output = OUTPUT;
    port_release_device(p, &input);
    port_release_device(p, &output);
    host_set_signal(SIGNAL_WINCH, SIGNAL_DEFAULT);
    host_set_signal(SIGNAL_TSTP, SIGNAL_DEFAULT);
    host_terminal_restore();
    screen_line_close(&t->line);
    memory_free(MEMORY_SYSTEM, t);
}

void tty_signal(enum host_signal s)
{
    struct port *p = the_tty();
    uint32_t rows;
    if (!p) return;
    if (s == SIGNAL_TSTP) {
        host_terminal_restore();
        host_stop_self();
    }
    if (s != SIGNAL_WINCH) set_raw();
    window_size(&((struct tty *)p->driver_state)->line.columns, &rows);
}

/* -- output -------------------------------------------------------------------------- */

static void tell_ok(struct port *p)
{
    struct letter l;
    if (letter_open(&l, TUPLE_WORDS(2))) letter_send(&l, p, p->connected, heap_tuple2(&l.heap, port_id(p), A(ok)));
}

/* Writes what is queued, as far as the terminal takes it. */
static void write_queue(struct port *p, struct tty *t)
{
    struct host_chunk chunks[HOST_CHUNKS_MAX];
    while (p->queue.size) {
        size_t written, count = queue_chunks(&p->queue, chunks, HOST_CHUNKS_MAX);
        enum host_error e = host_write(OUTPUT, chunks, count, &written);
        if (e == HOST_EAGAIN) break;
        if (e != HOST_OK) {
            port_fail(p, e);
            return;
        }
        queue_drop(&p->queue, written);
    }
    port_watch(p, OUTPUT, p->queue.size ? READY_TO_WRITE : 0);
    if (t->say_ok && p->queue.size <= QUEUE_HIGH) {
        t->say_ok = false;
        tell_ok(p);
    }
}

static void obey(struct tty *t, const uint8_t *bytes, size_t size)
{
    struct screen_line *l = &t->line;
    struct bytes argument = bytes_of(bytes + 1, size - 1);
    if (l->cursor > LINE_MAX_CELLS) screen_line_put(l, (const uint8_t *)"\n", 1);
    switch (bytes[0]) {
    case DO_PUT_AND_SAY: t->say_ok = true; /* fall through */
    case DO_PUT: screen_line_put(l, bytes + 1, size - 1); break;
    case DO_INSERT: screen_line_insert(l, bytes + 1, size - 1); break;
    case DO_MOVE: screen_line_move(l, (int16_t)bytes_u16be(&argument)); break;
    case DO_DELETE: screen_line_delete(l, (int16_t)bytes_u16be(&argument)); break;
    case DO_BEEP: screen_line_beep(l); break;
    default: break;
    }
}

/* Puts what the line wants to send into the queue. */
static bool queue_output(struct port *p, struct screen_line *l)
{
    if (l->output_size == 0) return true;
    struct binary *b = binary_alloc(l->output_size);
    if (!b) return false;
    memcpy(b->data, l->output, l->output_size);
    l->output_size = 0;
    return queue_add(&p->queue, b, 0);
}

static enum output_result tty_output(struct port *p, term from, term data)
{
    struct tty *t = p->driver_state;
    struct binary *b;
    (void)from;
    enum iodata_result r = iodata_to_binary(data, &b);
    if (r != IODATA_OK) return r == IODATA_BAD ? OUTPUT_BAD : OUTPUT_NO_MEMORY;
    if (b->size) obey(t, b->data, b->size);
    binary_release(b);
    if (!queue_output(p, &t->line)) return OUTPUT_NO_MEMORY;
    write_queue(p, t);
    return OUTPUT_DONE;
}

static void tty_flush(struct port *p)
{
    write_queue(p, p->driver_state);
    if (p->state == PORT_CLOSING && p->queue.size == 0) port_end_now(p);
}

/* -- input ----------------------------------------------------------------------------- */

/* Bytes of Latin-1, delivered as UTF-8. */
static void deliver_latin1(struct port *p, const uint8_t *bytes, size_t size)
{
    uint8_t text[2 * (QUEUE_HIGH + 4)], *to = text;
    for (size_t i = 0; i < size; i++) to += utf8_put(to, bytes[i]);
    port_deliver(p, text, (size_t)(to - text));
}

/* Can what is left be the begin of a character? */
static bool may_grow(const uint8_t *at, size_t left)
{
    size_t wants = *at >= 0xF0 ? 4 : *at >= 0xE0 ? 3 : *at >= 0xC2 ? 2 : 1;
    return left < wants;
}

static void deliver_utf8(struct port *p, struct tty *t, const uint8_t *bytes, size_t size)
{
    const uint8_t *at = bytes, *end = bytes + size;
    uint32_t c;
    size_t length;
    while (at < end && (length = utf8_get(at, end, &c))) at += length;
    if (at < end && !may_grow(at, (size_t)(end - at))) {
        t->line.unicode = false; /* the terminal speaks something else */
        deliver_latin1(p, bytes, size);
        return;
    }
    t->partial_size = (size_t)(end - at);
    memcpy(t->partial, at, t->partial_size);
    if (at > bytes) port_deliver(p, bytes, (size_t)(at - bytes));
}

static void read_keys(struct port *p, struct tty *t)
{
    uint8_t bytes[QUEUE_HIGH + sizeof t->partial];
    size_t got, kept = t->partial_size;
    memcpy(bytes, t->partial, kept);
    enum host_error e = host_read(INPUT, bytes + kept, QUEUE_HIGH, &got);
    if (e == HOST_EAGAIN) return;
    if (e != HOST_OK || got == 0) {
        port_watch(p, INPUT, 0);
        port_eof(p);
        return;
    }
    t->partial_size = 0;
    if (t->line.unicode) deliver_utf8(p, t, bytes, kept + got);
    else deliver_latin1(p, bytes, kept + got);
}

static void tty_ready(struct port *p, host_device d, unsigned ready)
{
    if (d == OUTPUT && (ready & READY_TO_WRITE)) tty_flush(p);
    else if (d == INPUT && p->state == PORT_OPEN) read_keys(p, p->driver_state);
}

/* -- control ------------------------------------------------------------------------------- */

static bool answer_unicode(struct reply *r, bool unicode)
{
    uint8_t *to = reply_room(r, 1);
    if (to) *to = unicode;
    return to;
}

static bool answer_size(struct reply *r)
{
    uint32_t size[2];
    window_size(&size[0], &size[1]);
    uint8_t *to = reply_room(r, sizeof size);
    if (to) memcpy(to, size, sizeof size);
    return to;
}

static bool tty_control(struct port *p, term from, unsigned operation, const uint8_t *bytes, size_t size,
                        struct reply *r)
{
    struct screen_line *l = &((struct tty *)p->driver_state)->line;
    bool before = l->unicode;
    (void)from;
    switch (operation - CONTROL_BASE) {
    case CONTROL_SIZE: return answer_size(r);
    case CONTROL_SET_UNICODE:
        if (size == 0) return reply_room(r, 0);
        l->unicode = bytes[0];
        return answer_unicode(r, before);
    case CONTROL_UNICODE: return answer_unicode(r, before);
    default: return false;
    }
}

const struct driver tty_driver = {
    .name = "tty_sl",
    .open = tty_open,
    .ready = tty_ready,
    .output = tty_output,
    .control = tty_control,
    .flush = tty_flush,
    .stop = tty_stop,
};
