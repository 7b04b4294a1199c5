/* platform/guest/errors.c - names of errors; a guest has no other words for them. */
#include "platform/host.h"

static const char *const names[] = {
    [HOST_OK] = "ok",
#define HOST_ERROR(text, symbol) [HOST_##symbol] = #text,
#include "platform/host_errors.def"
#undef HOST_ERROR
    [HOST_UNKNOWN] = "unknown",
};

const char *host_error_name(enum host_error e) { return names[e]; }
const char *host_error_text(enum host_error e) { return names[e]; }
