/* ets/owner.h - what ets/ does when a process ends; ets_open() hooks it to process_at_exit(). */
#pragma once
#include "process/process.h"

/* Gives its tables to their heirs or deletes them, and releases its fixations. */
void tables_of_ended(struct process *p);
