/* platform/tender/door.c - the door of our own monitor: what it told us at the start, memory, entropy, the end. */
#include "base/check.h"
#include "platform/tender/tender.h"
#include <errno.h>
#include <string.h>

int64_t tender_call(enum guest_call_number number, uint64_t a, uint64_t b)
{
    struct guest_shared *s = shared_page();
    s->call.number = number;
    s->call.arguments[0] = a;
    s->call.arguments[1] = b;
    ((void (*)(void))GUEST_GATE)();
    return ((volatile struct guest_shared *)s)->call.result;
}

enum host_error tender_error(int64_t result)
{
    static const int numbers[] = {
#define HOST_ERROR(name, symbol) [HOST_##symbol] = symbol,
#include "platform/host_errors.def"
#undef HOST_ERROR
    };
    if (result >= 0) return HOST_OK;
    for (enum host_error e = HOST_OK; e < HOST_UNKNOWN; e++)
        if (numbers[e] == -result) return e;
    return HOST_UNKNOWN;
}

/* -- memory --------------------------------------------------------------------------------------------- */

/* What the tender backs of the region that begins at `at`; 0: there is none. */
static uint64_t granted(uint64_t at)
{
    for (unsigned w = 0; w < GUEST_WINDOWS; w++)
        if (boot_record()->windows[w].start == at) return boot_record()->windows[w].bytes;
    return 0;
}

static bool map(uint64_t at, uint64_t bytes) { return bytes <= granted(at); }

static void discard(void *at, size_t bytes)
{
    int64_t result = tender_call(GUEST_CALL_DISCARD, (uint64_t)(uintptr_t)at, bytes);
    if (result != 0) memset(at, 0, bytes); /* the caller counts on zeros */
}

static uint64_t memory_bytes(void) { return boot_record()->memory; }

/* -- entropy, the end ---------------------------------------------------------------------------------------- */

/* What every start asks for first came with the boot record: a call for it would cost as much as a request. */
static bool draw_from_boot(void *to, size_t bytes)
{
    struct start *s = start();
    if (bytes > GUEST_ENTROPY_BYTES - s->entropy_used) return false;
    memcpy(to, boot_record()->entropy + s->entropy_used, bytes);
    s->entropy_used += (uint32_t)bytes;
    return true;
}

static void draw(void *to, size_t bytes)
{
    if (draw_from_boot(to, bytes)) return;
    for (uint8_t *at = to; bytes > 0;) {
        size_t part = bytes < GUEST_TRANSFER_BYTES ? bytes : GUEST_TRANSFER_BYTES;
        int64_t result = tender_call(GUEST_CALL_ENTROPY, part, 0);
        ENSURE(result == 0);
        memcpy(at, (const void *)GUEST_TRANSFER, part);
        memset((void *)GUEST_TRANSFER, 0, part);
        at += part, bytes -= part;
    }
}

static void end(enum guest_end how, int status) { tender_call(GUEST_CALL_EXIT, how, (uint64_t)status); }

static void running(uint32_t number, uint32_t serial)
{
    ((volatile struct guest_shared *)shared_page())->process = (uint64_t)serial << 32 | number;
}

static void ready(void) { tender_call(GUEST_CALL_READY, 0, 0); }

/* -- what we were told ------------------------------------------------------------------------------------------ */

static const struct image_manifest *image(void)
{
    const struct image_manifest *m = (const struct image_manifest *)(uintptr_t)boot_record()->payload;
    return m && m->payload_bytes <= boot_record()->payload_bytes ? m : NULL;
}

static const char *string(struct guest_strings all, size_t index)
{
    const char *at = (const char *)GUEST_BOOT + all.offset;
    if (index >= all.count) return NULL;
    while (index-- > 0) at += strlen(at) + 1;
    return at;
}

static const char *argument(size_t index) { return string(boot_record()->arguments, index); }
static const char *variable(size_t index) { return string(boot_record()->environment, index); }
static const char *host_name_of_boot(void) { return (const char *)GUEST_BOOT + boot_record()->host_name; }

static const struct door door = {
    .name = "tender",
    .map = map,
    .granted = granted,
    .discard = discard,
    .memory_bytes = memory_bytes,
    .monotonic_ns = tender_monotonic_ns,
    .system_ns = tender_system_ns,
    .cpu_ns = tender_cpu_ns,
    .random = draw,
    .exit = end,
    .running = running,
    .ready = ready,
    .wait = tender_wait,
    .console_write = tender_console_write,
    .console_read = tender_console_read,
    .image = image,
    .argument = argument,
    .variable = variable,
    .host_name = host_name_of_boot,
    .sockets = tender_sockets,
};

_Noreturn void tender_start(const struct guest_boot *boot);
_Noreturn void tender_start(const struct guest_boot *boot)
{
    ENSURE(boot->magic == GUEST_BOOT_MAGIC && boot->abi == GUEST_ABI_VERSION);
    start()->begun_ns = tender_monotonic_ns();
    if (boot->bytes >= sizeof *boot) sockets_keep_spare(boot->spare);
    guest_start(&door);
}
