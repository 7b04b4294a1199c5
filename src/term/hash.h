/* term/hash.h - hashes of terms. */
#pragma once
#include "term/term.h"

/* erlang:phash2/1 before its range is applied: 32 bits, the same in every release and node. */
uint32_t term_phash2(term t);
/* erlang:phash/2's value before its range is applied. */
uint32_t term_phash(term t);
/* Our own, for maps and ets: fast, equal for terms that are =:=, valid in this machine only. */
uint64_t term_hash(term t);
