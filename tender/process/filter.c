/* tender/process/filter.c - a filter by hand: it asks for the address of the caller too, which libseccomp cannot. */
#include "tender/process/filter.h"
#include "guest_abi.h"
#include "tender/process/cell.h"
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <stddef.h>

#define LOAD(field)             BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
/* Goes on if it is `value`, else to the last instruction, `to_last` further on. */
#define MUST_BE(value, to_last) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(value), 0, to_last)

unsigned short filter_make(struct sock_filter to[FILTER_MOST], uint32_t gate, uint32_t otherwise)
{
    const uint64_t after = GUEST_GATE + CELL_GATE_AFTER;
    const struct sock_filter program[] = {
        LOAD(arch),
        MUST_BE(AUDIT_ARCH_X86_64, 7),
        LOAD(nr),
        MUST_BE(CELL_CALL, 5),
        LOAD(instruction_pointer),
        MUST_BE(after, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer) + 4),
        MUST_BE(after >> 32, 1),
        BPF_STMT(BPF_RET | BPF_K, gate),
        BPF_STMT(BPF_RET | BPF_K, otherwise),
    };
    for (size_t i = 0; i < sizeof program / sizeof *program; i++) to[i] = program[i];
    return sizeof program / sizeof *program;
}
