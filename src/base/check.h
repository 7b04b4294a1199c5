/* base/check.h - two kinds of "this cannot happen".
 *
 * ENSURE stays in every build: it guards memory safety and costs one branch.
 * EXPECT is for debug and stress builds: invariants that are true by design.
 * Neither may ever depend on input.  Bad input gets an error value; a lack of
 * memory gets a result; only a fault of our own gets a panic.
 */
#pragma once

/* Ends the machine with one message; implemented by the platform. */
_Noreturn void panic(const char *file, int line, const char *what);

#define ENSURE(c) (__builtin_expect(!!(c), 1) ? (void)0 : panic(__FILE__, __LINE__, #c))
#ifdef DEBUG
#define EXPECT(c) ENSURE(c)
#else
#define EXPECT(c) ((void)sizeof(c)) /* still type-checked, never run */
#endif
