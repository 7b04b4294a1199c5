/* vm/tell.h - what whoever prepares an image wants to know of the program. */
#pragma once

/* Which processes can run, and whose timers are the nearest: why it does not come to rest. */
void tell_busy(void);
/* What would be the same in each instance: seeds of random numbers. Says nothing if there is nothing. */
void tell_kept(void);
