/* tender/kvm/kvm.c - the engine that runs the guest in a virtual machine of the host's KVM. */
#include "tender/engine.h"
#include "tender/kvm/cpu.h"
#include "tender/kvm/host.h"
#include "tender/kvm/state.h"
#include "tender/kvm/tables.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

struct engine {
    int kvm, machine, vcpu;
    struct kvm_run *run;
    size_t run_bytes;
    uint8_t *system; /* struct tables' place, see tables.h */
    uint64_t tsc_offset;
    uint64_t tsc_hertz;
    struct kvm_state *state; /* to go back to; NULL: none */
};

enum { MSR_TSC = 0x10 };

static const uint8_t gate[] = {0xe6, PORT_GATE, 0xc3}; /* out %al, $PORT_GATE; ret */

/* -- making ------------------------------------------------------------------------------------------ */

static bool open_machine(struct engine *e, struct complaint *c)
{
    e->kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
    if (e->kvm < 0) return complain(c, "engine kvm is not to be had: /dev/kvm: %s.", strerror(errno));
    if (ioctl(e->kvm, KVM_GET_API_VERSION, 0) != KVM_API_VERSION)
        return complain(c, "engine kvm is not to be had: this KVM is of another kind.");
    e->machine = ioctl(e->kvm, KVM_CREATE_VM, 0);
    if (e->machine < 0) return complain(c, "KVM gives no machine: %s.", strerror(errno));
    return true;
}

static bool add_memory(struct engine *e, const struct memory *m, uint64_t reserve, struct complaint *c)
{
    struct kvm_userspace_memory_region region = {.memory_size = reserve + m->bytes,
                                                 .userspace_addr = (uintptr_t)e->system};
    if (ioctl(e->machine, KVM_SET_USER_MEMORY_REGION, &region) == 0) return true;
    return complain(c, "KVM refuses the guest's memory: %s.", strerror(errno));
}

static bool add_processor(struct engine *e, size_t run_bytes, struct complaint *c)
{
    e->vcpu = ioctl(e->machine, KVM_CREATE_VCPU, 0);
    if (e->vcpu < 0) return complain(c, "KVM gives no processor: %s.", strerror(errno));
    void *run = mmap(NULL, run_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, e->vcpu, 0);
    if (run == MAP_FAILED) return complain(c, "KVM gives no processor: %s.", strerror(errno));
    e->run = run;
    e->run_bytes = run_bytes;
    return true;
}

/* While the guest runs, the tender's signals are open: one of them ends KVM_RUN, and stays pending. */
static bool set_signals(struct engine *e, struct complaint *c)
{
    union {
        struct kvm_signal_mask mask;
        uint8_t room[sizeof(struct kvm_signal_mask) + 8];
    } none = {.mask.len = 8};
    if (ioctl(e->vcpu, KVM_SET_SIGNAL_MASK, &none) == 0) return true;
    return complain(c, "KVM refuses the signals: %s.", strerror(errno));
}

static uint64_t guest_tsc_now(struct engine *e)
{
    union {
        struct kvm_msrs msrs;
        uint8_t room[sizeof(struct kvm_msrs) + sizeof(struct kvm_msr_entry)];
    } u = {.msrs.nmsrs = 1};
    u.msrs.entries[0].index = MSR_TSC;
    return ioctl(e->vcpu, KVM_GET_MSRS, &u) == 1 ? u.msrs.entries[0].data : read_tsc();
}

/* The guest's counter is the host's if KVM lets it be; otherwise it is measured how far they are apart. */
static void set_clock(struct engine *e)
{
    uint64_t none = 0;
    struct kvm_device_attr offset = {.group = KVM_VCPU_TSC_CTRL, .attr = KVM_VCPU_TSC_OFFSET, .addr = (uintptr_t)&none};
    int khz = ioctl(e->vcpu, KVM_GET_TSC_KHZ, 0);
    e->tsc_hertz = khz > 0 ? (uint64_t)khz * 1000 : 0;
    if (ioctl(e->vcpu, KVM_SET_DEVICE_ATTR, &offset) != 0) e->tsc_offset = guest_tsc_now(e) - read_tsc();
}

static bool prepare(struct engine *e, struct memory *m, const struct image *image, const struct engine_host *host,
                    struct complaint *c)
{
    uint64_t reserve = tables_reserve(m);
    struct engine_host asked;
    e->system = m->host - reserve;
    if (!open_machine(e, c)) return false;
    if (!host && !kvm_ask(e->kvm, &asked)) return complain(c, "KVM does not tell its features: %s.", strerror(errno));
    if (!host) host = &asked;
    if (!add_memory(e, m, reserve, c) || !add_processor(e, host->run_bytes, c) || !set_signals(e, c)) return false;
    if (!memory_is_laid_out(m)) tables_build(e->system, m, reserve);
    struct cpu_start start = {image->entry, image->base.thread_pointer, SYSTEM_TABLES};
    if (!cpu_prepare(host, e->vcpu, &start, c)) return false;
    set_clock(e);
    return true;
}

static void kvm_used(struct engine *e, const struct memory *m) { tables_used(e->system, m); }

static void kvm_close(struct engine *e)
{
    if (e->run) munmap(e->run, e->run_bytes);
    if (e->vcpu >= 0) close(e->vcpu);
    if (e->machine >= 0) close(e->machine);
    if (e->kvm >= 0) close(e->kvm);
    free(e->state);
    free(e);
}

static struct engine *kvm_open(struct memory *m, const struct image *image, const struct engine_host *host,
                               struct complaint *c)
{
    struct engine *e = calloc(1, sizeof *e);
    if (!e) return NULL;
    e->kvm = e->machine = e->vcpu = -1;
    if (prepare(e, m, image, host, c)) return e;
    kvm_close(e);
    return NULL;
}

/* -- running ------------------------------------------------------------------------------------------ */

/* The frame that the processor pushed on ring 0's stack: [error code] rip cs flags rsp ss. */
static bool take_fault(struct engine *e, int vector, struct fault *f)
{
    struct kvm_regs r;
    struct kvm_sregs s;
    uint64_t frame[6];
    if (ioctl(e->vcpu, KVM_GET_REGS, &r) != 0 || ioctl(e->vcpu, KVM_GET_SREGS, &s) != 0) return false;
    memcpy(frame, e->system + SYSTEM_STACK_END - sizeof frame, sizeof frame);
    bool has_code = r.rsp == SYSTEM_START + SYSTEM_STACK_END - sizeof frame;
    *f = (struct fault){.vector = vector,
                        .error = has_code ? frame[0] : 0,
                        .address = s.cr2,
                        .rip = frame[1],
                        .flags = frame[3],
                        .registers = {r.rax, r.rbx, r.rcx, r.rdx, r.rsi, r.rdi, r.rbp, frame[4], r.r8, r.r9, r.r10,
                                      r.r11, r.r12, r.r13, r.r14, r.r15}};
    return true;
}

static enum engine_event port_written(struct engine *e, struct fault *f, struct complaint *c)
{
    unsigned port = e->run->io.port;
    bool byte_out = e->run->io.direction == KVM_EXIT_IO_OUT && e->run->io.size == 1 && e->run->io.count == 1;
    if (byte_out && port == PORT_GATE) return ENGINE_CALL;
    if (byte_out && port - PORT_FAULT < VECTORS && take_fault(e, (int)(port - PORT_FAULT), f)) return ENGINE_FAULT;
    complain(c, "the guest used port 0x%x in a way that no guest does.", port);
    return ENGINE_HOSTILE;
}

static enum engine_event kvm_run(struct engine *e, struct fault *f, struct complaint *c)
{
    if (ioctl(e->vcpu, KVM_RUN, 0) != 0) {
        if (errno == EINTR || errno == EAGAIN) return ENGINE_SIGNAL;
        complain(c, "KVM cannot run the guest: %s.", strerror(errno));
        return ENGINE_FAILED;
    }
    switch (e->run->exit_reason) {
    case KVM_EXIT_IO: return port_written(e, f, c);
    case KVM_EXIT_INTR: return ENGINE_SIGNAL;
    case KVM_EXIT_SHUTDOWN: complain(c, "the guest's processor shut down."); return ENGINE_HOSTILE;
    case KVM_EXIT_INTERNAL_ERROR:
        complain(c, "KVM could not go on (internal error %u).", e->run->internal.suberror);
        return ENGINE_FAILED;
    default: complain(c, "KVM stopped for an unknown reason (%u).", e->run->exit_reason); return ENGINE_FAILED;
    }
}

/* -- back to a call ------------------------------------------------------------------------------------ */

/* The instruction that left the guest is done only when the guest is entered again (api.rst, KVM_EXIT_IO): entered, and left
 * before the next one. */
static void finish_call(struct engine *e)
{
    e->run->immediate_exit = 1;
    (void)ioctl(e->vcpu, KVM_RUN, 0);
    e->run->immediate_exit = 0;
}

static bool kvm_keep(struct engine *e, struct complaint *c)
{
    finish_call(e);
    e->state = kvm_state_take(e->kvm, e->vcpu, e->run);
    return e->state || complain(c, "KVM does not give the processor's state: %s.", strerror(errno));
}

static bool kvm_set_back(struct engine *e, struct complaint *c)
{
    finish_call(e);
    return kvm_state_set(e->state, e->vcpu, e->run) ||
           complain(c, "KVM does not take the processor's state: %s.", strerror(errno));
}

static uint64_t kvm_offset(struct engine *e) { return e->tsc_offset; }
static uint64_t kvm_hertz(struct engine *e) { return e->tsc_hertz; }

const struct engine_kind kvm_engine = {
    .name = "kvm",
    .number = GUEST_ENGINE_KVM,
    .reserve = tables_reserve,
    .lay_out = tables_build,
    .gate = gate,
    .gate_size = sizeof gate,
    .survey = kvm_survey,
    .leave = kvm_leave,
    .open = kvm_open,
    .run = kvm_run,
    .tsc_offset = kvm_offset,
    .tsc_hertz = kvm_hertz,
    .used = kvm_used,
    .keep = kvm_keep,
    .set_back = kvm_set_back,
    .close = kvm_close,
};
