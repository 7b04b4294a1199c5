/* bif/zstd_parameters.c - module zstd: parameters of contexts. */
#include "bif/zstd.h"

enum value_kind { INTEGER, FLAG, NAME };
struct parameter {
    const char *name;
    int id; /* libzstd's */
    enum value_kind kind;
};
static const struct parameter compress_parameters[] = {
#define COMPRESS(name, parameter, kind) {name, (int)parameter, kind},
#include "bif/zstd_parameters.def"
};
static const struct parameter decompress_parameters[] = {
#define DECOMPRESS(name, parameter, kind) {name, (int)parameter, kind},
#include "bif/zstd_parameters.def"
};
static const struct strategy {
    const char *name;
    int32_t value;
} strategies[] = {
#define STRATEGY(name, value) {name, (int32_t)(value)},
#include "bif/zstd_parameters.def"
};
#define COUNT(table) (sizeof(table) / sizeof *(table))

static bool is_named(term t, const char *name)
{
    if (!is_atom(t)) return false;
    struct atom_text text = atom_text(t);
    return text.size == strlen(name) && memcmp(text.bytes, name, text.size) == 0;
}

static const struct parameter *find(const struct parameter *table, size_t count, term key)
{
    for (size_t i = 0; i < count; i++)
        if (is_named(key, table[i].name)) return &table[i];
    return NULL;
}

/* {badarg, {what, t}} */
static enum bif_end invalid(struct process *p, term what, term t)
{
    term pair = heap_tuple2(&p->heap, what, t);
    term reason = is_term(pair) ? heap_tuple2(&p->heap, A(badarg), pair) : NO_TERM;
    return is_term(reason) ? bif_error(p, reason) : bif_no_memory(p);
}

static bool value_of(enum value_kind kind, term t, int32_t *value)
{
    if (kind == INTEGER) return argument_int32(t, value);
    if (kind == FLAG) {
        *value = same(t, A(true));
        return is_boolean(t);
    }
    for (size_t i = 0; i < COUNT(strategies); i++)
        if (is_named(t, strategies[i].name)) {
            *value = strategies[i].value;
            return true;
        }
    return false;
}

enum bif_end bif_zstd_set_compress_parameter_nif_3(struct process *p, term *args, term *result)
{
    enum bif_end end;
    int32_t value;
    struct zstd_context *x = zstd_context_of(p, args[0], ZSTD_COMPRESS, &end);
    if (!x) return end;
    const struct parameter *f = find(compress_parameters, COUNT(compress_parameters), args[1]);
    if (!f) return invalid(p, A(invalid_key), args[1]);
    if (!value_of(f->kind, args[2], &value)) return invalid(p, A(invalid_value), args[2]);
    return zstd_result(p, ZSTD_CCtx_setParameter(x->c, (ZSTD_cParameter)f->id, value), result);
}

enum bif_end bif_zstd_set_decompress_parameter_nif_3(struct process *p, term *args, term *result)
{
    enum bif_end end;
    int32_t value;
    struct zstd_context *x = zstd_context_of(p, args[0], ZSTD_DECOMPRESS, &end);
    if (!x) return end;
    if (!argument_int32(args[2], &value)) return bif_badarg(p);
    const struct parameter *f = find(decompress_parameters, COUNT(decompress_parameters), args[1]);
    if (!f) return invalid(p, A(invalid_key), args[1]);
    return zstd_result(p, ZSTD_DCtx_setParameter(x->d, (ZSTD_dParameter)f->id, value), result);
}

/* OTP answers false for every flag, whatever its value: it looks at libzstd's status instead. */
static term value_term(enum value_kind kind, int value)
{
    if (kind == FLAG) return A(false);
    for (size_t i = 0; kind == NAME && i < COUNT(strategies); i++)
        if (strategies[i].value == value) return atom_from_c(strategies[i].name);
    return small(value);
}

enum bif_end bif_zstd_get_compress_parameter_nif_2(struct process *p, term *args, term *result)
{
    enum bif_end end;
    int value = 0;
    struct zstd_context *x = zstd_context_of(p, args[0], ZSTD_COMPRESS, &end);
    if (!x) return end;
    const struct parameter *f = find(compress_parameters, COUNT(compress_parameters), args[1]);
    if (!f) return invalid(p, A(invalid_key), args[1]);
    size_t code = ZSTD_CCtx_getParameter(x->c, (ZSTD_cParameter)f->id, &value);
    return ZSTD_isError(code) ? zstd_result(p, code, result) : bif_value(p, value_term(f->kind, value), result);
}

enum bif_end bif_zstd_get_decompress_parameter_nif_2(struct process *p, term *args, term *result)
{
    enum bif_end end;
    int value = 0;
    struct zstd_context *x = zstd_context_of(p, args[0], ZSTD_DECOMPRESS, &end);
    if (!x) return end;
    const struct parameter *f = find(decompress_parameters, COUNT(decompress_parameters), args[1]);
    if (!f) return invalid(p, A(invalid_key), args[1]);
    size_t code = ZSTD_DCtx_getParameter(x->d, (ZSTD_dParameter)f->id, &value);
    return ZSTD_isError(code) ? zstd_result(p, code, result) : bif_value(p, small(value), result);
}

enum bif_end bif_zstd_set_pledged_src_size_nif_2(struct process *p, term *args, term *result)
{
    enum bif_end end;
    uint64_t size;
    struct zstd_context *x = zstd_context_of(p, args[0], ZSTD_COMPRESS, &end);
    if (!x) return end;
    if (!argument_uint64(args[1], &size)) return bif_badarg(p);
    return zstd_result(p, ZSTD_CCtx_setPledgedSrcSize(x->c, size), result);
}
