/* bif/display.c - text straight to standard output or error, for programs that are being found out. */
#include "base/utf8.h"
#include "bif/bif.h"
#include "memory/settings.h"
#include "platform/host_files.h"
#include "platform/host_programs.h"
#include "term/print.h"

enum { STDOUT = 1, STDERR = 2, PATIENCE_MS = 10000 };

/* Gathers text so that it goes out in few pieces. */
struct display {
    struct printer printer;
    host_device device;
    size_t filled;
    char text[4000];
};

static bool flush(struct display *d)
{
    const char *at = d->text;
    while (d->filled > 0) {
        struct host_chunk chunk = {at, d->filled};
        size_t written = 0;
        enum host_error e = host_write(d->device, &chunk, 1, &written);
        if (e != HOST_OK && e != HOST_EAGAIN) return false;
        if (written == 0 && !host_wait_to_write(d->device, PATIENCE_MS)) return false;
        at += written, d->filled -= written;
    }
    return true;
}

static bool put(struct printer *to, const char *text, size_t size)
{
    struct display *d = (struct display *)to;
    while (size > 0) {
        size_t room = sizeof d->text - d->filled, part = size < room ? size : room;
        memcpy(d->text + d->filled, text, part);
        d->filled += part, text += part, size -= part;
        if (d->filled == sizeof d->text && !flush(d)) {
            d->filled = 0;
            return false;
        }
    }
    return true;
}

enum bif_end bif_erlang_display_1(struct process *p, term *args, term *result)
{
    struct display d = {.printer = {put}, .device = STDOUT};
    term_print(&d.printer, args[0], SIZE_MAX);
    put(&d.printer, "\r\n", 2);
    flush(&d);
    bif_charge(p, 10);
    *result = A(true);
    return BIF_DONE;
}

enum bif_end bif_erts_debug_display_1(struct process *p, term *args, term *result)
{
    struct display d = {.printer = {put}, .device = STDOUT};
    term_print(&d.printer, args[0], SIZE_MAX);
    put(&d.printer, "\r\n", 2);
    flush(&d);
    char text[1024];
    size_t size = term_print_to(text, sizeof text, args[0]);
    return bif_value(p, heap_string(&p->heap, text, size < sizeof text ? size : sizeof text - 1, NIL), result);
}

enum bif_end bif_erlang_display_nl_0(struct process *p, term *args, term *result)
{
    (void)p, (void)args;
    struct display d = {.printer = {put}, .device = STDOUT};
    put(&d.printer, "\r\n", 2);
    flush(&d);
    *result = A(true);
    return BIF_DONE;
}

/* OTP 25 ends lines by CR LF, terminal or not; 26 has a second argument and writes what it is given. */
static enum bif_end display_string(struct process *p, host_device device, term list, term *result)
{
    struct display d = {.printer = {put}, .device = device};
    for (; is_cons(list); list = tail(list)) {
        uint8_t utf8[UTF8_BYTES_MAX];
        if (!is_small(head(list)) || small_value(head(list)) < 0 || small_value(head(list)) > 0x10ffff)
            return bif_badarg(p);
        if (same(head(list), small('\n')) && !otp_at_least(26)) put(&d.printer, "\r", 1);
        put(&d.printer, (char *)utf8, utf8_put(utf8, (uint32_t)small_value(head(list))));
    }
    if (!is_nil(list)) return bif_badarg(p);
    flush(&d);
    *result = A(true);
    return BIF_DONE;
}

enum bif_end bif_erlang_display_string_1(struct process *p, term *args, term *result)
{
    return display_string(p, STDERR, args[0], result);
}

/* display_string(stdout | stderr, String), of OTP 26 */
enum bif_end bif_erlang_display_string_2(struct process *p, term *args, term *result)
{
    if (!same(args[0], A(stdout)) && !same(args[0], A(stderr))) return bif_badarg(p);
    return display_string(p, same(args[0], A(stderr)) ? STDERR : STDOUT, args[1], result);
}
