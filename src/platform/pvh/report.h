/* platform/pvh/report.h - what the operator reads when the machine itself has failed. */
#pragma once
#include <stdint.h>

/* As vectors.S pushes them. */
struct registers {
    uint64_t r15, r14, r13, r12, r11, r10, r9, r8, rbp, rdi, rsi, rdx, rcx, rbx, rax;
    uint64_t vector, error, rip, cs, flags, rsp, ss;
};

/* Called by vectors.S for every exception and interrupt. */
void pvh_trap(struct registers *r);

/* Prints the registers and what lies on top of the stack, and ends the run with END_EXCEPTION. */
_Noreturn void report_exception(const struct registers *r, uint64_t fault_address);
/* There is no frame for a page of the arena: ends the run with END_NO_MEMORY. */
_Noreturn void report_no_memory(const struct registers *r);
