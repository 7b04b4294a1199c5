/* bif/persistent.h - what others may ask of persistent_term's table. */
#pragma once
#include <stddef.h>

/* Places in the table, one word each. */
size_t persistent_table_room(void);
