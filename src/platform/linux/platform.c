/* platform/linux/platform.c - memory, clocks and entropy, on Linux.
 *
 * Waiting is in wait.c, files and sockets behind host.h.
 */
#include "base/check.h"
#include "platform/platform.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* -- memory ---------------------------------------------------------------------- */

bool platform_map(uint64_t at, uint64_t bytes)
{
    void *wanted = (void *)(uintptr_t)at;
    void *got = mmap(wanted, bytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
    if (got == wanted) return true;
    if (got != MAP_FAILED) munmap(got, bytes); /* a kernel before 4.17 takes the address as a hint */
    return false;
}

void platform_discard(void *at, size_t bytes)
{
    int result = madvise(at, bytes, MADV_DONTNEED);
    ENSURE(result == 0); /* the caller counts on zeros */
}

void platform_use_large_pages(void *at, size_t bytes) { (void)madvise(at, bytes, MADV_HUGEPAGE); }

/* The number at the start of a one-line file of the kernel's; `otherwise` if there is none ("max"). */
static uint64_t number_in_file(const char *path, uint64_t otherwise)
{
    char text[64];
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return otherwise;
    ssize_t size = read(file, text, sizeof text - 1);
    close(file);
    if (size <= 0 || text[0] < '0' || text[0] > '9') return otherwise;
    text[size] = 0;
    return strtoull(text, NULL, 10);
}

uint64_t platform_address_space(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return UINT64_MAX;
    uint64_t used = number_in_file("/proc/self/statm", 0) * (uint64_t)sysconf(_SC_PAGESIZE);
    return used < limit.rlim_cur ? limit.rlim_cur - used : 0;
}

uint64_t platform_memory_bytes(void)
{
    uint64_t physical = (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
    uint64_t granted = number_in_file("/sys/fs/cgroup/memory.max", UINT64_MAX);
    return granted < physical ? granted : physical;
}

/* -- clocks ---------------------------------------------------------------------- */

static int64_t clock_ns(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

uint64_t platform_monotonic_ns(void) { return (uint64_t)clock_ns(CLOCK_MONOTONIC); }
int64_t platform_system_ns(void) { return clock_ns(CLOCK_REALTIME); }
uint64_t platform_cpu_ns(void) { return (uint64_t)clock_ns(CLOCK_PROCESS_CPUTIME_ID); }

/* -- entropy ----------------------------------------------------------------------- */

void platform_random(void *to, size_t bytes)
{
    uint8_t *at = to;
    while (bytes > 0) {
        ssize_t got = getrandom(at, bytes, 0);
        if (got < 0) {
            ENSURE(errno == EINTR);
            continue;
        }
        at += got;
        bytes -= (size_t)got;
    }
}
