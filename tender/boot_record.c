/* tender/boot_record.c - sizes, strings, identity and entropy for a guest that starts. */
#include "tender/boot_record.h"
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <unistd.h>

struct writer {
    char *page;
    uint32_t at;
    bool full;
};

static uint32_t put_string(struct writer *w, const char *text)
{
    size_t size = strlen(text) + 1;
    uint32_t at = w->at;
    if (size > GUEST_BOOT_BYTES - at) {
        w->full = true;
        return 0;
    }
    memcpy(w->page + at, text, size);
    w->at += (uint32_t)size;
    return at;
}

static struct guest_strings put_strings(struct writer *w, const char *const *texts, uint32_t count)
{
    struct guest_strings s = {w->at, count};
    for (uint32_t i = 0; i < count; i++) put_string(w, texts[i]);
    return s;
}

static void put_payload(struct guest_boot *b, const struct image *image)
{
    for (uint32_t i = 0; i < image->count; i++)
        if (image->segments[i].start == GUEST_PAYLOAD_START)
            b->payload = GUEST_PAYLOAD_START, b->payload_bytes = image->segments[i].bytes;
}

static void put_network(struct guest_boot *b, const struct policy *p)
{
    static const uint8_t resolver[] = {10, 0, 2, 3};
    b->interface[b->interfaces++] = policy_own_address();
    if (p->resolver.family == GUEST_FAMILY_NONE) return;
    struct guest_address *a = &b->name_server[b->name_servers++];
    *a = (struct guest_address){.family = GUEST_FAMILY_INET, .port = 53, .size = sizeof resolver};
    memcpy(a->bytes, resolver, sizeof resolver);
}

bool boot_record_identity(struct guest_boot *b)
{
    struct {
        uint32_t creation;
        uint8_t instance[16], entropy[GUEST_ENTROPY_BYTES];
    } drawn;
    if (getrandom(&drawn, sizeof drawn, 0) != sizeof drawn) return false;
    b->creation = drawn.creation | 4; /* 0 to 3 have meanings of their own */
    memcpy(b->instance, drawn.instance, sizeof b->instance);
    memcpy(b->entropy, drawn.entropy, sizeof b->entropy);
    return true;
}

static bool put_identity(struct guest_boot *b, const struct options *o)
{
    if (o->prepare) return b->creation = 4, true; /* each start of what is prepared gets its own */
    return boot_record_identity(b);
}

static void put_terminal(struct guest_boot *b)
{
    struct winsize size;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return;
    b->terminal_columns = size.ws_col ? size.ws_col : 80;
    b->terminal_rows = size.ws_row ? size.ws_row : 24;
}

bool boot_record_write(const struct memory *m, const struct image *image, const struct options *o,
                       const struct engine_kind *engine, struct complaint *c)
{
    struct guest_boot *b = memory_at(m, GUEST_BOOT, GUEST_BOOT_BYTES);
    struct writer w = {(char *)b, sizeof *b, false};
    *b = (struct guest_boot){.magic = GUEST_BOOT_MAGIC,
                             .abi = GUEST_ABI_VERSION,
                             .bytes = sizeof *b,
                             .engine = engine->number,
                             .memory = m->limit,
                             .slots = m->slots,
                             .ring_bytes = m->ring_bytes};
    memcpy(b->windows, m->windows, sizeof b->windows);
    put_payload(b, image);
    b->arguments = put_strings(&w, (const char *const *)o->arguments, o->argument_count);
    b->environment = put_strings(&w, o->environment, o->environment_count);
    b->node_name = o->node_name ? put_string(&w, o->node_name) : 0;
    /* With a domain: OTP looks a name without one up at its start, by a program that a guest does not have. */
    b->host_name = put_string(&w, "ling.internal");
    put_network(b, &o->policy);
    if (!o->prepare) put_terminal(b);
    if (!put_identity(b, o)) return complain(c, "the host gives no entropy: %s.", strerror(errno));
    return !w.full || complain(c, "the command line and environment are longer than %u bytes.", GUEST_BOOT_BYTES);
}
