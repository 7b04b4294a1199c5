/* image/files.h - the image's tree of files, as image_format.h lays it out. */
#pragma once
#include "image/plan.h"

struct files {
    struct image_file *table;
    size_t count;
    struct text names, data; /* `at` of files counts from the start of `data` */
};

/* From the plan's files; directories that are only named on the way are made.  The same plan gives the same bytes. */
void files_make(struct files *f, const struct plan *p);
