/* term/limbs.c - arithmetic on arrays of limbs: the one file that calls GMP (its mpn functions). */
#include "term/limbs.h"
#include "base/check.h"
#include "memory/memory.h"
#include <gmp.h>
#include <string.h>

_Static_assert(sizeof(mp_limb_t) == sizeof(uint64_t), "a limb is a word");

/* -- GMP's memory ------------------------------------------------------------------ */

static void *gmp_alloc(size_t bytes)
{
    void *p = memory_alloc(MEMORY_SYSTEM, bytes);
    ENSURE(p); /* GMP knows no failure; reserve() has made one unlikely */
    return p;
}

static void *gmp_resize(void *p, size_t old, size_t bytes)
{
    (void)old;
    p = memory_resize(MEMORY_SYSTEM, p, bytes);
    ENSURE(p);
    return p;
}

static void gmp_free(void *p, size_t bytes)
{
    (void)bytes;
    memory_free(MEMORY_SYSTEM, p);
}

enum { LIMBS_WITHOUT_SCRATCH = 100, SCRATCH_WORDS_A_LIMB = 12 };

/* Large operations take scratch memory: gives GMP the arena's, after seeing that there is enough. */
static bool reserve(size_t limbs)
{
    if (limbs < LIMBS_WITHOUT_SCRATCH) return true;
    void *p = memory_alloc(MEMORY_SYSTEM, limbs * SCRATCH_WORDS_A_LIMB * 8);
    memory_free(MEMORY_SYSTEM, p);
    mp_set_memory_functions(gmp_alloc, gmp_resize, gmp_free);
    return p;
}

int limbs_compare(const uint64_t *a, const uint64_t *b, size_t size)
{
    return size ? mpn_cmp(a, b, (mp_size_t)size) : 0;
}

uint64_t limbs_add(uint64_t *to, const uint64_t *a, size_t a_size, const uint64_t *b, size_t b_size)
{
    return mpn_add(to, a, (mp_size_t)a_size, b, (mp_size_t)b_size);
}

void limbs_subtract(uint64_t *to, const uint64_t *a, size_t a_size, const uint64_t *b, size_t b_size)
{
    mpn_sub(to, a, (mp_size_t)a_size, b, (mp_size_t)b_size);
}

bool limbs_multiply(uint64_t *to, const uint64_t *a, size_t a_size, const uint64_t *b, size_t b_size)
{
    if (!reserve(a_size + b_size)) return false;
    if (a == b && a_size == b_size) mpn_sqr(to, a, (mp_size_t)a_size);
    else mpn_mul(to, a, (mp_size_t)a_size, b, (mp_size_t)b_size);
    return true;
}

bool limbs_divide(uint64_t *quotient, uint64_t *remainder, const uint64_t *a, size_t a_size, const uint64_t *b,
                  size_t b_size)
{
    if (!reserve(a_size)) return false;
    mpn_tdiv_qr(quotient, remainder, 0, a, (mp_size_t)a_size, b, (mp_size_t)b_size);
    return true;
}

size_t limbs_text_room(const uint64_t *limbs, size_t size, int base)
{
    return size ? mpn_sizeinbase(limbs, (mp_size_t)size, base) : 1;
}

size_t limbs_to_text(const uint64_t *limbs, size_t size, int base, char *to)
{
    static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    uint64_t *scratch = reserve(size) ? memory_alloc(MEMORY_SYSTEM, (size + 1) * sizeof *scratch) : NULL;
    if (!scratch) return 0;
    memcpy(scratch, limbs, size * sizeof *scratch);
    size_t count = mpn_get_str((unsigned char *)to, base, scratch, (mp_size_t)size), zeros = 0;
    memory_free(MEMORY_SYSTEM, scratch);
    while (zeros + 1 < count && to[zeros] == 0) zeros++;
    for (size_t i = zeros; i < count; i++) to[i - zeros] = digits[(unsigned char)to[i]];
    return count - zeros;
}

size_t limbs_of_digits(uint64_t *to, const uint8_t *digits, size_t count, int base)
{
    return reserve(count / 8) ? (size_t)mpn_set_str(to, digits, count, base) : SIZE_MAX;
}
