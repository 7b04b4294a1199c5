/* code/verify.c - the verifier: tables of the module, then function by function. */
#include "code/verify_parts.h"
#include "memory/memory.h"

static bool open_tables(struct verifier *v)
{
    uint32_t labels = v->beam->label_count;
    v->entry_of = memory_alloc_zeroed(MEMORY_CODE, labels * sizeof *v->entry_of);
    v->number_of = memory_alloc(MEMORY_CODE, labels * sizeof *v->number_of);
    return v->entry_of && v->number_of;
}

static void close_tables(struct verifier *v)
{
    memory_free(MEMORY_CODE, v->entry_of);
    memory_free(MEMORY_CODE, v->number_of);
    memory_free(MEMORY_CODE, v->label_slots);
    memory_free(MEMORY_CODE, v->states);
    memory_free(MEMORY_CODE, v->may_return);
}

/* The function whose entry is at this label; NULL: none. */
static const struct beam_function *function_at(const struct verifier *v, uint32_t label)
{
    uint32_t entry = label < v->beam->label_count ? v->entry_of[label] : 0;
    return entry ? &v->beam->functions[entry - 1] : NULL;
}

static bool check_exports(struct verifier *v)
{
    for (uint32_t i = 0; i < v->beam->export_count; i++) {
        const struct beam_export *e = &v->beam->exports[i];
        const struct beam_function *f = function_at(v, e->label);
        RULE(f && f->arity == e->arity, BAD_EXPORT);
    }
    return true;
}

static bool check_lambdas(struct verifier *v)
{
    for (uint32_t i = 0; i < v->beam->lambda_count; i++) {
        const struct beam_lambda *l = &v->beam->lambdas[i];
        const struct beam_function *f = function_at(v, l->label);
        RULE(f && f->arity == l->arity, BAD_LAMBDA);
    }
    return true;
}

static bool check_module(struct verifier *v)
{
    const struct beam *b = v->beam;
    for (uint32_t i = 0; i < b->function_count; i++) v->entry_of[b->functions[i].entry_label] = i + 1;
    if (!check_exports(v) || !check_lambdas(v)) return false;
    if (b->on_load) RULE(b->functions[b->on_load_function].arity == 0, BAD_FUNCTION);
    /* Nothing may stand before the first function, where no flow would ever look at it. */
    return b->function_count ? (b->functions[0].start == 0 || refuse(v, BEAM_BAD_FUNCTION)) : true;
}

/* verify_find_returns() reads all functions, so their labels must be known to be good. */
static bool check_rest_of_shapes(struct verifier *v)
{
    for (const struct beam_function *f = v->function + 1, *end = v->beam->functions + v->beam->function_count; f < end;
         f++) {
        v->function = f;
        if (!verify_shape(v)) return false;
    }
    return true;
}

static void check_function(struct verifier *v, const struct beam_function *f)
{
    v->function = f;
    if (!verify_shape(v) || verify_flow(v) || v->may_return || v->error == BEAM_NO_MEMORY) return;
    v->error = BEAM_OK; /* again, knowing which calls do not come back */
    if (!check_rest_of_shapes(v) || !verify_find_returns(v)) return;
    v->function = f;
    if (verify_shape(v)) verify_flow(v);
}

enum beam_error verify_beam(struct beam *b, struct verify_failure *failure)
{
    struct verifier v = {.beam = b};
    *failure = (struct verify_failure){.function = NO_TERM};
    if (!open_tables(&v)) v.error = BEAM_NO_MEMORY;
    else if (check_module(&v))
        for (uint32_t i = 0; i < b->function_count && !v.error; i++) check_function(&v, &b->functions[i]);
    close_tables(&v);
    if (v.error && v.function) *failure = (struct verify_failure){v.function->name, v.function->arity, v.slot};
    return v.error;
}
