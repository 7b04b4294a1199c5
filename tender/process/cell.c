/* tender/process/cell.c - ling-cell: maps the guest's memory, gives everything else away, and becomes the guest.
 *
 * Started by `ling boot` alone.  A program of its own, so that nothing of the tender's is in the guest's address
 * space: what is left there of this one holds no secret. */
#include "tender/process/cell.h"
#include "tender/descriptors.h"
#include "tender/process/filter.h"
#include <asm/prctl.h>
#include <errno.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static void answer(const struct cell_answer *a, int descriptor)
{
    if (!descriptor_send(CELL_SOCKET, a, sizeof *a, descriptor, 0)) _exit(1);
}

static _Noreturn void refuse(const char *what)
{
    struct cell_answer a;
    snprintf(a.sentence, sizeof a.sentence, "engine process is not to be had: %s: %s.", what, strerror(errno));
    answer(&a, -1);
    _exit(1);
}

static const struct mapped {
    int flags, file;
} mapped[] = {
    [CELL_SHARES] = {MAP_SHARED, CELL_MEMORY},
    [CELL_HAS_COPIES] = {MAP_PRIVATE, CELL_MEMORY},
    [CELL_HAS_ZEROS] = {MAP_PRIVATE | MAP_ANONYMOUS, -1},
    [CELL_HAS_IMAGE_S] = {MAP_PRIVATE, CELL_IMAGE},
};

static void map_pieces(const struct cell_plan *plan)
{
    for (uint64_t i = 0; i < plan->count; i++) {
        const struct cell_piece *p = &plan->pieces[i];
        int rights = (p->rights & RIGHT_READ ? PROT_READ : 0) | (p->rights & RIGHT_WRITE ? PROT_WRITE : 0) |
                     (p->rights & RIGHT_EXECUTE ? PROT_EXEC : 0);
        void *wanted = (void *)(uintptr_t)p->start;
        if (p->source > CELL_HAS_IMAGE_S) refuse("the plan");
        const struct mapped *how = &mapped[p->source];
        off_t offset = p->source == CELL_HAS_ZEROS ? 0 : (off_t)p->offset;
        int flags = how->flags | MAP_FIXED_NOREPLACE | MAP_NORESERVE;
        if (mmap(wanted, p->bytes, rights, flags, how->file, offset) != wanted) refuse("the guest's addresses");
        if (p->source == CELL_SHARES && p->rights & RIGHT_WRITE) madvise(wanted, p->bytes, MADV_HUGEPAGE);
    }
}

/* A second wall behind the filter; where the system allows none of it, the filter stands alone. */
static void leave_namespaces(void)
{
    bool joined = setns(CELL_USER, CLONE_NEWUSER) == 0 && setns(CELL_NETWORK, CLONE_NEWNET) == 0;
    int own = CLONE_NEWIPC | CLONE_NEWNS | CLONE_NEWUTS | (joined ? 0 : CLONE_NEWNET);
    if (unshare(CLONE_NEWUSER | own) != 0) unshare(own);
    close(CELL_USER), close(CELL_NETWORK);
}

static void limit(int resource, rlim_t most)
{
    if (setrlimit(resource, &(struct rlimit){most, most}) != 0) refuse("its limits");
}

static void give_up_rights(void)
{
    setsid();
    leave_namespaces();
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        refuse("no new privileges");
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_NPROC, 0);
    limit(RLIMIT_STACK, 1 << 16);
    limit(RLIMIT_DATA, 0);
}

static int install(uint32_t gate, uint32_t otherwise, unsigned flags)
{
    struct sock_filter code[FILTER_MOST];
    struct sock_fprog program = {filter_make(code, gate, otherwise), code};
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
}

static void send_listener(void)
{
    int listener = install(SECCOMP_RET_USER_NOTIF, SECCOMP_RET_ALLOW, SECCOMP_FILTER_FLAG_NEW_LISTENER);
    if (listener < 0) refuse("system calls answered by another process (Linux 5.0)");
    answer(&(struct cell_answer){0}, listener);
    close(listener);
}

/* The last system calls: from here on there is only the gate.  The fs base goes with them, so nothing of the C
 * library may run in between. */
__attribute__((noinline, no_stack_protector)) static _Noreturn void enter(uint64_t entry, uint64_t thread_pointer,
                                                                          const struct sock_fprog *program)
{
    register uint64_t flags __asm__("r10") = 0;
    uint64_t result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(SYS_arch_prctl), "D"(ARCH_SET_FS), "S"(thread_pointer), "r"(flags)
                     : "rcx", "r11", "memory");
    __asm__ volatile("syscall\n\t"
                     "test %%rax, %%rax\n\t"
                     "jnz 1f\n\t"
                     "fninit\n\t"
                     "mov %[boot], %%rdi\n\t"
                     "mov %[entry], %%rcx\n\t"
                     "xor %%eax, %%eax\n\t xor %%ebx, %%ebx\n\t xor %%edx, %%edx\n\t xor %%esi, %%esi\n\t"
                     "xor %%ebp, %%ebp\n\t xor %%esp, %%esp\n\t"
                     "xor %%r8d, %%r8d\n\t xor %%r9d, %%r9d\n\t xor %%r10d, %%r10d\n\t xor %%r11d, %%r11d\n\t"
                     "xor %%r12d, %%r12d\n\t xor %%r13d, %%r13d\n\t xor %%r14d, %%r14d\n\t xor %%r15d, %%r15d\n\t"
                     "jmp *%%rcx\n"
                     "1: ud2"
                     :
                     : "a"(SYS_seccomp), "D"(SECCOMP_SET_MODE_FILTER), "S"(0),
                       "d"(program), [entry] "r"(entry), [boot] "r"(GUEST_BOOT)
                     : "rcx", "r11", "memory");
    __builtin_unreachable();
}

int main(void)
{
    struct cell_plan plan;
    if (recv(CELL_SOCKET, &plan, sizeof plan, 0) != sizeof plan || plan.count > PIECES_MAX) {
        fprintf(stderr, "ling-cell is started by `ling boot`.\n");
        return 64;
    }
    map_pieces(&plan);
    for (int fd = 0; fd < 3; fd++) close(fd);
    close(CELL_MEMORY), close(CELL_IMAGE);
    give_up_rights();
    send_listener();
    char go;
    if (recv(CELL_SOCKET, &go, sizeof go, 0) != sizeof go) return 1;
    close(CELL_SOCKET);
    struct sock_filter code[FILTER_MOST];
    struct sock_fprog program = {filter_make(code, SECCOMP_RET_ALLOW, SECCOMP_RET_KILL_PROCESS), code};
    enter(plan.entry, plan.thread_pointer, &program);
}
