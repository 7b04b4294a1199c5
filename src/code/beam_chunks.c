/* code/beam_chunks.c - the container of a .beam file: an IFF form, its chunks, its checksum. */
#include "code/beam.h"
#include "base/md5.h"
#include "code/beam_parts.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include "term/atoms.h"
#include <string.h>

static const char chunk_names[CHUNKS][5] = {
    [CHUNK_AtU8] = "AtU8", [CHUNK_Code] = "Code", [CHUNK_StrT] = "StrT", [CHUNK_ImpT] = "ImpT",
    [CHUNK_ExpT] = "ExpT", [CHUNK_FunT] = "FunT", [CHUNK_LitT] = "LitT", [CHUNK_Line] = "Line",
    [CHUNK_Type] = "Type", [CHUNK_Attr] = "Attr", [CHUNK_CInf] = "CInf", [CHUNK_Meta] = "Meta",
};

const char *beam_error_text(enum beam_error e)
{
    static const char *const sentences[] = {
        [BEAM_OK] = "nothing is wrong",
#define BEAM_ERROR(name, sentence) [BEAM_##name] = sentence,
#include "code/beam_errors.def"
#undef BEAM_ERROR
    };
    return sentences[e];
}

/* One chunk: four bytes of name, size, data, padding to a multiple of four. */
static bool next_chunk(struct bytes *form, const uint8_t **name, struct bytes *chunk)
{
    *name = bytes_take(form, 4);
    uint32_t size = bytes_u32be(form);
    const uint8_t *data = bytes_take(form, size);
    bytes_take(form, -size & 3);
    if (form->spent) return false;
    *chunk = bytes_of(data, size);
    return true;
}

static enum beam_error find_chunks(struct beam *b)
{
    struct bytes rest = b->form, chunk;
    while (bytes_left(&rest)) {
        const uint8_t *name;
        if (!next_chunk(&rest, &name, &chunk)) return BEAM_BAD_CHUNKS;
        for (int i = 0; i < CHUNKS; i++)
            if (memcmp(name, chunk_names[i], 4) == 0) b->chunks[i] = chunk;
    }
    return BEAM_OK;
}

static enum beam_error read_form(struct beam *b, struct bytes file)
{
    const uint8_t *id = bytes_take(&file, 4);
    if (!id || memcmp(id, "FOR1", 4) != 0) return BEAM_NOT_IFF;
    uint32_t size = bytes_u32be(&file);
    const uint8_t *data = bytes_take(&file, size);
    if (!data) return BEAM_BAD_CHUNKS;
    b->form = bytes_of(data, size);
    id = bytes_take(&b->form, 4);
    if (!id || memcmp(id, "BEAM", 4) != 0) return BEAM_NOT_BEAM;
    return find_chunks(b);
}

enum beam_error beam_open(struct beam *b, const void *bytes, size_t size)
{
    *b = (struct beam){.name = NO_TERM};
    struct bytes file = bytes_of(bytes, size);
    if (size >= 2 && file.at[0] == 0x1f && file.at[1] == 0x8b) {
        enum beam_error e = beam_unpack(b, &file);
        if (e) return e;
    }
    return read_form(b, file);
}

bool beam_find_chunk(const struct beam *b, const char name[4], struct bytes *chunk)
{
    struct bytes rest = b->form, found;
    const uint8_t *its_name;
    bool there = false;
    while (bytes_left(&rest) && next_chunk(&rest, &its_name, &found))
        if (memcmp(its_name, name, 4) == 0) *chunk = found, there = true;
    return there;
}

static void add_chunk(struct md5 *m, const struct bytes *chunk)
{
    if (chunk->at) md5_add(m, chunk->at, bytes_left(chunk));
}

/* The last field of a fun's row counts as zero: it is derived from the sum itself. */
static bool add_lambdas(struct md5 *m, struct bytes chunk)
{
    enum { ROW = 24 };
    static const uint8_t zero[4];
    if (!bytes_left(&chunk)) return true;
    const uint8_t *row = bytes_take(&chunk, 4);
    if (!row) return false;
    md5_add(m, row, 4);
    while ((row = bytes_take(&chunk, ROW)) != NULL) {
        md5_add(m, row, ROW - sizeof zero);
        md5_add(m, zero, sizeof zero);
    }
    return bytes_left(&chunk) == 0;
}

/* OTP 29 counts what describes native records and debugging, too. */
static void add_newer_chunks(struct md5 *m, const struct beam *b)
{
    struct bytes chunk;
    if (!otp_at_least(29)) return;
    if (beam_find_chunk(b, "Recs", &chunk)) add_chunk(m, &chunk);
    if (beam_find_chunk(b, "DbgB", &chunk)) add_chunk(m, &chunk);
}

bool beam_md5(const struct beam *b, uint8_t md5[16])
{
    static const enum beam_chunk before[] = {CHUNK_AtU8, CHUNK_Code, CHUNK_StrT, CHUNK_ImpT, CHUNK_ExpT};
    struct md5 m;
    md5_open(&m);
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) add_chunk(&m, &b->chunks[before[i]]);
    if (!add_lambdas(&m, b->chunks[CHUNK_FunT])) return false;
    add_chunk(&m, &b->chunks[CHUNK_LitT]);
    add_chunk(&m, &b->chunks[CHUNK_Meta]);
    add_newer_chunks(&m, b);
    md5_close(&m, md5);
    return true;
}

/* An image is made of the arena as it is then, so that no address of the host's may stay in it. */
static void forget_files(struct beam *b)
{
    if (b->files) memset(b->files, 0, b->file_count * sizeof *b->files);
}

void beam_close(struct beam *b)
{
    void *const tables[] = {b->atoms, b->imports, b->exports,  b->lambdas, b->functions, b->lines,  b->files,
                            b->types, b->labels,  b->literals, b->code,    b->unpacked,  b->records};
    forget_files(b);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) memory_free(MEMORY_CODE, tables[i]);
    if (b->literal_area) memory_free_literals(b->literal_area);
    *b = (struct beam){.name = NO_TERM};
}
