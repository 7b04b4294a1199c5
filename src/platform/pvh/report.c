/* platform/pvh/report.c - the register dump: text for people, addresses that `ling boot` can name. */
#include "platform/pvh/report.h"
#include "platform/pvh/pvh.h"

enum { LINE_MAX = 160, STACK_WORDS = 64, WORDS_A_LINE = 8 };

struct line {
    char text[LINE_MAX];
    size_t size;
};

static void add(struct line *l, const char *text)
{
    while (*text && l->size < LINE_MAX - 1) l->text[l->size++] = *text++;
}

static void add_hex(struct line *l, uint64_t v)
{
    char digits[17] = "0000000000000000";
    for (int i = 15; v; v >>= 4) digits[i--] = "0123456789abcdef"[v & 15];
    add(l, digits);
}

static void end_line(struct line *l)
{
    l->text[l->size++] = '\n';
    pvh_console_write(l->text, l->size, true);
    l->size = 0;
}

static const char *const names[32] = {"divide error",
                                      "debug exception",
                                      "non-maskable interrupt",
                                      "breakpoint",
                                      "overflow",
                                      "bound range exceeded",
                                      "invalid opcode",
                                      "device not available",
                                      "double fault",
                                      "exception 9",
                                      "invalid task segment",
                                      "segment not present",
                                      "stack fault",
                                      "general protection",
                                      "page fault",
                                      "exception 15",
                                      "x87 error",
                                      "alignment check",
                                      "machine check",
                                      "SIMD error",
                                      "virtualization fault",
                                      "control protection",
                                      "exception 22",
                                      "exception 23",
                                      "exception 24",
                                      "exception 25",
                                      "exception 26",
                                      "exception 27",
                                      "hypervisor injection",
                                      "VMM communication",
                                      "security exception",
                                      "exception 31"};

static void add_register(struct line *l, const char *name, uint64_t value)
{
    add(l, l->size ? "  " : "");
    add(l, name);
    add(l, " ");
    add_hex(l, value);
}

static void print_registers(const struct registers *r)
{
    struct {
        const char *name;
        uint64_t value;
    } all[] = {{"rip", r->rip}, {"rsp", r->rsp}, {"flg", r->flags}, {"rax", r->rax}, {"rbx", r->rbx}, {"rcx", r->rcx},
               {"rdx", r->rdx}, {"rsi", r->rsi}, {"rdi", r->rdi},   {"rbp", r->rbp}, {"r8 ", r->r8},  {"r9 ", r->r9},
               {"r10", r->r10}, {"r11", r->r11}, {"r12", r->r12},   {"r13", r->r13}, {"r14", r->r14}, {"r15", r->r15}};
    struct line l = {.size = 0};
    for (unsigned i = 0; i < sizeof all / sizeof *all; i++) {
        add_register(&l, all[i].name, all[i].value);
        if (i % 3 == 2) end_line(&l);
    }
}

static void print_stack(uint64_t rsp)
{
    const uint64_t *word = (const uint64_t *)(uintptr_t)rsp;
    if ((uintptr_t)word < (uintptr_t)guest_stack || rsp & 7) return;
    struct line l = {.size = 0};
    for (unsigned i = 0; i < STACK_WORDS && (const char *)(word + i) < guest_stack_end; i++) {
        add(&l, l.size ? " " : "stack ");
        add_hex(&l, word[i]);
        if (i % WORDS_A_LINE == WORDS_A_LINE - 1) end_line(&l);
    }
    if (l.size) end_line(&l);
}

static void add_number(struct line *l, uint32_t v)
{
    char digits[11];
    char *at = digits + sizeof digits - 1;
    *at = 0;
    do *--at = (char)('0' + v % 10);
    while (v /= 10);
    add(l, at);
}

static void print_running(uint64_t process)
{
    struct line l = {.size = 0};
    if (!process) return;
    add(&l, "running Erlang process <0.");
    add_number(&l, (uint32_t)process);
    add(&l, ".");
    add_number(&l, (uint32_t)(process >> 32));
    add(&l, ">");
    end_line(&l);
}

static _Noreturn void report(const struct registers *r, const char *what, uint64_t address, int status, const char *end)
{
    struct pvh *p = pvh();
    if (p->traps++ > 0) end_failed(status, end);
    struct line l = {.size = 0};
    add(&l, "panic: ");
    add(&l, what);
    add_register(&l, "at", r->rip);
    add_register(&l, "address", address);
    add_register(&l, "error", r->error);
    end_line(&l);
    print_registers(r);
    print_stack(r->rsp);
    print_running(p->running);
    end_failed(status, end);
}

void report_exception(const struct registers *r, uint64_t fault_address)
{
    report(r, names[r->vector & 31], fault_address, END_EXCEPTION, "exception");
}

void report_no_memory(const struct registers *r)
{
    report(r, "no memory is left for a page", 0, END_NO_MEMORY, "memory");
}
