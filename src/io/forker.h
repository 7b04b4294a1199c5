/* io/forker.h - #Port<0.0>, "forker". */
#pragma once
#include <stdbool.h>

bool forker_open(void); /* before any other port; false: no memory */
