/* test/fuzz/fuzz_command_line.c - the reader of the command line: any words, variables and arguments files.
 *
 *   make VARIANT=fuzz build/fuzz/fuzz/command_line && build/fuzz/fuzz/command_line CORPUS -max_total_time=60
 *
 * An input is parts that end in a zero byte: the texts of ERL_AFLAGS and ERL_FLAGS and of two files `a` and `b`, then
 * the words of the command line.  The end of the machine comes back here (Makefile: --wrap).
 */
#include "fuzz.h"
#include "platform/host_files.h"
#include "platform/platform.h"
#include "vm/command_line.h"
#include "vm/complain.h"
#include <setjmp.h>

enum { WORDS_MAX = 64, SENTENCE_MAX = 16384 };

static jmp_buf ended;
static int status;

_Noreturn void __wrap_platform_exit(int code, bool abort_program);
_Noreturn void __wrap_platform_exit(int code, bool abort_program)
{
    MUST(!abort_program);
    status = code;
    longjmp(ended, 1);
}

void __wrap_platform_console(const char *text, size_t size);
void __wrap_platform_console(const char *text, size_t size)
{
    MUST(size < SENTENCE_MAX && memchr(text, 0, size) == NULL);
}

/* The next part as a string in a block of its own size; to be freed. */
static char *next_part(struct input *in)
{
    const uint8_t *end = memchr(in->at, 0, input_left(in));
    size_t size = end ? (size_t)(end - in->at) : input_left(in);
    char *part = malloc(size + 1);
    memcpy(part, in->at, size);
    part[size] = 0;
    in->at += size + !!end;
    return part;
}

static void make_variable(struct input *in, const char *name)
{
    char *text = next_part(in);
    if (*text) setenv(name, text, 1);
    free(text);
}

static void make_file(struct input *in, const char *name)
{
    char *text = next_part(in);
    size_t written;
    host_device file;
    MUST(host_open(name, OPEN_WRITE, &file) == HOST_OK);
    MUST(host_write_file(file, AT_POSITION, &(struct host_chunk){text, strlen(text)}, 1, &written) == HOST_OK);
    host_close(file);
    free(text);
}

/* What the rest of the machine relies on. */
static void check_settings(void)
{
    const struct settings *s = settings();
    MUST(s->arguments && s->argument_count >= 7);
    for (size_t i = 0; i < s->argument_count; i++) MUST(strlen(s->arguments[i]) < SIZE_MAX / 2);
    MUST(s->boot_module && *s->boot_module);
    MUST(s->processes_max >= 1024 && s->ports_max >= 1024 && s->atoms_max >= 8192);
    MUST(s->min_heap_words >= 1 && s->async_threads >= 1 && s->busy_limit_kilobytes >= 1);
}

static void open_world(struct input *in)
{
    fuzz_fresh_arena();
    struct settings *s = settings();
    s->root = s->bindir = "/otp", s->progname = "erl", s->otp_release = "25", s->erts_version = "13", s->release = 25;
    clearenv();
    make_variable(in, "ERL_AFLAGS");
    make_variable(in, "ERL_FLAGS");
    host_set_directory("/tmp");
    make_file(in, "a");
    make_file(in, "b");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static char *words[WORDS_MAX];
    static int count;
    struct input in = {bytes, bytes + size};
    open_world(&in);
    words[0] = "ling-run";
    for (count = 1; count < WORDS_MAX && input_left(&in); count++) words[count] = next_part(&in);
    if (setjmp(ended) == 0) {
        command_line_read(count, words);
        check_settings();
    } else {
        MUST(status == 0 || status == STATUS_USAGE);
    }
    while (--count > 0) free(words[count]);
    return 0;
}
