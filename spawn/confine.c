/* spawn/confine.c - the front's system call filter: whoever takes it over by a request finds sockets that are open, and
 * nothing else. */
#include "spawn/confine.h"
#include <errno.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/socket.h>

static const int allowed[] = {SCMP_SYS(epoll_wait),     SCMP_SYS(epoll_pwait),   SCMP_SYS(epoll_ctl),
                              SCMP_SYS(accept4),        SCMP_SYS(setsockopt),    SCMP_SYS(shutdown),
                              SCMP_SYS(recvfrom),       SCMP_SYS(sendto),        SCMP_SYS(recvmsg),
                              SCMP_SYS(sendmsg),        SCMP_SYS(read),          SCMP_SYS(write),
                              SCMP_SYS(close),          SCMP_SYS(clock_gettime), SCMP_SYS(munmap),
                              SCMP_SYS(madvise),        SCMP_SYS(brk),           SCMP_SYS(mremap),
                              SCMP_SYS(fstat),          SCMP_SYS(newfstatat),    SCMP_SYS(rt_sigreturn),
                              SCMP_SYS(rt_sigprocmask), SCMP_SYS(exit_group),    SCMP_SYS(restart_syscall),
                              SCMP_SYS(getrandom),      SCMP_SYS(poll)};

static bool add(scmp_filter_ctx filter)
{
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) != 0) return false;
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) ==
               0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(socketpair), 1, SCMP_A0(SCMP_CMP_EQ, AF_UNIX, 0)) == 0;
}

bool confine_front(struct complaint *c)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    bool done = filter && add(filter) && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return done || complain(c, "the host refuses to confine the front (seccomp).");
}
