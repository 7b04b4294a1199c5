/* bif/re_match.c - running a match: on the C stack as long as it is quick, else in slices. */
#include "bif/re_match.h"

enum {
    MATCH_LIMIT = 10000000,   /* OTP's library's default */
    QUICK_LIMIT = 100000,     /* backtracking points that take a few milliseconds */
    HEAP_LIMIT_KIB = 1 << 21, /* of backtracking points of one match */
    STACK_SIZE = 128 * 1024,
    STEPS_PER_REDUCTION = 16,
};

void re_match_release(struct re_match *m)
{
    if (m->code) re_code_drop(m->code);
    if (m->subject) binary_release(m->subject);
    pcre2_match_data_free(m->data);
    pcre2_match_context_free(m->context);
    coroutine_close(&m->routine);
    re_capture_close(&m->capture);
    m->code = NULL;
    m->subject = NULL;
    m->data = NULL;
    m->context = NULL;
}

static void match_destroy(struct magic *magic)
{
    re_match_release((struct re_match *)magic);
    resume_free(magic);
}

/* -- what a result means --------------------------------------------------------------------------- */

static enum bif_end without_match(struct process *p, const struct re_match *m, term *result)
{
    *result = A(nomatch);
    switch (m->found) {
    case PCRE2_ERROR_NOMATCH:
    case PCRE2_ERROR_RECURSELOOP: return BIF_DONE;
    case PCRE2_ERROR_MATCHLIMIT:
    case PCRE2_ERROR_HEAPLIMIT:
        if (!m->report_errors) return BIF_DONE;
        return bif_value(p, heap_tuple2(&p->heap, A(error), A(match_limit)), result);
    case PCRE2_ERROR_DEPTHLIMIT:
        if (!m->report_errors) return BIF_DONE;
        return bif_value(p, heap_tuple2(&p->heap, A(error), A(match_limit_recursion)), result);
    case PCRE2_ERROR_NOMEMORY: return bif_no_memory(p);
    default: return bif_badarg(p); /* the subject is no UTF-8, or the offset is none of a character */
    }
}

static enum bif_end outcome(struct process *p, struct re_match *m, term subject, pcre2_match_data *data, term *result)
{
    if (m->found < 0) return without_match(p, m, result);
    const size_t *ovector = pcre2_get_ovector_pointer(data);
    return bif_value(p, re_captured(&p->heap, &m->capture, subject, ovector, m->found), result);
}

/* -- in slices -------------------------------------------------------------------------------------- */

static int step(pcre2_callout_block *block, void *data)
{
    (void)block;
    struct re_match *m = data;
    if (--m->budget <= 0) coroutine_yield(&m->routine);
    return 0;
}

static void run_routine(void *argument)
{
    struct re_match *m = argument;
    m->found = pcre2_match(m->code->stepping, m->bytes, m->size, m->offset, m->options, m->data, m->context);
}

static bool set_limits(struct re_match *m, pcre2_match_context *context, uint32_t limit)
{
    if (!context) return false;
    pcre2_set_match_limit(context, limit);
    pcre2_set_heap_limit(context, HEAP_LIMIT_KIB);
    if (m->depth_limit) pcre2_set_depth_limit(context, m->depth_limit);
    return true;
}

/* Keeps the subject's bytes where they are for the whole match. */
static bool pin_subject(struct re_match *m, term subject)
{
    struct bits b = bits_view(subject);
    m->size = b.size / 8;
    if (kind_of(subject) == KIND_BITS_REF) {
        m->subject = binary_keep(((struct bits_ref *)boxed(subject))->binary);
        m->bytes = b.data;
        return true;
    }
    m->subject = binary_alloc(m->size);
    if (!m->subject) return false;
    memcpy(m->subject->data, b.data, m->size);
    m->bytes = m->subject->data;
    return true;
}

static bool open_routine(struct re_match *m, term subject)
{
    if (!re_code_stepping(m->code) || !pin_subject(m, subject)) return false;
    m->data = pcre2_match_data_create_from_pattern(m->code->stepping, re_memory());
    m->context = pcre2_match_context_create(re_memory());
    if (!m->data || !set_limits(m, m->context, m->match_limit)) return false;
    pcre2_set_callout(m->context, step, m);
    return coroutine_open(&m->routine, STACK_SIZE, run_routine, m);
}

static enum bif_end slice(struct process *p, term *argument, struct re_match *m, term subject, term *result)
{
    m->budget = 1 + (p->reductions > 0 ? p->reductions : 1) * STEPS_PER_REDUCTION;
    coroutine_resume(&m->routine);
    if (!m->routine.done) {
        p->reductions = 0;
        return resume_yield(p, argument, &m->magic, &subject, 1);
    }
    p->reductions = m->budget / STEPS_PER_REDUCTION;
    enum bif_end end = outcome(p, m, subject, m->data, result);
    resume_restore(argument, m->magic.references > 0);
    if (m->magic.references == 0) match_destroy(&m->magic);
    else re_match_release(m);
    return end;
}

/* Begins again, in slices, a match that was too long. */
static enum bif_end begin_slices(struct process *p, term *argument, struct re_match *m, term subject, term *result)
{
    struct re_match *kept = resume_new(sizeof *kept, match_destroy);
    if (!kept) {
        re_match_release(m);
        return bif_no_memory(p);
    }
    memcpy(&kept->magic + 1, &m->magic + 1, sizeof *m - sizeof m->magic);
    if (open_routine(kept, subject)) return slice(p, argument, kept, subject, result);
    match_destroy(&kept->magic);
    return bif_no_memory(p);
}

bool re_match_resumed(struct process *p, term *argument, term *result, enum bif_end *end)
{
    struct re_match *m = resume_state(*argument, match_destroy);
    if (m) *end = slice(p, argument, m, resume_terms(*argument)[0], result);
    return m;
}

/* -- at once ------------------------------------------------------------------------------------------ */

static bool match_quickly(struct re_match *m, term subject)
{
    struct re_code *c = m->code;
    struct bits b = bits_view(subject);
    uint32_t limit = m->match_limit < QUICK_LIMIT ? m->match_limit : QUICK_LIMIT;
    pcre2_match_context *context = pcre2_match_context_create(re_memory());
    if (!c->data) c->data = pcre2_match_data_create_from_pattern(c->code, re_memory());
    bool ready = c->data && set_limits(m, context, limit);
    if (ready) m->found = pcre2_match(c->code, b.data, b.size / 8, m->offset, m->options, c->data, context);
    pcre2_match_context_free(context);
    return ready;
}

enum bif_end re_match_run(struct process *p, term *argument, struct re_match *m, term subject, term *result)
{
    if (m->match_limit == 0) m->match_limit = MATCH_LIMIT;
    bif_charge(p, 8 + (int64_t)(bits_size(subject) / 4096));
    if (!match_quickly(m, subject)) {
        re_match_release(m);
        return bif_no_memory(p);
    }
    struct re_code *c = m->code;
    bool too_long = m->found == PCRE2_ERROR_MATCHLIMIT && m->match_limit > QUICK_LIMIT;
    enum bif_end end =
        too_long ? begin_slices(p, argument, m, subject, result) : outcome(p, m, subject, c->data, result);
    if (too_long) return end;
    if (m->found < 0 && m->found != PCRE2_ERROR_NOMATCH) { /* what it used may be large */
        pcre2_match_data_free(c->data);
        c->data = NULL;
    }
    re_match_release(m);
    return end;
}
