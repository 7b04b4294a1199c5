/* vm/file.c - reads small files whole. */
#include "vm/file.h"
#include "memory/memory.h"
#include "platform/host_files.h"

/* Reads until the end of file, or `most` + 1 bytes. */
static char *read_all(host_device file, size_t most, size_t *size)
{
    size_t room = 4096, got;
    char *text = memory_alloc(MEMORY_SYSTEM, room);
    for (*size = 0; text; text = memory_resize(MEMORY_SYSTEM, text, room *= 2)) {
        enum host_error e = host_read_file(file, AT_POSITION, text + *size, room - 1 - *size, &got);
        *size += got;
        if (e == HOST_OK && *size < room - 1 && *size <= most) {
            text[*size] = 0;
            return text;
        }
        if (e != HOST_OK || *size > most) break;
    }
    memory_free(MEMORY_SYSTEM, text);
    return NULL;
}

char *file_read(const char *path, size_t most, size_t *size)
{
    host_device file;
    if (host_open(path, OPEN_READ | OPEN_ANY_TYPE, &file) != HOST_OK) return NULL;
    char *text = read_all(file, most, size);
    host_close(file);
    return text;
}
