/* platform/pvh/entropy.c - unpredictable bytes: the processor's, or those of a virtio-rng device (virtio_rng.c).
 *
 * RDSEED where there is one, else RDRAND (Intel's Digital Random Number Generator guide, 5.2: ten tries).
 */
#include "platform/pvh/machine.h"
#include "platform/pvh/pvh.h"

enum { TRIES = 1000 };
enum { CPUID_RDRAND = 1 << 30, CPUID_RDSEED = 1 << 18 };

static bool rdseed(uint64_t *word)
{
    bool good;
    __asm__ volatile("rdseed %0" : "=r"(*word), "=@ccc"(good));
    return good;
}

static bool rdrand(uint64_t *word)
{
    bool good;
    __asm__ volatile("rdrand %0" : "=r"(*word), "=@ccc"(good));
    return good;
}

static bool word_of_processor(const struct pvh *p, uint64_t *word)
{
    for (int i = 0; i < TRIES; i++) {
        if (p->has_rdseed && rdseed(word)) return true;
        if (p->has_rdrand && rdrand(word)) return true;
        pause_a_moment();
    }
    return false;
}

static bool entropy_word(const struct pvh *p, uint64_t *word)
{
    return p->rng ? virtio_rng_word(word) : word_of_processor(p, word);
}

void entropy_open(struct pvh *p)
{
    p->has_rdrand = cpuid(1).c & CPUID_RDRAND;
    p->has_rdseed = cpuid(0).a >= 7 && cpuid(7).b & CPUID_RDSEED;
    uint64_t word;
    bool there = word_of_processor(p, &word) || (p->hypervisor != HYPERVISOR_XEN && virtio_rng_open(p));
    if (!there || !entropy_word(p, &word))
        end_refuse("There is no source of entropy: neither RDSEED nor RDRAND, nor a virtio-rng device.");
}

void entropy_fill(void *to, size_t bytes)
{
    uint8_t *at = to;
    for (size_t i = 0; i < bytes; i += 8) {
        uint64_t word;
        ENSURE(entropy_word(pvh(), &word));
        for (size_t k = 0; k < 8 && i + k < bytes; k++) at[i + k] = (uint8_t)(word >> 8 * k);
    }
}
