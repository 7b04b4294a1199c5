/* tender/process/state.c - general registers, segment bases, x87 to AVX and protection keys, by ptrace(2): see state.h.
 *
 * There is nothing else of a process that the guest can change: it makes no system call but the gate's. */
#include "tender/process/state.h"
#include <elf.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>

enum { VECTOR_BYTES = 1 << 14 }; /* of the processor's XSAVE area, whatever it has */

struct cell_state {
    struct user_regs_struct registers;
    size_t vector_bytes;
    _Alignas(64) uint8_t vectors[VECTOR_BYTES];
};

bool cell_stop(pid_t cell)
{
    int status;
    if (ptrace(PTRACE_INTERRUPT, cell, 0, 0) != 0 || waitpid(cell, &status, __WALL) != cell) return false;
    return WIFSTOPPED(status) && status >> 16 == PTRACE_EVENT_STOP;
}

/* A call that was interrupted would be made again: the kernel looks at orig_rax for that.  Its result is not looked at. */
static void end_call(struct user_regs_struct *r)
{
    r->rax = 0;
    r->orig_rax = (unsigned long long)-1;
}

struct cell_state *cell_state_take(pid_t cell)
{
    struct cell_state *s = aligned_alloc(64, sizeof *s);
    if (!s) return NULL;
    struct iovec v = {s->vectors, sizeof s->vectors};
    bool taken = ptrace(PTRACE_GETREGS, cell, 0, &s->registers) == 0 &&
                 ptrace(PTRACE_GETREGSET, cell, (void *)(uintptr_t)NT_X86_XSTATE, &v) == 0;
    if (!taken || v.iov_len == sizeof s->vectors) {
        free(s);
        return NULL;
    }
    s->vector_bytes = v.iov_len;
    end_call(&s->registers);
    return s;
}

bool cell_state_set(const struct cell_state *s, pid_t cell)
{
    struct iovec v = {(void *)(uintptr_t)s->vectors, s->vector_bytes};
    return ptrace(PTRACE_SETREGS, cell, 0, &s->registers) == 0 &&
           ptrace(PTRACE_SETREGSET, cell, (void *)(uintptr_t)NT_X86_XSTATE, &v) == 0;
}
