/* bif/prim_tty.c - the functions of OTP's prim_tty NIF (OTP 26 and later): the terminal of the program.
 *
 * OTP 26 and 27 have another set of functions than OTP 28 and 29; both are here.
 */
#include "bif/arguments.h"
#include "bif/host_result.h"
#include "heap/binary.h"
#include "heap/fun.h"
#include "io/console.h"
#include "io/environment.h"
#include "io/io.h"
#include "io/iodata.h"
#include "memory/memory.h"
#include "platform/host_files.h"
#include "platform/host_programs.h"
#include "memory/settings.h"
#include "platform/host_terminal.h"
#include "term/map.h"

enum { READ_MAX = 1024, TEXT_MAX = 256, INPUT = 0, OUTPUT = 1, ERRORS = 2 };

struct tty {
    struct magic magic;
    host_device output;
    bool is_terminal, raw;
};

static void tty_destroy(struct magic *m) { memory_free(MEMORY_SYSTEM, m); }

static struct tty *tty_of(term t) { return (struct tty *)magic_of(t, tty_destroy); }

static bool device_of(term name, host_device *d)
{
    if (same(name, A(stdin))) *d = INPUT;
    else if (same(name, A(stdout))) *d = OUTPUT;
    else if (same(name, A(stderr))) *d = ERRORS;
    else return false;
    return true;
}

enum bif_end bif_prim_tty_isatty_1(struct process *p, term *args, term *result)
{
    host_device d;
    if (!device_of(args[0], &d)) return bif_badarg(p);
    enum host_error e = host_check_terminal(d);
    *result = e == HOST_EBADF ? A(ebadf) : boolean(e == HOST_OK);
    return BIF_DONE;
}

/* -- making and starting a terminal --------------------------------------------------- */

static enum bif_end create(struct process *p, host_device output, term *result)
{
    struct tty *t = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *t);
    if (!t) return bif_no_memory(p);
    t->magic.destroy = tty_destroy;
    t->output = output, t->is_terminal = host_is_terminal(output);
    process_next_reference(&t->magic.number, &t->magic.high);
    term reference = heap_magic(&p->heap, &t->magic);
    if (!is_term(reference)) tty_destroy(&t->magic);
    return bif_ok(p, reference, result);
}

enum bif_end bif_prim_tty_tty_create_0(struct process *p, term *args, term *result)
{
    (void)args;
    return create(p, OUTPUT, result);
}

enum bif_end bif_prim_tty_tty_create_1(struct process *p, term *args, term *result)
{
    host_device d;
    if (!device_of(args[0], &d) || d == INPUT) return bif_badarg(p);
    return create(p, d, result);
}

static enum bif_end set_mode(struct process *p, struct tty *t, term *result)
{
    enum host_error e = HOST_OK;
    enum terminal_mode raw = settings()->break_mode == 'c' ? TERMINAL_RAW_ALL_KEYS : TERMINAL_RAW;
    if (t->is_terminal) e = host_terminal_mode(t->output, t->raw ? raw : TERMINAL_COOKED);
    if (e == HOST_OK) console_set_owner(p->pid);
    return bif_host_result(p, e, result);
}

/* OTP 26 and 27: the mode is set by tty_set/1. */
enum bif_end bif_prim_tty_tty_init_3(struct process *p, term *args, term *result)
{
    struct tty *t = tty_of(args[0]);
    host_device d;
    if (!t || !device_of(args[1], &d) || !is_map(args[2])) return bif_badarg(p);
    if (!host_is_terminal(d)) return bif_host_failed(p, HOST_ENOTSUP, result);
    t->output = d, t->is_terminal = true;
    t->raw = !same(map_get(args[2], A(canon)), A(true));
    *result = A(ok);
    return BIF_DONE;
}

enum bif_end bif_prim_tty_tty_set_1(struct process *p, term *args, term *result)
{
    struct tty *t = tty_of(args[0]);
    return t ? set_mode(p, t, result) : bif_badarg(p);
}

/* OTP 28 and later. */
enum bif_end bif_prim_tty_tty_init_2(struct process *p, term *args, term *result)
{
    struct tty *t = tty_of(args[0]);
    term input = t && is_map(args[1]) ? map_get(args[1], A(input)) : NO_TERM;
    if (!is_term(input)) return bif_badarg(p);
    t->raw = same(input, A(raw));
    if (t->raw && !t->is_terminal) return bif_host_failed(p, HOST_ENOTSUP, result);
    return set_mode(p, t, result);
}

enum bif_end bif_prim_tty_setlocale_1(struct process *p, term *args, term *result)
{
    (void)p, (void)args;
    *result = boolean(host_locale_is_utf8());
    return BIF_DONE;
}

enum bif_end bif_prim_tty_tty_encoding_1(struct process *p, term *args, term *result)
{
    (void)p, (void)args;
    *result = A(utf8);
    return BIF_DONE;
}

enum bif_end bif_prim_tty_tty_window_size_1(struct process *p, term *args, term *result)
{
    struct tty *t = tty_of(args[0]);
    uint32_t columns, rows;
    if (!t) return bif_badarg(p);
    if (!host_window_size(INPUT, &columns, &rows) && !host_window_size(t->output, &columns, &rows))
        return bif_host_failed(p, HOST_ENOTSUP, result);
    return bif_ok(p, heap_tuple2(&p->heap, small(columns), small(rows)), result);
}

enum bif_end bif_prim_tty_tty_is_open_2(struct process *p, term *args, term *result)
{
    host_device d;
    if (!tty_of(args[0]) || !device_of(args[1], &d)) return bif_badarg(p);
    *result = boolean(!host_hung_up(d));
    return BIF_DONE;
}

/* -- input, output, signals ----------------------------------------------------------- */

/* {select, TTY, Ref, ready_input} for p; NULL: no memory. */
static struct message *notice(struct process *p, term tty, term ref)
{
    term *hp = heap_alloc(&p->heap, TUPLE_WORDS(4));
    return hp ? message_lasting(build_tuple4(&hp, A(select), tty, ref, A(ready_input)), 0, NULL) : NULL;
}

static bool notice_input(struct process *p, term tty, term ref)
{
    struct message *m = notice(p, tty, ref);
    if (m) console_on_input(p->pid, m);
    return m;
}

static bool notice_signals(struct process *p, term tty, term ref)
{
    struct message *m = notice(p, tty, ref);
    if (m) console_on_signal(p->pid, m);
    return m;
}

enum bif_end bif_prim_tty_tty_select_2(struct process *p, term *args, term *result)
{
    if (!tty_of(args[0])) return bif_badarg(p);
    *result = A(ok);
    return notice_input(p, args[0], args[1]) ? BIF_DONE : bif_no_memory(p);
}

enum bif_end bif_prim_tty_tty_select_3(struct process *p, term *args, term *result)
{
    if (!tty_of(args[0])) return bif_badarg(p);
    *result = A(ok);
    bool done = notice_signals(p, args[0], args[1]) && notice_input(p, args[0], args[2]);
    return done ? BIF_DONE : bif_no_memory(p);
}

enum bif_end bif_prim_tty_tty_read_signal_2(struct process *p, term *args, term *result)
{
    enum host_signal s;
    if (!tty_of(args[0])) return bif_badarg(p);
    if (!console_signal_next(&s)) return bif_host_failed(p, HOST_EAGAIN, result);
    if (!notice_signals(p, args[0], args[1])) return bif_no_memory(p);
    return bif_ok(p, s == SIGNAL_CONT ? A(cont) : A(winch), result);
}

static enum bif_end read_at_most(struct process *p, term *args, size_t most, term *result)
{
    uint8_t bytes[READ_MAX];
    size_t got;
    enum host_error e = host_read(INPUT, bytes, most, &got);
    if (e == HOST_OK && got == 0 && most) {
        *result = A(closed);
        return bif_value(p, heap_tuple2(&p->heap, A(error), *result), result);
    }
    if (e != HOST_OK && e != HOST_EAGAIN) {
        term why = heap_tuple2(&p->heap, A(read), host_error_atom(e));
        return is_term(why) ? bif_value(p, heap_tuple2(&p->heap, A(error), why), result) : bif_no_memory(p);
    }
    if (!notice_input(p, args[0], args[1])) return bif_no_memory(p);
    return bif_ok(p, heap_binary_from(&p->heap, bytes, got), result);
}

enum bif_end bif_prim_tty_read_nif_2(struct process *p, term *args, term *result)
{
    return tty_of(args[0]) ? read_at_most(p, args, READ_MAX, result) : bif_badarg(p);
}

enum bif_end bif_prim_tty_read_nif_3(struct process *p, term *args, term *result)
{
    uint64_t most;
    if (!tty_of(args[0]) || !argument_uint64(args[2], &most)) return bif_badarg(p);
    return read_at_most(p, args, most < READ_MAX ? (size_t)most : READ_MAX, result);
}

/* Writes some of the binaries and leaves in args[1] what is left. */
enum bif_end bif_prim_tty_write_nif_2(struct process *p, term *args, term *result)
{
    struct tty *t = tty_of(args[0]);
    if (!t) return bif_badarg(p);
    for (; is_cons(args[1]); args[1] = tail(args[1])) {
        struct bytes_view bytes = bytes_view(head(args[1]));
        size_t written = 0, size = bytes.size;
        if (!bytes.at) return bif_badarg(p);
        enum host_error e = HOST_OK;
        if (size) e = host_write(t->output, &(struct host_chunk){bytes.at, size}, 1, &written);
        bytes_view_end(&bytes);
        if (e != HOST_OK && e != HOST_EAGAIN) return bif_host_failed(p, e, result);
        if (written == size) continue;
        term rest = heap_sub_bits(&p->heap, head(args[1]), 8 * written, 8 * (size - written));
        args[1] = is_term(rest) ? heap_cons(&p->heap, rest, tail(args[1])) : NO_TERM;
        if (!is_term(args[1])) return bif_no_memory(p);
        return console_wait_to_write(p, t->output) ? BIF_WAIT : BIF_AGAIN;
    }
    *result = A(ok);
    return is_nil(args[1]) ? BIF_DONE : bif_badarg(p);
}

/* -- characters -------------------------------------------------------------------------- */

enum bif_end bif_prim_tty_isprint_1(struct process *p, term *args, term *result)
{
    int64_t c;
    if (!argument_range(args[0], INT32_MIN, INT32_MAX, &c)) return bif_badarg(p);
    *result = boolean(c >= ' ' && c <= '~');
    return BIF_DONE;
}

static enum bif_end not_printable(struct process *p, term *result)
{
    return bif_value(p, heap_tuple2(&p->heap, A(error), A(not_printable)), result);
}

enum bif_end bif_prim_tty_wcwidth_1(struct process *p, term *args, term *result)
{
    int64_t c;
    if (!argument_range(args[0], INT32_MIN, INT32_MAX, &c)) return bif_badarg(p);
    int width = host_character_width((uint32_t)c);
    if (width < 0) return not_printable(p, result);
    *result = small(width);
    return BIF_DONE;
}

/* The bytes are characters of 32 bits each, in the host's order. */
enum bif_end bif_prim_tty_wcswidth_1(struct process *p, term *args, term *result)
{
    struct binary *b;
    enum iodata_result r = iodata_to_binary(args[0], &b);
    if (r != IODATA_OK) return r == IODATA_BAD ? bif_badarg(p) : bif_no_memory(p);
    int64_t sum = 0;
    for (size_t i = 0; i + 4 <= b->size && sum >= 0; i += 4) {
        uint32_t c;
        memcpy(&c, b->data + i, 4);
        if (c == 0) break;
        int width = host_character_width(c);
        sum = width < 0 ? -1 : sum + width;
    }
    bif_charge(p, (int64_t)(b->size / 256));
    binary_release(b);
    return sum < 0 ? not_printable(p, result) : bif_ok(p, small(sum), result);
}

enum bif_end bif_prim_tty_sizeof_wchar_0(struct process *p, term *args, term *result)
{
    (void)p, (void)args;
    *result = small(4);
    return BIF_DONE;
}
