/* tender/found_pages.c - what the host's kernel knows of pages: which are private, which exist, and how many faults there were. */
#include "tender/kept_part.h"
#include <errno.h>
#include <linux/types.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* -- Linux 6.7's PAGEMAP_SCAN (Documentation/admin-guide/mm/pagemap.rst) -------------------------------------------- */

enum { PAGE_IS_OF_FILE = 1 << 2, PAGE_IS_THERE = 1 << 3, PAGE_IS_AWAY = 1 << 4, PAGE_IS_OF_ZEROS = 1 << 5 };
struct region {
    uint64_t start, end, categories;
};
struct scan {
    uint64_t size, flags, start, end, walk_end, regions, region_count, most_pages, inverted, all_of, any_of, result;
};
#define SCAN _IOWR('f', 16, struct scan)
enum { REGIONS = 128 };

static bool scan(struct kept_part *k, const struct kept_area *a, take_stretch *take)
{
    struct region regions[REGIONS];
    uint64_t at = a->start, end = a->start + a->bytes;
    while (at < end) {
        struct scan s = {.size = sizeof s,
                         .start = at,
                         .end = end,
                         .regions = (uintptr_t)regions,
                         .region_count = REGIONS,
                         .inverted = PAGE_IS_OF_FILE | PAGE_IS_OF_ZEROS,
                         .all_of = PAGE_IS_OF_FILE | PAGE_IS_OF_ZEROS,
                         .any_of = PAGE_IS_THERE | PAGE_IS_AWAY,
                         .result = PAGE_IS_THERE};
        int n = ioctl(k->pagemap, SCAN, &s);
        if (n < 0 || s.walk_end <= at) return false;
        k->scans = true;
        for (int i = 0; i < n; i++) take(k, a, regions[i].start, regions[i].end - regions[i].start);
        at = s.walk_end;
    }
    return true;
}

/* Older kernels: a word for each page, bit 63 there, 62 swapped out, 61 of a file. */
static bool read_words(struct kept_part *k, const struct kept_area *a, take_stretch *take)
{
    enum { WORDS = 512 };
    uint64_t words[WORDS], first = a->start / GUEST_PAGE, pages = a->bytes / GUEST_PAGE;
    for (uint64_t at = 0; at < pages; at += WORDS) {
        uint64_t count = pages - at < WORDS ? pages - at : WORDS;
        ssize_t bytes = (ssize_t)(count * sizeof *words);
        if (pread(k->pagemap, words, (size_t)bytes, (off_t)((first + at) * sizeof *words)) != bytes) return false;
        for (uint64_t i = 0; i < count; i++)
            if (words[i] >> 62 && !(words[i] >> 61 & 1)) take(k, a, a->start + (at + i) * GUEST_PAGE, GUEST_PAGE);
    }
    return true;
}

/* -- a file in memory: what was never written to is a hole ------------------------------------------------------------ */

static bool walk_file(struct kept_part *k, const struct kept_area *a, take_stretch *take)
{
    uint64_t base = (uintptr_t)k->memory->host;
    off_t from = (off_t)(a->start - base), end = from + (off_t)a->bytes;
    while (from < end) {
        off_t data = lseek(k->memory->shared, from, SEEK_DATA);
        if (data < 0) return errno == ENXIO; /* no more */
        if (data >= end) return true;
        off_t hole = lseek(k->memory->shared, data, SEEK_HOLE);
        if (hole <= data) return false;
        from = hole < end ? hole : end;
        take(k, a, base + (uint64_t)data, (uint64_t)(from - data));
    }
    return true;
}

bool found_pages(struct kept_part *k, take_stretch *take)
{
    for (uint32_t i = 0; i < k->area_count; i++) {
        const struct kept_area *a = &k->areas[i];
        if (k->kind == KEPT_SHARED ? walk_file(k, a, take) : scan(k, a, take)) continue;
        bool is_old = errno == ENOTTY || errno == EINVAL;
        if (k->kind == KEPT_SHARED || !is_old || !read_words(k, a, take)) return false;
    }
    return true;
}

/* -- faults ------------------------------------------------------------------------------------------------------------ */

/* The tenth and twelfth words of /proc/PID/stat, of which the second ends with the last bracket (proc(5)). */
static long faults_of_other(int stat)
{
    enum { MINOR = 8, MAJOR = 10 }; /* behind the bracket */
    char text[1024];
    ssize_t size = pread(stat, text, sizeof text - 1, 0);
    text[size < 0 ? 0 : size] = 0;
    char *at = strrchr(text, ')');
    long sum = 0;
    for (int word = 1; at && word <= MAJOR; word++) {
        at = strchr(at + 1, ' ');
        if (at && (word == MINOR || word == MAJOR)) sum += strtol(at, NULL, 10);
    }
    return at ? sum : -1;
}

/* A page becomes private by a fault of the thread that writes to it; those of a virtual machine are this thread's (Linux 5.9 on:
 * mm_account_fault()). */
long found_faults(const struct kept_part *k)
{
    struct rusage r;
    if (k->kind == KEPT_SHARED || !k->scans) return -1;
    if (k->kind == KEPT_OTHER) return faults_of_other(k->stat);
    getrusage(RUSAGE_THREAD, &r);
    return r.ru_minflt + r.ru_majflt;
}
