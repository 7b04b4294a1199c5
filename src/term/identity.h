/* term/identity.h - what pids, ports and references have in common: a node and some numbers.
 *
 * Local ones hold neither node nor creation (a resumed machine may change both), so the machine's
 * own are kept here.
 */
#pragma once
#include "term/term.h"

/* The name of this node ('nonode@nohost' until it is set) and its creation (0 until then). */
term node_name(void);
uint32_t node_creation(void);
bool node_set(term name, uint32_t creation); /* false: no memory */

/* Any pid, port or reference as its numbers. */
struct identity {
    term node;
    uint32_t creation;
    uint32_t count;  /* ids used: pid 2 (number, serial), port 2 (low, high), reference 1 to 5 */
    uint32_t ids[5]; /* least significant first; unused are 0 */
};
struct identity identity_of(term t);

/* The two numbers of a local pid that texts and bytes show, as in ERTS.  Until OTP 25 the first has 15 bits: what is above
 * them in the pid's number stands in the serial, below how often the number was used before. */
uint32_t pid_shown_number(term pid);
uint32_t pid_shown_serial(term pid);
/* And back; NO_TERM: there is no such pid. */
term pid_of_shown(uint32_t number, uint32_t serial);
