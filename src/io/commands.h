/* io/commands.h - {Owner, {command, Data}} and its kin: messages as operations on a port. */
#pragma once
#include "io/port.h"

/* Port ! message, sent by `from`.  What is not understood, or not from the owner, ends the owner with badsig. */
void port_message(struct port *p, term from, term message);
/* Data to the driver; counts it.  See enum output_result. */
enum output_result port_output(struct port *p, term from, term data);
