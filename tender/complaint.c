/* tender/complaint.c - makes the sentence. */
#include "tender/complaint.h"
#include <stdarg.h>
#include <stdio.h>

bool complain(struct complaint *c, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(c->text, sizeof c->text, format, arguments);
    va_end(arguments);
    return false;
}
