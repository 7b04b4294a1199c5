/* test/unit/beam.c - reads and verifies every .beam file of the OTP releases at hand, and times it.
 *
 *   beam [FILE or DIR...]      default: the installed OTP, and what tools/fetch_otp.sh unpacked
 */
#include "code/beam.h"
#include "code/code.h"
#include "code/module.h"
#include "code/verify.h"
#include "unit.h"
#include <dirent.h>
#include <ftw.h>
#include <string.h>
#include <time.h>

static struct total {
    uint64_t files, bytes, instructions, claims, slots, labels, open_ns, read_ns, verify_ns, prepare_ns;
    uint64_t failures;
} total;

static uint64_t failures;

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void count(const struct beam *b)
{
    for (const struct slot *i = b->code, *end = i + b->code_size; i < end; i += i->value + 1) {
        total.instructions++;
        total.claims += i->claim != 0;
    }
    total.slots += b->code_size;
    total.labels += b->label_count;
}

/* The compiler keeps the checksum as the attribute vsn, unless the module has one of its own: the
 * 16 bytes then stand somewhere in the chunk, least significant first. */
static bool has_vsn(const struct beam *b)
{
    struct bytes attributes;
    uint8_t reversed[16];
    for (int i = 0; i < 16; i++) reversed[i] = b->md5[15 - i];
    return beam_find_chunk(b, "Attr", &attributes) &&
           memmem(attributes.at, bytes_left(&attributes), reversed, 15 /* the last may be cut off */) != NULL;
}

/* The whole way, translation included. */
static void prepare(const char *path, term name, const uint8_t *bytes, size_t size)
{
    struct prepare_failure failure;
    uint64_t t0 = now();
    struct module *m = module_prepare(name, bytes, size, &failure);
    total.prepare_ns += now() - t0;
    if (m) module_free(m, false);
    else printf("%s: %s\n", path, beam_error_text(failure.error));
    total.failures += m == NULL;
}

static void check_bytes(const char *path, const uint8_t *bytes, size_t size)
{
    struct beam b;
    struct verify_failure failure = {0};
    uint64_t t0 = now();
    enum beam_error e = beam_open(&b, bytes, size);
    uint64_t t1 = now();
    if (!e) e = beam_read(&b);
    uint64_t t2 = now();
    if (!e) e = verify_beam(&b, &failure);
    uint64_t t3 = now();
    total.open_ns += t1 - t0, total.read_ns += t2 - t1, total.verify_ns += t3 - t2;
    total.files++, total.bytes += size;
    if (!e) count(&b);
    if (e) {
        total.failures++;
        char function[300] = "";
        if (is_term(failure.function)) {
            struct atom_text a = atom_text(failure.function);
            snprintf(function, sizeof function, "%.*s/%u slot %u (%s)", (int)a.size, a.bytes, failure.arity,
                     failure.slot, failure.slot < b.code_size ? genop_table[b.code[failure.slot].type].name : "");
        }
        printf("%s: %s %s\n", path, beam_error_text(e), function);
    } else if (!has_vsn(&b) && getenv("VERBOSE")) {
        printf("%s: its vsn is not its checksum\n", path);
    }
    term name = b.name;
    beam_close(&b);
    if (!e) prepare(path, name, bytes, size);
}

static int check_file(const char *path, const struct stat *s, int flag, struct FTW *where)
{
    (void)where;
    size_t length = strlen(path);
    if (flag != FTW_F || length < 5 || strcmp(path + length - 5, ".beam") != 0) return 0;
    uint8_t *bytes = malloc((size_t)s->st_size);
    FILE *f = fopen(path, "rb");
    CHECK(bytes && f && fread(bytes, 1, (size_t)s->st_size, f) == (size_t)s->st_size);
    fclose(f);
    check_bytes(path, bytes, (size_t)s->st_size);
    free(bytes);
    return 0;
}

static void check_root(const char *root)
{
    total = (struct total){0};
    nftw(root, check_file, 20, FTW_PHYS);
    if (!total.files) return;
    printf("%s: %zu files, %zu KB, %zu instructions (%zu checked claims), %zu slots, %zu labels; "
           "open %.1f ms, read %.1f ms, verify %.1f ms, all with translation %.1f ms; %zu refused\n",
           root, total.files, total.bytes / 1024, total.instructions, total.claims, total.slots, total.labels,
           (double)total.open_ns / 1e6, (double)total.read_ns / 1e6, (double)total.verify_ns / 1e6,
           (double)total.prepare_ns / 1e6, total.failures);
    failures += total.failures;
}

int main(int argc, char **argv)
{
    static const char *const roots[] = {"/usr/lib/erlang", "build/otp-27/usr/lib/erlang",
                                        "build/otp-29/usr/lib/erlang"};
    unit_open();
    CHECK(code_open());
    for (int i = 1; i < argc; i++) check_root(argv[i]);
    for (size_t i = 0; argc == 1 && i < sizeof roots / sizeof *roots; i++) check_root(roots[i]);
    CHECK(failures == 0);
    return 0;
}
