/* tender/ends.c - says the one sentence. */
#include "tender/ends.h"
#include <stdio.h>

int end_with(enum status status, const struct complaint *c)
{
    fprintf(stderr, "ling boot: %s\n", c->text);
    return (int)status;
}
