/* tender/confine.c - the tender's own system call filter, by libseccomp. */
#include "tender/confine.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static const int allowed[] = {
    /* waiting and time */ SCMP_SYS(ppoll),
    SCMP_SYS(poll),
    SCMP_SYS(epoll_wait),
    SCMP_SYS(epoll_pwait),
    SCMP_SYS(epoll_ctl),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(setitimer),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigprocmask),
    /* console, the notifier, KVM */ SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(ioctl),
    SCMP_SYS(close),
    SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(lseek),
    SCMP_SYS(readlink),
    /* the image that is being prepared */ SCMP_SYS(pread64),
    SCMP_SYS(pwrite64),
    SCMP_SYS(ftruncate),
    SCMP_SYS(getrandom),
    /* sockets */ SCMP_SYS(accept4),
    SCMP_SYS(connect),
    SCMP_SYS(sendmsg),
    SCMP_SYS(recvmsg),
    SCMP_SYS(sendto),
    SCMP_SYS(recvfrom),
    SCMP_SYS(setsockopt),
    SCMP_SYS(getsockopt),
    SCMP_SYS(shutdown),
    /* memory */ SCMP_SYS(madvise),
    SCMP_SYS(getrusage),
    SCMP_SYS(munmap),
    SCMP_SYS(brk),
    /* the cell and the end */ SCMP_SYS(kill),
    SCMP_SYS(wait4),
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(exit_group)};

static bool add_plain(scmp_filter_ctx filter)
{
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) != 0) return false;
    return true;
}

static bool add(scmp_filter_ctx filter, int call, struct scmp_arg_cmp argument)
{
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1, argument) == 0;
}

static bool add_outside(scmp_filter_ctx filter)
{
    enum { WRITING = O_ACCMODE | O_CREAT | O_TRUNC };
    return add(filter, SCMP_SYS(openat), SCMP_A2(SCMP_CMP_MASKED_EQ, WRITING, O_RDONLY)) &&
           add(filter, SCMP_SYS(socket), SCMP_A0(SCMP_CMP_EQ, AF_INET, 0)) &&
           add(filter, SCMP_SYS(socket), SCMP_A0(SCMP_CMP_EQ, AF_INET6, 0));
}

static bool add_rules(scmp_filter_ctx filter, enum confinement to)
{
    return add_plain(filter) && add(filter, SCMP_SYS(mmap), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) &&
           (to == CONFINE_WHOLLY || add_outside(filter));
}

/* libseccomp writes its program to a descriptor: behind a pipe there is room for the longest. */
static bool export(scmp_filter_ctx filter, struct confinement_program *p)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return false;
    bool written = seccomp_export_bpf(filter, ends[1]) == 0;
    ssize_t bytes = written ? read(ends[0], p->code, sizeof p->code) : -1;
    close(ends[0]), close(ends[1]);
    p->count = (unsigned short)(bytes > 0 ? (size_t)bytes / sizeof *p->code : 0);
    return bytes > 0 && bytes < (ssize_t)sizeof p->code;
}

static bool refused(struct complaint *c)
{
    return complain(c, "the host refuses to confine the monitor itself (seccomp).");
}

/* As a tree of comparisons, which the kernel runs for each of its calls when it takes a filter on: half as long as for a list. */
bool confine_compile(enum confinement to, struct confinement_program *p, struct complaint *c)
{
    enum { AS_A_TREE = 2 };
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    bool done = filter && seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, AS_A_TREE) == 0 && add_rules(filter, to) &&
                export(filter, p);
    seccomp_release(filter);
    return done || refused(c);
}

bool confine_enter(const struct confinement_program *p, struct complaint *c)
{
    const struct sock_fprog program = {p->count, (struct sock_filter *)(uintptr_t)p->code};
    return (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
            syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0) ||
           refused(c);
}

bool confine(enum confinement to, struct complaint *c)
{
    struct confinement_program p;
    return confine_compile(to, &p, c) && confine_enter(&p, c);
}
