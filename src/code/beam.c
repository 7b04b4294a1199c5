/* code/beam.c - reads a whole .beam file: the order of the parts. */
#include "code/beam_parts.h"
#include "etf/tags.h"

/* Terms in the external format; they are decoded when a program asks for them. */
static enum beam_error check_attributes(const struct beam *b)
{
    for (int i = CHUNK_Attr; i <= CHUNK_CInf; i++)
        if (bytes_left(&b->chunks[i]) && *b->chunks[i].at != ETF_VERSION) return BEAM_BAD_ATTRIBUTES;
    return BEAM_OK;
}

static enum beam_error read_parts(struct beam *b, struct heap *h)
{
    enum beam_error e = beam_read_atoms(b);
    if (!e) e = beam_read_tables(b);
    if (!e) e = beam_read_literals(b, h);
    if (!e) e = beam_read_records(b, h);
    if (!e) e = check_attributes(b);
    if (!e) e = beam_read_lines(b);
    if (!e) e = beam_read_types(b);
    if (!e) e = beam_read_code(b, h);
    if (!e) e = beam_settle_literals(b, h);
    return e;
}

enum beam_error beam_read(struct beam *b)
{
    struct heap h = {0};
    if (!bytes_left(&b->chunks[CHUNK_Code])) return BEAM_NO_CODE;
    enum beam_error e = read_parts(b, &h);
    if (!e && !beam_md5(b, b->md5)) e = BEAM_BAD_LAMBDAS;
    heap_close(&h);
    return e;
}
