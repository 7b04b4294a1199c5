/* io/letter.h - building a message in place: a heap whose block is the message's own memory.
 *
 *     struct letter l;
 *     if (!letter_open(&l, TUPLE_WORDS(2))) return;
 *     letter_send(&l, port, to, heap_tuple2(&l.heap, port_id(port), A(eof)));
 */
#pragma once
#include "heap/binary.h"
#include "heap/build.h"
#include "process/process.h"

struct letter {
    struct message *message;
    struct heap heap;
};

/* Room for `words` of terms: more may be built, at the price of a copy. False: no memory. */
bool letter_open(struct letter *l, size_t words);
struct port;
/* Sends `value`, built on l->heap, from a port (NULL: the machine) to a local pid; drops it if `value` is NO_TERM or
 * nobody has that pid. */
void letter_send(struct letter *l, struct port *from, term to, term value);

/* Words of a binary of `size` bytes. */
static inline size_t binary_words(size_t size) { return size <= HEAP_BINARY_MAX ? 2 + (size + 7) / 8 : BITS_REF_WORDS; }
