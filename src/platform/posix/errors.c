/* platform/posix/errors.c - errno and the host's error names. */
#include "platform/posix/posix.h"
#include <errno.h>
#include <string.h>

static const struct {
    const char *name;
    int number;
} errors[] = {
    [HOST_OK] = {"ok", 0},
#define HOST_ERROR(text, symbol) [HOST_##symbol] = {#text, symbol},
#include "platform/host_errors.def"
#undef HOST_ERROR
    [HOST_UNKNOWN] = {"unknown", -1},
};

const char *host_error_name(enum host_error e) { return errors[e].name; }
const char *host_error_text(enum host_error e)
{
    return e == HOST_UNKNOWN ? "unknown POSIX error" : strerrordesc_np(errors[e].number);
}

enum host_error error_of(int number)
{
    for (enum host_error e = HOST_OK; e < HOST_UNKNOWN; e++)
        if (errors[e].number == number) return e;
    return HOST_UNKNOWN;
}

enum host_error result_of(long result) { return result < 0 ? error_of(errno) : HOST_OK; }
