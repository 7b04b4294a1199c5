/* test/guest/check.h - what the tender's tests in C check with. */
#pragma once
#include <stdio.h>
#include <stdlib.h>

/* Ends the program, naming the place, if `c` does not hold. */
#define CHECK(c)                                                                                                       \
    do {                                                                                                               \
        if (!(c)) {                                                                                                    \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #c);                                                    \
            exit(1);                                                                                                   \
        }                                                                                                              \
    } while (0)
