/* image/link.c - runs the base's loader in this process, at the addresses where it will be. */
#include "image/link.h"
#include "guest_abi.h"
#include "image/fail.h"
#include <asm/prctl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The allocator's table for this much of the general region comes with the image; a larger guest makes a new one. */
#define GENERAL_WINDOW  (UINT64_C(48) << 20)
#define LITERALS_WINDOW (UINT64_C(256) << 20)
#define CODE_WINDOW     (UINT64_C(512) << 20)
#define ROOTS_WINDOW    (UINT64_C(1) << 20)

/* A gap of so few pages of zeros does not end a part, for each costs a mapping at each start; if that makes too many,
 * twice as many. */
enum { FIRST_GAP_PAGES = 2 };

static void *map_at(uint64_t at, uint64_t bytes, int rights)
{
    void *wanted = (void *)(uintptr_t)at;
    void *got = mmap(wanted, bytes, rights, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
    if (got != wanted) fail(FAIL_SYSTEM, "the addresses from %#lx on, which the machine needs, are in use", at);
    return got;
}

static void map_base(const struct base *b)
{
    for (unsigned i = 0; i < b->head->e_phnum; i++) {
        const Elf64_Phdr *p = &b->segments[i];
        if (p->p_type != PT_LOAD || !p->p_memsz) continue;
        uint64_t bytes = (p->p_memsz + GUEST_PAGE - 1) & -(uint64_t)GUEST_PAGE;
        void *at = map_at(p->p_vaddr, bytes, PROT_READ | PROT_WRITE);
        memcpy(at, b->bytes + p->p_offset, p->p_filesz);
        int rights = PROT_READ | (p->p_flags & PF_W ? PROT_WRITE : 0) | (p->p_flags & PF_X ? PROT_EXEC : 0);
        if (mprotect(at, bytes, rights) != 0) fail(FAIL_SYSTEM, "the base cannot be mapped");
    }
}

/* Between the two calls of the kernel nothing of this program's runs. */
static uint64_t enter(const struct base *b, struct link_request *request)
{
    uint64_t ours = 0;
    uint64_t (*entry)(struct link_request *) = (uint64_t (*)(struct link_request *))(uintptr_t)b->link_entry;
    syscall(SYS_arch_prctl, ARCH_GET_FS, &ours);
    if (syscall(SYS_arch_prctl, ARCH_SET_FS, b->thread_pointer) != 0) fail(FAIL_SYSTEM, "the base cannot be entered");
    uint64_t status = entry(request);
    register long number __asm__("rax") = SYS_arch_prctl;
    __asm__ volatile("syscall" : "+r"(number) : "D"(ARCH_SET_FS), "S"(ours) : "rcx", "r11", "memory");
    return (uint32_t)status;
}

/* -- the pages that are not zero -------------------------------------------------------------------------- */

static bool is_zero(const uint8_t *page)
{
    const uint64_t *words = (const uint64_t *)(const void *)page;
    for (unsigned i = 0; i < GUEST_PAGE / 8; i++)
        if (words[i]) return false;
    return true;
}

static bool add_part(struct linked *l, uint64_t from, uint64_t to)
{
    if (l->count == PARTS_MAX) return false;
    l->parts[l->count++] = (struct part){from, to - from, (const uint8_t *)(uintptr_t)from};
    return true;
}

/* Pages that were never touched are not looked at.  False: too many parts. */
static bool take_window(struct linked *l, uint64_t start, uint64_t bytes, uint64_t gap)
{
    uint64_t pages = bytes / GUEST_PAGE, from = 0, to = 0;
    bool room = true;
    unsigned char *resident = need(pages);
    if (mincore((void *)(uintptr_t)start, bytes, resident) != 0) fail(FAIL_SYSTEM, "mincore: %m");
    for (uint64_t i = 0; i < pages && room; i++) {
        uint64_t at = start + i * GUEST_PAGE;
        if (!(resident[i] & 1) || is_zero((const uint8_t *)(uintptr_t)at)) continue;
        if (to && at - to > gap * GUEST_PAGE) room = add_part(l, from, to), to = 0;
        if (!to) from = at;
        to = at + GUEST_PAGE;
    }
    free(resident);
    return room && (!to || add_part(l, from, to));
}

static bool take_windows(struct linked *l, const struct link_request *request, uint64_t gap)
{
    bool room = true;
    l->count = 0;
    for (int i = 0; i < LINK_WINDOWS && room; i++)
        room = take_window(l, request->windows[i].start, request->windows[i].bytes, gap);
    return room;
}

void link_modules(const struct base *b, const struct plan *p, struct linked *linked)
{
    static struct link_request request = {.abi = LINK_ABI_VERSION,
                                          .bytes = sizeof request,
                                          .windows = {{GUEST_ROOTS_START, ROOTS_WINDOW},
                                                      {GUEST_LITERALS_START, LITERALS_WINDOW},
                                                      {GUEST_CODE_START, CODE_WINDOW},
                                                      {GUEST_GENERAL_START, GENERAL_WINDOW}}};
    *linked = (struct linked){0};
    if (p->module_count == 0) return;
    request.modules = p->modules, request.count = p->module_count, request.release = p->release;
    request.sizes = linked->sizes = need(p->module_count * sizeof *linked->sizes);
    memset(linked->sizes, 0, p->module_count * sizeof *linked->sizes);
    map_base(b);
    for (int i = 0; i < LINK_WINDOWS; i++)
        map_at(request.windows[i].start, request.windows[i].bytes, PROT_READ | PROT_WRITE);
    if (enter(b, &request) != 0) fail(FAIL_DATA, "%.*s", (int)strcspn(request.text, "\n"), request.text);
    for (uint64_t gap = FIRST_GAP_PAGES; !take_windows(linked, &request, gap);) gap *= 2;
}
