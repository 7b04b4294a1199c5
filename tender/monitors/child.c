/* tender/monitors/child.c - runs another monitor and waits on it: whoever has something to say, until it is gone. */
#include "tender/monitors/child.h"
#include "tender/monitors/command.h"
#include "tender/engine.h"
#include "tender/options.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MINUTE_MS = 60000, LAST_BYTES_MS = 300 };

static uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

bool child_channels(struct child *k, struct complaint *c)
{
    *k = (struct child){.process = -1};
    for (int i = 0; i < CHANNELS; i++) {
        int pair[2];
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
            return complain(c, "the host gives no socket pair: %s.", strerror(errno));
        k->ours[i] = pair[0], k->theirs[i] = pair[1];
    }
    return true;
}

void child_write(struct child *k, enum channel channel, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t n = send(k->ours[channel], bytes, size, MSG_NOSIGNAL);
        if (n <= 0) return; /* it is gone, and that will be seen */
        bytes += n, size -= (size_t)n;
    }
}

/* In the child: its ends of the channels stay open, standard input is ours alone, and it dies with us. */
static _Noreturn void become(const struct child *k, char **argv)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setpgid(0, 0); /* interrupts of the terminal are for us, and through us for the guest */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (int i = 0; i < CHANNELS; i++) fcntl(k->theirs[i], F_SETFD, 0);
    int input = k->console_is_standard ? k->theirs[CHANNEL_CONSOLE] : open("/dev/null", O_RDONLY);
    if (input >= 0) dup2(input, STDIN_FILENO);
    if (k->console_is_standard) dup2(k->theirs[CHANNEL_CONSOLE], STDOUT_FILENO);
    execvp(argv[0], argv);
    _exit(errno == ENOENT ? CHILD_NOT_FOUND : CHILD_NOT_FOUND - 1);
}

static bool start(struct child *k, char **argv, const struct guest_run *r)
{
    sigset_t set;
    engine_signals(&set);
    sigprocmask(SIG_BLOCK, &set, NULL);
    k->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    k->kill_at_ns = r->options->timeout_ns ? now_ns() + r->options->timeout_ns : UINT64_MAX;
    k->process = fork();
    if (k->process == 0) become(k, argv);
    for (int i = 0; i < CHANNELS; i++) close(k->theirs[i]);
    return k->process > 0;
}

static void end_child(struct child *k) { kill(k->process, SIGKILL); }

/* -- what comes ------------------------------------------------------------------------------------------------------ */

static void take_signals(struct child *k, struct guest_run *r)
{
    struct signalfd_siginfo i;
    while (read(k->signals, &i, sizeof i) == sizeof i) {
        if (i.ssi_signo != SIGTERM && i.ssi_signo != SIGINT && i.ssi_signo != SIGHUP) continue;
        if (++k->interrupts == 1) k->ask_to_stop(k);
        else {
            guest_run_stop(r, STATUS_KILLED, "the guest was interrupted a second time.");
            end_child(k);
        }
    }
}

static void take_input(struct child *k)
{
    char bytes[4096];
    ssize_t n = read(STDIN_FILENO, bytes, sizeof bytes);
    if (n > 0) child_write(k, CHANNEL_CONSOLE, bytes, (size_t)n);
    else if (n == 0 || errno != EINTR) k->input_ended = true;
}

/* "ling: halt 003": how the guest ended.  Its other words are for whoever asked for them. */
static void take_word(const char *line, struct guest_run *r)
{
    char what[16];
    unsigned status;
    bool is_life = strncmp(line, "\nling: start ", 13) == 0 || strncmp(line, "\nling: ready ", 13) == 0;
    if (!is_life && sscanf(line, "\nling: %15s %u", what, &status) == 2) guest_run_end(r, what, status);
}

static void take_end(struct child *k, struct guest_run *r)
{
    int life = r->options->monitor_options.life;
    ssize_t n = read(k->ours[CHANNEL_END], k->end + k->end_size, sizeof k->end - 1 - k->end_size);
    if (n <= 0) return;
    if (life) send(life, k->end + k->end_size, (size_t)n, MSG_NOSIGNAL | MSG_DONTWAIT);
    k->end_size += (size_t)n;
    k->end[k->end_size] = 0;
    for (const char *line = k->end; (line = strstr(line, "\nling: ")) && strchr(line + 1, '\n'); line++)
        take_word(line, r);
    if (k->end_size == sizeof k->end - 1) k->end_size = 0; /* that is not ours */
}

/* False: it is gone. */
static bool take_console(struct child *k, struct console_relay *relay)
{
    char bytes[4096];
    ssize_t n = read(k->ours[CHANNEL_CONSOLE], bytes, sizeof bytes);
    if (n > 0) console_relay_output(relay, bytes, (unsigned)n);
    return n > 0 || (n < 0 && errno == EINTR);
}

/* Until the guest's time is over, or somebody is to look at it. */
static int milliseconds_left(const struct child *k)
{
    int most = k->look ? k->look_ms : MINUTE_MS;
    if (k->kill_at_ns == UINT64_MAX) return k->look ? most : -1;
    uint64_t now = now_ns();
    uint64_t left = now < k->kill_at_ns ? (k->kill_at_ns - now) / 1000000 + 1 : 0;
    return left < (uint64_t)most ? (int)left : most;
}

/* What the console still holds when the guest has ended. */
static void take_last(struct child *k, struct console_relay *relay)
{
    struct pollfd p = {.fd = k->ours[CHANNEL_CONSOLE], .events = POLLIN};
    while (poll(&p, 1, LAST_BYTES_MS) > 0 && take_console(k, relay)) {}
    end_child(k);
}

static bool turn(struct child *k, struct console_relay *relay, struct guest_run *r)
{
    enum { CONSOLE, END, CONTROL, SIGNALS, INPUT, FORWARD, ALL };
    struct pollfd p[ALL] = {{.fd = k->ours[CHANNEL_CONSOLE], .events = POLLIN},
                            {.fd = k->ours[CHANNEL_END], .events = POLLIN},
                            {.fd = k->ours[CHANNEL_CONTROL], .events = POLLIN},
                            {.fd = k->signals, .events = POLLIN},
                            {.fd = k->input_ended ? -1 : STDIN_FILENO, .events = POLLIN},
                            {.fd = k->forward ? k->forward->epoll : -1, .events = POLLIN}};
    char answer[4096];
    if (poll(p, ALL, milliseconds_left(k)) < 0) return true;
    if (now_ns() >= k->kill_at_ns) {
        guest_run_stop(r, STATUS_KILLED, "the guest was stopped: its time (--timeout) is over.");
        end_child(k);
        k->kill_at_ns = UINT64_MAX;
    }
    if (p[SIGNALS].revents) take_signals(k, r);
    if (p[END].revents & POLLIN) take_end(k, r);
    if (p[CONTROL].revents & POLLIN && read(k->ours[CHANNEL_CONTROL], answer, sizeof answer) < 0) return true;
    if (p[INPUT].revents) take_input(k);
    if (p[FORWARD].revents) forward_serve(k->forward);
    return !p[CONSOLE].revents || take_console(k, relay);
}

static bool is_time_to_look(struct child *k)
{
    uint64_t now = now_ns();
    if (now < k->next_look_ns) return false;
    k->next_look_ns = now + (uint64_t)k->look_ms * 1000000;
    return true;
}

int child_run(struct child *k, char **argv, struct guest_run *r)
{
    struct console_relay relay = {.image = &r->image, .symbols = r->options->symbols};
    int status = 0;
    if (!start(k, argv, r)) {
        guest_run_stop(r, STATUS_HOST, "the host starts no program: %s.", strerror(errno));
        return 0;
    }
    if (k->started) command_run(k->started, NULL, 0);
    while (turn(k, &relay, r))
        if (k->look && is_time_to_look(k) && k->look(k, r)) {
            take_last(k, &relay);
            break;
        }
    while (waitpid(k->process, &status, 0) < 0 && errno == EINTR) {}
    take_end(k, r);
    for (int i = 0; i < CHANNELS; i++) close(k->ours[i]);
    close(k->signals);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
