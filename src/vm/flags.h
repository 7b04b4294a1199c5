/* vm/flags.h - the emulator's + flags. */
#pragma once
#include "vm/words.h"

/* Takes the + flag at words->at[*i] and its value into settings(); leaves *i on the last word taken
 * and appends what was taken to `taken` (as "-flag", for -emu_args).  Ends the program with a
 * sentence if the flag is unknown or its value wrong. */
void flags_take(const struct words *words, size_t *i, struct words *taken);

/* Sets every flag to its default. */
void flags_reset(void);
