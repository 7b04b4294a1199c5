/* io/commands.h - {Owner, {command, Data}} and its kin: messages as operations on a port. */
#pragma once
#include "io/port.h"

/* {Pid, {command, _}}: what a busy port does not take. */
bool port_message_is_command(term message);
/* Carries out `Port ! message` now, with the reserve of memory if the port's owner may use it.  What is not understood, or
 * not from the owner, ends the owner with badsig.  False: no memory. */
bool port_message_now(struct port *p, term message);
/* Data to the driver; counts it.  See enum output_result. */
enum output_result port_output(struct port *p, term from, term data);
