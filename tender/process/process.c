/* tender/process/process.c - the engine that runs the guest as a confined process of the host.
 *
 * The cell shares the guest's memory with the tender.  Its one system call is not executed by the kernel but
 * handed to the tender (seccomp user notification), which answers it when the call is done; any other kills it.
 * The tender is its tracer, only to read the registers of a guest that faulted. */
#include "tender/engine.h"
#include "tender/descriptors.h"
#include "tender/process/cell.h"
#include "tender/process/namespaces.h"
#include "tender/process/state.h"
#include <errno.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

struct engine {
    pid_t child;
    int socket, listener, signals;
    bool started, answering;
    bool stopped;             /* by us, behind its call */
    uint64_t id;              /* of the call that waits for an answer */
    struct cell_state *state; /* to go back to; NULL: none */
};

static const uint8_t gate[] = {0xb8, CELL_CALL & 0xff, CELL_CALL >> 8, 0, 0, 0x0f, 0x05, 0xc3};
_Static_assert(sizeof gate == CELL_GATE_AFTER + 1, "the filter knows where the call is");

static uint64_t no_reserve(const struct memory *m) { return (void)m, UINT64_C(0); }

/* -- making ------------------------------------------------------------------------------------------- */

static void find_cell(char path[PATH_MAX])
{
    ssize_t size = readlink("/proc/self/exe", path, PATH_MAX - 16);
    path[size < 0 ? 0 : size] = 0;
    char *slash = strrchr(path, '/');
    strcpy(slash ? slash + 1 : path, "ling-cell");
}

/* Between fork and exec: the descriptors that the cell knows, and no others (all ours are close-on-exec). */
static _Noreturn void become_cell(const char *path, const struct engine_host *h, int socket, int memory, int image)
{
    char *arguments[] = {(char *)(uintptr_t)"ling-cell", NULL}, *environment[] = {NULL};
    enum { OUT_OF_THE_WAY = 64, COUNT = 5 };
    int near[COUNT] = {socket, memory, image, h ? h->user : -1, h ? h->network : -1}, count = h ? COUNT : COUNT - 2;
    for (int i = 0; i < count; i++)
        if (dup2(near[i], OUT_OF_THE_WAY + i) < 0) _exit(1);
    for (int i = 0; i < count; i++) {
        if (dup2(OUT_OF_THE_WAY + i, CELL_SOCKET + i) < 0) _exit(1);
        close(OUT_OF_THE_WAY + i);
    }
    execve(path, arguments, environment);
    _exit(1);
}

static bool start_cell(struct engine *e, const struct memory *m, const struct image *image, const struct engine_host *h,
                       struct complaint *c)
{
    char path[PATH_MAX];
    int pair[2];
    find_cell(path);
    if (access(path, X_OK) != 0) return complain(c, "engine process is not to be had: %s: %s.", path, strerror(errno));
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
        return complain(c, "no sockets: %s.", strerror(errno));
    e->child = fork();
    if (e->child == 0) become_cell(path, h, pair[1], m->shared, image->file);
    close(pair[1]);
    e->socket = pair[0];
    if (e->child < 0) return complain(c, "the host gives no process: %s.", strerror(errno));
    if (ptrace(PTRACE_SEIZE, e->child, 0, PTRACE_O_EXITKILL) == 0) return true;
    return complain(c, "engine process is not to be had: ptrace: %s.", strerror(errno));
}

static enum cell_source source(const struct memory *m, const struct piece *p)
{
    if (p->backing == BACKING_FILE) return CELL_HAS_IMAGE_S;
    if (!m->apart || piece_is_tenders(p)) return CELL_SHARES;
    return p->backing == BACKING_COPY ? CELL_HAS_COPIES : CELL_HAS_ZEROS;
}

static bool send_plan(struct engine *e, const struct memory *m, const struct image *image, struct complaint *c)
{
    struct cell_plan plan = {.entry = image->entry, .thread_pointer = image->base.thread_pointer, .count = m->count};
    for (uint32_t i = 0; i < m->count; i++) {
        const struct piece *p = &m->pieces[i];
        enum cell_source from = source(m, p);
        uint64_t offset = from == CELL_HAS_IMAGE_S ? p->file_offset : p->offset;
        plan.pieces[i] = (struct cell_piece){p->start, p->bytes, offset, p->rights, from};
    }
    if (send(e->socket, &plan, sizeof plan, MSG_NOSIGNAL) == sizeof plan) return true;
    return complain(c, "the cell did not start: %s.", strerror(errno));
}

static bool take_listener(struct engine *e, struct complaint *c)
{
    struct cell_answer a = {0};
    if (descriptor_receive(e->socket, &a, sizeof a, &e->listener, 0) != sizeof a)
        return complain(c, "the cell did not start.");
    if (a.sentence[0]) return complain(c, "%.*s", (int)sizeof a.sentence, a.sentence);
    return e->listener >= 0 || complain(c, "the cell did not start: it sent nothing.");
}

static bool prepare(struct engine *e, struct memory *m, const struct image *image, const struct engine_host *h,
                    struct complaint *c)
{
    sigset_t set;
    engine_signals(&set);
    e->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    if (e->signals < 0) return complain(c, "the host gives no signals: %s.", strerror(errno));
    return start_cell(e, m, image, h, c) && send_plan(e, m, image, c) && take_listener(e, c);
}

static void process_close(struct engine *e)
{
    if (e->child > 0) {
        kill(e->child, SIGKILL);
        waitpid(e->child, NULL, __WALL);
    }
    if (e->socket >= 0) close(e->socket);
    if (e->listener >= 0) close(e->listener);
    if (e->signals >= 0) close(e->signals);
    free(e->state);
    free(e);
}

static struct engine *process_open(struct memory *m, const struct image *image, const struct engine_host *host,
                                   struct complaint *c)
{

    struct engine *e = calloc(1, sizeof *e);
    if (!e) return NULL;
    e->socket = e->listener = e->signals = -1;
    if (prepare(e, m, image, host, c)) return e;
    process_close(e);
    return NULL;
}

/* -- running --------------------------------------------------------------------------------------------- */

static int vector_of(int signal, const siginfo_t *info)
{
    switch (signal) {
    case SIGSEGV: return info->si_code == SI_KERNEL ? 13 : 14;
    case SIGILL: return 6;
    case SIGFPE: return 0;
    case SIGTRAP: return 3;
    default: return -1;
    }
}

static enum engine_event take_fault(struct engine *e, int signal, struct fault *f)
{
    siginfo_t info = {0};
    struct user_regs_struct r = {0};
    ptrace(PTRACE_GETSIGINFO, e->child, 0, &info);
    ptrace(PTRACE_GETREGS, e->child, 0, &r);
    *f = (struct fault){.vector = vector_of(signal, &info),
                        .address = (uint64_t)(uintptr_t)info.si_addr,
                        .rip = r.rip,
                        .flags = r.eflags,
                        .registers = {r.rax, r.rbx, r.rcx, r.rdx, r.rsi, r.rdi, r.rbp, r.rsp, r.r8, r.r9, r.r10, r.r11,
                                      r.r12, r.r13, r.r14, r.r15}};
    return ENGINE_FAULT;
}

static enum engine_event ended(struct engine *e, int status, struct complaint *c)
{
    e->child = 0;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS) {
        complain(c, "the guest made a system call of the host's: it has none.");
        return ENGINE_HOSTILE;
    }
    if (WIFSIGNALED(status))
        complain(c, "the guest's process was killed by the host (%s).", strsignal(WTERMSIG(status)));
    else complain(c, "the guest's process ended by itself.");
    return ENGINE_FAILED;
}

/* Something happened to the child, or not: ENGINE_SIGNAL then. */
static enum engine_event look_at_child(struct engine *e, int flags, struct fault *f, struct complaint *c)
{
    int status;
    while (waitpid(e->child, &status, flags | __WALL) == e->child) {
        if (!WIFSTOPPED(status)) return ended(e, status, c);
        int signal = WSTOPSIG(status);
        bool is_event = status >> 16; /* a stop of the tracer's own kind */
        if (!is_event &&
            (signal == SIGSEGV || signal == SIGILL || signal == SIGFPE || signal == SIGBUS || signal == SIGTRAP))
            return take_fault(e, signal, f);
        ptrace(PTRACE_CONT, e->child, 0, 0);
        flags = WNOHANG;
    }
    return ENGINE_SIGNAL;
}

/* False: the child is gone. */
static bool answer_call(struct engine *e)
{
    struct seccomp_notif_resp r = {.id = e->id};
    if (!e->answering) return true;
    e->answering = false;
    return ioctl(e->listener, SECCOMP_IOCTL_NOTIF_SEND, &r) == 0;
}

static bool go_on(struct engine *e)
{
    if (!e->stopped) return answer_call(e);
    e->stopped = false;
    return ptrace(PTRACE_CONT, e->child, 0, 0) == 0;
}

static enum engine_event process_run(struct engine *e, struct fault *f, struct complaint *c)
{
    struct pollfd p[] = {{.fd = e->listener, .events = POLLIN}, {.fd = e->signals, .events = POLLIN}};
    if (!e->started) e->started = send(e->socket, "", 1, MSG_NOSIGNAL) == 1;
    if (!go_on(e)) return look_at_child(e, 0, f, c);
    if (poll(p, 2, -1) < 0) return ENGINE_SIGNAL;
    if (p[0].revents & POLLIN) {
        struct seccomp_notif n = {0};
        if (ioctl(e->listener, SECCOMP_IOCTL_NOTIF_RECV, &n) != 0) return look_at_child(e, WNOHANG, f, c);
        e->id = n.id;
        e->answering = true;
        return ENGINE_CALL;
    }
    return look_at_child(e, p[0].revents & POLLHUP ? 0 : WNOHANG, f, c);
}

/* -- back to a call ------------------------------------------------------------------------------------------ */

/* The call that it stands in is over, unanswered: it stands behind it now, and its registers say so (state.c). */
static bool stop(struct engine *e)
{
    e->answering = false;
    e->stopped = cell_stop(e->child);
    return e->stopped;
}

static bool process_keep(struct engine *e, struct complaint *c)
{
    if (stop(e)) e->state = cell_state_take(e->child);
    return (e->state && cell_state_set(e->state, e->child)) ||
           complain(c, "the host does not give the registers of the guest's process: %s.", strerror(errno));
}

static bool process_set_back(struct engine *e, struct complaint *c)
{
    return (stop(e) && cell_state_set(e->state, e->child)) ||
           complain(c, "the host does not take the registers of the guest's process: %s.", strerror(errno));
}

static pid_t process_owner(struct engine *e) { return e->child; }

static uint64_t process_offset(struct engine *e) { return (void)e, UINT64_C(0); }
static uint64_t process_hertz(struct engine *e) { return (void)e, UINT64_C(0); }

const struct engine_kind process_engine = {
    .name = "process",
    .number = GUEST_ENGINE_PROCESS,
    .shares_memory = true,
    .reserve = no_reserve,
    .gate = gate,
    .gate_size = sizeof gate,
    .survey = namespaces_survey,
    .leave = namespaces_leave,
    .open = process_open,
    .run = process_run,
    .tsc_offset = process_offset,
    .tsc_hertz = process_hertz,
    .keep = process_keep,
    .set_back = process_set_back,
    .owner = process_owner,
    .close = process_close,
};
