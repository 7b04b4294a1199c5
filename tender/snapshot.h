/* tender/snapshot.h - a running guest kept in a file, and the door through which it comes back.
 *
 * What is kept is a prepared image - each start of one is an instance of its own, and finds its sockets and time as note 13 says - and
 * behind it a record of what it must be: all bytes there, none changed, and a processor with no less than the one it ran on. */
#pragma once
#include "tender/tender.h"

#define SNAPSHOT_MAGIC UINT64_C(0x0a706e53676e694c) /* "LingSnp\n" */
enum { SNAPSHOT_FEATURES = 4 };

/* The last bytes of the file. */
struct snapshot_record {
    uint64_t magic;
    uint64_t bytes; /* before this record */
    uint64_t sum;   /* image_sum() of them */
    uint32_t features[SNAPSHOT_FEATURES];
};

/* Before the tender confines itself: opens what keeping will need. */
bool snapshot_prepare(struct tender *t, struct complaint *c);
/* The guest waits, and somebody wishes to keep it: it is kept and ends, or goes on and the sentence is said. */
void snapshot_take(struct tender *t);
/* Is the file a snapshot, whole, and of a host like this one? */
bool snapshot_judge(int file, struct complaint *c);
