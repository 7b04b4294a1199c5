/* bif/nif.c - erlang:load_nif/2 for the modules whose native functions are BIFs here. */
#include "bif/nif.h"

bool nif_is_module(const char *name)
{
    static const char *const names[] = {"prim_buffer", "prim_file", "prim_tty", "zlib", "zstd"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0) return true;
    return false;
}

/* Is anything of this module, which the string names, in the table of BIFs? */
static bool is_built_in(term name)
{
    char text[64];
    size_t size = 0;
    for (; is_cons(name) && is_small(head(name)) && size + 1 < sizeof text; name = tail(name))
        text[size++] = (char)small_value(head(name));
    text[size] = 0;
    if (!is_nil(name)) return false;
    if (strcmp(text, "erl_tracer") == 0) return true; /* called by the machine itself only */
    for (size_t i = 0; i < bif_count; i++)
        if (strcmp(bif_table[i].module, text) == 0) return true;
    return false;
}

/* No other library can be loaded: {error, {load_failed, Text}}. */
enum bif_end bif_erlang_load_nif_2(struct process *p, term *args, term *result)
{
    if (!is_list(args[0])) return bif_badarg(p);
    if (is_built_in(args[0])) {
        *result = A(ok);
        return BIF_DONE;
    }
    static const char why[] = "This machine has no such native library";
    term text = heap_string(&p->heap, why, sizeof why - 1, NIL);
    if (!is_term(text)) return bif_no_memory(p);
    term reason = heap_tuple2(&p->heap, A(load_failed), text);
    if (!is_term(reason)) return bif_no_memory(p);
    return bif_value(p, heap_tuple2(&p->heap, A(error), reason), result);
}
