/* bif/nif.h - which built-in functions are native functions (NIFs) of a module to OTP. */
#pragma once
#include "bif/bif.h"

/* Does that module of OTP load a library of native functions, which here are built in? */
bool nif_is_module(const char *name);
