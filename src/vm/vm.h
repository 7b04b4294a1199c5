/* vm/vm.h - the machine as a whole: boot order, the main cycle, the end. */
#pragma once
#include "process/process.h"

/* Makes every layer ready, in their order; in an image, those that it does not bring. False: no memory. */
bool vm_open(void);
/* Makes ready what holds loaded code, and no more. False: no memory. */
bool vm_open_code(void);

/* If an image is being made: loads its modules into the arena, and ends the machine. */
void vm_link(void);

/* A machine that was stopped while it waited goes on, with an identity of its own: time, references, unique integers,
 * sockets that listen.  In place of all of the above and of vm_boot(). */
void vm_resume(void);

/* The same for a machine that was set back to where it waited: sockets and variables are as they were. */
void vm_turn(void);

/* Loads the preloaded modules and makes the first processes: erl_init and the system processes.
 * Ends the program with a sentence if the OTP root lacks a module or one of them is damaged. */
void vm_boot(void);

/* Runs processes, timers and devices until something asks for the end (memory/ending.h). */
void vm_cycle(void);

/* Does what the end asked for: flushes ports, writes the crash dump, leaves. */
_Noreturn void vm_end(void);
