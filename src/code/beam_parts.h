/* code/beam_parts.h - the pieces of the .beam reader, one for each file of it; see beam.h. */
#pragma once
#include "code/beam.h"
#include "heap/heap.h"

/* beam_inflate.c: replaces a gzip'ed *file by its contents, kept in b->unpacked. */
enum beam_error beam_unpack(struct beam *b, struct bytes *file);
/* Inflates a zlib stream that must give exactly `size` bytes. */
bool beam_inflate(struct bytes stream, uint8_t *to, size_t size);

/* beam_tables.c: the chunks that are plain tables. */
enum beam_error beam_read_atoms(struct beam *b);
enum beam_error beam_read_tables(struct beam *b);

/* beam_lines.c, beam_types.c: the chunks that may be missing or of a version we do not know. */
enum beam_error beam_read_lines(struct beam *b);
enum beam_error beam_read_types(struct beam *b);

/* beam_literals.c: literals grow in `h`, and are moved to the LITERALS region at the end. */
enum beam_error beam_read_literals(struct beam *b, struct heap *h);
enum beam_error beam_add_literal(struct beam *b, term literal, uint32_t *index);
/* beam_records.c: native records become literals. */
enum beam_error beam_read_records(struct beam *b, struct heap *h);
enum beam_error beam_settle_literals(struct beam *b, struct heap *h);
/* beam_share.c: makes the literals in `h`, which has no fragments, fewer. */
void beam_share_literals(struct beam *b, struct heap *h);

/* beam_code.c */
/* Big-endian digits, two's complement if `negative`, as a term on the heap; NO_TERM: no memory. */
term beam_integer(struct heap *h, const uint8_t *digits, size_t size, bool negative);
enum beam_error beam_read_code(struct beam *b, struct heap *h);

/* A table of `count` rows of `size` bytes out of a chunk that has `left` bytes, each row taking
 * at least `least` of them: so that no count can ask for memory that its bytes do not justify. */
bool beam_table(void *table, uint32_t count, size_t size, size_t left, size_t least);
