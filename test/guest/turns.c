/* test/guest/turns.c - a guest that fills every byte and register that it can reach is set back, turn after turn, and finds
 * nothing of it. */
#include "test/guest/check.h"
#include "tender/turns.h"
#include "tender/descriptors.h"
#include "tender/guest.h"
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TURNS = 12, WORDS = 5, MEMORY = 24 << 20, PATIENCE_MS = 30000 };
enum { SUM, TAINTED, FILLED, CREATION, ENTROPY };

static struct guest_address nobody(uint64_t serial)
{
    (void)serial;
    return (struct guest_address){.family = GUEST_FAMILY_INET, .port = 1, .size = 4, .bytes = {10, 0, 2, 2}};
}

static _Noreturn void be_tender(const struct engine_kind *kind, int control, struct report *report)
{
    static char *arguments[] = {(char *)(uintptr_t)"taint"};
    struct tender *t = calloc(1, sizeof *t);
    t->turns = calloc(1, sizeof *t->turns);
    *t->turns = (struct turns){.control = control, .single = -1, .rehearsal = -1, .report = report, .peer = nobody};
    t->kind = kind;
    t->output = STDOUT_FILENO, t->errors = STDERR_FILENO;
    t->input_ended = true;
    t->options.arguments = arguments, t->options.argument_count = 1;
    t->options.policy.handed.report = report;
    clock_start(&t->clock);
    bool made = guest_open_image(&t->image, "build/test/guest.elf", &t->why) &&
                guest_plan(&t->memory, &t->image, MEMORY, &t->why);
    turns_plan(t);
    made = made && !guest_make(t) && turns_prepare(t, &t->why);
    if (made) guest_run(t);
    if (!made || t->status) fprintf(stderr, "the tender: %s\n", t->why.text);
    _exit(made ? (int)t->status : 1);
}

static void order(int control, uint64_t serial, int connection)
{
    struct turn_order o = {serial};
    CHECK(descriptor_send(control, &o, sizeof o, connection, 0));
    close(connection);
}

static void take_turn(int control, uint64_t serial, uint64_t words[WORDS])
{
    static const char *const requests[] = {"plain request 1", "d: discard 2222", "s: slots 333333"};
    char answer[WORDS * 17 + 1] = "", *at = answer;
    int pair[2];
    CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0);
    CHECK(write(pair[0], requests[serial % 3], 16) == 16);
    order(control, serial, pair[1]);
    struct pollfd p = {.fd = pair[0], .events = POLLIN};
    for (ssize_t n = 1; n > 0; at += n) {
        CHECK(poll(&p, 1, PATIENCE_MS) > 0);
        n = read(pair[0], at, (size_t)(answer + sizeof answer - 1 - at));
    }
    CHECK(at - answer == WORDS * 17);
    for (int i = 0; i < WORDS; i++) words[i] = strtoull(answer + i * 17, NULL, 16);
    close(pair[0]);
}

static void judge(uint64_t turns[TURNS][WORDS])
{
    for (int n = 0; n < TURNS; n++) {
        CHECK(turns[n][FILLED] > MEMORY / 8 / 2);                                /* it did fill what it could */
        CHECK(turns[n][TAINTED] == turns[0][TAINTED] && turns[n][TAINTED] <= 1); /* the constant itself */
        CHECK(turns[n][SUM] == turns[0][SUM]);
        for (int before = 0; before < n; before++)
            CHECK(turns[n][CREATION] != turns[before][CREATION] && turns[n][ENTROPY] != turns[before][ENTROPY]);
    }
}

static void nothing_is_left(const struct engine_kind *kind)
{
    static uint64_t turns[TURNS][WORDS];
    int pair[2], status;
    struct report *report = mmap(NULL, GUEST_PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    CHECK(report != MAP_FAILED && socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) == 0);
    pid_t child = fork();
    if (child == 0) {
        close(pair[0]);
        be_tender(kind, pair[1], report);
    }
    close(pair[1]);
    for (uint64_t n = 0; n < TURNS; n++) take_turn(pair[0], n + 1, turns[n]);
    close(pair[0]);
    CHECK(waitpid(child, &status, 0) == child && status == 0);
    judge(turns);
}

int main(void)
{
    static const struct engine_kind *const kinds[] = {&kvm_engine, &process_engine};
    alarm(120);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!kinds[i]->set_back) continue;
        if (kinds[i] == &kvm_engine && access("/dev/kvm", R_OK | W_OK) != 0) {
            printf("NO /dev/kvm: going back was not tested on engine kvm.\n");
            continue;
        }
        nothing_is_left(kinds[i]);
    }
    return 0;
}
