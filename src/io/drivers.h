/* io/drivers.h - the drivers of this machine. */
#pragma once
#include "io/port.h"

#define DRIVER(name, variable) extern const struct driver variable;
#include "io/drivers.def"
#undef DRIVER

/* The names of the table, in order; NULL: no more. */
const char *driver_name(size_t index);
