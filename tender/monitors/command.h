/* tender/monitors/command.h - programs of the host's that are run to their end for what they print. */
#pragma once
#include <stddef.h>

enum { COMMAND_NOT_FOUND = 127 };

/* Runs it with no input; its exit status.  `to` NULL: what it prints goes to stderr; else the first bytes of it, and a
 * zero, go there. */
int command_run(const char *const *argv, char *to, size_t room);
