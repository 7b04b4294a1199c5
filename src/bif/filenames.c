/* bif/filenames.c - file names between Erlang and the host: prim_file:internal_* and file:native_name_encoding/0. */
#include "bif/bif.h"
#include "heap/binary.h"
#include "io/names.h"
#include "memory/settings.h"
#include <string.h>

/* The name with a zero behind it. */
enum bif_end bif_prim_file_internal_name2native_1(struct process *p, term *args, term *result)
{
    struct name n;
    uint8_t *to;
    switch (name_of(&n, args[0], NAME_LIST | NAME_RAW)) {
    case NAME_BAD: return bif_badarg(p);
    case NAME_NO_MEMORY: return bif_no_memory(p);
    case NAME_OK: break;
    }
    term t = heap_new_binary(&p->heap, n.size + 1, &to);
    if (is_term(t)) memcpy(to, n.bytes, n.size + 1);
    name_free(&n);
    return bif_value(p, t, result);
}

enum bif_end bif_prim_file_internal_native2name_1(struct process *p, term *args, term *result)
{
    size_t characters;
    struct bytes_view v = bytes_view(args[0]);
    if (!v.at) return v.size == SIZE_MAX ? bif_no_memory(p) : bif_badarg(p);
    char warning = settings()->filename_warnings;
    term kind = warning == 'i' ? A(ignore) : warning == 'e' ? A(error) : A(warning);
    const char *bytes = (const char *)v.at;
    term t = name_is_text(bytes, v.size, &characters) ? name_to_list(&p->heap, bytes, v.size)
                                                      : heap_tuple2(&p->heap, A(error), kind);
    bytes_view_end(&v);
    return bif_value(p, t, result);
}

enum bif_end bif_prim_file_is_translatable_1(struct process *p, term *args, term *result)
{
    size_t characters;
    struct bytes_view v = bytes_view(args[0]);
    if (!v.at) return v.size == SIZE_MAX ? bif_no_memory(p) : bif_badarg(p);
    *result = boolean(name_is_text((const char *)v.at, v.size, &characters));
    bytes_view_end(&v);
    return BIF_DONE;
}

enum bif_end bif_file_native_name_encoding_0(struct process *p, term *args, term *result)
{
    (void)p, (void)args;
    *result = settings()->filenames_utf8 ? A(utf8) : A(latin1);
    return BIF_DONE;
}
