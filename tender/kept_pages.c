/* tender/kept_pages.c - which pages were written to, and their copies: see kept_pages.h. */
#include "tender/kept_pages.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/types.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

/* Pages in the table at most; and how many a turn may add to it, the first one aside: what a guest in passing fills is
 * given back instead, or all turns after it would pay for it. */
enum { KEPT_MOST = 4096, LEARNT_A_TURN = 64, SURPLUS = 256 };

/* -- what the host's kernel knows: Linux 6.7's PAGEMAP_SCAN (Documentation/admin-guide/mm/pagemap.rst) ---------------- */

enum { PAGE_IS_OF_FILE = 1 << 2, PAGE_IS_THERE = 1 << 3, PAGE_IS_AWAY = 1 << 4, PAGE_IS_OF_ZEROS = 1 << 5 };
struct region {
    uint64_t start, end, categories;
};
struct scan {
    uint64_t size, flags, start, end, walk_end, regions, region_count, most_pages, inverted, all_of, any_of, result;
};
#define SCAN _IOWR('f', 16, struct scan)
enum { REGIONS = 128 };

/* Called for each stretch of pages that are this process' own. */
typedef void take_stretch(struct kept_pages *k, uint64_t at, uint64_t bytes);

static bool scan(struct kept_pages *k, take_stretch *take)
{
    struct region regions[REGIONS];
    uint64_t low = (uintptr_t)k->memory->host, at = low, end = low + k->memory->bytes;
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
        for (int i = 0; i < n; i++) take(k, regions[i].start - low, regions[i].end - regions[i].start);
        at = s.walk_end;
    }
    return true;
}

/* Older kernels: a word for each page, bit 63 there, 62 swapped out, 61 of a file. */
static bool read_words(struct kept_pages *k, take_stretch *take)
{
    enum { WORDS = 512 };
    uint64_t words[WORDS], first = (uintptr_t)k->memory->host / GUEST_PAGE, pages = k->memory->bytes / GUEST_PAGE;
    for (uint64_t at = 0; at < pages; at += WORDS) {
        uint64_t count = pages - at < WORDS ? pages - at : WORDS;
        ssize_t bytes = (ssize_t)(count * sizeof *words);
        if (pread(k->pagemap, words, (size_t)bytes, (off_t)((first + at) * sizeof *words)) != bytes) return false;
        for (uint64_t i = 0; i < count; i++)
            if (words[i] >> 62 && !(words[i] >> 61 & 1)) take(k, (at + i) * GUEST_PAGE, GUEST_PAGE);
    }
    return true;
}

static bool find_own(struct kept_pages *k, take_stretch *take)
{
    return scan(k, take) || ((errno == ENOTTY || errno == EINVAL) && read_words(k, take));
}

static long faults_now(void)
{
    struct rusage r;
    getrusage(RUSAGE_THREAD, &r);
    return r.ru_minflt + r.ru_majflt;
}

/* -- the table ----------------------------------------------------------------------------------------------------- */

/* Pages of the tender's that the guest can only read, and that hold nothing of a turn but its identity and the time, which
 * are written anew for each. */
static bool is_constant(const struct kept_pages *k, uint64_t at)
{
    for (uint32_t i = 0; i < k->memory->count; i++) {
        const struct piece *p = &k->memory->pieces[i];
        if (p->start != GUEST_GATE && p->start != GUEST_BOOT) continue;
        if (at - p->offset < p->bytes) return true;
    }
    return false;
}

static uint8_t *add(struct kept_pages *k, uint64_t at)
{
    uint8_t *copy = k->contents + (uint64_t)k->count * GUEST_PAGE;
    k->known[at / GUEST_PAGE] = 1;
    k->numbers[k->count++] = (uint32_t)(at / GUEST_PAGE);
    return copy;
}

static void take_first(struct kept_pages *k, uint64_t at, uint64_t bytes)
{
    for (uint64_t end = at + bytes; at < end; at += GUEST_PAGE) {
        if (is_constant(k, at)) continue;
        if (k->count == KEPT_MOST) {
            k->failed = true;
            return;
        }
        memcpy(add(k, at), k->memory->host + at, GUEST_PAGE);
    }
}

/* What the page is when nobody has written to it: the image's bytes, or zeros. */
static bool read_backing(const struct kept_pages *k, uint64_t at, uint8_t *to)
{
    memset(to, 0, GUEST_PAGE);
    for (uint32_t i = 0; i < k->memory->count; i++) {
        const struct piece *p = &k->memory->pieces[i];
        if (p->backing != BACKING_FILE || at - p->offset >= p->bytes) continue;
        return pread(k->image, to, GUEST_PAGE, (off_t)(p->file_offset + (at - p->offset))) > 0;
    }
    return true;
}

static bool give_back(struct kept_pages *k, uint64_t at)
{
    return madvise(k->memory->host + at, GUEST_PAGE, MADV_DONTNEED) == 0;
}

static void take_new(struct kept_pages *k, uint64_t at, uint64_t bytes)
{
    for (uint64_t end = at + bytes; at < end; at += GUEST_PAGE) {
        if (k->known[at / GUEST_PAGE] || is_constant(k, at)) continue;
        bool learn = k->count < k->most;
        if (learn && !read_backing(k, at, add(k, at))) k->failed = true;
        if (!learn && !give_back(k, at)) k->failed = true;
    }
}

/* -- in and out ------------------------------------------------------------------------------------------------------ */

bool kept_pages_prepare(struct kept_pages *k, struct complaint *c)
{
    k->pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
    return k->pagemap >= 0 || complain(c, "/proc/self/pagemap: %s.", strerror(errno));
}

bool kept_pages_open(struct kept_pages *k, const struct memory *m, int image, struct complaint *c)
{
    k->memory = m, k->image = image;
    k->known = calloc(1, m->bytes / GUEST_PAGE + 1);
    k->numbers = calloc(KEPT_MOST, sizeof *k->numbers);
    k->contents = mmap(NULL, (size_t)KEPT_MOST * GUEST_PAGE, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (!k->known || !k->numbers || k->contents == MAP_FAILED) return complain(c, "the host gives no memory.");
    if (!find_own(k, take_first))
        return complain(c, "the host does not tell which pages were used: %s.", strerror(errno));
    if (k->failed) return complain(c, "the guest cannot be set back: it has written to too much memory.");
    k->faults = -1;
    k->most = KEPT_MOST;
    return true;
}

static void limit_next(struct kept_pages *k)
{
    if (!k->ceiling) k->ceiling = k->count + SURPLUS;
    k->most = k->count + LEARNT_A_TURN < k->ceiling ? k->count + LEARNT_A_TURN : k->ceiling;
    if (k->most > KEPT_MOST) k->most = KEPT_MOST;
}

/* A page becomes this process' own by a fault of its thread, which those of the guest are (Linux 5.9 on: mm_account_fault());
 * without one there are no others than before. */
bool kept_pages_set_back(struct kept_pages *k, struct complaint *c)
{
    if (!k->scans || faults_now() != k->faults) {
        if (!find_own(k, take_new) || k->failed)
            return complain(c, "the guest cannot be set back: the host does not give its pages: %s.", strerror(errno));
    }
    for (uint32_t i = 0; i < k->count; i++)
        memcpy(k->memory->host + (uint64_t)k->numbers[i] * GUEST_PAGE, k->contents + (uint64_t)i * GUEST_PAGE,
               GUEST_PAGE);
    limit_next(k);
    k->faults = faults_now();
    return true;
}
