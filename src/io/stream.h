/* io/stream.h - ports on byte streams of the host: descriptors, programs, files. */
#pragma once
#include "io/port.h"

extern const struct driver fd_driver, spawn_driver, vanilla_driver;

/* The program of a spawn port has ended. */
void stream_program_ended(struct port *p, int status);
