/* term/print_leaf.c - the text of atoms, numbers, bitstrings and identities. */
#include "term/print_leaf.h"
#include "memory/memory.h"
#include "term/atoms.h"
#include "term/identity.h"
#include "term/integer.h"
#include "term/objects.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void print_text(struct printing *p, const char *text, size_t size)
{
    if (p->stopped) return;
    bool cut = size > p->left;
    if (cut) size = p->left;
    p->left -= size;
    p->stopped = !p->to->put(p->to, text, size) || cut;
    if (cut) p->to->put(p->to, "...", 3);
}

void print_string(struct printing *p, const char *text) { print_text(p, text, strlen(text)); }

/* -- atoms --------------------------------------------------------------------------- */

static bool is_lower(uint8_t c) { return (c >= 'a' && c <= 'z') || (c >= 0xdf && c != 0xf7); }
static bool is_alphanumeric(uint8_t c)
{
    return is_lower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c >= 0xc0 && c != 0xd7 && c != 0xf7);
}

/* The Latin-1 character at *i, which moves past it; 0 for any other. */
static uint8_t latin1_at(const struct atom_text *t, uint32_t *i)
{
    uint8_t c = t->bytes[(*i)++];
    if (c < 0x80) return c;
    if (c > 0xc3) return 0;
    return (uint8_t)(c << 6 | (t->bytes[(*i)++] & 0x3f));
}

/* Whether an atom is written as it is: lower case first, then letters, digits and '_', all Latin-1. */
static bool is_plain(const struct atom_text *t)
{
    uint32_t i = 0;
    if (t->size == 0 || !is_lower(latin1_at(t, &i))) return false;
    while (i < t->size) {
        uint8_t c = latin1_at(t, &i);
        if (!is_alphanumeric(c) && c != '_') return false;
    }
    return true;
}

static void print_escaped(struct printing *p, const uint8_t *at)
{
    static const char plain[] = "'\\\n\f\t\r\b\v", escaped[] = "'\\nftrbv";
    const char *found = *at ? strchr(plain, *at) : NULL;
    char text[8];
    if (found) snprintf(text, sizeof text, "\\%c", escaped[found - plain]);
    else if (*at < ' ') snprintf(text, sizeof text, "\\%03o", *at);
    else if (*at == 0xc2 && at[1] < 0xa0) snprintf(text, sizeof text, "\\%03o", at[1]);
    else snprintf(text, sizeof text, "%c", *at);
    print_string(p, text);
}

static void print_atom(struct printing *p, term atom)
{
    struct atom_text t = atom_text(atom);
    if (is_plain(&t)) {
        print_text(p, (const char *)t.bytes, t.size);
        return;
    }
    print_string(p, "'");
    for (uint32_t i = 0; i < t.size; i++) {
        print_escaped(p, t.bytes + i);
        if (t.bytes[i] == 0xc2 && t.bytes[i + 1] < 0xa0) i++;
    }
    print_string(p, "'");
}

/* -- numbers --------------------------------------------------------------------------- */

static void print_integer(struct printing *p, term t)
{
    char few[64], *text = few;
    struct integer v;
    integer_view(t, &v);
    size_t room = integer_text_room(&v, 10);
    if (room > sizeof few) text = memory_alloc(MEMORY_SYSTEM, room);
    size_t size = text ? integer_to_text(&v, 10, text) : 0;
    print_text(p, size ? text : "?", size ? size : 1);
    if (text != few) memory_free(MEMORY_SYSTEM, text);
}

static void print_float(struct printing *p, double value)
{
    char text[40];
    snprintf(text, sizeof text, "%e", value);
    print_string(p, text);
}

/* -- strings and bitstrings -------------------------------------------------------------- */

static bool is_control(uint8_t c) { return c < ' ' || (c >= 0x7f && c < 0xa0); }
static bool is_space(uint8_t c) { return (c >= '\t' && c <= '\r') || c == ' ' || c == 0xa0; }

bool is_printable_string(term list)
{
    for (; is_cons(list); list = tail(list)) {
        term t = head(list);
        if (!is_small(t) || t.word > small(255).word) return false;
        uint8_t c = (uint8_t)small_value(t);
        if (is_control(c) && !is_space(c)) return false;
    }
    return is_nil(list);
}

void print_printable(struct printing *p, term list)
{
    print_string(p, "\"");
    for (; is_cons(list) && !p->stopped; list = tail(list)) {
        char c = (char)small_value(head(list));
        if (c == '\n') print_string(p, "\\n");
        else if (c == '"') print_string(p, "\\\"");
        else print_text(p, &c, 1);
    }
    print_string(p, "\"");
}

static uint8_t byte_at(struct bits b, size_t i)
{
    return (uint8_t)(b.data[i] << b.offset | (b.offset ? b.data[i + 1] >> (8 - b.offset) : 0));
}

static bool is_ascii(struct bits b)
{
    for (size_t i = 0; i < b.size / 8; i++)
        if (byte_at(b, i) < ' ' || byte_at(b, i) >= 0x7f) return false;
    return b.size % 8 == 0 && b.size > 0;
}

static void print_last_bits(struct printing *p, struct bits b)
{
    unsigned value = 0, count = b.size % 8;
    for (size_t i = b.offset + b.size - count; i < b.offset + b.size; i++)
        value = value * 2 + (b.data[i / 8] >> (7 - i % 8) & 1);
    char text[24];
    snprintf(text, sizeof text, "%s%u:%u", b.size > 8 ? "," : "", value, count);
    print_string(p, text);
}

static void print_bits(struct printing *p, struct bits b)
{
    bool ascii = is_ascii(b);
    print_string(p, ascii ? "<<\"" : "<<");
    for (size_t i = 0; i < b.size / 8 && !p->stopped; i++) {
        char text[8];
        uint8_t byte = byte_at(b, i);
        if (ascii && byte == '"') print_string(p, "\\");
        snprintf(text, sizeof text, ascii ? "%c" : i ? ",%u" : "%u", byte);
        print_string(p, text);
    }
    if (b.size % 8) print_last_bits(p, b);
    print_string(p, ascii ? "\">>" : ">>");
}

/* -- identities ---------------------------------------------------------------------------- */

/* The first number: 0 for this node, else its name's atom. */
static uint32_t channel(term t, const struct identity *id)
{
    bool local = is_immediate(t) || kind_of(t) == KIND_REF || kind_of(t) == KIND_MAGIC_REF;
    return local ? 0 : atom_index(id->node);
}

static size_t reference_text(char *to, uint32_t node, const struct identity *id)
{
    size_t length = (size_t)sprintf(to, "#Ref<%" PRIu32, node);
    for (uint32_t i = id->count; i-- > 0;) length += (size_t)sprintf(to + length, ".%" PRIu32, id->ids[i]);
    return length + (size_t)sprintf(to + length, ">");
}

size_t identity_to_text(term t, char *to)
{
    struct identity id = identity_of(t);
    uint32_t node = channel(t, &id);
    if (is_ref(t)) return reference_text(to, node, &id);
    if (is_pid(t)) return (size_t)sprintf(to, "<%" PRIu32 ".%" PRIu32 ".%" PRIu32 ">", node, id.ids[0], id.ids[1]);
    return (size_t)sprintf(to, "#Port<%" PRIu32 ".%" PRIu64 ">", node, (uint64_t)id.ids[1] << 32 | id.ids[0]);
}

static void print_identity(struct printing *p, term t)
{
    char text[IDENTITY_TEXT_MAX];
    print_text(p, text, identity_to_text(t, text));
}

static void print_fun(struct printing *p, term t)
{
    char text[40];
    if (kind_of(t) == KIND_EXPORT) {
        const struct export *x = (const struct export *)(uintptr_t)boxed(t)[1].word;
        print_string(p, "fun ");
        print_atom(p, x->module);
        print_string(p, ":");
        print_atom(p, x->function);
        snprintf(text, sizeof text, "/%" PRIu32, x->arity);
    } else {
        const struct fun_entry *e = ((const struct fun_object *)boxed(t))->entry;
        print_string(p, "#Fun<");
        print_atom(p, e->module);
        snprintf(text, sizeof text, ".%" PRIu32 ".%" PRId32 ">", e->old_index, (int32_t)e->old_uniq);
    }
    print_string(p, text);
}

void print_leaf(struct printing *p, term t)
{
    if (is_integer(t)) print_integer(p, t);
    else if (is_atom(t)) print_atom(p, t);
    else if (is_nil(t)) print_string(p, "[]");
    else if (is_float(t)) print_float(p, float_value(t));
    else if (is_bitstring(t)) print_bits(p, bits_view(t));
    else if (is_fun(t)) print_fun(p, t);
    else if (is_pid(t) || is_port(t) || is_ref(t)) print_identity(p, t);
    else print_string(p, "#?");
}
