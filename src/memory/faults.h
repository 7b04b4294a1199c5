/* memory/faults.h - private to memory/: allocations that fail at will, in builds with checks (-DDEBUG) alone.
 *
 *     LING_FAIL_AT=N        the N-th allocation of the machine fails, counted from 1
 *     LING_FAIL_COUNT=K     and the K - 1 after it (default 1); 0: all that follow
 *     LING_FAIL_VITAL=1     these are also refused to the machine itself and to vital processes
 *     LING_FAIL_MAP=N       the N-th mapping of address space fails
 *     LING_FAIL_SAID=1      the machine tells on stderr when a fault strikes, and how many allocations there were
 * test/run_faults.py sweeps them over programs of test/erl.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct faults {
    uint64_t made;        /* allocations so far */
    uint64_t from, until; /* those with numbers in [from, until) fail */
    bool vital, said, struck;
};

#ifdef DEBUG
/* Reads the variables; counts begin. */
void faults_open(void);
/* Does this allocation fail? */
bool faults_strike(void);
bool faults_strike_map(void);
#else
static inline void faults_open(void) {}
static inline bool faults_strike(void) { return false; }
static inline bool faults_strike_map(void) { return false; }
#endif
