/* bif/open_port.h - the arguments of open_port/2, read. */
#pragma once
#include "bif/bif.h"
#include "io/names.h"
#include "io/port.h"
#include "io/port_options.h"

struct open_request {
    struct port_options options;
    const struct driver *driver;
    struct name name, directory;
    bool has_name, has_directory, bad_directory;
    char *argv0;   /* MEMORY_SYSTEM; NULL: the program's name */
    char **vector; /* arguments as given: MEMORY_SYSTEM, vector[0] unused */
    size_t vector_count;
};

/* Reads {spawn, ..} and settings; `ok`, or the atom with which open_port/2 fails.  What was read is freed by
 * open_request_end() in any case. */
term open_request(struct open_request *r, term name, term settings);
void open_request_end(struct open_request *r);
