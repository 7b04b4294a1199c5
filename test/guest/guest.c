/* test/guest/guest.c - a guest without a machine: does one thing that the interface promises or refuses, named by its
 * first argument.  test/guest/run.py boots it and judges what it prints and how it ends. */
#include "guest_abi.h"

__asm__(".section .note.ling, \"a\", @note\n"
        "    .balign 4\n"
        "    .long 5, 16, 1\n"
        "    .asciz \"Ling\"\n"
        "    .balign 4\n"
        "    .long 1, 0\n"
        "    .quad 0x123456789000\n"
        ".text\n"
        ".globl entry\n"
        "entry: lea stack_end(%rip), %rsp\n" /* rdi stays: the first argument */
        "    call guest_main\n"
        "    ud2\n");

#define boot   ((const struct guest_boot *)GUEST_BOOT)
#define clock  ((const volatile struct guest_clock *)GUEST_CLOCK)
#define shared ((volatile struct guest_shared *)GUEST_SHARED)
#define halves ((volatile struct guest_slot *)GUEST_SLOTS)
#define hosts  ((const volatile struct guest_slot_host *)GUEST_SLOTS_HOST)

/* -- calls ------------------------------------------------------------------------------------------------ */

static int64_t call(uint64_t number, uint64_t a, uint64_t b)
{
    shared->call.number = number;
    shared->call.arguments[0] = a;
    shared->call.arguments[1] = b;
    ((void (*)(void))GUEST_GATE)();
    return shared->call.result;
}

static _Noreturn void end(enum guest_end how, unsigned status)
{
    call(GUEST_CALL_EXIT, how, status);
    for (;;) __builtin_trap();
}

static void ring(uint32_t slot) { shared->to_host[slot / 64] |= UINT64_C(1) << slot % 64; }

static uint64_t rdtsc(void)
{
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
}

static uint64_t now_ns(void)
{
    return clock->monotonic_ns + (uint64_t)((unsigned __int128)(rdtsc() - clock->tsc) * clock->multiplier >> 32);
}

static void wait_ns(uint64_t ns) { call(GUEST_CALL_WAIT, now_ns() + ns, 0); }

/* -- text ---------------------------------------------------------------------------------------------------- */

static volatile uint8_t *send_ring(uint32_t slot)
{
    return (uint8_t *)(GUEST_SEND + (uint64_t)slot * boot->ring_bytes);
}
static const volatile uint8_t *receive_ring(uint32_t slot)
{
    return (const uint8_t *)(GUEST_RECEIVE + (uint64_t)slot * boot->ring_bytes);
}

/* All of it, whatever the calls it takes. */
static void put(uint32_t slot, const char *text, uint32_t size)
{
    for (uint32_t i = 0; i < size; i++) {
        while (halves[slot].sent_put - hosts[slot].sent_taken == boot->ring_bytes) {
            halves[slot].wishes |= GUEST_SLOT_WANT_ROOM;
            ring(slot);
            wait_ns(1000000000);
        }
        send_ring(slot)[halves[slot].sent_put & (boot->ring_bytes - 1)] = (uint8_t)text[i];
        halves[slot].sent_put++;
    }
    ring(slot);
}

static uint32_t length(const char *text)
{
    uint32_t n = 0;
    while (text[n]) n++;
    return n;
}

static void print(const char *text) { put(GUEST_SLOT_CONSOLE, text, length(text)); }

static void print_number(const char *what, int64_t n)
{
    char digits[24], sign = n < 0;
    uint32_t at = sizeof digits;
    uint64_t left = sign ? (uint64_t)-n : (uint64_t)n;
    do digits[--at] = (char)('0' + left % 10);
    while (left /= 10);
    if (sign) digits[--at] = '-';
    print(what);
    print(" ");
    put(GUEST_SLOT_CONSOLE, digits + at, (uint32_t)sizeof digits - at);
    print("\n");
}

static int equal(const char *a, const char *b)
{
    while (*a && *a == *b) a++, b++;
    return *a == *b;
}

static const char *argument(uint32_t index)
{
    const char *at = (const char *)GUEST_BOOT + boot->arguments.offset;
    if (index >= boot->arguments.count) return "";
    while (index-- > 0) at += length(at) + 1;
    return at;
}

/* -- what is promised ------------------------------------------------------------------------------------------- */

static void test_hello(void)
{
    uint64_t thread;
    __asm__("rdfsbase %0" : "=r"(thread));
    print("hello\n");
    print_number("abi", boot->abi);
    print_number("thread pointer", (int64_t)thread);
    print_number("arguments", boot->arguments.count);
    put(GUEST_SLOT_ERROR, "to stderr\n", 10);
    end(GUEST_END_HALT, 7);
}

static void test_clock(void)
{
    uint64_t before = now_ns();
    wait_ns(200000000);
    print_number("waited ms", (int64_t)((now_ns() - before) / 1000000));
    /* What the old page says of the moment at which the tender wrote the new one: no matter who ran in between. */
    struct guest_clock old = {.tsc = clock->tsc, .monotonic_ns = clock->monotonic_ns, .multiplier = clock->multiplier};
    for (uint64_t from = now_ns(); now_ns() - from < 100000000;) continue;
    call(GUEST_CALL_WAIT, 0, 0);
    uint64_t foreseen = (uint64_t)((unsigned __int128)(clock->tsc - old.tsc) * old.multiplier >> 32);
    int64_t drift = (int64_t)(foreseen - (clock->monotonic_ns - old.monotonic_ns));
    print(drift > -500000 && drift < 500000 ? "clock steady\n" : "clock drifts\n");
    print_number("seconds", (int64_t)now_ns() / 1000000000 + clock->system_offset_ns / 1000000000);
}

static void test_memory(void)
{
    for (int w = 0; w < GUEST_WINDOWS; w++) {
        volatile uint8_t *at = (uint8_t *)boot->windows[w].start;
        for (uint64_t i = 0; i < boot->windows[w].bytes; i += GUEST_PAGE) {
            if (at[i]) print("not zero\n");
            at[i] = (uint8_t)(i / GUEST_PAGE + 1);
        }
    }
    volatile uint8_t *general = (uint8_t *)GUEST_GENERAL_START;
    print_number("discard", call(GUEST_CALL_DISCARD, GUEST_GENERAL_START + GUEST_PAGE, GUEST_PAGE));
    print_number("kept", general[0]);
    print_number("gone", general[GUEST_PAGE]);
    print_number("kept", general[2 * GUEST_PAGE]);
}

static void test_entropy(void)
{
    volatile uint64_t *to = (uint64_t *)GUEST_TRANSFER;
    print_number("entropy", call(GUEST_CALL_ENTROPY, 32, 0));
    uint64_t first = to[0];
    call(GUEST_CALL_ENTROPY, 32, 0);
    print(to[0] != first && to[0] && first ? "two draws differ\n" : "two draws are the same\n");
    print_number("none", call(GUEST_CALL_ENTROPY, 0, 0));
    print_number("too many", call(GUEST_CALL_ENTROPY, GUEST_TRANSFER_BYTES + 1, 0));
}

static void test_input(void)
{
    halves[0].wishes = GUEST_SLOT_WANT_INPUT;
    ring(0);
    while (!(hosts[0].state & GUEST_SLOT_END) || halves[0].received_taken != hosts[0].received_put) {
        uint32_t taken = halves[0].received_taken;
        for (; taken != hosts[0].received_put; taken++)
            put(0, (const char *)receive_ring(0) + (taken & (boot->ring_bytes - 1)), 1);
        halves[0].received_taken = taken;
        shared->to_guest[0] &= ~UINT64_C(1);
        ring(0);
        if (!(hosts[0].state & GUEST_SLOT_END)) call(GUEST_CALL_WAIT, UINT64_MAX, 0);
    }
}

static void test_flood(void)
{
    static char line[100];
    for (uint32_t i = 0; i < sizeof line; i++) line[i] = (char)('0' + i % 10);
    for (int i = 0; i < 10000; i++) put(0, line, sizeof line);
}

static void test_stop(void)
{
    print("ready\n");
    while (!clock->stop_requests) call(GUEST_CALL_WAIT, UINT64_MAX, 0);
    print("stopping\n");
    end(GUEST_END_HALT, 3);
}

/* -- streams ------------------------------------------------------------------------------------------------------ */

static struct guest_address *transfer_address(uint8_t a, uint8_t b, uint8_t c, uint8_t d, uint16_t port)
{
    struct guest_address *t = (struct guest_address *)GUEST_TRANSFER;
    *t = (struct guest_address){.family = GUEST_FAMILY_INET, .port = port, .size = 4, .bytes = {a, b, c, d}};
    return t;
}

static uint32_t listener(uint16_t port)
{
    int64_t slot = call(GUEST_CALL_OPEN, GUEST_SLOT_STREAM, GUEST_FAMILY_INET);
    transfer_address(0, 0, 0, 0, port);
    int64_t bound = call(GUEST_CALL_BIND, (uint64_t)slot, 0), listening = call(GUEST_CALL_LISTEN, (uint64_t)slot, 8);
    if (slot < 0 || bound || listening) print("no listener\n");
    return (uint32_t)slot;
}

/* The next connection of the listener, with what its peer has sent first; 0: there was none to be had. */
static uint32_t accept(uint32_t from, uint64_t ns)
{
    uint64_t until = now_ns() + ns;
    for (;;) {
        for (uint32_t w = 0; w < boot->slots / 64 + 1; w++) shared->to_guest[w] = 0;
        for (uint32_t i = GUEST_SLOT_FIRST; i < boot->slots; i++)
            if (hosts[i].kind == GUEST_SLOT_STREAM && hosts[i].listener == from &&
                !(halves[i].wishes & (GUEST_SLOT_ACCEPTED | GUEST_SLOT_CLOSE))) {
                halves[i].wishes = GUEST_SLOT_ACCEPTED;
                return i;
            }
        if (now_ns() > until) return 0;
        call(GUEST_CALL_WAIT, until, 0);
    }
}

static void await_bytes(uint32_t slot)
{
    while (hosts[slot].received_put == halves[slot].received_taken && !(hosts[slot].state & GUEST_SLOT_END)) {
        shared->to_guest[slot / 64] &= ~(UINT64_C(1) << slot % 64);
        call(GUEST_CALL_WAIT, now_ns() + 5000000000, 0);
    }
}

/* Echoes each connection's bytes until it ends; argument 1: how many connections. */
static void test_echo(void)
{
    uint32_t from = listener(8080), count = 0, want = 0;
    for (const char *digit = argument(1); *digit; digit++) want = want * 10 + (uint32_t)(*digit - '0');
    print("listening\n");
    call(GUEST_CALL_WAIT, 0, 0);
    while (count < want) {
        uint32_t slot = accept(from, 20000000000);
        if (!slot) break;
        for (;;) {
            await_bytes(slot);
            uint32_t taken = halves[slot].received_taken, have = hosts[slot].received_put - taken;
            if (have == 0) break;
            for (uint32_t i = 0; i < have; i++)
                put(slot, (const char *)receive_ring(slot) + ((taken + i) & (boot->ring_bytes - 1)), 1);
            halves[slot].received_taken = taken + have;
            ring(slot);
        }
        halves[slot].wishes |= GUEST_SLOT_CLOSE;
        ring(slot);
        count++;
    }
    print_number("served", count);
}

static void test_local(void)
{
    uint32_t from = listener(9000);
    int64_t out = call(GUEST_CALL_OPEN, GUEST_SLOT_STREAM, GUEST_FAMILY_INET);
    transfer_address(127, 0, 0, 1, 9000);
    print_number("connect", call(GUEST_CALL_CONNECT, (uint64_t)out, 0));
    uint32_t in = accept(from, 1000000000), o = (uint32_t)out;
    print_number("same port", hosts[in].peer.port == hosts[o].name.port && hosts[in].name.port == 9000);
    put(o, "ping", 4);
    await_bytes(in);
    print_number("bytes", hosts[in].received_put);
    print_number("first", receive_ring(in)[0]);
    halves[in].received_taken = 4;
    halves[in].wishes |= GUEST_SLOT_CLOSE;
    ring(in);
    await_bytes(o);
    print_number("end", (hosts[o].state & GUEST_SLOT_END) != 0);
    put(o, "x", 1);
    call(GUEST_CALL_WAIT, 0, 0);
    print_number("reset", hosts[o].error);
    transfer_address(127, 0, 0, 1, 9001);
    out = call(GUEST_CALL_OPEN, GUEST_SLOT_STREAM, GUEST_FAMILY_INET);
    print_number("nobody", call(GUEST_CALL_CONNECT, (uint64_t)out, 0));
}

static void put_datagram(uint32_t slot, uint16_t port, const char *text)
{
    struct guest_datagram d = {.size = length(text), .address = *transfer_address(127, 0, 0, 1, port)};
    static const char zeros[8];
    put(slot, (const char *)&d, sizeof d);
    put(slot, text, d.size);
    put(slot, zeros, (8 - d.size % 8) % 8);
}

static void test_datagram(void)
{
    int64_t a = call(GUEST_CALL_OPEN, GUEST_SLOT_DATAGRAM, GUEST_FAMILY_INET);
    int64_t b = call(GUEST_CALL_OPEN, GUEST_SLOT_DATAGRAM, GUEST_FAMILY_INET);
    transfer_address(0, 0, 0, 0, 0);
    print_number("bind", call(GUEST_CALL_BIND, (uint64_t)a, 0));
    transfer_address(0, 0, 0, 0, 5000);
    print_number("bind", call(GUEST_CALL_BIND, (uint64_t)b, 0));
    put_datagram((uint32_t)a, 5000, "datagram");
    await_bytes((uint32_t)b);
    const volatile struct guest_datagram *d = (const volatile struct guest_datagram *)receive_ring((uint32_t)b);
    print_number("size", d->size);
    print_number("from its port", d->address.port == hosts[a].name.port);
}

/* Argument 1: a port of the host, 10.0.2.2. */
static void test_connect(void)
{
    uint16_t port = 0;
    for (const char *digit = argument(1); *digit; digit++) port = (uint16_t)(port * 10 + *digit - '0');
    int64_t out = call(GUEST_CALL_OPEN, GUEST_SLOT_STREAM, GUEST_FAMILY_INET);
    transfer_address(10, 0, 2, 2, port);
    int64_t result = call(GUEST_CALL_CONNECT, (uint64_t)out, 0);
    print_number("connect", result);
    if (result) return;
    while (!(hosts[out].state & (GUEST_SLOT_CONNECTED | GUEST_SLOT_FAILED))) {
        shared->to_guest[out / 64] = 0;
        call(GUEST_CALL_WAIT, UINT64_MAX, 0);
    }
    print_number("error", hosts[out].error);
    put((uint32_t)out, "from the guest", 14);
    await_bytes((uint32_t)out);
    print_number("answer", hosts[out].received_put);
}

static void test_slots(void)
{
    int64_t slot, count = 0;
    while ((slot = call(GUEST_CALL_OPEN, GUEST_SLOT_STREAM, GUEST_FAMILY_INET)) > 0) count++;
    print_number("all of them", count == (int64_t)boot->slots - GUEST_SLOT_FIRST - 1); /* the spare one */
    print_number("then", slot);
    halves[5].wishes = GUEST_SLOT_CLOSE;
    ring(5);
    call(GUEST_CALL_WAIT, 0, 0);
    print_number("again", call(GUEST_CALL_OPEN, GUEST_SLOT_STREAM, GUEST_FAMILY_INET));
}

static void test_bad_calls(void)
{
    print_number("unknown", call(0, 0, 0));
    print_number("unknown", call(GUEST_CALLS, 0, 0));
    print_number("unknown", call(UINT64_MAX, 0, 0));
    print_number("exit how", call(GUEST_CALL_EXIT, GUEST_ENDS, 0));
    print_number("exit status", call(GUEST_CALL_EXIT, 0, 256));
    print_number("discard text", call(GUEST_CALL_DISCARD, GUEST_BASE_START, GUEST_PAGE));
    print_number("discard gate", call(GUEST_CALL_DISCARD, GUEST_GATE, GUEST_PAGE));
    print_number("discard half", call(GUEST_CALL_DISCARD, GUEST_GENERAL_START + 1, GUEST_PAGE));
    print_number("discard none", call(GUEST_CALL_DISCARD, GUEST_GENERAL_START, 0));
    print_number("discard beyond", call(GUEST_CALL_DISCARD, GUEST_GENERAL_START, boot->windows[3].bytes + GUEST_PAGE));
    print_number("discard round", call(GUEST_CALL_DISCARD, GUEST_GENERAL_START, UINT64_MAX & ~UINT64_C(4095)));
    print_number("open kind", call(GUEST_CALL_OPEN, GUEST_SLOT_TERMINAL, GUEST_FAMILY_INET));
    print_number("open family", call(GUEST_CALL_OPEN, GUEST_SLOT_STREAM, 99));
    print_number("bind console", call(GUEST_CALL_BIND, 0, 0));
    print_number("bind beyond", call(GUEST_CALL_BIND, UINT64_MAX, 0));
    print_number("listen free", call(GUEST_CALL_LISTEN, 9, 0));
    transfer_address(8, 8, 8, 8, 80);
    uint64_t slot = (uint64_t)call(GUEST_CALL_OPEN, GUEST_SLOT_STREAM, GUEST_FAMILY_INET);
    print_number("bind foreign", call(GUEST_CALL_BIND, slot, 0));
    print_number("connect foreign", call(GUEST_CALL_CONNECT, slot, 0));
    transfer_address(127, 0, 0, 1, 80)->size = 200;
    print_number("long address", call(GUEST_CALL_CONNECT, slot, 0));
}

/* -- a guest that is set back ---------------------------------------------------------------------------------------- */

#define TAINT UINT64_C(0xa5a5a5a5a5a5a5a5)
extern uint64_t data_start[], data_end[], stack_start[];

/* Every register after a call: rax..r15, flags, fs base, gs base, selectors; then what XSAVE or FXSAVE stores. */
__attribute__((used)) static struct {
    uint64_t registers[24];
    _Alignas(64) uint8_t vectors[2048];
} seen;
__attribute__((used)) static uint64_t has_avx, gate_address = GUEST_GATE, taint = TAINT;
static uint64_t scratch[8192];

void gate_and_see(void);
void taint_registers(void);
__asm__(".globl gate_and_see\n"
        "gate_and_see:\n"
        "    push %rbx; push %rbp; push %r12; push %r13; push %r14; push %r15\n"
        "    call *gate_address(%rip)\n"
        "    mov %rax, seen(%rip);       mov %rbx, seen+8(%rip);   mov %rcx, seen+16(%rip);  mov %rdx, seen+24(%rip)\n"
        "    mov %rsi, seen+32(%rip);    mov %rdi, seen+40(%rip);  mov %rbp, seen+48(%rip);  mov %rsp, seen+56(%rip)\n"
        "    mov %r8, seen+64(%rip);     mov %r9, seen+72(%rip);   mov %r10, seen+80(%rip);  mov %r11, seen+88(%rip)\n"
        "    mov %r12, seen+96(%rip);    mov %r13, seen+104(%rip); mov %r14, seen+112(%rip); mov %r15, seen+120(%rip)\n"
        "    pushfq; pop %rax;           mov %rax, seen+128(%rip)\n"
        "    cld\n"
        "    rdfsbase %rax;              mov %rax, seen+136(%rip)\n"
        "    rdgsbase %rax;              mov %rax, seen+144(%rip)\n"
        "    mov %ds, seen+152(%rip);    mov %es, seen+154(%rip)\n"
        "    mov %fs, seen+156(%rip);    mov %gs, seen+158(%rip)\n"
        "    cmpq $0, has_avx(%rip); je 1f\n"
        "    mov $7, %eax; xor %edx, %edx\n"
        "    xsave64 seen+192(%rip); jmp 2f\n"
        "1:  fxsave64 seen+192(%rip)\n"
        "2:  pop %r15; pop %r14; pop %r13; pop %r12; pop %rbp; pop %rbx\n"
        "    ret\n"
        ".globl taint_registers\n" /* does not come back: the call that it makes is the last of the turn */
        "taint_registers:\n"
        "    cmpq $0, has_avx(%rip); je 1f\n"
        "    vbroadcastsd taint(%rip), %ymm0\n"
        "    .irp n, 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n    vmovaps %ymm0, %ymm\\n\n    .endr\n"
        "1:  movq taint(%rip), %xmm0; movlhps %xmm0, %xmm0\n"
        "    .irp n, 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n    movaps %xmm0, %xmm\\n\n    .endr\n"
        "    fninit; .rept 8; fldpi; .endr\n"
        "    movl $0x0f3f, scratch(%rip); fldcw scratch(%rip)\n"
        "    movl $0x7fff, scratch(%rip); andl $0xffbf, scratch(%rip); ldmxcsr scratch(%rip)\n"
        "    mov taint(%rip), %rax; shr $18, %rax\n" /* canonical */
        "    wrfsbase %rax; wrgsbase %rax\n"
        "    xor %eax, %eax; mov %eax, %ds; mov %eax, %es\n"
        "    pushq $0x40cd7; popfq\n" /* AC, OF, DF, SF, ZF, AF, PF, CF */
        "    mov taint(%rip), %rax; mov %rax, %rbx; mov %rax, %rcx; mov %rax, %rdx; mov %rax, %rsi; mov %rax, %rdi\n"
        "    mov %rax, %rbp; mov %rax, %r8; mov %rax, %r9; mov %rax, %r10; mov %rax, %r11; mov %rax, %r12\n"
        "    mov %rax, %r13; mov %rax, %r14; mov %rax, %r15\n"
        "    call *gate_address(%rip)\n"
        "    ud2\n");

struct sums {
    uint64_t sum, tainted;
};

static void sum_words(struct sums *s, uint64_t from, uint64_t bytes)
{
    for (uint64_t at = from; at < from + bytes; at += 8) {
        uint64_t word = *(const volatile uint64_t *)at;
        s->sum = (s->sum ^ word) * UINT64_C(0x100000001b3) + 1;
        s->tainted += word == TAINT;
    }
}

/* All that the guest can read, but for what each turn is told anew: the time, its identity, the request's bytes. */
static void sum_all(struct sums *s, uint32_t slot)
{
    uint64_t rings = (uint64_t)boot->slots * boot->ring_bytes, ring = GUEST_RECEIVE + (uint64_t)slot * boot->ring_bytes;
    uint64_t told = (hosts[slot].received_put + 7) & ~UINT64_C(7);
    for (int w = 0; w < GUEST_WINDOWS; w++) sum_words(s, boot->windows[w].start, boot->windows[w].bytes);
    sum_words(s, (uint64_t)data_start, (uint64_t)data_end - (uint64_t)data_start);
    sum_words(s, (uint64_t)stack_start, (uint64_t)__builtin_frame_address(0) - (uint64_t)stack_start - 4096);
    sum_words(s, GUEST_GATE, GUEST_PAGE);
    sum_words(s, GUEST_BOOT + offsetof(struct guest_boot, interfaces),
              GUEST_BOOT_BYTES - offsetof(struct guest_boot, interfaces));
    sum_words(s, GUEST_SLOTS_HOST, boot->slots * sizeof(struct guest_slot_host));
    sum_words(s, GUEST_SHARED, 2 * GUEST_PAGE + boot->slots * sizeof(struct guest_slot));
    sum_words(s, GUEST_RECEIVE, ring - GUEST_RECEIVE);
    sum_words(s, ring + told, GUEST_RECEIVE + rings - ring - told);
    sum_words(s, GUEST_SEND, rings);
}

static void fill(uint64_t from, uint64_t bytes)
{
    for (uint64_t at = from; at < from + bytes; at += 8) *(volatile uint64_t *)at = TAINT;
}

static void fill_all(void)
{
    for (int w = 0; w < GUEST_WINDOWS; w++) fill(boot->windows[w].start, boot->windows[w].bytes);
    fill((uint64_t)scratch, sizeof scratch);
    fill((uint64_t)stack_start, (uint64_t)__builtin_frame_address(0) - (uint64_t)stack_start - 4096);
    fill(GUEST_TRANSFER, GUEST_TRANSFER_BYTES);
    fill((uint64_t)&shared->process, 8);
    fill((uint64_t)shared->own, sizeof shared->own);
    for (uint32_t i = 0; i < boot->slots; i++) fill((uint64_t)&halves[i].own[1], sizeof halves[i].own - 4);
    fill(GUEST_SEND, (uint64_t)boot->slots * boot->ring_bytes);
}

static uint32_t brought_by(uint32_t from)
{
    for (uint32_t i = GUEST_SLOT_FIRST; i < boot->slots; i++)
        if (hosts[i].kind == GUEST_SLOT_STREAM && hosts[i].listener == from) return i;
    return 0;
}

static void put_word(uint32_t slot, uint64_t word)
{
    char digits[17];
    for (int i = 0; i < 16; i++) digits[i] = "0123456789abcdef"[word >> (60 - 4 * i) & 15];
    digits[16] = ' ';
    put(slot, digits, sizeof digits);
}

/* More than bytes, as the request asks: 'd' gives memory back, 's' takes every slot and name. */
static void disturb(uint8_t how, uint32_t from)
{
    if (how == 'd')
        call(GUEST_CALL_DISCARD, GUEST_GENERAL_START, boot->windows[GUEST_WINDOW_GENERAL].bytes / 2 & ~UINT64_C(4095));
    if (how != 's') return;
    halves[from].wishes |= GUEST_SLOT_CLOSE;
    ring(from);
    for (uint16_t port = 1;
         call(GUEST_CALL_OPEN, port % 2 ? GUEST_SLOT_STREAM : GUEST_SLOT_DATAGRAM, GUEST_FAMILY_INET) > 0; port++)
        continue;
    call(GUEST_CALL_WAIT, 0, 0);
}

/* Answers with a sum of all memory and registers, how much of it is tainted, and who it is; then taints whatever it can reach. */
static void test_taint(void)
{
    uint32_t a, b, c, d, from = listener(8080);
    struct sums before = {1, 0}, after = {1, 0};
    __asm__("cpuid" : "=a"(a), "=b"(b), "=c"(c), "=d"(d) : "a"(1), "c"(0));
    has_avx = (c >> 27 & 1) && (c >> 28 & 1);
    for (uint32_t w = 0; w < GUEST_SLOTS_MAX / 64; w++) shared->to_guest[w] = 0;
    shared->call.number = GUEST_CALL_WAIT;
    shared->call.arguments[0] = UINT64_MAX;
    gate_and_see();
    uint32_t slot = brought_by(from);
    sum_all(&before, slot);
    uint8_t how = receive_ring(slot)[0];
    halves[slot].received_taken = hosts[slot].received_put;
    fill_all();
    sum_all(&after, slot);
    halves[slot].wishes = GUEST_SLOT_ACCEPTED;
    put_word(slot, before.sum), put_word(slot, before.tainted), put_word(slot, after.tainted);
    put_word(slot, boot->creation), put_word(slot, *(const uint64_t *)(const void *)boot->entropy);
    disturb(how, from);
    halves[slot].wishes |= GUEST_SLOT_CLOSE;
    ring(slot);
    shared->call.number = GUEST_CALL_WAIT;
    shared->call.arguments[0] = UINT64_MAX;
    taint_registers();
}

/* -- what is refused: each ends the guest ---------------------------------------------------------------------------- */

static void store(uint64_t at) { *(volatile uint8_t *)at = 0xc3; }

static void refuse_write_text(void) { store(GUEST_BASE_START); }
static void refuse_write_gate(void) { store(GUEST_GATE); }
static void refuse_write_boot(void) { store(GUEST_BOOT); }
static void refuse_write_clock(void) { store(GUEST_CLOCK); }
static void refuse_write_host_half(void) { store(GUEST_SLOTS_HOST); }
static void refuse_write_received(void) { store(GUEST_RECEIVE); }
static void refuse_null(void) { store(0); }
static void refuse_beyond(void) { store(GUEST_GENERAL_START + boot->windows[GUEST_WINDOW_GENERAL].bytes); }
static void refuse_system(void) { store(GUEST_TENDER_START + UINT64_C(0x0300000000)); }
static void refuse_run_data(void)
{
    store(GUEST_GENERAL_START);
    ((void (*)(void))GUEST_GENERAL_START)();
}
static void refuse_run_transfer(void)
{
    store(GUEST_TRANSFER);
    ((void (*)(void))GUEST_TRANSFER)();
}
static void refuse_stack(void)
{
    volatile char block[4096];
    block[0] = 1;
    if (boot->magic == GUEST_BOOT_MAGIC) refuse_stack();
    block[1] = 1;
}
static void refuse_instruction(void)
{
    shared->process = 42;
    __asm__ volatile("ud2");
}
static void refuse_halt(void) { __asm__ volatile("hlt"); }
static void refuse_divide(void) { __asm__ volatile("divl %0" ::"r"(0), "a"(1), "d"(0)); }
static void refuse_port(void) { __asm__ volatile("outb %%al, $0x85" ::"a"(0)); }
static void refuse_port_in(void) { __asm__ volatile("inb $0x10, %%al" ::: "rax"); }
static void refuse_control(void) { __asm__ volatile("mov %%rax, %%cr3" ::"a"(0)); }
static void refuse_msr(void) { __asm__ volatile("wrmsr" ::"a"(0), "d"(0), "c"(0x10)); }
static void refuse_breakpoint(void) { __asm__ volatile("int3"); }
static void refuse_interrupt(void) { __asm__ volatile("int $0x80" ::"a"(20)); }

static void refuse_ring_put(void)
{
    halves[0].sent_put = boot->ring_bytes + 1;
    ring(0);
    call(GUEST_CALL_WAIT, 0, 0);
}
static void refuse_ring_back(void)
{
    print("x");
    call(GUEST_CALL_WAIT, 0, 0);
    halves[0].sent_put = 0;
    ring(0);
    call(GUEST_CALL_WAIT, 0, 0);
}
static void refuse_ring_taken(void)
{
    uint32_t slot = (uint32_t)call(GUEST_CALL_OPEN, GUEST_SLOT_STREAM, GUEST_FAMILY_INET);
    halves[slot].received_taken = 1;
    ring(slot);
    call(GUEST_CALL_WAIT, 0, 0);
}
static void refuse_bad_datagram(void)
{
    uint32_t slot = (uint32_t)call(GUEST_CALL_OPEN, GUEST_SLOT_DATAGRAM, GUEST_FAMILY_INET);
    struct guest_datagram d = {.size = UINT32_MAX};
    put(slot, (const char *)&d, sizeof d);
    call(GUEST_CALL_WAIT, 0, 0);
}

/* Argument 1: the number; 2: from where ("gate": as the gate does it). */
static void refuse_syscall(void)
{
    uint64_t number = 0, result;
    for (const char *digit = argument(1); *digit; digit++) number = number * 10 + (uint64_t)(*digit - '0');
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(1), "S"(GUEST_BOOT), "d"(1) : "rcx", "r11", "memory");
    print_number("system call answered", (int64_t)result);
}

static void end_crash(void) { end(GUEST_END_CRASH, 1); }
static void end_panic(void) { end(GUEST_END_PANIC, 0); }
static void end_out_of_memory(void) { end(GUEST_END_MEMORY, 0); }
static void end_loop(void)
{
    for (;;) __asm__ volatile("pause");
}
static void end_sleep(void) { call(GUEST_CALL_WAIT, UINT64_MAX, 0); }

static const struct {
    const char *name;
    void (*run)(void);
} tests[] = {
#define TEST(prefix, what) {#what, prefix##_##what}
    TEST(test, hello),
    TEST(test, clock),
    TEST(test, memory),
    TEST(test, entropy),
    TEST(test, input),
    TEST(test, flood),
    TEST(test, stop),
    TEST(test, echo),
    TEST(test, local),
    TEST(test, datagram),
    TEST(test, connect),
    TEST(test, slots),
    TEST(test, taint),
    TEST(test, bad_calls),
    TEST(refuse, write_text),
    TEST(refuse, write_gate),
    TEST(refuse, write_boot),
    TEST(refuse, write_clock),
    TEST(refuse, write_host_half),
    TEST(refuse, write_received),
    TEST(refuse, null),
    TEST(refuse, beyond),
    TEST(refuse, system),
    TEST(refuse, run_data),
    TEST(refuse, run_transfer),
    TEST(refuse, stack),
    TEST(refuse, instruction),
    TEST(refuse, halt),
    TEST(refuse, divide),
    TEST(refuse, port),
    TEST(refuse, port_in),
    TEST(refuse, control),
    TEST(refuse, msr),
    TEST(refuse, breakpoint),
    TEST(refuse, interrupt),
    TEST(refuse, ring_put),
    TEST(refuse, ring_back),
    TEST(refuse, ring_taken),
    TEST(refuse, bad_datagram),
    TEST(refuse, syscall),
    TEST(end, crash),
    TEST(end, panic),
    TEST(end, out_of_memory),
    TEST(end, loop),
    TEST(end, sleep),
};

_Noreturn void guest_main(const struct guest_boot *given);
_Noreturn void guest_main(const struct guest_boot *given)
{
    if (given != boot || given->magic != GUEST_BOOT_MAGIC) end(GUEST_END_PANIC, 0);
    for (uint32_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        if (!equal(argument(0), tests[i].name)) continue;
        tests[i].run();
        end(GUEST_END_HALT, 0);
    }
    print("no such test\n");
    end(GUEST_END_HALT, 99);
}
