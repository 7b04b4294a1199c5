/* test/unit/host.c - what platform.h and host.h promise of memory, clocks, errors, programs, signals and terminals, on
 * any platform; what a platform has not, it says. */
#include "unit.h"
#include "platform/host_files.h"
#include "platform/host_programs.h"
#include "platform/host_terminal.h"
#include "platform/platform.h"
#include <string.h>
#include <strings.h>

static const uint64_t SECOND = 1000000000;

/* -- platform.h ------------------------------------------------------------------------------------- */

static void test_pages_are_zero_and_can_be_given_back(void)
{
    enum { BYTES = 1 << 20 };
    uint64_t at = UINT64_C(0x3000) << 32;
    CHECK(platform_map(at, BYTES));
    char *page = (char *)(uintptr_t)at;
    CHECK(page[0] == 0 && page[BYTES - 1] == 0);
    memset(page, 1, BYTES);
    platform_discard(page, BYTES / 2);
    CHECK(page[0] == 0 && page[BYTES / 2 - 1] == 0 && page[BYTES / 2] == 1);
    CHECK(!platform_map(at, BYTES)); /* the place is taken */
}

static void test_clocks(void)
{
    unit_open();
    uint64_t last = platform_monotonic_ns();
    for (int i = 0; i < 1000; i++) {
        uint64_t now = platform_monotonic_ns();
        CHECK(now >= last);
        last = now;
    }
    CHECK(platform_system_ns() > INT64_C(1577836800) * 1000000000); /* 2020 */
    platform_wait(0);                                               /* only polls */
    uint64_t cpu = platform_cpu_ns(), deadline = platform_monotonic_ns() + SECOND / 10;
    platform_wait(deadline);
    CHECK(platform_monotonic_ns() >= deadline && platform_cpu_ns() - cpu < SECOND / 10);
}

static void test_entropy(void)
{
    uint8_t one[32] = {0}, two[32] = {0};
    unit_open();
    platform_random(one, sizeof one), platform_random(two, sizeof two);
    CHECK(memcmp(one, two, sizeof one) != 0);
    platform_random(one, 0);
}

/* -- errors and the environment ------------------------------------------------------------------------ */

static void test_errors_have_names(void)
{
    CHECK(strcmp(host_error_name(HOST_ENOENT), "enoent") == 0);
    CHECK(strcmp(host_error_text(HOST_ENOENT), "No such file or directory") == 0);
    CHECK(strcmp(host_error_name(HOST_UNKNOWN), "unknown") == 0);
    for (int e = HOST_OK + 1; e < HOST_ERRORS; e++)
        CHECK(*host_error_name((enum host_error)e) && *host_error_text((enum host_error)e));
}

static void test_variables(void)
{
    bool found = false;
    CHECK(!host_variable("LING_UNIT_HOST") && host_set_variable("LING_UNIT_HOST", "a=b"));
    CHECK(strcmp(host_variable("LING_UNIT_HOST"), "a=b") == 0);
    CHECK(host_set_variable("LING_UNIT_HOST", "") && strcmp(host_variable("LING_UNIT_HOST"), "") == 0);
    const char *word;
    for (size_t i = 0; (word = host_environment(i)); i++) found |= strcmp(word, "LING_UNIT_HOST=") == 0;
    CHECK(found && host_process_id() > 0 && host_processors() >= 1);
}

static void test_dates_go_both_ways(void)
{
    static const int64_t times[] = {0, 951782400, 1709210096, 4102444800};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        struct host_date date;
        bool dst;
        int64_t back;
        CHECK(host_local_date(times[i], &date, &dst) && date.month >= 1 && date.month <= 12 && date.day >= 1);
        CHECK(host_seconds_of_local(&date, dst, &back) && back == times[i]);
        CHECK(host_seconds_of_local(&date, -1, &back) && back == times[i]);
    }
}

/* -- programs and signals -------------------------------------------------------------------------------- */

static enum host_error start_shell(const char *line, struct host_program *program)
{
    char *words[] = {"sh", "-c", (char *)line, NULL}, *environment[] = {"GREETING=hello", NULL};
    struct host_program_plan plan = {.path = "/bin/sh",
                                     .arguments = words,
                                     .environment = environment,
                                     .directory = "/",
                                     .read = true,
                                     .write = true,
                                     .use_stdio = true};
    return host_start_program(&plan, program);
}

/* All that a program says until the end of its output. */
static size_t read_all(host_device d, char *to, size_t room)
{
    size_t size = 0, got = 1;
    uint64_t deadline = platform_monotonic_ns() + 10 * SECOND;
    CHECK(host_watch(d, READY_TO_READ));
    while (got > 0 && platform_monotonic_ns() < deadline) {
        platform_wait(deadline);
        enum host_error e = host_read(d, to + size, room - size, &got);
        CHECK(e == HOST_OK || e == HOST_EAGAIN);
        if (e == HOST_EAGAIN) got = 1;
        else size += got;
    }
    CHECK(got == 0 && host_watch(d, 0));
    return size;
}

static bool wait_for_signal(enum host_signal wanted)
{
    enum host_signal s;
    uint64_t deadline = platform_monotonic_ns() + 10 * SECOND;
    while (platform_monotonic_ns() < deadline) {
        while (host_signal_next(&s))
            if (s == wanted) return true;
        platform_wait(deadline);
    }
    return false;
}

static void test_a_program(void)
{
    struct host_program program;
    char said[64];
    int status = -1;
    size_t written;
    unit_open();
    CHECK(host_set_signal(SIGNAL_CHLD, SIGNAL_HANDLE) && !host_set_signal(SIGNAL_STOP, SIGNAL_HANDLE));
    if (host_may_execute("/bin/sh") != HOST_OK) { /* a platform without programs says so */
        CHECK(start_shell("exit 0", &program) != HOST_OK);
        return;
    }
    CHECK(host_may_execute("/etc/passwd") == HOST_EACCES && host_may_execute("/absent") == HOST_ENOENT);
    CHECK(start_shell("read line; pwd; echo $GREETING $line; exit 7", &program) == HOST_OK);
    CHECK(program.id > 0 && program.input != NO_DEVICE && program.output != NO_DEVICE);
    CHECK(!host_program_ended(program.id, &status)); /* it waits for its line */
    CHECK(host_write(program.output, &(struct host_chunk){"you\n", 4}, 1, &written) == HOST_OK && written == 4);
    size_t size = read_all(program.input, said, sizeof said);
    CHECK(size == strlen("/\nhello you\n") && memcmp(said, "/\nhello you\n", size) == 0);
    CHECK(wait_for_signal(SIGNAL_CHLD));
    CHECK(host_program_ended(program.id, &status) && status == 7);
    host_close(program.input), host_close(program.output);
}

static void test_a_program_that_is_killed(void)
{
    struct host_program program;
    char said[64];
    int status = -1;
    unit_open();
    if (host_may_execute("/bin/sh") != HOST_OK) return;
    CHECK(host_set_signal(SIGNAL_CHLD, SIGNAL_HANDLE) && start_shell("kill -9 $$", &program) == HOST_OK);
    CHECK(read_all(program.input, said, sizeof said) == 0 && wait_for_signal(SIGNAL_CHLD));
    CHECK(host_program_ended(program.id, &status) && status == 128 + 9);
    host_close(program.input), host_close(program.output);
}

/* -- terminals ---------------------------------------------------------------------------------------------- */

static void test_a_file_is_no_terminal(void)
{
    host_device d;
    uint32_t columns, rows;
    unit_open();
    CHECK(host_open("/dev/null", OPEN_READ | OPEN_ANY_TYPE, &d) == HOST_OK);
    CHECK(!host_is_terminal(d) && host_check_terminal(d) == HOST_ENOTTY && !host_window_size(d, &columns, &rows));
    CHECK(host_terminal_mode(d, TERMINAL_RAW) != HOST_OK);
    host_terminal_restore();
    CHECK(host_close(d) == HOST_OK && host_check_terminal(d) == HOST_EBADF);
}

UNIT_MAIN(TEST(pages_are_zero_and_can_be_given_back), TEST(clocks), TEST(entropy), TEST(errors_have_names),
          TEST(variables), TEST(dates_go_both_ways), TEST(a_program), TEST(a_program_that_is_killed),
          TEST(a_file_is_no_terminal))
