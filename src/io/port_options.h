/* io/port_options.h - how a port is to be opened: the settings of open_port/2. */
#pragma once
#include "heap/heap.h"
#include "io/environment.h"

enum port_kind { PORT_DRIVER, PORT_PROGRAM, PORT_COMMAND, PORT_DESCRIPTORS, PORT_FILE };

struct port_options {
    enum port_kind kind;
    const char *name; /* driver, path, shell command or file */
    size_t name_size;
    int packet_bytes; /* 0: stream, 1, 2 or 4 */
    bool read, write, use_stdio, stderr_to_stdout, exit_status, binary, soft_eof;
    bool limits_given;               /* {busy_limits_port, _} */
    size_t line_limit;               /* 0: no lines */
    size_t low, high;                /* bytes in the queue that make the port idle, busy */
    int32_t input, output;           /* {fd, In, Out} */
    char **arguments;                /* NULL-terminated, argv[0] first; NULL: the name alone */
    const char *directory;           /* NULL: as it is */
    struct environment *environment; /* of the program; NULL: the machine's */
};
