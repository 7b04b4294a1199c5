/* spawn/units.c - numbers, sizes and seconds as users write them. */
#include "spawn/units.h"
#include <stdlib.h>
#include <string.h>

enum { DIGITS_MOST = 18 };

static const char *number_at(const char *text, uint64_t *n)
{
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > DIGITS_MOST) return NULL;
    *n = strtoull(text, NULL, 10);
    return text + digits;
}

bool unit_number(const char *text, uint64_t *n)
{
    const char *end = number_at(text, n);
    return end && !*end;
}

bool unit_size(const char *text, uint64_t *bytes)
{
    static const char units[] = "KMG";
    const char *end = number_at(text, bytes);
    if (!end) return false;
    if (!*end) return true;
    const char *unit = strchr(units, *end);
    unsigned shift = unit ? (unsigned)(unit - units + 1) * 10 : 0;
    if (!unit || end[1] || *bytes > UINT64_MAX >> shift) return false;
    *bytes <<= shift;
    return true;
}

bool unit_seconds(const char *text, uint64_t *ns)
{
    const double year = 31536000;
    char *end;
    if (strspn(text, "0123456789.") != strlen(text)) return false;
    double seconds = strtod(text, &end);
    if (end == text || *end || !(seconds > 0) || seconds > year) return false;
    *ns = (uint64_t)(seconds * 1e9);
    return *ns > 0;
}
