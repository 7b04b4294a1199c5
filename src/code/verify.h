/* code/verify.h - decides whether the code of a module that has been read makes sense.
 *
 * The last gate before translation; it shares nothing with the translator.  What it promises of a
 * module that passes, in every order in which its instructions can run:
 *   - operands are of the kinds their instructions take; labels, imports, funs, lines and strings exist;
 *   - calls have the arity of the function they reach; only functions are called;
 *   - no register is read that holds no value (x, y, float), and counts of live registers tell the truth;
 *   - stack frames are set up once, given up once, and are of one size wherever paths meet;
 *   - nothing is built beyond the heap need announced before it;
 *   - catch and try regions nest, a stack slot that holds their tag is used for nothing else, and only exceptions
 *     lead to a try_case (where code seems to go there by itself, the translator puts a trap); where paths from
 *     different nestings meet, no region is opened or closed;
 *   - an exception finds every word of the frame filled: where that is not sure, allocate becomes allocate_zero;
 *   - a match context stands where bit syntax instructions want one, unless it came from a caller:
 *     that, as every claim about types, is tested when the instruction runs.
 */
#pragma once
#include "code/beam.h"

struct verify_failure {
    term function; /* NO_TERM: none */
    uint32_t arity, slot;
};

/* Sets `claim` of instructions (claims.h), and may have frames cleared. */
enum beam_error verify_beam(struct beam *b, struct verify_failure *failure);
