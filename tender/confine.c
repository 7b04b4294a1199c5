/* tender/confine.c - the tender's own system call filter, by libseccomp. */
#include "tender/confine.h"
#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>

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

bool confine(enum confinement to, struct complaint *c)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    bool done = filter && add_rules(filter, to) && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return done || complain(c, "the host refuses to confine the monitor itself (seccomp).");
}
