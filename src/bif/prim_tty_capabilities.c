/* bif/prim_tty_capabilities.c - the functions of OTP's prim_tty NIF that ask what a terminal can do: by
 * the names of termcap (OTP 26 and 27) and of terminfo (OTP 28 and later). */
#include "bif/arguments.h"
#include "bif/host_result.h"
#include "heap/binary.h"
#include "heap/map.h"
#include "io/capabilities.h"
#include "io/environment.h"
#include "io/io.h"
#include "io/iodata.h"

enum { TEXT_MAX = 256, COLUMNS = 80, OUTPUT_MAX = 1024 };

/* Iodata that is zero-terminated, or not; false: too long, or none. */
static bool text_of(term t, char *text, size_t *size)
{
    if (iodata_size(t, size) != IODATA_OK || *size >= TEXT_MAX) return false;
    text[*size] = 0;
    return iodata_put(t, (uint8_t *)text) == IODATA_OK;
}

static enum bif_end refuse(struct process *p, const char *function, term *result)
{
    term why = heap_tuple2(&p->heap, atom_from_c(function), A(enoent));
    return is_term(why) ? bif_value(p, heap_tuple2(&p->heap, A(error), why), result) : bif_no_memory(p);
}

enum bif_end bif_prim_tty_tgetent_nif_1(struct process *p, term *args, term *result)
{
    char name[TEXT_MAX];
    size_t size;
    if (!text_of(args[0], name, &size)) return bif_badarg(p);
    *result = A(ok);
    return terminal_is_capable(name) ? BIF_DONE : refuse(p, "tgetent", result);
}

enum bif_end bif_prim_tty_setupterm_nif_0(struct process *p, term *args, term *result)
{
    (void)args;
    const char *name = environment_get(io()->environment, "TERM", 4);
    *result = A(ok);
    return name && terminal_is_capable(name) ? BIF_DONE : refuse(p, "setupterm", result);
}

/* By termcap's name; -1: unknown; false: no name. */
static bool get_number(term name, int64_t *number)
{
    char text[TEXT_MAX];
    size_t size;
    if (!text_of(name, text, &size)) return false;
    *number = strcmp(text, "co") == 0 ? COLUMNS : strcmp(text, "it") == 0 ? 8 : -1;
    return true;
}

enum bif_end bif_prim_tty_tgetnum_nif_1(struct process *p, term *args, term *result)
{
    int64_t n;
    return get_number(args[0], &n) ? bif_ok(p, small(n), result) : bif_badarg(p);
}

enum bif_end bif_prim_tty_tigetnum_nif_1(struct process *p, term *args, term *result)
{
    int64_t n;
    if (!get_number(args[0], &n)) return bif_badarg(p);
    *result = small(n);
    return BIF_DONE;
}

/* Both ask by termcap's names: the lines wrap (am), and only with the next character (xn). */
static enum bif_end get_flag(struct process *p, term name, term *result)
{
    static const char flags[][3] = {"am", "xn", "ms", "km"};
    char text[TEXT_MAX];
    size_t size;
    if (!text_of(name, text, &size)) return bif_badarg(p);
    *result = A(false);
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (strcmp(text, flags[i]) == 0) *result = A(true);
    return BIF_DONE;
}

enum bif_end bif_prim_tty_tgetflag_nif_1(struct process *p, term *args, term *result)
{
    return get_flag(p, args[0], result);
}

enum bif_end bif_prim_tty_tigetflag_nif_1(struct process *p, term *args, term *result)
{
    return get_flag(p, args[0], result);
}

static enum bif_end get_string(struct process *p, term name, bool termcap, term *result)
{
    char text[TEXT_MAX];
    size_t size;
    if (!text_of(name, text, &size)) return bif_badarg(p);
    const char *found = capability(text, termcap);
    *result = A(false);
    return found ? bif_ok(p, heap_binary_from(&p->heap, found, strlen(found)), result) : BIF_DONE;
}

enum bif_end bif_prim_tty_tgetstr_nif_1(struct process *p, term *args, term *result)
{
    return get_string(p, args[0], true, result);
}

enum bif_end bif_prim_tty_tigetstr_nif_1(struct process *p, term *args, term *result)
{
    return get_string(p, args[0], false, result);
}

/* {ok, Bytes}: the sequence with its parameters filled in. */
static enum bif_end put_sequence(struct process *p, term sequence, const int64_t parameters[9], bool expand,
                                 term *result)
{
    char text[TEXT_MAX];
    uint8_t output[OUTPUT_MAX];
    size_t size;
    if (!text_of(sequence, text, &size)) return bif_badarg(p);
    size_t text_size = strlen(text); /* a zero at the end belongs to the argument, not to the sequence */
    if (!expand) return bif_ok(p, heap_binary_from(&p->heap, text, text_size), result);
    size = capability_put(output, sizeof output, (const uint8_t *)text, text_size, parameters);
    return bif_ok(p, heap_binary_from(&p->heap, output, size), result);
}

enum bif_end bif_prim_tty_tputs_nif_2(struct process *p, term *args, term *result)
{
    int64_t parameters[9] = {0};
    size_t count = 0;
    term list = args[1];
    for (; is_cons(list); list = tail(list))
        if (count == 9 || !argument_int64(head(list), &parameters[count++])) return bif_badarg(p);
    return is_nil(list) ? put_sequence(p, args[0], parameters, count > 0, result) : bif_badarg(p);
}

enum bif_end bif_prim_tty_tgoto_nif_1(struct process *p, term *args, term *result)
{
    return put_sequence(p, args[0], (int64_t[9]){0}, false, result);
}

enum bif_end bif_prim_tty_tgoto_nif_2(struct process *p, term *args, term *result)
{
    int64_t n;
    if (!argument_int64(args[1], &n)) return bif_badarg(p);
    return put_sequence(p, args[0], (int64_t[9]){n, n}, true, result);
}

/* tgoto(3): the column comes first, but in the sequence the row does. */
enum bif_end bif_prim_tty_tgoto_nif_3(struct process *p, term *args, term *result)
{
    int64_t column, row;
    if (!argument_int64(args[1], &column) || !argument_int64(args[2], &row)) return bif_badarg(p);
    return put_sequence(p, args[0], (int64_t[9]){row, column}, true, result);
}

static bool put_pair(struct process *p, term *map, term key, const char *value)
{
    term text = heap_string(&p->heap, (const uint8_t *)value, strlen(value), NIL);
    *map = is_term(text) ? heap_map_put(&p->heap, *map, key, text) : NO_TERM;
    return is_term(*map);
}

/* #{bool => [], num => [], str => [#{name, code, full_name}]} */
enum bif_end bif_prim_tty_tinfo_nif_0(struct process *p, term *args, term *result)
{
    (void)args;
    const char *name, *code;
    term list = NIL;
    for (size_t i = 0; capability_names(i, &name, &code); i++) {
        term entry = heap_map_from_pairs(&p->heap, NULL, 0);
        if (!is_term(entry) || !put_pair(p, &entry, A(name), name) || !put_pair(p, &entry, A(code), code) ||
            !put_pair(p, &entry, A(full_name), name))
            return bif_no_memory(p);
        list = heap_cons(&p->heap, entry, list);
        if (!is_term(list)) return bif_no_memory(p);
    }
    const term pairs[] = {A(bool), NIL, A(num), NIL, A(str), list};
    return bif_value(p, heap_map_from_pairs(&p->heap, pairs, 3), result);
}
