/* bif/coroutine.c - switching between C stacks (System V ABI, x86-64: rbx, rbp and r12 to r15 are the
 * callee's to keep). */
#include "bif/coroutine.h"
#include "memory/memory.h"
#include "base/check.h"
#include <stdint.h>

/* Saves this stack's pointer at *from and goes on where `to` was left. */
__attribute__((naked, noinline)) static void switch_stack(__attribute__((unused)) void **from,
                                                          __attribute__((unused)) void *to)
{
    __asm__("push %rbp\n push %rbx\n push %r12\n push %r13\n push %r14\n push %r15\n"
            "mov %rsp, (%rdi)\n mov %rsi, %rsp\n"
            "pop %r15\n pop %r14\n pop %r13\n pop %r12\n pop %rbx\n pop %rbp\n ret\n");
}

/* The first frame: r12 holds the coroutine (coroutine_open put it there). */
static void begin(struct coroutine *c)
{
    c->run(c->argument);
    c->done = true;
    coroutine_yield(c);
    panic(__FILE__, __LINE__, "a coroutine that is done was resumed");
}

__attribute__((naked)) static void enter(void) { __asm__("mov %r12, %rdi\n call *%r13\n ud2"); }

bool coroutine_open(struct coroutine *c, size_t size, void (*run)(void *argument), void *argument)
{
    *c = (struct coroutine){.stack = memory_alloc(MEMORY_SYSTEM, size), .run = run, .argument = argument};
    if (!c->stack) return false;
    uint64_t *sp = (uint64_t *)((char *)c->stack + size);
    *--sp = (uint64_t)(uintptr_t)enter;
    *--sp = 0;                          /* rbp */
    *--sp = 0;                          /* rbx */
    *--sp = (uint64_t)(uintptr_t)c;     /* r12 */
    *--sp = (uint64_t)(uintptr_t)begin; /* r13 */
    *--sp = 0;                          /* r14 */
    *--sp = 0;                          /* r15 */
    c->own = sp;
    return true;
}

void coroutine_resume(struct coroutine *c) { switch_stack(&c->callers, c->own); }

void coroutine_yield(struct coroutine *c) { switch_stack(&c->own, c->callers); }

void coroutine_close(struct coroutine *c)
{
    memory_free(MEMORY_SYSTEM, c->stack);
    c->stack = NULL;
}
