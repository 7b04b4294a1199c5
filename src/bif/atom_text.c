/* bif/atom_text.c - atoms as text, and back. */
#include "base/limits.h"
#include "base/utf8.h"
#include "bif/argument_text.h"

/* -- to text ------------------------------------------------------------------------- */

enum bif_end bif_erlang_atom_to_list_1(struct process *p, term *args, term *result)
{
    if (!is_atom(args[0])) return bif_badarg(p);
    struct atom_text t = atom_text(args[0]);
    term *hp = heap_alloc(&p->heap, t.characters * CONS_WORDS), *last = result;
    if (!hp) return bif_no_memory(p);
    const uint8_t *at = t.bytes, *end = t.bytes + t.size;
    uint32_t code;
    for (; at < end; at += utf8_get(at, end, &code)) {
        utf8_get(at, end, &code);
        *last = build_cons(&hp, small(code), NIL);
        last = cons_cell(*last) + 1;
    }
    *last = NIL;
    return BIF_DONE;
}

enum encoding { ENCODING_UTF8, ENCODING_LATIN1, ENCODING_UNKNOWN };

static enum encoding encoding_of(term t)
{
    if (same(t, A(utf8)) || same(t, A(unicode))) return ENCODING_UTF8;
    return same(t, A(latin1)) ? ENCODING_LATIN1 : ENCODING_UNKNOWN;
}

static enum bif_end atom_to_binary(struct process *p, term atom, enum encoding encoding, term *result)
{
    if (!is_atom(atom) || encoding == ENCODING_UNKNOWN) return bif_badarg(p);
    struct atom_text t = atom_text(atom);
    if (encoding == ENCODING_UTF8 || t.size == t.characters)
        return bif_value(p, heap_binary_from(&p->heap, t.bytes, t.size), result);
    uint8_t latin1[ATOM_CHARACTERS_MAX];
    if (!t.latin1) return bif_badarg(p);
    uint32_t code;
    const uint8_t *at = t.bytes, *end = t.bytes + t.size;
    for (size_t i = 0; at < end; latin1[i++] = (uint8_t)code) at += utf8_get(at, end, &code);
    return bif_value(p, heap_binary_from(&p->heap, latin1, t.characters), result);
}

enum bif_end bif_erlang_atom_to_binary_1(struct process *p, term *args, term *result)
{
    return atom_to_binary(p, args[0], ENCODING_UTF8, result);
}

enum bif_end bif_erlang_atom_to_binary_2(struct process *p, term *args, term *result)
{
    return atom_to_binary(p, args[0], encoding_of(args[1]), result);
}

/* -- from text ------------------------------------------------------------------------ */

/* The atom of UTF-8 text that is not too long; with `existing` it must be there. */
static enum bif_end find_atom(struct process *p, const uint8_t *utf8, size_t size, bool existing, term *result)
{
    *result = existing ? atom_existing_utf8(utf8, size) : atom_from_utf8(utf8, size);
    if (is_term(*result)) return BIF_DONE;
    return existing ? bif_badarg(p) : bif_no_memory(p);
}

static enum bif_end too_long(struct process *p, bool existing) { return existing ? bif_badarg(p) : bif_no_memory(p); }

static bool is_character(term t)
{
    if (!is_small(t)) return false;
    int64_t code = small_value(t);
    return code >= 0 && code < 0x110000 && !(code >= 0xd800 && code < 0xe000);
}

static enum bif_end list_to_atom(struct process *p, term list, bool existing, term *result)
{
    uint8_t utf8[ATOM_CHARACTERS_MAX * UTF8_BYTES_MAX];
    size_t count = 0, size = 0;
    for (; is_cons(list); list = tail(list), count++) {
        if (!is_character(head(list))) return bif_badarg(p);
        if (count < ATOM_CHARACTERS_MAX) size += utf8_put(utf8 + size, (uint32_t)small_value(head(list)));
    }
    if (!is_nil(list)) return bif_badarg(p);
    if (count > ATOM_CHARACTERS_MAX) return too_long(p, existing);
    return find_atom(p, utf8, size, existing, result);
}

enum bif_end bif_erlang_list_to_atom_1(struct process *p, term *args, term *result)
{
    return list_to_atom(p, args[0], false, result);
}

enum bif_end bif_erlang_list_to_existing_atom_1(struct process *p, term *args, term *result)
{
    return list_to_atom(p, args[0], true, result);
}

static enum bif_end latin1_to_atom(struct process *p, const uint8_t *text, size_t size, bool existing, term *result)
{
    if (size > ATOM_CHARACTERS_MAX) return too_long(p, existing);
    *result = existing ? atom_existing_latin1(text, size) : atom_from_latin1(text, size);
    if (is_term(*result)) return BIF_DONE;
    return existing ? bif_badarg(p) : bif_no_memory(p);
}

static enum bif_end utf8_to_atom(struct process *p, const uint8_t *text, size_t size, bool existing, term *result)
{
    const uint8_t *at = text, *end = text + size;
    size_t characters = 0;
    uint32_t code;
    for (size_t length; at < end; at += length) { /* what is wrong behind the longest name is not looked at */
        if (characters++ == ATOM_CHARACTERS_MAX) return too_long(p, existing);
        if ((length = utf8_get(at, end, &code)) == 0) return bif_badarg(p);
    }
    return find_atom(p, text, size, existing, result);
}

static enum bif_end binary_to_atom(struct process *p, term binary, enum encoding encoding, bool existing, term *result)
{
    struct argument_text t;
    if (encoding == ENCODING_UNKNOWN) return bif_badarg(p);
    enum argument_text_result r = argument_text_of_binary(&t, binary);
    if (r != TEXT_OK) return argument_text_failure(p, r);
    const uint8_t *text = (const uint8_t *)t.at;
    enum bif_end end = encoding == ENCODING_LATIN1 ? latin1_to_atom(p, text, t.size, existing, result)
                                                   : utf8_to_atom(p, text, t.size, existing, result);
    argument_text_close(&t);
    return end;
}

enum bif_end bif_erlang_binary_to_atom_1(struct process *p, term *args, term *result)
{
    return binary_to_atom(p, args[0], ENCODING_UTF8, false, result);
}

enum bif_end bif_erlang_binary_to_atom_2(struct process *p, term *args, term *result)
{
    return binary_to_atom(p, args[0], encoding_of(args[1]), false, result);
}

enum bif_end bif_erlang_binary_to_existing_atom_1(struct process *p, term *args, term *result)
{
    return binary_to_atom(p, args[0], ENCODING_UTF8, true, result);
}

enum bif_end bif_erlang_binary_to_existing_atom_2(struct process *p, term *args, term *result)
{
    return binary_to_atom(p, args[0], encoding_of(args[1]), true, result);
}
