/* bif/zstd_codec.c - module zstd: streams in both directions, and what a frame's header says. */
#include "bif/zstd.h"
#include "heap/map.h"
#include "io/iodata.h"

/* Input of one call of libzstd at most, so that a long one can stop between two; and bytes for a reduction. */
enum { PIECE = 1 << 20, BYTES_PER_REDUCTION = 64, SKIPPABLE_HEADER = 8 };

/* -- one call, over as many slices as it takes ------------------------------------------------------ */

/* Moves on by one piece: what libzstd says is left to write, or its error.  Only the last piece carries the directive. */
static size_t codec_step(struct zstd_context *x, const uint8_t *bytes, size_t size, ZSTD_EndDirective directive)
{
    size_t end = size - x->consumed > PIECE ? x->consumed + PIECE : size;
    /* libzstd writes the size of all input into the frame if it is there at once; a stream under way refuses this. */
    if (x->c && end < size && directive == ZSTD_e_end) ZSTD_CCtx_setPledgedSrcSize(x->c, size);
    ZSTD_inBuffer in = {bytes, end, x->consumed};
    ZSTD_outBuffer out = {x->output->data, x->room, x->produced};
    size_t left = x->c ? ZSTD_compressStream2(x->c, &out, &in, end < size ? ZSTD_e_continue : directive)
                       : ZSTD_decompressStream(x->d, &out, &in);
    x->consumed = in.pos;
    x->produced = out.pos;
    return left;
}

/* The output that was made, in a binary of its size; it is no longer the context's. */
static term take_output(struct heap *h, struct zstd_context *x)
{
    struct binary *out = x->output;
    x->output = NULL;
    if (x->produced <= HEAP_BINARY_MAX) {
        term t = heap_binary_from(h, out->data, x->produced);
        binary_release(out);
        return t;
    }
    struct binary *fit = binary_resize(out, x->produced);
    return heap_bits_of_binary(h, fit ? fit : out, 0, x->produced * 8);
}

/* {continue, Rest, Output}, {continue, Output}, {flush, Output} (there is more to come out) or {done, Output}. */
static enum bif_end stream_value(struct process *p, struct zstd_context *x, term input, ZSTD_EndDirective directive,
                                 size_t left, term *result)
{
    size_t size = bits_size(input) / 8, consumed = x->consumed;
    bool full = x->produced == x->room;
    term output = take_output(&p->heap, x);
    if (!is_term(output)) return bif_no_memory(p);
    if (consumed == size) {
        term tag = directive == ZSTD_e_continue ? A(continue) : full && left > 0 ? A(flush) : A(done);
        return bif_value(p, heap_tuple2(&p->heap, tag, output), result);
    }
    term rest = heap_sub_bits(&p->heap, input, consumed * 8, (size - consumed) * 8);
    if (!is_term(rest)) return bif_no_memory(p);
    return bif_value(p, heap_tuple3(&p->heap, A(continue), rest, output), result);
}

static enum bif_end stream_error(struct process *p, struct zstd_context *x, size_t code, term *result)
{
    binary_release(x->output);
    x->output = NULL;
    zstd_context_reset(x);
    return zstd_result(p, code, result);
}

/* Runs until the input is used up or the output is full, as many slices as that takes. */
static enum bif_end run(struct process *p, struct zstd_context *x, term input, ZSTD_EndDirective directive,
                        term *result)
{
    struct bytes_view bytes = bytes_view(input);
    if (!bytes.at) return bif_no_memory(p);
    size_t left;
    bool more, spent;
    do {
        size_t before = x->consumed + x->produced;
        left = codec_step(x, bytes.at, bytes.size, directive);
        more = !ZSTD_isError(left) && x->consumed < bytes.size && x->produced < x->room;
        spent = bif_charge(p, 1 + (int64_t)((x->consumed + x->produced - before) / BYTES_PER_REDUCTION));
    } while (more && !spent);
    bytes_view_end(&bytes);
    if (ZSTD_isError(left)) return stream_error(p, x, left, result);
    return more ? BIF_AGAIN : stream_value(p, x, input, directive, left, result);
}

static bool begin(struct zstd_context *x, size_t room)
{
    x->output = binary_alloc(room);
    x->room = room;
    x->produced = x->consumed = 0;
    return x->output;
}

static bool stream_arguments(const term *args, int32_t *directive)
{
    return argument_int32(args[2], directive) && *directive >= ZSTD_e_continue && *directive <= ZSTD_e_end &&
           is_bitstring(args[1]) && is_binary(args[1]);
}

enum bif_end bif_zstd_compress_stream_nif_3(struct process *p, term *args, term *result)
{
    enum bif_end end;
    int32_t directive;
    struct zstd_context *x = zstd_context_of(p, args[0], ZSTD_COMPRESS, &end);
    if (!x) return end;
    if (!stream_arguments(args, &directive)) {
        zstd_context_reset(x);
        return bif_badarg(p);
    }
    if (!x->output && !begin(x, ZSTD_CStreamOutSize())) return bif_no_memory(p);
    return run(p, x, args[1], (ZSTD_EndDirective)directive, result);
}

/* Room for what comes out: of a stream that begins, no more than its frames say. */
static size_t decompress_room(struct zstd_context *x, term input)
{
    size_t room = ZSTD_DStreamOutSize();
    if (x->in_use) return room;
    struct bytes_view bytes = bytes_view(input);
    unsigned long long size = bytes.at ? ZSTD_findDecompressedSize(bytes.at, bytes.size) : ZSTD_CONTENTSIZE_UNKNOWN;
    bytes_view_end(&bytes);
    x->in_use = true;
    return size < room ? (size_t)size : room; /* unknown sizes are very large numbers */
}

enum bif_end bif_zstd_decompress_stream_nif_3(struct process *p, term *args, term *result)
{
    enum bif_end end;
    int32_t directive;
    struct zstd_context *x = zstd_context_of(p, args[0], ZSTD_DECOMPRESS, &end);
    if (!x) return end;
    if (!stream_arguments(args, &directive)) return bif_badarg(p);
    if (!x->output && !begin(x, decompress_room(x, args[1]))) return bif_no_memory(p);
    return run(p, x, args[1], (ZSTD_EndDirective)directive, result);
}

/* -- a frame's header ---------------------------------------------------------------------------------- */

/* As libzstd 1.5.7, which OTP 28 brings along, whatever the system's: it refuses the few first bytes of what can be no frame,
 * and tells of skippable frames. */
static size_t read_header(ZSTD_frameHeader *head, const uint8_t *bytes, size_t size)
{
    static const uint8_t frame[] = {0x28, 0xb5, 0x2f, 0xfd}, skippable[] = {0x50, 0x2a, 0x4d, 0x18};
    *head = (ZSTD_frameHeader){0};
    size_t code = ZSTD_getFrameHeader(head, bytes, size);
    if (code == 0 && head->frameType == ZSTD_skippableFrame) {
        head->headerSize = SKIPPABLE_HEADER;
        head->dictID = bytes[0] & 0xf;
    }
    if (ZSTD_isError(code) || size == 0 || size >= sizeof frame) return code;
    bool may_skip = (bytes[0] & 0xf0) == skippable[0] && memcmp(bytes + 1, skippable + 1, size - 1) == 0;
    return memcmp(bytes, frame, size) == 0 || may_skip ? code : (size_t)-(int)ZSTD_error_prefix_unknown;
}

static term header_map(struct heap *h, const ZSTD_frameHeader *head)
{
    bool is_frame = head->frameType == ZSTD_frame, unknown = head->frameContentSize == ZSTD_CONTENTSIZE_UNKNOWN;
    term pairs[14] = {
        atom_from_c("frameContentSize"), unknown ? A(undefined) : heap_u64(h, head->frameContentSize),
        atom_from_c("windowSize"),       heap_u64(h, head->windowSize),
        atom_from_c("blockSizeMax"),     small(head->blockSizeMax),
        atom_from_c("frameType"),        atom_from_c(is_frame ? "ZSTD_frame" : "ZSTD_skippableFrame"),
        atom_from_c("headerSize"),       small(head->headerSize),
        atom_from_c("dictID"),           small(head->dictID),
        atom_from_c("checksumFlag"),     boolean(head->checksumFlag),
    };
    for (size_t i = 0; i < 14; i++)
        if (!is_term(pairs[i])) return NO_TERM;
    return heap_map_from_pairs(h, pairs, 7);
}

enum bif_end bif_zstd_get_frame_header_nif_1(struct process *p, term *args, term *result)
{
    struct binary *b = NULL;
    enum iodata_result got = iodata_to_binary(args[0], &b);
    if (got != IODATA_OK) return got == IODATA_BAD ? bif_badarg(p) : bif_no_memory(p);
    ZSTD_frameHeader head;
    size_t code = read_header(&head, b->data, b->size);
    binary_release(b);
    if (ZSTD_isError(code)) return zstd_result(p, code, result);
    term map = header_map(&p->heap, &head);
    return is_term(map) ? bif_value(p, heap_tuple2(&p->heap, A(ok), map), result) : bif_no_memory(p);
}
