/* vm/break.h - what ^C does. */
#pragma once

/* Asks the operator (settings()->break_mode), who may end the machine. */
void break_handle(void);
