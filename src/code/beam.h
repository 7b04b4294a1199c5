/* code/beam.h - a .beam file, read: its tables as arrays, its code as one stream of operands.
 *
 * beam_open() finds the chunks; beam_read() decodes them in one pass.  The reader only makes sure
 * that every number is inside its table, so that whoever follows need not look again; whether the
 * program makes sense is code/verify.h's question.  Bytes given to beam_open() must stay until
 * beam_close(): chunks, strings and file names point into them.
 */
#pragma once
#include "base/bytes.h"
#include "code/genop.h"
#include "term/term.h"

enum beam_error {
    BEAM_OK,
#define BEAM_ERROR(name, sentence) BEAM_##name,
#include "code/beam_errors.def"
#undef BEAM_ERROR
};
const char *beam_error_text(enum beam_error e);

/* -- code ------------------------------------------------------------------------
 * An instruction is a slot of SLOT_OP (type: its enum genop, value: how many slots follow)
 * and its operands, one slot each.  An SLOT_LIST, always the last, is followed by `value`
 * slots of elements.  Walk with
 *     for (const struct slot *i = beam->code, *end = i + beam->code_size; i < end; i += i->value + 1)
 */
enum slot_kind {
    SLOT_X,          /* value: number of the register; type: index in types[], 0 when not told */
    SLOT_Y,          /* the same */
    SLOT_NIL,        /* [] */
    SLOT_ATOM,       /* value: index in the machine's atom table: atom_of(value) */
    SLOT_INTEGER,    /* value, if it fits 32 bits (else SLOT_LITERAL) */
    SLOT_LITERAL,    /* value: index in literals[] (which may hold any term) */
    SLOT_FLOAT,      /* value: number of the float register */
    SLOT_LABEL,      /* value: label, 0 for none */
    SLOT_NUMBER,     /* value: unsigned; also imports, lambdas, lines, and allocation lists (in words) */
    SLOT_BIG_NUMBER, /* an unsigned number above 2^31-1: index in literals[] */
    SLOT_LIST,       /* value: count of elements that follow */
    SLOT_OP,
};
struct slot {
    uint8_t kind;
    uint8_t claim; /* of a SLOT_OP: what is to be checked before it, see claims.h */
    uint16_t type;
    int32_t value;
};
_Static_assert(sizeof(struct slot) == 8, "eight bytes a slot");

static inline bool slot_is_register(struct slot o) { return o.kind <= SLOT_Y; }
static inline bool slot_is_constant(struct slot o) { return o.kind >= SLOT_NIL && o.kind <= SLOT_LITERAL; }

/* -- tables ------------------------------------------------------------------------ */
struct beam_import {
    term module, function;
    uint32_t arity;
    struct export *export; /* NULL from the reader: filled by prepare.c */
};
struct beam_export {
    term function;
    uint32_t arity, label;
};
struct beam_lambda {
    term function;
    uint32_t arity; /* of the function, environment included */
    uint32_t label, index, environment, old_uniq;
};
/* A function as func_info declares it. */
struct beam_function {
    term name;
    uint32_t arity;
    uint32_t info_label, entry_label; /* of func_info; of the first instruction */
    uint32_t start, end;              /* slots: of the label before func_info; behind the last instruction */
};
struct beam_line {
    uint32_t file : 8; /* index in files[]; 0: the module's name with .erl */
    uint32_t line : 24;
};
/* A native record that the module declares: as record_find() gives it, in literals[]. */
struct beam_record {
    term name;
    uint32_t literal;
};
struct beam_text {
    const uint8_t *bytes; /* UTF-8, not terminated */
    uint32_t size;
};

enum beam_type_set { /* our own bits, the same whatever the version of the chunk */
                     TYPE_ATOM = 1 << 0,
                     TYPE_BITSTRING = 1 << 1,
                     TYPE_CONS = 1 << 2,
                     TYPE_FLOAT = 1 << 3,
                     TYPE_FUN = 1 << 4,
                     TYPE_INTEGER = 1 << 5,
                     TYPE_MAP = 1 << 6,
                     TYPE_NIL = 1 << 7,
                     TYPE_PID = 1 << 8,
                     TYPE_PORT = 1 << 9,
                     TYPE_REFERENCE = 1 << 10,
                     TYPE_TUPLE = 1 << 11,
                     TYPE_OTHER = 1 << 12, /* what this machine has no bit for */
                     TYPE_ANY = (1 << 13) - 1,
};
struct beam_type {
    uint16_t set;
    uint8_t unit;             /* of bitstrings; 0: not told */
    bool has_least, has_most; /* of integers */
    int64_t least, most;
};

enum beam_chunk {
    CHUNK_AtU8,
    CHUNK_Code,
    CHUNK_StrT,
    CHUNK_ImpT,
    CHUNK_ExpT,
    CHUNK_FunT,
    CHUNK_LitT,
    CHUNK_Line,
    CHUNK_Type,
    CHUNK_Attr,
    CHUNK_CInf,
    CHUNK_Meta,
    CHUNKS,
};

struct beam {
    struct bytes form;           /* the chunks, one after the other */
    struct bytes chunks[CHUNKS]; /* at == NULL: missing */
    uint8_t *unpacked;           /* the file, if it was gzip'ed */
    uint8_t md5[16];             /* of the chunks that decide what the module does: module_info(md5) */
    term name;

    term *atoms; /* atoms[0] is NIL, atoms[1] the module */
    struct beam_import *imports;
    struct beam_export *exports;
    struct beam_lambda *lambdas;
    struct beam_function *functions;
    struct beam_line *lines; /* lines[0] is "unknown" */
    struct beam_text *files; /* files[0] stands for the module's name with .erl */
    struct beam_type *types; /* types[0] is any */
    struct beam_record *records;
    term *literals; /* of the chunk, then what operands needed */
    struct slot *code;
    uint32_t *labels; /* slot of each label; BEAM_NO_SLOT: not there */
    uint32_t atom_count, import_count, export_count, lambda_count, function_count, line_count, file_count, type_count,
        record_count, literal_count, literal_room, code_size, label_count;
    bool on_load;              /* has an on_load instruction */
    uint32_t on_load_function; /* index in functions[], if so */

    void *literal_area; /* from memory_alloc_literals(): what literals[] point into; NULL: nothing */
    size_t literal_bytes;
};
enum { BEAM_NO_SLOT = 0xffffffff };

/* Finds the chunks (unpacking a gzip'ed file).  *b is valid afterwards whatever the result. */
enum beam_error beam_open(struct beam *b, const void *bytes, size_t size);
/* Everything else.  Interns atoms, and decodes literals into the LITERALS region. */
enum beam_error beam_read(struct beam *b);
/* Frees what has not been taken (who takes literal_area sets it to NULL). */
void beam_close(struct beam *b);

/* The chunk with this four-byte name, after beam_open(); false: there is none. */
bool beam_find_chunk(const struct beam *b, const char name[4], struct bytes *chunk);
/* The module's MD5 out of its chunks alone, as code:module_md5/1; false: there is none. */
bool beam_md5(const struct beam *b, uint8_t md5[16]);
/* The module's name out of the atom chunk; NO_TERM when it is damaged. */
term beam_module_name(const struct beam *b);

/* The native record of this name that the module declares; NULL: none. */
const struct beam_record *beam_record_find(const struct beam *b, term name);

/* The value of a source operand that is a constant. */
static inline term beam_constant(const struct beam *b, struct slot o)
{
    switch (o.kind) {
    case SLOT_NIL: return NIL;
    case SLOT_ATOM: return atom_of((uint32_t)o.value);
    case SLOT_INTEGER: return small(o.value);
    default: return b->literals[o.value];
    }
}
