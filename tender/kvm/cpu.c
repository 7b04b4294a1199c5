/* tender/kvm/cpu.c - CPUID, control registers, segments: a guest that starts in ring 3 and never leaves it.
 *
 * Ring 3, because where KVM itself runs inside a virtual machine, ring 0 may be emulated instruction by instruction,
 * while ring 3 runs on the processor; on hardware with VMX or SVM it is as good.  Sources: Intel SDM vol. 3
 * chapters 3-7, Linux Documentation/virt/kvm/api.rst. */
#include "tender/kvm/cpu.h"
#include "guest_abi.h"
#include "tender/kvm/tables.h"
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>

enum { CR4_PAE = 0x20, CR4_OSFXSR = 0x200, CR4_OSXMMEXCPT = 0x400, CR4_FSGSBASE = 0x10000, CR4_OSXSAVE = 0x40000 };
enum { CR0_USUAL = 0x80050033u /* PG AM WP NE ET MP PE */, EFER_USUAL = 0xd01 /* SCE LME LMA NXE */ };
enum { XCR0_AVX = 7 };

static void set_segments(struct kvm_sregs *s, uint64_t thread_pointer, uint8_t tss_type)
{
    s->cs = (struct kvm_segment){
        .selector = SELECTOR_CODE3, .limit = 0xffffffff, .type = 11, .dpl = 3, .present = 1, .s = 1, .l = 1, .g = 1};
    s->ss = (struct kvm_segment){
        .selector = SELECTOR_DATA3, .limit = 0xffffffff, .type = 3, .dpl = 3, .present = 1, .s = 1, .db = 1, .g = 1};
    s->ds = s->es = s->fs = s->gs = s->ss;
    s->fs.base = thread_pointer;
    s->tr = (struct kvm_segment){.selector = SELECTOR_TSS,
                                 .base = SYSTEM_START + SYSTEM_TSS,
                                 .limit = TSS_LIMIT,
                                 .type = tss_type,
                                 .present = 1};
    s->ldt = (struct kvm_segment){.unusable = 1};
    s->gdt = (struct kvm_dtable){.base = SYSTEM_START + SYSTEM_GDT, .limit = SELECTOR_TSS + 7};
    s->idt = (struct kvm_dtable){.base = SYSTEM_START + SYSTEM_IDT, .limit = VECTORS * 16 - 1};
}

static bool set_registers(int vcpu, const struct cpu_start *start, const struct engine_host *h)
{
    struct kvm_sregs s;
    if (ioctl(vcpu, KVM_GET_SREGS, &s) != 0) return false;
    s.cr0 = CR0_USUAL;
    s.cr3 = start->tables;
    s.cr4 = CR4_PAE | CR4_OSFXSR | CR4_OSXMMEXCPT | (h->fsgsbase ? CR4_FSGSBASE : 0u) | (h->avx ? CR4_OSXSAVE : 0u);
    s.efer = EFER_USUAL;
    set_segments(&s, start->thread_pointer, h->tss_type);
    struct kvm_regs r = {.rip = start->entry, .rdi = GUEST_BOOT, .rflags = 2};
    return ioctl(vcpu, KVM_SET_SREGS, &s) == 0 && ioctl(vcpu, KVM_SET_REGS, &r) == 0;
}

/* The features first of all: KVM checks CR4 and XCR0 against them. */
bool cpu_prepare(const struct engine_host *h, int vcpu, const struct cpu_start *start, struct complaint *c)
{
    if (ioctl(vcpu, KVM_SET_CPUID2, &h->cpuid) != 0)
        return complain(c, "KVM refuses the processor's features: %s.", strerror(errno));
    struct kvm_xcrs x = {.nr_xcrs = 1, .xcrs = {{.value = XCR0_AVX}}};
    if (h->avx && ioctl(vcpu, KVM_SET_XCRS, &x) != 0) return complain(c, "KVM refuses AVX: %s.", strerror(errno));
    if (!set_registers(vcpu, start, h)) return complain(c, "KVM refuses the registers: %s.", strerror(errno));
    return true;
}
