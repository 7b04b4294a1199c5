/* vm/command_line.h - from what the user typed to settings() and the arguments of init. */
#pragma once

/* Fills settings() from the environment and `argv` as erl does (erl(1)); the OTP root is known.
 * Ends the program with a sentence and status 1 on a flag erl would refuse, and with what was
 * asked for on -version, -emu_args_exit and their kin. */
void command_line_read(int argc, char **argv);
