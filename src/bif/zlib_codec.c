/* bif/zlib_codec.c - module zlib: deflating and inflating. */
#include "bif/zlib.h"
#include "io/iodata.h"

enum { DICTIONARY_MAX = 32768 };

/* -- one step: input from the queue, output in one binary ---------------------------------------- */

typedef int codec_fn(z_stream *z, int flush);

struct step {
    size_t limit; /* bytes of input to take at most */
    size_t consumed, produced;
    int code;
};

/* Feeds queued input, block by block, until it, the limit, the output or the slice is used up. */
static void feed(struct process *p, struct zlib_stream *s, codec_fn *codec, struct step *t)
{
    while (t->code == Z_OK && s->input.first && t->consumed < t->limit && s->z.avail_out > 0) {
        struct byte_item *block = s->input.first;
        size_t size = block->size < t->limit ? block->size : t->limit;
        s->z.next_in = (uint8_t *)block->at;
        s->z.avail_in = (unsigned)size;
        t->code = codec(&s->z, Z_NO_FLUSH);
        size_t taken = size - s->z.avail_in;
        if (s->raw && s->state == ZLIB_DEFLATE) s->crc = (uint32_t)crc32_z(s->crc, block->at, taken);
        t->consumed += taken;
        byte_queue_take(&s->input, taken, NULL);
        if (bif_charge(p, 1 + (int64_t)(taken / 16)) || taken == 0) break;
    }
}

static void run_step(struct process *p, struct zlib_stream *s, codec_fn *codec, uint8_t *out, size_t room, int flush,
                     struct step *t)
{
    s->z.next_out = out;
    s->z.avail_out = (unsigned)room;
    feed(p, s, codec, t);
    if (t->code == Z_OK && s->input.size == 0 && s->z.avail_out > 0) {
        s->z.next_in = NULL;
        s->z.avail_in = 0;
        t->code = codec(&s->z, flush);
    }
    t->produced = room - s->z.avail_out;
    bif_charge(p, (int64_t)(t->produced / 64));
}

/* The first `size` bytes of out, which is taken over. */
static term output_term(struct heap *h, struct binary *out, size_t size)
{
    if (size <= HEAP_BINARY_MAX) {
        term t = heap_binary_from(h, out->data, size);
        binary_release(out);
        return t;
    }
    struct binary *fit = binary_resize(out, size);
    return heap_bits_of_binary(h, fit ? fit : out, 0, size * 8);
}

/* {continue | finished, Output} or {need_dictionary, Adler, Output}; Output is [] or [Binary]. */
static enum bif_end step_value(struct process *p, struct zlib_stream *s, struct binary *out, size_t room,
                               const struct step *t, term *result)
{
    term binary = output_term(&p->heap, out, t->produced);
    term list = !is_term(binary) ? NO_TERM : t->produced ? heap_cons(&p->heap, binary, NIL) : NIL;
    if (!is_term(list)) return bif_no_memory(p);
    if (s->input.size == 0 && t->produced < room) return bif_value(p, heap_tuple2(&p->heap, A(finished), list), result);
    if (t->code != Z_NEED_DICT) return bif_value(p, heap_tuple2(&p->heap, A(continue), list), result);
    return bif_value(p, heap_tuple3(&p->heap, A(need_dictionary), small((int32_t)s->z.adler), list), result);
}

static enum bif_end step(struct process *p, struct zlib_stream *s, codec_fn *codec, const int32_t *sizes, term *result)
{
    if (sizes[0] < 0 || sizes[1] < 0) return bif_badarg(p);
    size_t room = (size_t)sizes[1];
    struct binary *out = binary_alloc(room);
    if (!out) return zlib_result(p, Z_MEM_ERROR, result);
    struct step t = {.limit = (size_t)sizes[0], .code = Z_OK};
    run_step(p, s, codec, out->data, room, sizes[2], &t);
    if (t.code == Z_STREAM_END) s->ended = true;
    if (s->raw && s->state == ZLIB_INFLATE) s->crc = (uint32_t)crc32_z(s->crc, out->data, t.produced);
    bool stuck = t.consumed == 0 && t.produced == 0 && s->input.size != 0;
    if ((t.code < 0 && t.code != Z_BUF_ERROR) || stuck) {
        binary_release(out);
        return zlib_result(p, stuck ? Z_DATA_ERROR : t.code, result);
    }
    return step_value(p, s, out, room, &t, result);
}

/* Reads `count` integers that a C int holds. */
static bool take_ints(const term *args, size_t count, int32_t *values)
{
    for (size_t i = 0; i < count; i++)
        if (!argument_int32(args[i], &values[i])) return false;
    return true;
}

enum bif_end bif_zlib_deflate_nif_4(struct process *p, term *args, term *result)
{
    enum bif_end end;
    int32_t v[3];
    if (!take_ints(args + 1, 3, v)) return bif_badarg(p);
    struct zlib_stream *s = zlib_stream_of(p, args[0], ZLIB_DEFLATE, &end);
    return s ? step(p, s, deflate, v, result) : end;
}

enum bif_end bif_zlib_inflate_nif_4(struct process *p, term *args, term *result)
{
    enum bif_end end;
    int32_t v[3];
    if (!take_ints(args + 1, 3, v)) return bif_badarg(p);
    struct zlib_stream *s = zlib_stream_of(p, args[0], ZLIB_INFLATE, &end);
    if (!s) return end;
    if (s->ended && s->input.size > 0) {
        if (s->at_end == ZLIB_END_FAILS) return zlib_result(p, Z_DATA_ERROR, result);
        if (s->at_end == ZLIB_END_CUTS) zlib_reset_input(s);
        if (s->at_end == ZLIB_END_RESETS) {
            int code = inflateReset(&s->z);
            if (code != Z_OK) return zlib_result(p, code, result);
            s->ended = false;
        }
    }
    return step(p, s, inflate, v, result);
}

/* -- beginning ------------------------------------------------------------------------------------ */

static void begin(struct zlib_stream *s, enum zlib_state state, bool raw)
{
    s->state = state;
    s->ended = false;
    s->raw = raw;
    s->crc = 0;
}

enum bif_end bif_zlib_deflateInit_nif_6(struct process *p, term *args, term *result)
{
    enum bif_end end;
    int32_t v[5]; /* level, method, window bits, memory level, strategy */
    if (!take_ints(args + 1, 5, v)) return bif_badarg(p);
    struct zlib_stream *s = zlib_stream_of(p, args[0], ZLIB_NEW, &end);
    if (!s) return end;
    int code = deflateInit2(&s->z, v[0], v[1], v[2], v[3], v[4]);
    if (code == Z_OK) begin(s, ZLIB_DEFLATE, v[2] < 0);
    return zlib_result(p, code, result);
}

enum bif_end bif_zlib_inflateInit_nif_3(struct process *p, term *args, term *result)
{
    enum bif_end end;
    int32_t v[2];
    if (!take_ints(args + 1, 2, v)) return bif_badarg(p);
    struct zlib_stream *s = zlib_stream_of(p, args[0], ZLIB_NEW, &end);
    if (!s) return end;
    int code = inflateInit2(&s->z, v[0]);
    if (code == Z_OK) begin(s, ZLIB_INFLATE, v[0] < 0);
    s->at_end = (enum zlib_end)v[1];
    return zlib_result(p, code, result);
}

enum bif_end bif_zlib_deflateParams_nif_3(struct process *p, term *args, term *result)
{
    enum bif_end end;
    int32_t v[2];
    uint8_t nothing;
    if (!take_ints(args + 1, 2, v)) return bif_badarg(p);
    struct zlib_stream *s = zlib_stream_of(p, args[0], ZLIB_DEFLATE, &end);
    if (!s) return end;
    s->z.next_out = &nothing; /* zlib.erl has flushed: nothing can come out any more */
    s->z.avail_out = 1;
    int code = deflateParams(&s->z, v[0], v[1]);
    return zlib_result(p, s->z.avail_out == 0 ? Z_STREAM_ERROR : code, result);
}

/* -- again, and the end ----------------------------------------------------------------------------- */

enum bif_end bif_zlib_deflateReset_nif_1(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct zlib_stream *s = zlib_stream_of(p, args[0], ZLIB_DEFLATE, &end);
    if (!s) return end;
    begin(s, ZLIB_DEFLATE, s->raw);
    zlib_reset_input(s);
    return zlib_result(p, deflateReset(&s->z), result);
}

enum bif_end bif_zlib_inflateReset_nif_1(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct zlib_stream *s = zlib_stream_of(p, args[0], ZLIB_INFLATE, &end);
    if (!s) return end;
    begin(s, ZLIB_INFLATE, s->raw);
    zlib_reset_input(s);
    return zlib_result(p, inflateReset(&s->z), result);
}

static enum bif_end finish(struct process *p, struct zlib_stream *s, int code, term *result)
{
    zlib_reset_input(s);
    s->state = ZLIB_NEW;
    return zlib_result(p, code, result);
}

enum bif_end bif_zlib_deflateEnd_nif_1(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct zlib_stream *s = zlib_stream_of(p, args[0], ZLIB_DEFLATE, &end);
    if (!s) return end;
    int code = deflateEnd(&s->z);
    return finish(p, s, code == Z_OK && s->input.size > 0 ? Z_DATA_ERROR : code, result);
}

enum bif_end bif_zlib_inflateEnd_nif_1(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct zlib_stream *s = zlib_stream_of(p, args[0], ZLIB_INFLATE, &end);
    if (!s) return end;
    int code = inflateEnd(&s->z);
    return finish(p, s, code == Z_OK && (!s->ended || s->input.size > 0) ? Z_DATA_ERROR : code, result);
}

/* -- dictionaries -------------------------------------------------------------------------------------- */

enum bif_end bif_zlib_deflateSetDictionary_nif_2(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct binary *b = NULL;
    if (iodata_to_binary(args[1], &b) != IODATA_OK) return bif_badarg(p);
    struct zlib_stream *s = zlib_stream_of(p, args[0], ZLIB_DEFLATE, &end);
    if (s) {
        int code = deflateSetDictionary(&s->z, b->data, (unsigned)b->size);
        uLong sum = s->raw ? adler32(0, b->data, (unsigned)b->size) : s->z.adler; /* a raw stream keeps none */
        end = code == Z_OK ? bif_value(p, small((int32_t)sum), result) : zlib_result(p, code, result);
    }
    binary_release(b);
    return end;
}

enum bif_end bif_zlib_inflateSetDictionary_nif_2(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct binary *b = NULL;
    if (iodata_to_binary(args[1], &b) != IODATA_OK) return bif_badarg(p);
    struct zlib_stream *s = zlib_stream_of(p, args[0], ZLIB_INFLATE, &end);
    if (s) end = zlib_result(p, inflateSetDictionary(&s->z, b->data, (unsigned)b->size), result);
    binary_release(b);
    return end;
}

enum bif_end bif_zlib_inflateGetDictionary_nif_1(struct process *p, term *args, term *result)
{
    enum bif_end end;
    uint8_t dictionary[DICTIONARY_MAX];
    unsigned size = 0;
    struct zlib_stream *s = zlib_stream_of(p, args[0], ZLIB_INFLATE, &end);
    if (!s) return end;
    int code = inflateGetDictionary(&s->z, dictionary, &size);
    if (code < 0) return zlib_result(p, code, result);
    return bif_value(p, heap_binary_from(&p->heap, dictionary, size), result);
}
