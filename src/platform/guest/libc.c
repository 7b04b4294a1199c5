/* platform/guest/libc.c - what the linked libraries ask of a C library beyond pure functions: their memory is the
 * arena's, their complaints a panic, their locks nothing.
 *
 * Defined here, a symbol keeps the archive member of that name out, and with it every system call
 * (tools/check_base.py looks at the result).  PCRE2's compiler of native code stays out the same way.
 */
#include "base/check.h"
#include "memory/memory.h"
#include "platform/guest/guest.h"
#include <stdio.h>
#include <string.h>

/* -- memory: only reached by libraries that were given no allocator ------------------------------- */

void *malloc(size_t bytes);
void *calloc(size_t count, size_t bytes);
void *realloc(void *p, size_t bytes);
void free(void *p);

void *malloc(size_t bytes) { return memory_alloc(MEMORY_SYSTEM, bytes); }
void *realloc(void *p, size_t bytes) { return memory_resize(MEMORY_SYSTEM, p, bytes); }
void free(void *p) { memory_free(MEMORY_SYSTEM, p); }
void *calloc(size_t count, size_t bytes)
{
    size_t all;
    return __builtin_mul_overflow(count, bytes, &all) ? NULL : memory_alloc_zeroed(MEMORY_SYSTEM, all);
}

/* -- ends ------------------------------------------------------------------------------------------ */

_Noreturn void abort(void);
_Noreturn void __stack_chk_fail(void);
_Noreturn void __chk_fail(void);
int raise(int signal);
int __fprintf_chk(FILE *file, int level, const char *format, ...);

_Noreturn void abort(void) { panic("library", 0, "a linked library gave up"); }
_Noreturn void __stack_chk_fail(void) { panic("library", 0, "the stack was overwritten"); }
_Noreturn void __chk_fail(void) { panic("library", 0, "a library wrote beyond a buffer"); }
int raise(int signal) { (void)signal, abort(); }

/* GMP says on stderr why it gives up. */
#undef stderr
FILE *const stderr = NULL;
int __fprintf_chk(FILE *file, int level, const char *format, ...)
{
    (void)file, (void)level;
    platform_console(format, strlen(format));
    return 0;
}

void *__memcpy_chk(void *to, const void *from, size_t size, size_t room);
void *__memcpy_chk(void *to, const void *from, size_t size, size_t room)
{
    if (size > room) __chk_fail();
    return memcpy(to, from, size);
}

/* -- one thread: no locks ----------------------------------------------------------------------------- */

int __lockfile(void *file);
void __unlockfile(void *file);
int __lockfile(void *file) { return (void)file, 0; }
void __unlockfile(void *file) { (void)file; }

/* -- PCRE2 without native code -------------------------------------------------------------------------- */

enum { PCRE2_ERROR_JIT_BADOPTION = -45 };
void _pcre2_jit_free_8(void *code, void *memory);
void _pcre2_jit_free_rodata_8(void *data, void *memory);
size_t _pcre2_jit_get_size_8(void *code);
const char *_pcre2_jit_get_target_8(void);
int _pcre2_jit_check_exec_8(void *code, uint32_t options);
int pcre2_jit_match_8(void);

void _pcre2_jit_free_8(void *code, void *memory) { (void)code, (void)memory; }
void _pcre2_jit_free_rodata_8(void *data, void *memory) { (void)data, (void)memory; }
size_t _pcre2_jit_get_size_8(void *code) { return (void)code, 0; }
const char *_pcre2_jit_get_target_8(void) { return ""; }
int _pcre2_jit_check_exec_8(void *code, uint32_t options) { return (void)code, (void)options, 0; }
int pcre2_jit_match_8(void) { return PCRE2_ERROR_JIT_BADOPTION; }
