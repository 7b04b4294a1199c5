/* bif/prim_file_helped.h - calls of prim_file that a helper makes while the process waits.
 *
 * The call begins as any other. If it may take long it becomes a job: the function ends with helped_wait(), and when the
 * job is over it is called again, finds its helped_call in its first argument (HELPED_CALL), and `end` gives the value.
 * What the helper reads or writes is memory off the heap that the helped_call keeps, whatever becomes of the process.
 */
#pragma once
#include "bif/prim_file.h"
#include "bif/resume.h"
#include "io/file_job.h"

/* From this size on reading and writing are a helper's work though the file is at hand. */
enum { SLOW_BYTES = 1 << 20 };

struct helped_call;
typedef enum bif_end helped_end(struct process *p, term *args, struct helped_call *s, term *result);

struct helped_call {
    struct magic magic;
    struct file_job job;
    helped_end *end;
    struct file *file;         /* NULL: none, or gone */
    host_device close_after;   /* closed with this call; NO_DEVICE: none */
    struct binary *buffer;     /* read into */
    size_t used;               /* bytes of it that had been read before */
    uint32_t list, kept_count; /* writing: the argument that is a list; how many elements of it */
    struct binary *kept[HOST_CHUNKS_MAX];
    struct host_chunk chunks[HOST_CHUNKS_MAX];
    char *path;
};

/* A new one about an open file (or NULL); NULL: no memory. */
struct helped_call *helped_new(struct file *f, helped_end *end);
/* Gives it to a helper. False: there is none, the caller makes the call itself. */
bool helped_start(struct process *p, struct helped_call *s);
/* Ends one that was not started; its buffer and the device to be closed are the caller's again. */
void helped_drop(struct helped_call *s);
/* Opening a path, started; NULL: as above. */
struct helped_call *helped_open(struct process *p, const char *path, unsigned modes, helped_end *end);
/* Reading into the rest of s->buffer; the file is s->close_after's or s->file's. */
bool helped_read(struct process *p, struct helped_call *s, int64_t offset);

/* The end of a BIF whose call was started. */
enum bif_end helped_wait(struct process *p, term *args, struct helped_call *s);
/* A started call of the same BIF; NULL: this is its beginning. */
struct helped_call *helped_call_of(term argument);
/* Still waits, or ends. */
enum bif_end helped_go_on(struct process *p, term *args, struct helped_call *s, term *result);

#define HELPED_CALL(p, args, result)                                                                                   \
    struct helped_call *helped_one = helped_call_of((args)[0]);                                                        \
    if (helped_one) return helped_go_on(p, args, helped_one, result)
