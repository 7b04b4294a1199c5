/* io/children.h - programs that ports have started, until their end is known. */
#pragma once
#include "io/port.h"

bool children_open(void);
/* False: no memory (the program will stay a zombie). */
bool child_add(int64_t program_id, struct port *port);
/* The port does not care any more. */
void child_forget_port(struct port *port);
/* A signal said that some have ended: tells their ports. */
void children_ended(void);
