/* bif/re_options.c - the options of re:compile/2 and re:run/3. */
#include "bif/re.h"
#include "memory/settings.h"

bool re_is_pcre2(void) { return otp_at_least(28); }

struct flag {
    uint32_t atom; /* its number */
    uint32_t compile, match;
    bool compile_only, run_only;
};

static const struct flag flags[] = {
    {ATOM_IX_anchored, PCRE2_ANCHORED, PCRE2_ANCHORED, false, false},
    {ATOM_IX_notempty, 0, PCRE2_NOTEMPTY, false, true},
    {ATOM_IX_notempty_atstart, 0, PCRE2_NOTEMPTY_ATSTART, false, true},
    {ATOM_IX_notbol, 0, PCRE2_NOTBOL, false, true},
    {ATOM_IX_noteol, 0, PCRE2_NOTEOL, false, true},
    {ATOM_IX_report_errors, 0, 0, false, true},
    {ATOM_IX_global, 0, 0, false, true},
    {ATOM_IX_no_start_optimize, PCRE2_NO_START_OPTIMIZE, 0, true, false},
    {ATOM_IX_caseless, PCRE2_CASELESS, 0, true, false},
    {ATOM_IX_dollar_endonly, PCRE2_DOLLAR_ENDONLY, 0, true, false},
    {ATOM_IX_dotall, PCRE2_DOTALL, 0, true, false},
    {ATOM_IX_extended, PCRE2_EXTENDED, 0, true, false},
    {ATOM_IX_firstline, PCRE2_FIRSTLINE, 0, true, false},
    {ATOM_IX_multiline, PCRE2_MULTILINE, 0, true, false},
    {ATOM_IX_no_auto_capture, PCRE2_NO_AUTO_CAPTURE, 0, true, false},
    {ATOM_IX_dupnames, PCRE2_DUPNAMES, 0, true, false},
    {ATOM_IX_ungreedy, PCRE2_UNGREEDY, 0, true, false},
    {ATOM_IX_ucp, PCRE2_UCP, 0, true, false},
    {ATOM_IX_never_utf, PCRE2_NEVER_UTF, 0, true, false},
    {ATOM_IX_unicode, PCRE2_UTF, 0, true, false},
    {ATOM_IX_export, 0, 0, true, false},
    {ATOM_IX_bsr_anycrlf, 0, 0, false, false},
    {ATOM_IX_bsr_unicode, 0, 0, false, false},
};

static bool take_flag(struct re_options *o, term t)
{
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        if (flags[i].atom != atom_index(t)) continue;
        o->how.options |= flags[i].compile;
        o->match_options |= flags[i].match;
        o->compile_only |= flags[i].compile_only;
        o->run_only |= flags[i].run_only;
        o->unicode |= same(t, A(unicode));
        o->export |= same(t, A(export));
        o->global |= same(t, A(global));
        o->report_errors |= same(t, A(report_errors));
        bool anycrlf = same(t, A(bsr_anycrlf)), bsr = anycrlf || same(t, A(bsr_unicode));
        if (bsr) o->how.bsr = anycrlf ? PCRE2_BSR_ANYCRLF : PCRE2_BSR_UNICODE;
        o->bsr_given |= bsr;
        return true;
    }
    return false;
}

static bool take_newline(struct re_options *o, term t)
{
    if (same(t, A(cr))) o->how.newline = PCRE2_NEWLINE_CR;
    else if (same(t, A(lf))) o->how.newline = PCRE2_NEWLINE_LF;
    else if (same(t, A(crlf))) o->how.newline = PCRE2_NEWLINE_CRLF;
    else if (same(t, A(anycrlf))) o->how.newline = PCRE2_NEWLINE_ANYCRLF;
    else if (same(t, A(any))) o->how.newline = PCRE2_NEWLINE_ANY;
    else if (same(t, A(nul)) && re_is_pcre2()) o->how.newline = PCRE2_NEWLINE_NUL;
    else return false;
    return o->newline_given = true;
}

static bool take_number(term t, int64_t *n)
{
    if (!is_small(t) || small_value(t) < 0 || small_value(t) > INT32_MAX) return false;
    *n = small_value(t);
    return true;
}

static bool take_capture(struct re_options *o, term groups, term type)
{
    o->capture = groups;
    o->capture_type = type;
    return o->capture_given = o->run_only = true;
}

static bool take_pair(struct re_options *o, term name, term value)
{
    int64_t n;
    if (same(name, A(newline))) return take_newline(o, value);
    if (same(name, A(capture))) return take_capture(o, value, A(index));
    if (!take_number(value, &n)) return false;
    if (same(name, A(offset))) o->offset = (size_t)n;
    else if (same(name, A(match_limit))) o->match_limit = (uint32_t)n, o->match_limit_given = true;
    else if (same(name, A(match_limit_recursion))) o->depth_limit = (uint32_t)n, o->depth_limit_given = true;
    else return false;
    return o->run_only = true;
}

static bool take_option(struct re_options *o, term t)
{
    if (is_atom(t)) return take_flag(o, t);
    if (is_tuple_of(t, 2)) return take_pair(o, tuple_elements(t)[0], tuple_elements(t)[1]);
    if (!is_tuple_of(t, 3) || !same(tuple_elements(t)[0], A(capture))) return false;
    return take_capture(o, tuple_elements(t)[1], tuple_elements(t)[2]);
}

bool re_options(term list, struct re_options *o)
{
    *o = (struct re_options){.how = {0, PCRE2_NEWLINE_LF, PCRE2_BSR_UNICODE}, .capture = NIL, .capture_type = NIL};
    for (; is_cons(list); list = tail(list))
        if (!take_option(o, head(list))) return false;
    return is_nil(list) && (!o->export || re_is_pcre2());
}

bool re_how_is_possible(const struct re_how *how)
{
    uint32_t all = 0;
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) all |= flags[i].compile;
    bool newline = how->newline >= PCRE2_NEWLINE_CR && how->newline <= PCRE2_NEWLINE_NUL;
    return !(how->options & ~all) && newline && (how->bsr == PCRE2_BSR_UNICODE || how->bsr == PCRE2_BSR_ANYCRLF);
}
