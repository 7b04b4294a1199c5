/* bif/prim_file.h - paths and open files as the BIFs of prim_file get them. */
#pragma once
#include "bif/arguments.h"
#include "bif/host_result.h"
#include "bif/shared_object.h"
#include "heap/binary.h"
#include "platform/host_files.h"

/* A path as prim_file:internal_name2native/1 made it: bytes and at least one zero, at the end. */
struct path {
    struct bytes_view view;
    const char *bytes;
};
/* False: it is none (the caller answers {error, einval}). */
bool path_of(struct path *path, term t);
static inline void path_end(struct path *path) { bytes_view_end(&path->view); }

/* An open file.  It is closed at the latest when no reference to it is left: its owner's heap has gone, or
 * nobody can name it any more. */
struct helped_call;
struct file {
    struct shared_object shared; /* first */
    host_device device;          /* NO_DEVICE: closed */
    term owner;
    bool waits;                 /* on somebody else, as a FIFO does: helpers read and write it */
    struct helped_call *helped; /* one that a helper is at work on (prim_file_helped.h); NULL: none */
};
/* The file of a reference; NULL: `t` is no such reference. */
struct file *file_of(term t);
/* Ends a BIF with {ok, Ref} for a device that was opened. */
enum bif_end file_made(struct process *p, host_device d, bool waits, term *result);

/* What reading and writing cost: a memory copy, and a system call. */
enum { REDUCTIONS_A_CALL = 20, BYTES_A_REDUCTION = 1024 };

/* The door of every operation on an open file: sets *f, or ends the BIF. */
#define OPEN_FILE(f, p, args, result)                                                                                  \
    struct file *f = file_of((args)[0]);                                                                               \
    if (!f) return bif_badarg(p);                                                                                      \
    if (f->device == NO_DEVICE || f->helped) return bif_host_failed(p, HOST_EINVAL, result)

/* Both as integers from 0 to 2^63-1. */
static inline bool offset_and_size(term a, term b, int64_t *offset, int64_t *size)
{
    return argument_range(a, 0, INT64_MAX, offset) && argument_range(b, 0, INT64_MAX, size);
}

static inline bool is_number_pair(term a, term b) { return is_number(a) && is_number(b); }

/* A #file_info{} record. */
term file_info_term(struct heap *h, const struct host_file_info *info);
