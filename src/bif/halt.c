/* bif/halt.c - erlang:halt/2: asks vm to stop and waits for it. */
#include "bif/bif.h"
#include "memory/ending.h"

/* [{flush, Bool}]; the last one counts, as in OTP. */
static bool read_flush(term options, bool *flush)
{
    for (; is_cons(options); options = tail(options)) {
        term option = head(options);
        if (!is_tuple_of(option, 2) || !same(tuple_elements(option)[0], A(flush))) return false;
        term value = tuple_elements(option)[1];
        if (!is_boolean(value)) return false;
        *flush = same(value, A(true));
    }
    return is_nil(options);
}

static size_t put_utf8(char *to, int64_t c)
{
    if (c < 0x80) return to[0] = (char)c, 1;
    if (c < 0x800) return to[0] = (char)(0xc0 | c >> 6), to[1] = (char)(0x80 | (c & 63)), 2;
    if (c < 0x10000) {
        to[0] = (char)(0xe0 | c >> 12), to[1] = (char)(0x80 | (c >> 6 & 63)), to[2] = (char)(0x80 | (c & 63));
        return 3;
    }
    to[0] = (char)(0xf0 | c >> 18), to[1] = (char)(0x80 | (c >> 12 & 63));
    to[2] = (char)(0x80 | (c >> 6 & 63)), to[3] = (char)(0x80 | (c & 63));
    return 4;
}

/* The slogan as UTF-8, cut to what fits; false if `list` is no string. */
static bool read_slogan(term list, char slogan[SLOGAN_MAX], size_t *size)
{
    for (*size = 0; is_cons(list); list = tail(list)) {
        term c = head(list);
        if (!is_small(c) || small_value(c) < 0 || small_value(c) > 0x10ffff) return false;
        if (*size + 4 < SLOGAN_MAX) *size += put_utf8(slogan + *size, small_value(c));
    }
    return is_nil(list);
}

enum bif_end bif_erlang_halt_2(struct process *p, term *args, term *result)
{
    bool flush = true;
    char slogan[SLOGAN_MAX];
    size_t size;
    (void)result;
    if (!read_flush(args[1], &flush)) return bif_badarg_cause(p, A(badopt));
    if (same(args[0], A(abort))) {
        ending_ask(0, false);
        ending()->abort = true;
    } else if (is_small(args[0]) && small_value(args[0]) >= 0) {
        ending_ask((int)(small_value(args[0]) & 0xff), flush);
    } else if (kind_of(args[0]) == KIND_BIG_POS) {
        ending_ask((int)(boxed(args[0])[1].word & 0xff), flush);
    } else if (is_list(args[0]) && read_slogan(args[0], slogan, &size)) {
        ending_crash(slogan, size, false);
    } else {
        return bif_badarg(p);
    }
    return BIF_WAIT;
}
