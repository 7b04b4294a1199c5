/* tender/kvm/state.c - registers, x87 to AVX, debug registers, pending events and MSRs, out of a processor and back in.
 *
 * What ring 3 can change goes back with each turn: general and segment registers, flags, vector state. Debug registers,
 * XCR0 and MSRs it cannot, for they want ring 0; the MSRs go back all the same. */
#include "tender/kvm/state.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

enum { MSRS_MAX = 16 };

/* Structs of Linux that end in an array, with room for it. */
union msrs {
    struct kvm_msrs head;
    uint8_t room[sizeof(struct kvm_msrs) + MSRS_MAX * sizeof(struct kvm_msr_entry)];
};
enum { VECTOR_BYTES = 4096 }; /* of struct kvm_xsave, without the array at its end */

struct kvm_state {
    bool synced; /* KVM takes registers together with KVM_RUN */
    struct kvm_sync_regs registers;
    _Alignas(64) uint8_t vectors[VECTOR_BYTES];
    struct kvm_debugregs debug;
    union msrs msrs;
};

/* SYSENTER_CS, _ESP, _EIP; PAT; STAR, LSTAR, CSTAR, SFMASK, KERNEL_GS_BASE, TSC_AUX. */
static const uint32_t kept_msrs[] = {0x174,      0x175,      0x176,      0x277,      0xc0000081,
                                     0xc0000082, 0xc0000083, 0xc0000084, 0xc0000102, 0xc0000103};
_Static_assert(sizeof kept_msrs / sizeof *kept_msrs <= MSRS_MAX, "room for them");

/* Those of the table that this KVM has: it stops at the first that it lacks. */
static void take_msrs(struct kvm_state *s, int vcpu)
{
    uint32_t count = 0;
    for (size_t i = 0; i < sizeof kept_msrs / sizeof *kept_msrs; i++) {
        union msrs one = {.head.nmsrs = 1};
        one.head.entries[0].index = kept_msrs[i];
        if (ioctl(vcpu, KVM_GET_MSRS, &one) == 1) s->msrs.head.entries[count++] = one.head.entries[0];
    }
    s->msrs.head.nmsrs = count;
}

struct kvm_state *kvm_state_take(int kvm, int vcpu, struct kvm_run *run)
{
    const int wanted = KVM_SYNC_X86_REGS | KVM_SYNC_X86_SREGS | KVM_SYNC_X86_EVENTS;
    struct kvm_state *s = aligned_alloc(64, sizeof *s);
    if (!s) return NULL;
    memset(s, 0, sizeof *s);
    s->synced = (ioctl(kvm, KVM_CHECK_EXTENSION, KVM_CAP_SYNC_REGS) & wanted) == wanted;
    run->kvm_valid_regs = 0;
    take_msrs(s, vcpu);
    if (ioctl(vcpu, KVM_GET_REGS, &s->registers.regs) == 0 && ioctl(vcpu, KVM_GET_SREGS, &s->registers.sregs) == 0 &&
        ioctl(vcpu, KVM_GET_VCPU_EVENTS, &s->registers.events) == 0 && ioctl(vcpu, KVM_GET_XSAVE, s->vectors) == 0 &&
        ioctl(vcpu, KVM_GET_DEBUGREGS, &s->debug) == 0)
        return s;
    free(s);
    return NULL;
}

static bool set_registers(const struct kvm_state *s, int vcpu, struct kvm_run *run)
{
    if (s->synced) {
        run->s.regs = s->registers;
        run->kvm_dirty_regs = KVM_SYNC_X86_REGS | KVM_SYNC_X86_SREGS | KVM_SYNC_X86_EVENTS;
        return true;
    }
    return ioctl(vcpu, KVM_SET_SREGS, &s->registers.sregs) == 0 && ioctl(vcpu, KVM_SET_REGS, &s->registers.regs) == 0 &&
           ioctl(vcpu, KVM_SET_VCPU_EVENTS, &s->registers.events) == 0;
}

bool kvm_state_set(const struct kvm_state *s, int vcpu, struct kvm_run *run)
{
    return set_registers(s, vcpu, run) && ioctl(vcpu, KVM_SET_XSAVE, s->vectors) == 0 &&
           ioctl(vcpu, KVM_SET_MSRS, &s->msrs) == (int)s->msrs.head.nmsrs &&
           ioctl(vcpu, KVM_SET_DEBUGREGS, &s->debug) == 0;
}
