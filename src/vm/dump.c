/* vm/dump.c - the crash dump's file: buffered text with a limit. */
#include "vm/dump.h"
#include "memory/memory.h"
#include "platform/host_files.h"
#include <stdarg.h>
#include <stdio.h>

static void flush(struct dump *d)
{
    struct host_chunk chunk = {d->buffer, d->filled};
    size_t written;
    if (d->filled && host_write_file(d->file, AT_POSITION, &chunk, 1, &written) != HOST_OK) d->failed = true;
    d->filled = 0;
}

static bool put(struct printer *to, const char *text, size_t size)
{
    struct dump *d = (struct dump *)to;
    if (size > d->left) d->failed = true;
    if (d->failed) return false;
    d->left -= size;
    if (size > sizeof d->buffer - d->filled) flush(d);
    if (size > sizeof d->buffer) return true; /* no caller has such a piece */
    memcpy(d->buffer + d->filled, text, size);
    d->filled += size;
    return !d->failed;
}

struct dump *dump_open_device(int32_t device)
{
    struct dump *d = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *d);
    if (!d) return NULL;
    d->file = device;
    d->stays_open = true;
    d->to.put = put;
    d->left = UINT64_MAX;
    stack_open(&d->pending);
    return d;
}

struct dump *dump_open(const char *path, uint64_t limit)
{
    host_device file;
    if (host_open(path, OPEN_WRITE, &file) != HOST_OK) return NULL;
    struct dump *d = dump_open_device(file);
    if (!d) {
        host_close(file);
        return NULL;
    }
    d->stays_open = false;
    d->left = limit;
    return d;
}

void dump_close(struct dump *d)
{
    flush(d);
    if (!d->stays_open) host_close(d->file);
    stack_close(&d->pending);
    memory_free(MEMORY_SYSTEM, d->seen.at);
    memory_free(MEMORY_SYSTEM, d->binaries);
    memory_free(MEMORY_SYSTEM, d);
}

void dump_text(struct dump *d, const char *format, ...)
{
    char line[1024];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (size > 0) put(&d->to, line, (size_t)size < sizeof line ? (size_t)size : sizeof line - 1);
}

void dump_term(struct dump *d, term t) { term_print(&d->to, t, 10000); }
