/* tender/dump.c - a readable register dump of a guest that faulted. */
#include "tender/tender.h"
#include <stdio.h>

static const char *exception_name(int vector)
{
    static const char *const names[32] = {
        [0] = "divide error",    [1] = "debug trap",           [3] = "breakpoint",
        [4] = "overflow",        [5] = "bound range exceeded", [6] = "invalid instruction",
        [7] = "no coprocessor",  [8] = "double fault",         [10] = "invalid TSS",
        [11] = "absent segment", [12] = "stack segment",       [13] = "general protection",
        [14] = "page fault",     [16] = "x87 error",           [17] = "misaligned access",
        [18] = "machine check",  [19] = "SIMD error"};
    return vector >= 0 && vector < 32 && names[vector] ? names[vector] : "unknown exception";
}

void dump_fault(const struct tender *t, const struct fault *f)
{
    static const char *const names[REGISTERS] = {"rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "rsp",
                                                 "r8",  "r9",  "r10", "r11", "r12", "r13", "r14", "r15"};
    fprintf(stderr, "\n%s", exception_name(f->vector));
    if (f->vector == 14) fprintf(stderr, " at address 0x%llx", (unsigned long long)f->address);
    if (f->error) fprintf(stderr, ", error code 0x%llx", (unsigned long long)f->error);
    fprintf(stderr, "\n  rip 0x%016llx\n", (unsigned long long)f->rip);
    for (int i = 0; i < REGISTERS; i++)
        fprintf(stderr, "  %-3s 0x%016llx%s", names[i], (unsigned long long)f->registers[i], i % 4 == 3 ? "\n" : "");
    uint64_t process = t->shared->process;
    if (process) fprintf(stderr, "  running Erlang process: number %llu\n", (unsigned long long)process);
}
