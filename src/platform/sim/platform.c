/* platform/sim/platform.c - memory: the host's, in fixed amounts. */
#include "base/check.h"
#include "platform/platform.h"
#include <sys/mman.h>

bool platform_map(uint64_t at, uint64_t bytes)
{
    void *wanted = (void *)(uintptr_t)at;
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE;
    return mmap(wanted, bytes, PROT_READ | PROT_WRITE, flags, -1, 0) == wanted;
}

void platform_discard(void *at, size_t bytes)
{
    int result = madvise(at, bytes, MADV_DONTNEED);
    ENSURE(result == 0);
}

void platform_use_large_pages(void *at, size_t bytes) { (void)at, (void)bytes; }

/* The same on every host, so that what depends on it is the same too. */
uint64_t platform_address_space(void) { return UINT64_MAX; }
uint64_t platform_memory_bytes(void) { return UINT64_C(4) << 30; }
