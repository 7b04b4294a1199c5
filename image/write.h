/* image/write.h - puts an image together: the ELF file of the base, with the payload and the linked pages behind it. */
#pragma once
#include "image/files.h"
#include "image/link.h"

void image_write(const struct base *b, const struct plan *p, const struct files *f, const struct linked *l);
