/* term/atoms.h - the atom table: text to number and back.
 *
 * Atoms that C code names stand in term/atoms.def, ATOM(name, "text"), and are
 * written A(name).  Their numbers are constants of the build; all others are
 * added at run time and never removed.
 */
#pragma once
#include "term/term.h"

enum atom_index {
#define ATOM(name, text) ATOM_IX_##name,
#include "term/atoms.def"
#undef ATOM
    ATOMS_NAMED,
};

#define A(name) ((term){(uint64_t)ATOM_IX_##name << IMM_BITS | IMM_ATOM})

/* An atom's text: UTF-8, not zero-terminated, valid for ever. */
struct atom_text {
    const uint8_t *bytes;
    uint32_t hash;      /* OTP's atom hash (hashpjw over the Latin-1/UTF-8 bytes), used by phash and phash2 */
    uint32_t age;       /* atoms_age_as(): smaller came first; 0: not met yet */
    uint16_t size;      /* in bytes */
    uint8_t characters; /* in code points */
    bool latin1;        /* every character below 256 */
};

/* Makes the table with the named atoms in it; false when there is no memory. */
bool atoms_open(void);

struct atom_text atom_text(term atom);

/* From now on atoms have the ages they have in the emulator of this release (26 or later), which begins with those of
 * atom_ages.def; all others follow in the order in which they are met. */
bool atoms_age_as(int release); /* false: no memory */
/* Order of two atoms by age, after atoms_age_as(). */
int atom_compare_age(term a, term b);
/* Makes the table as small as its atoms allow. */
void atoms_trim(void);
size_t atoms_count(void);
size_t atoms_limit(void);
void atoms_set_limit(size_t limit); /* +t; only before any atom beyond it exists */
size_t atoms_bytes(void);           /* memory in use, for erlang:memory(atom) */

/* The atom with this text.  `text` must be valid UTF-8.  NO_TERM when it is longer
 * than 255 characters, or the table is full (atoms_count() == atoms_limit()). */
term atom_from_utf8(const uint8_t *text, size_t size);
term atom_from_latin1(const uint8_t *text, size_t size);
term atom_from_c(const char *text);
/* A hint: this text will be asked for soon.  Tables of atoms are read a few rows ahead, since each row is somewhere
 * else in the table. */
void atom_expect_utf8(const uint8_t *text, size_t size);

/* The same, but NO_TERM if there is no such atom yet. */
term atom_existing_utf8(const uint8_t *text, size_t size);
term atom_existing_latin1(const uint8_t *text, size_t size);

static inline bool is_boolean(term t) { return same(t, A(true)) || same(t, A(false)); }
static inline term boolean(bool b) { return b ? A(true) : A(false); }
