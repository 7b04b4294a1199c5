/* spawn/rehearsal.c - one request before the first: which pages do the instances of a prepared image touch? */
#include "spawn/maker.h"
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ANSWER_WITHIN_MS = 5000 };

/* Reads to the end; false: there was nothing, or no end in time. */
static bool take_answer(int connection)
{
    char bytes[4096];
    struct pollfd p = {.fd = connection, .events = POLLIN};
    bool any = false;
    for (ssize_t n = 1; n > 0; any = any || n > 0) {
        if (poll(&p, 1, ANSWER_WITHIN_MS) <= 0) return false;
        n = read(connection, bytes, sizeof bytes);
    }
    return any;
}

static bool ask(int connection)
{
    static const char request[] = "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n";
    return write(connection, request, sizeof request - 1) == sizeof request - 1;
}

int rehearsal_connection(void)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return -1;
    pid_t child = fork();
    if (child == 0) {
        close(pair[1]);
        _exit(ask(pair[0]) && take_answer(pair[0]) ? 0 : 1);
    }
    close(pair[0]);
    return pair[1];
}

/* Two wishes that are seen at once: the tender ends without asking the guest, which has no time to touch more. */
static void end(pid_t child)
{
    kill(child, SIGSTOP);
    kill(child, SIGTERM);
    kill(child, SIGINT);
    kill(child, SIGCONT);
    waitpid(child, NULL, __WALL);
}

static bool play(struct maker *m, uint32_t route)
{
    int pair[2];
    struct order o = {.kind = ORDER_MAKE, .route = route};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return false;
    m->self = getpid();
    pid_t child = fork();
    if (child == 0) {
        close(pair[0]);
        machine_run(m, &o, pair[1]);
    }
    close(pair[1]);
    bool answered = child > 0 && ask(pair[0]) && take_answer(pair[0]);
    if (child > 0) end(child);
    close(pair[0]);
    return answered;
}

void rehearse(struct maker *m, uint32_t route)
{
    struct memory *memory = &m->templates[route].memory;
    struct warm *seen = mmap(NULL, sizeof *seen, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (seen == MAP_FAILED) return;
    struct warm *kept = malloc(sizeof *kept);
    memory->observed = seen;
    bool answered = kept && play(m, route), played = answered && seen->count > 0 && seen->count <= WARM_RUNS_MAX;
    memory->observed = NULL;
    m->templates[route].answers = answered;
    if (played) *kept = *seen; /* what a guest could have written to is looked at once */
    memory->warm = played ? kept : NULL;
    if (!played) free(kept);
    munmap(seen, sizeof *seen);
}
