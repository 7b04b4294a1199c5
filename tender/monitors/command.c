/* tender/monitors/command.c - runs a program and takes what it prints. */
#include "tender/monitors/command.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

static _Noreturn void become(const char *const *argv, int output)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    int nothing = open("/dev/null", O_RDONLY);
    if (nothing >= 0) dup2(nothing, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    execvp(argv[0], (char *const *)(uintptr_t)argv);
    _exit(errno == ENOENT ? COMMAND_NOT_FOUND : COMMAND_NOT_FOUND - 1);
}

static void take_output(int from, char *to, size_t room)
{
    char dropped[512];
    size_t size = 0;
    for (ssize_t n = 1; n > 0 || (n < 0 && errno == EINTR);) {
        bool full = size + 1 >= room;
        n = read(from, full ? dropped : to + size, full ? sizeof dropped : room - 1 - size);
        if (n > 0 && !full) size += (size_t)n;
    }
    to[size] = 0;
}

int command_run(const char *const *argv, char *to, size_t room)
{
    int status, ends[2] = {-1, -1};
    if (to && pipe2(ends, O_CLOEXEC) != 0) return COMMAND_NOT_FOUND - 1;
    pid_t p = fork();
    if (p == 0) become(argv, to ? ends[1] : STDERR_FILENO);
    if (to) {
        close(ends[1]);
        take_output(ends[0], to, room);
        close(ends[0]);
    }
    if (p < 0) return COMMAND_NOT_FOUND - 1;
    while (waitpid(p, &status, 0) < 0 && errno == EINTR) {}
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
