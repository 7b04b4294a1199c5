/* bif/prim_file.h - paths and open files as the BIFs of prim_file get them. */
#pragma once
#include "bif/host_result.h"
#include "heap/binary.h"
#include "heap/fun.h"
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
struct file {
    struct magic magic;
    host_device device; /* NO_DEVICE: closed */
    term owner;
};
/* The file of a reference; NULL: `t` is no such reference. */
struct file *file_of(term t);
/* Ends a BIF with {ok, Ref} for a device that was opened. */
enum bif_end file_made(struct process *p, host_device d, term *result);

/* A #file_info{} record. */
term file_info_term(struct heap *h, const struct host_file_info *info);
