/* tender/process/namespaces.c - see namespaces.h.  A child makes them and ends; they last as long as the descriptors.
 *
 * A cell joins both, and then makes a user namespace of its own below the first: in there it has no rights over the network's, which stays
 * as empty as it was made, its loopback down. */
#include "tender/process/namespaces.h"
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int open_of(pid_t pid, const char *name, int how)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
    return open(path, how | O_CLOEXEC);
}

static bool write_to(pid_t pid, const char *name, const char *text)
{
    int fd = open_of(pid, name, O_WRONLY);
    bool written = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
    if (fd >= 0) close(fd);
    return written;
}

/* Our own user is known there: who is not may make no namespace below it. */
static bool map_user(pid_t pid)
{
    char user[64], group[64];
    snprintf(user, sizeof user, "%u %u 1", geteuid(), geteuid());
    snprintf(group, sizeof group, "%u %u 1", getegid(), getegid());
    return write_to(pid, "uid_map", user) && write_to(pid, "setgroups", "deny") && write_to(pid, "gid_map", group);
}

static _Noreturn void make(int done)
{
    if (unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0 || write(done, "", 1) != 1) _exit(1);
    while (true) pause();
}

static bool take(struct engine_host *h, pid_t pid, int done)
{
    char byte;
    if (read(done, &byte, 1) != 1 || !map_user(pid)) return false;
    h->user = open_of(pid, "ns/user", O_RDONLY);
    h->network = open_of(pid, "ns/net", O_RDONLY);
    return h->user >= 0 && h->network >= 0;
}

struct engine_host *namespaces_survey(void)
{
    int ends[2];
    struct engine_host *h = malloc(sizeof *h);
    if (!h || pipe2(ends, O_CLOEXEC) != 0) {
        free(h);
        return NULL;
    }
    *h = (struct engine_host){-1, -1};
    pid_t child = fork();
    if (child == 0) make(ends[1]);
    close(ends[1]);
    bool taken = child > 0 && take(h, child, ends[0]);
    close(ends[0]);
    if (child > 0) kill(child, SIGKILL), waitpid(child, NULL, 0);
    if (taken) return h;
    namespaces_leave(h);
    free(h);
    return NULL;
}

void namespaces_leave(struct engine_host *h)
{
    if (h->user >= 0) close(h->user);
    if (h->network >= 0) close(h->network);
    h->user = h->network = -1;
}
