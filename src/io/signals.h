/* io/signals.h - signals of the host: who gets them. */
#pragma once
#include "platform/host.h"
#include <stdbool.h>

/* Sets what each signal does at the start of a machine; false: no memory. */
bool signals_open(void);
/* Deals with those that have arrived. */
void signals_take(void);
/* ^C came since the last call. */
bool signals_break_asked(void);
/* os:set_signal/2. */
void signals_set(enum host_signal s, enum signal_action action);
