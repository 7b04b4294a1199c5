/* bif/zstd.c - module zstd: contexts and dictionaries. */
#include "bif/zstd.h"
#include "io/iodata.h"
#include "memory/memory.h"

/* -- what every part of the module shares ------------------------------------------------------ */

static void *zstd_allocate(void *opaque, size_t size)
{
    (void)opaque;
    return memory_alloc(MEMORY_SYSTEM, size);
}
static void zstd_release(void *opaque, void *p)
{
    (void)opaque;
    memory_free(MEMORY_SYSTEM, p);
}
static const ZSTD_customMem arena_memory = {zstd_allocate, zstd_release, NULL};

enum bif_end zstd_result(struct process *p, size_t code, term *result)
{
    if (!ZSTD_isError(code)) {
        *result = A(ok);
        return BIF_DONE;
    }
    const char *text = ZSTD_getErrorName(code);
    term why = heap_binary_from(&p->heap, text, strlen(text));
    term reason = is_term(why) ? heap_tuple2(&p->heap, A(zstd_error), why) : NO_TERM;
    return is_term(reason) ? bif_error(p, reason) : bif_no_memory(p);
}

/* -- contexts ------------------------------------------------------------------------------------ */

static void drop_dictionary(struct zstd_context *x)
{
    if (x->dictionary && --x->dictionary->magic.references == 0) x->dictionary->magic.destroy(&x->dictionary->magic);
    x->dictionary = NULL;
}

static void close_context(struct zstd_context *x)
{
    ZSTD_freeCCtx(x->c);
    ZSTD_freeDCtx(x->d);
    x->c = NULL;
    x->d = NULL;
    drop_dictionary(x);
}

static void destroy_context(struct zstd_context *x)
{
    close_context(x);
    if (x->output) binary_release(x->output); /* its process ended in the middle of a call */
    resume_free(&x->magic);
}
/* An object's destructor is its type. */
static void compressor_destroy(struct magic *m) { destroy_context((struct zstd_context *)m); }
static void decompressor_destroy(struct magic *m) { destroy_context((struct zstd_context *)m); }

struct zstd_context *zstd_context_of(struct process *p, term t, enum zstd_direction direction, enum bif_end *end)
{
    struct zstd_context *x =
        (struct zstd_context *)magic_of(t, direction == ZSTD_COMPRESS ? compressor_destroy : decompressor_destroy);
    if (!x || (!x->c && !x->d)) *end = bif_badarg(p);
    else if (!same(x->owner, p->pid)) *end = bif_error(p, A(not_on_controlling_process));
    else return x;
    return NULL;
}

static enum bif_end init(struct process *p, enum zstd_direction direction, term *result)
{
    bool out = direction == ZSTD_COMPRESS;
    struct zstd_context *x = resume_new(sizeof *x, out ? compressor_destroy : decompressor_destroy);
    if (!x) return bif_no_memory(p);
    x->owner = p->pid;
    if (out) x->c = ZSTD_createCCtx_advanced(arena_memory);
    else x->d = ZSTD_createDCtx_advanced(arena_memory);
    *result = x->c || x->d ? heap_magic(&p->heap, &x->magic) : NO_TERM;
    if (!is_term(*result)) destroy_context(x);
    return bif_value(p, *result, result);
}

enum bif_end bif_zstd_init_compress_nif_0(struct process *p, term *args, term *result)
{
    (void)args;
    return init(p, ZSTD_COMPRESS, result);
}
enum bif_end bif_zstd_init_decompress_nif_0(struct process *p, term *args, term *result)
{
    (void)args;
    return init(p, ZSTD_DECOMPRESS, result);
}

void zstd_context_reset(struct zstd_context *x)
{
    if (x->c) ZSTD_CCtx_reset(x->c, ZSTD_reset_session_only);
    if (x->d) ZSTD_DCtx_reset(x->d, ZSTD_reset_session_only);
    x->in_use = false;
}

/* The two calls without a result. */
static enum bif_end apply(struct process *p, term t, enum zstd_direction direction, void (*call)(struct zstd_context *),
                          term *result)
{
    enum bif_end end;
    struct zstd_context *x = zstd_context_of(p, t, direction, &end);
    if (!x) return end;
    call(x);
    *result = A(ok);
    return BIF_DONE;
}

enum bif_end bif_zstd_compress_reset_nif_1(struct process *p, term *args, term *result)
{
    return apply(p, args[0], ZSTD_COMPRESS, zstd_context_reset, result);
}
enum bif_end bif_zstd_decompress_reset_nif_1(struct process *p, term *args, term *result)
{
    return apply(p, args[0], ZSTD_DECOMPRESS, zstd_context_reset, result);
}
enum bif_end bif_zstd_compress_close_nif_1(struct process *p, term *args, term *result)
{
    return apply(p, args[0], ZSTD_COMPRESS, close_context, result);
}
enum bif_end bif_zstd_decompress_close_nif_1(struct process *p, term *args, term *result)
{
    return apply(p, args[0], ZSTD_DECOMPRESS, close_context, result);
}

/* -- dictionaries of their own -------------------------------------------------------------------- */

static void destroy_dictionary(struct zstd_dictionary *d)
{
    ZSTD_freeCDict(d->c);
    ZSTD_freeDDict(d->d);
    resume_free(&d->magic);
}
static void compressing_destroy(struct magic *m) { destroy_dictionary((struct zstd_dictionary *)m); }
static void decompressing_destroy(struct magic *m) { destroy_dictionary((struct zstd_dictionary *)m); }

static struct zstd_dictionary *dictionary_of(term t, enum zstd_direction direction)
{
    return (struct zstd_dictionary *)magic_of(t,
                                              direction == ZSTD_COMPRESS ? compressing_destroy : decompressing_destroy);
}

/* A reference to a dictionary that was just made, or {error, why} when libzstd refuses the bytes. */
static enum bif_end new_dictionary(struct process *p, struct zstd_dictionary *d, term why, term *result)
{
    bool made = d->c || d->d;
    *result = made ? heap_magic(&p->heap, &d->magic) : heap_tuple2(&p->heap, A(error), why);
    if (!made || !is_term(*result)) destroy_dictionary(d);
    return bif_value(p, *result, result);
}

enum bif_end bif_zstd_create_cdict_nif_2(struct process *p, term *args, term *result)
{
    int32_t level;
    if (!is_bitstring(args[0]) || !is_binary(args[0]) || !argument_int32(args[1], &level)) return bif_badarg(p);
    struct zstd_dictionary *d = resume_new(sizeof *d, compressing_destroy);
    if (!d) return bif_no_memory(p);
    struct bytes_view bytes = bytes_view(args[0]);
    if (bytes.at)
        d->c = ZSTD_createCDict_advanced(bytes.at, bytes.size, ZSTD_dlm_byCopy, ZSTD_dct_auto,
                                         ZSTD_getCParams(level, 0, bytes.size), arena_memory);
    bytes_view_end(&bytes);
    return new_dictionary(p, d, A(invalid_compress_dict), result);
}

enum bif_end bif_zstd_create_ddict_nif_1(struct process *p, term *args, term *result)
{
    if (!is_bitstring(args[0]) || !is_binary(args[0])) return bif_badarg(p);
    struct zstd_dictionary *d = resume_new(sizeof *d, decompressing_destroy);
    if (!d) return bif_no_memory(p);
    struct bytes_view bytes = bytes_view(args[0]);
    if (bytes.at) d->d = ZSTD_createDDict_advanced(bytes.at, bytes.size, ZSTD_dlm_byCopy, ZSTD_dct_auto, arena_memory);
    bytes_view_end(&bytes);
    return new_dictionary(p, d, A(invalid_decompress_dict), result);
}

enum bif_end bif_zstd_getDictId_fromCDict_nif_1(struct process *p, term *args, term *result)
{
    const struct zstd_dictionary *d = dictionary_of(args[0], ZSTD_COMPRESS);
    return d ? bif_value(p, small(ZSTD_getDictID_fromCDict(d->c)), result) : bif_badarg(p);
}
enum bif_end bif_zstd_getDictId_fromDDict_nif_1(struct process *p, term *args, term *result)
{
    const struct zstd_dictionary *d = dictionary_of(args[0], ZSTD_DECOMPRESS);
    return d ? bif_value(p, small(ZSTD_getDictID_fromDDict(d->d)), result) : bif_badarg(p);
}

static enum bif_end id_of_bytes(struct process *p, term data, unsigned (*id)(const void *, size_t), term *result)
{
    struct binary *b = NULL;
    enum iodata_result got = iodata_to_binary(data, &b);
    if (got != IODATA_OK) return got == IODATA_BAD ? bif_badarg(p) : bif_no_memory(p);
    *result = small(id(b->data, b->size));
    binary_release(b);
    return BIF_DONE;
}
enum bif_end bif_zstd_getDictId_fromDict_nif_1(struct process *p, term *args, term *result)
{
    return id_of_bytes(p, args[0], ZSTD_getDictID_fromDict, result);
}
enum bif_end bif_zstd_getDictId_fromFrame_nif_1(struct process *p, term *args, term *result)
{
    return id_of_bytes(p, args[0], ZSTD_getDictID_fromFrame, result);
}

/* -- a context's dictionary ------------------------------------------------------------------------ */

static enum bif_end load(struct process *p, const term *args, enum zstd_direction direction, term *result)
{
    enum bif_end end;
    struct zstd_context *x = zstd_context_of(p, args[0], direction, &end);
    if (!x) return end;
    struct binary *b = NULL;
    enum iodata_result got = iodata_to_binary(args[1], &b);
    if (got != IODATA_OK) return got == IODATA_BAD ? bif_badarg(p) : bif_no_memory(p);
    size_t code =
        x->c ? ZSTD_CCtx_loadDictionary(x->c, b->data, b->size) : ZSTD_DCtx_loadDictionary(x->d, b->data, b->size);
    binary_release(b);
    if (!ZSTD_isError(code)) drop_dictionary(x);
    return zstd_result(p, code, result);
}

enum bif_end bif_zstd_load_compress_dictionary_nif_2(struct process *p, term *args, term *result)
{
    return load(p, args, ZSTD_COMPRESS, result);
}
enum bif_end bif_zstd_load_decompress_dictionary_nif_2(struct process *p, term *args, term *result)
{
    return load(p, args, ZSTD_DECOMPRESS, result);
}

static enum bif_end refer(struct process *p, const term *args, enum zstd_direction direction, term *result)
{
    enum bif_end end;
    struct zstd_context *x = zstd_context_of(p, args[0], direction, &end);
    if (!x) return end;
    struct zstd_dictionary *d = dictionary_of(args[1], direction);
    if (!d) return bif_badarg(p);
    size_t code = x->c ? ZSTD_CCtx_refCDict(x->c, d->c) : ZSTD_DCtx_refDDict(x->d, d->d);
    if (ZSTD_isError(code)) return zstd_result(p, code, result);
    d->magic.references++; /* before the old one goes: it may be the same */
    drop_dictionary(x);
    x->dictionary = d;
    *result = A(ok);
    return BIF_DONE;
}

enum bif_end bif_zstd_ref_compress_dictionary_nif_2(struct process *p, term *args, term *result)
{
    return refer(p, args, ZSTD_COMPRESS, result);
}
enum bif_end bif_zstd_ref_decompress_dictionary_nif_2(struct process *p, term *args, term *result)
{
    return refer(p, args, ZSTD_DECOMPRESS, result);
}
