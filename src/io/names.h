/* io/names.h - names of the host (files, variables, programs) as terms.
 *
 * A list of characters is encoded as settings()->filenames_utf8 says; a binary is taken as it is
 * ("raw").  No name holds a zero byte.
 */
#pragma once
#include "heap/heap.h"

struct name {
    char *bytes; /* zero-terminated */
    size_t size; /* without the zero */
    char inside[264];
};

enum name_result { NAME_OK, NAME_BAD, NAME_NO_MEMORY };
enum { NAME_LIST = 1, NAME_RAW = 2, NAME_ATOM = 4 }; /* what is accepted */

enum name_result name_of(struct name *n, term t, unsigned accepted);
void name_free(struct name *n);

/* Characters of a name; bytes where it is not in the encoding.  NO_TERM: no memory. */
term name_to_list(struct heap *h, const char *bytes, size_t size);
/* Is it text in the encoding? *characters counts them. */
bool name_is_text(const char *bytes, size_t size, size_t *characters);
