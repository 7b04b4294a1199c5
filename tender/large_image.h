/* tender/large_image.h - the image's pages once more, in memory and in large pages, for the guests of one maker to share; and before them what
 * the engine reads on a guest's behalf, which is the same for all of them.
 *
 * A guest in a virtual machine pays some microseconds for each page of a file that it touches first, and as much for a large page, of which
 * it needs a few.  And the image is what it was at the start, whatever becomes of its file. */
#pragma once
#include "tender/engine.h"

/* From here on `image` is that copy, and `m` takes its clean pages from it.  Where the host gives no memory, or the engine has no use for
 * it, both stay as they are. */
void large_image(struct memory *m, struct image *image, const struct engine_kind *kind);
