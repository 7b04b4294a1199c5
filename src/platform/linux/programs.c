/* platform/linux/programs.c - starting programs by vfork and exec, with pipes. */
#include "platform/host_programs.h"
#include "platform/linux/linux.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FIRST_PIPE_DESCRIPTOR = 10 }; /* above those that the program gets: dup2() must not overwrite its source */

struct pipe_ends {
    int read, write;
};

static int raise_descriptor(int fd)
{
    if (fd < 0 || fd >= FIRST_PIPE_DESCRIPTOR) return fd;
    int higher = fcntl(fd, F_DUPFD_CLOEXEC, FIRST_PIPE_DESCRIPTOR);
    close(fd);
    return higher;
}

static void close_end(int *fd)
{
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

static bool make_pipe(struct pipe_ends *p)
{
    int fds[2];
    *p = (struct pipe_ends){-1, -1};
    if (pipe2(fds, O_CLOEXEC) < 0) return false;
    p->read = raise_descriptor(fds[0]);
    p->write = raise_descriptor(fds[1]);
    if (p->read >= 0 && p->write >= 0) return true;
    close_end(&p->read), close_end(&p->write);
    return false;
}

/* Handlers are reset by exec; what is ignored would stay so. */
static void default_signals(void)
{
    static const int numbers[] = {SIGPIPE, SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGCHLD, SIGTSTP};
    sigset_t none;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) signal(numbers[i], SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* The child, which borrows the parent's memory: system calls only. */
_Noreturn static void run_child(const struct host_program_plan *plan, int in, int out)
{
    if (plan->directory && chdir(plan->directory) < 0) {
        int e = errno;
        dprintf(2, "spawn: Could not cd to %s\r\n", plan->directory);
        _exit(e);
    }
    bool ok = true;
    if (plan->write) ok = dup2(in, plan->use_stdio ? 0 : 3) >= 0;
    if (plan->read) ok = ok && dup2(out, plan->use_stdio ? 1 : 4) >= 0;
    if (plan->stderr_to_stdout) ok = ok && dup2(out, 2) >= 0;
    if (!ok) _exit(errno);
    setsid();
    default_signals();
    execve(plan->path, plan->arguments, plan->environment);
    _exit(errno);
}

static pid_t start_child(const struct host_program_plan *plan, int in, int out)
{
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before); /* no handler may run on the shared memory */
    pid_t pid = vfork();
    if (pid == 0) run_child(plan, in, out);
    int e = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = e;
    return pid;
}

static void set_nonblocking(int fd) { fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK); }

enum host_error host_start_program(const struct host_program_plan *plan, struct host_program *program)
{
    struct pipe_ends to, from;
    if (!make_pipe(&to)) return error_of(errno);
    if (!make_pipe(&from)) {
        close_end(&to.read), close_end(&to.write);
        return HOST_EMFILE;
    }
    pid_t pid = start_child(plan, to.read, from.write);
    enum host_error e = result_of(pid);
    close_end(&to.read), close_end(&from.write);
    if (e != HOST_OK || !plan->write) close_end(&to.write);
    if (e != HOST_OK || !plan->read) close_end(&from.read);
    if (to.write >= 0) set_nonblocking(to.write);
    if (from.read >= 0) set_nonblocking(from.read);
    *program = (struct host_program){.id = pid, .input = from.read, .output = to.write};
    return e;
}

enum host_error host_may_execute(const char *path) { return result_of(access(path, X_OK)); }

bool host_program_ended(int64_t id, int *status)
{
    int s;
    pid_t pid;
    do pid = waitpid((pid_t)id, &s, WNOHANG);
    while (pid < 0 && errno == EINTR);
    if (pid == 0) return false;
    if (pid < 0) s = 0; /* not our child any more: someone else has waited for it */
    *status = WIFSIGNALED(s) ? 128 + WTERMSIG(s) : WEXITSTATUS(s);
    return true;
}
