/* tender/process/cell.h - what the tender tells the cell, the small program that becomes the confined guest. */
#pragma once
#include "tender/memory.h"

/* The one system call that passes the filter, and only from the gate.  Linux has none of this number: the tender
 * answers it. */
enum { CELL_CALL = 0x1000 };
/* In the gate page: mov $CELL_CALL, %eax; syscall; ret. The filter sees the address behind `syscall`. */
enum { CELL_GATE_AFTER = 7 };

/* Descriptors of the cell at its start. */
enum { CELL_SOCKET = 3, CELL_MEMORY = 4, CELL_IMAGE = 5, CELL_USER = 6, CELL_NETWORK = 7 };
/* The last two, where they are open: namespaces to join (namespaces.h). */

enum cell_source {
    CELL_SHARES,      /* the memory, with the tender */
    CELL_HAS_COPIES,  /* of the memory's pages, when it writes to them */
    CELL_HAS_ZEROS,   /* of its own */
    CELL_HAS_IMAGE_S, /* copies of the image's pages, likewise */
};

struct cell_piece {
    uint64_t start, bytes, offset;
    uint32_t rights;
    uint32_t source; /* enum cell_source */
};

struct cell_plan {
    uint64_t entry, thread_pointer;
    uint64_t count;
    struct cell_piece pieces[PIECES_MAX];
};

/* What comes back: the listener of the filter beside an empty sentence, or a sentence.  Then the cell waits for one
 * byte, any, and the guest's first instruction follows. */
struct cell_answer {
    char sentence[200];
};
