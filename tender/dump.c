/* tender/dump.c - a readable register dump of a guest that faulted. */
#include "tender/symbols.h"
#include "tender/tender.h"
#include <stdio.h>
#include <string.h>

enum { PAGE_FAULT = 14, RSP = 7, CALLERS = 12, STACK_WORDS = 1024 };

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

static bool is_code(const struct tender *t, uint64_t address)
{
    for (uint32_t i = 0; i < t->image.count; i++) {
        const struct segment *s = &t->image.segments[i];
        if (s->rights & RIGHT_EXECUTE && address - s->start < s->bytes) return true;
    }
    return false;
}

/* Words on the stack that are addresses of code: who called, and perhaps who had called before. */
static unsigned callers(const struct tender *t, uint64_t stack, struct symbol *to)
{
    unsigned count = 0;
    for (uint64_t i = 0; i < STACK_WORDS && count < CALLERS; i++) {
        uint64_t word;
        const void *at = memory_at(&t->memory, (stack & ~UINT64_C(7)) + i * 8, 8);
        if (!at) break;
        memcpy(&word, at, sizeof word);
        if (is_code(t, word)) to[count++].address = word - 1; /* the call itself, not what follows it */
    }
    return count;
}

static void print_place(const char *what, const struct symbol *s)
{
    fprintf(stderr, "  %s 0x%llx", what, (unsigned long long)s->address);
    if (s->function[0]) fprintf(stderr, " %s", s->function);
    if (s->file[0]) fprintf(stderr, " (%s:%u)", s->file, s->line);
    fputc('\n', stderr);
}

static void print_registers(const struct fault *f)
{
    static const char *const names[REGISTERS] = {"rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "rsp",
                                                 "r8",  "r9",  "r10", "r11", "r12", "r13", "r14", "r15"};
    for (int i = 0; i < REGISTERS; i++)
        fprintf(stderr, "  %-3s 0x%016llx%s", names[i], (unsigned long long)f->registers[i], i % 4 == 3 ? "\n" : "");
    fprintf(stderr, "  rip 0x%016llx  flags 0x%llx\n", (unsigned long long)f->rip, (unsigned long long)f->flags);
}

void dump_fault(const struct tender *t, const struct fault *f)
{
    struct symbol places[1 + CALLERS] = {{.address = f->rip}};
    unsigned count = 1 + callers(t, f->registers[RSP], places + 1);
    symbols_find(&t->image, t->options.symbols, places, count);
    fprintf(stderr, "\n%s", exception_name(f->vector));
    if (f->vector == PAGE_FAULT) fprintf(stderr, " at address 0x%llx", (unsigned long long)f->address);
    if (f->error) fprintf(stderr, ", error code 0x%llx", (unsigned long long)f->error);
    fputc('\n', stderr);
    print_place("in", &places[0]);
    for (unsigned i = 1; i < count; i++) print_place("perhaps called from", &places[i]);
    print_registers(f);
    uint64_t process = t->shared->process;
    if (process) fprintf(stderr, "  running Erlang process: <0.%u.%u>\n", (unsigned)process, (unsigned)(process >> 32));
}
