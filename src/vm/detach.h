/* vm/detach.h - leaving the terminal, for -detached. */
#pragma once

/* Goes on as a grandchild with a session of its own and /dev/null for the three standard files;
 * the first process ends with status 0. */
void detach(void);
