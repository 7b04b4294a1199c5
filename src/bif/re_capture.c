/* bif/re_capture.c - which groups re:run/3 returns, and in what form. */
#include "bif/re.h"
#include "io/iodata.h"
#include "memory/memory.h"

void re_capture_close(struct re_capture *c)
{
    memory_free(MEMORY_SYSTEM, c->picks);
    memory_free(MEMORY_SYSTEM, c->group);
    c->picks = NULL;
    c->group = NULL;
}

/* -- what is asked for ------------------------------------------------------------------------- */

static bool add_group(struct re_capture *c, int32_t number)
{
    if (c->groups == c->room) {
        uint32_t room = c->room * 2 + 8;
        int32_t *group = memory_resize(MEMORY_SYSTEM, c->group, room * sizeof *group);
        if (!group) return false;
        c->group = group;
        c->room = room;
    }
    c->group[c->groups++] = number;
    return true;
}

static bool add_pick(struct re_capture *c, uint32_t first)
{
    if (c->count % 8 == 0) {
        struct re_pick *picks = memory_resize(MEMORY_SYSTEM, c->picks, (c->count + 8) * sizeof *picks);
        if (!picks) return false;
        c->picks = picks;
    }
    c->picks[c->count++] = (struct re_pick){first, c->groups - first};
    return true;
}

static bool add_number(struct re_capture *c, int32_t number)
{
    uint32_t first = c->groups;
    return add_group(c, number) && add_pick(c, first);
}

/* A name stands for all groups that have it; one that no group has stands for nothing. */
static bool add_name(struct re_capture *c, const pcre2_code *code, const char *name)
{
    PCRE2_SPTR first, last;
    uint32_t begin = c->groups;
    int entry = pcre2_substring_nametable_scan(code, (PCRE2_SPTR)name, &first, &last);
    if (entry < 0) return add_number(c, -1);
    for (PCRE2_SPTR at = first; at <= last; at += entry)
        if (!add_group(c, at[0] << 8 | at[1])) return false;
    return add_pick(c, begin);
}

static bool add_all_names(struct re_capture *c, const pcre2_code *code)
{
    uint32_t count = 0, entry = 0;
    PCRE2_SPTR at = NULL, before = NULL;
    pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &count);
    pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE, &entry);
    pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, &at);
    if (count == 0) c->form = RE_NONE;
    for (uint32_t i = 0; i < count; i++, before = at, at += entry) {
        if (before && strcmp((const char *)before + 2, (const char *)at + 2) == 0) continue;
        if (!add_name(c, code, (const char *)at + 2)) return false;
    }
    return true;
}

/* A name as an atom or iodata, terminated. */
static enum re_capture_result add_name_term(struct re_capture *c, const pcre2_code *code, term t)
{
    char name[128] = ""; /* longer ones than 32 characters name nothing */
    if (is_atom(t)) {
        struct atom_text text = atom_text(t);
        if (text.size < sizeof name) memcpy(name, text.bytes, text.size);
    } else {
        size_t size;
        if (iodata_size(t, &size) != IODATA_OK) return RE_CAPTURE_BAD;
        if (size < sizeof name && iodata_put(t, (uint8_t *)name) != IODATA_OK) return RE_CAPTURE_NO_MEMORY;
    }
    return add_name(c, code, name) ? RE_CAPTURE_OK : RE_CAPTURE_NO_MEMORY;
}

static enum re_capture_result add_list(struct re_capture *c, const pcre2_code *code, term list)
{
    enum re_capture_result r = RE_CAPTURE_OK;
    for (; is_cons(list) && r == RE_CAPTURE_OK; list = tail(list)) {
        term t = head(list);
        if (is_small(t) && small_value(t) >= 0 && small_value(t) <= INT32_MAX)
            r = add_number(c, (int32_t)small_value(t)) ? RE_CAPTURE_OK : RE_CAPTURE_NO_MEMORY;
        else if (is_atom(t) || is_bitstring(t) || is_list(t)) r = add_name_term(c, code, t);
        else r = RE_CAPTURE_BAD;
    }
    return r == RE_CAPTURE_OK && !is_nil(list) ? RE_CAPTURE_BAD : r;
}

static bool form_of(term type, enum re_form *form)
{
    if (same(type, A(index))) *form = RE_INDEX;
    else if (same(type, A(list))) *form = RE_LIST;
    else if (same(type, A(binary))) *form = RE_BINARY;
    else return false;
    return true;
}

enum re_capture_result re_capture(struct re_capture *c, const struct re_options *o, const pcre2_code *code)
{
    bool memory = true;
    *c = (struct re_capture){.form = RE_INDEX};
    if (!o->capture_given) return RE_CAPTURE_OK;
    if (!form_of(o->capture_type, &c->form)) return RE_CAPTURE_BAD;
    if (same(o->capture, A(all))) return RE_CAPTURE_OK;
    if (same(o->capture, A(none)) || is_nil(o->capture)) return c->form = RE_NONE, RE_CAPTURE_OK;
    if (same(o->capture, A(all_but_first))) return c->from = 1, RE_CAPTURE_OK;
    c->listed = true;
    if (is_cons(o->capture)) return add_list(c, code, o->capture);
    if (same(o->capture, A(first))) memory = add_number(c, 0);
    else if (same(o->capture, A(all_names))) memory = add_all_names(c, code);
    else return RE_CAPTURE_BAD;
    return memory ? RE_CAPTURE_OK : RE_CAPTURE_NO_MEMORY;
}

/* -- what was found ----------------------------------------------------------------------------- */

/* A group's text; `group` is -1 or one that took no part in the match: none. */
static term captured_one(struct heap *h, enum re_form form, term subject, const size_t *ovector, int32_t group,
                         int found)
{
    bool set = group >= 0 && group < found && ovector[group * 2] != PCRE2_UNSET;
    size_t from = set ? ovector[group * 2] : 0, end = set ? ovector[group * 2 + 1] : 0;
    if (form == RE_INDEX) return heap_tuple2(h, small(set ? (int64_t)from : -1), small((int64_t)end - (int64_t)from));
    size_t size = end > from ? end - from : 0; /* \K in a lookahead can put the end first */
    if (form == RE_BINARY) return heap_sub_bits(h, subject, from * 8, size * 8);
    return heap_string(h, bits_view(subject).data + from, size, NIL);
}

/* Of the groups that share a name, the one that took part. */
static int32_t picked(const struct re_capture *c, const struct re_pick *pick, const size_t *ovector, int found)
{
    for (uint32_t i = 0; i < pick->count; i++) {
        int32_t group = c->group[pick->first + i];
        if (group >= 0 && group < found && ovector[group * 2] != PCRE2_UNSET) return group;
    }
    return -1;
}

term re_captured(struct heap *h, const struct re_capture *c, term subject, const size_t *ovector, int found)
{
    if (c->form == RE_NONE) return A(match);
    term list = NIL;
    uint32_t count = c->listed ? c->count : (uint32_t)found;
    for (uint32_t i = count; i > c->from && is_term(list); i--) {
        int32_t group = c->listed ? picked(c, &c->picks[i - 1], ovector, found) : (int32_t)i - 1;
        term one = captured_one(h, c->form, subject, ovector, group, found);
        list = is_term(one) ? heap_cons(h, one, list) : NO_TERM;
    }
    return is_term(list) ? heap_tuple2(h, A(match), list) : NO_TERM;
}
