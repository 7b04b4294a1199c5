/* image/plan.h - what goes into an image, as the build logic (erl/) says it: a text of lines, fields between tabs.
 *
 *   base PATH                     the machine
 *   output PATH
 *   release NUMBER                of OTP
 *   memory BYTES                  of a guest, if nobody says otherwise
 *   argument WORD                 of the command line, in order
 *   environment NAME=VALUE
 *   reason WHAT OF WHY           as image_format.h says
 *   directory PATH                in the image
 *   file PATH HOST-PATH           bytes from the host
 *   preloaded NAME HOST-PATH      a module of OTP's runtime system, to be linked
 *   module NAME HOST-PATH         any other
 */
#pragma once
#include "image_format.h"
#include "link_abi.h"
#include <stdbool.h>

/* Bytes that grow. */
struct text {
    char *at;
    size_t size, room;
};
void text_add(struct text *t, const void *bytes, size_t size);
/* Without a zero byte. */
void text_print(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

struct plan_file {
    const char *path; /* in the image, without a slash before it */
    const char *from; /* on the host; NULL: a directory */
};

struct plan_reason {
    const char *what, *rest;
};

struct plan {
    const char *base, *output;
    uint64_t memory, release;
    struct text arguments, environment; /* strings with their zeros */
    struct plan_reason *reasons;
    size_t reason_count, reason_room;
    struct plan_file *files;
    size_t file_count, file_room;
    struct link_module *modules; /* `bytes` mapped */
    size_t module_count, module_room;
};

/* Reads the plan; ends the program with a sentence if it is wrong. */
void plan_read(struct plan *p, const char *path);

/* The whole of a host's file, mapped. */
const void *file_map(const char *path, size_t *size);
