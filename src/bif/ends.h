/* bif/ends.h - what a pid, port or name stands for in links, monitors and signals. */
#pragma once
#include "bif/bif.h"

/* The relations of the live process or open port with this local id; NULL: none. */
struct relations *relations_of(term id);

/* A pid, port or reference that was this node's in an earlier life: nothing is behind it any more. */
bool is_earlier_life(term t);
/* A pid or port of another node. */
bool is_remote(term t);
