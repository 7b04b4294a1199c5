/* tender/kvm/cpu.c - CPUID, control registers, segments: a guest that starts in ring 3 and never leaves it.
 *
 * Ring 3, because where KVM itself runs inside a virtual machine, ring 0 may be emulated instruction by instruction,
 * while ring 3 runs on the processor; on hardware with VMX or SVM it is as good.  Sources: Intel SDM vol. 3
 * chapters 3-7, Linux Documentation/virt/kvm/api.rst. */
#include "tender/kvm/cpu.h"
#include "guest_abi.h"
#include "tender/kvm/tables.h"
#include <cpuid.h>
#include <errno.h>
#include <linux/kvm.h>
#include <string.h>
#include <sys/ioctl.h>

enum { CPUID_ENTRIES = 256 };
enum { CR4_PAE = 0x20, CR4_OSFXSR = 0x200, CR4_OSXMMEXCPT = 0x400, CR4_FSGSBASE = 0x10000, CR4_OSXSAVE = 0x40000 };
enum { CR0_USUAL = 0x80050033u /* PG AM WP NE ET MP PE */, EFER_USUAL = 0xd01 /* SCE LME LMA NXE */ };
enum { TSS_BUSY = 11, TSS_AVAILABLE = 9, XCR0_AVX = 7 };

struct features {
    bool avx, fsgsbase;
};

/* First of all: KVM checks CR4 and XCR0 against it. */
static bool set_cpuid(int kvm, int vcpu, struct features *f)
{
    union {
        struct kvm_cpuid2 model;
        uint8_t room[sizeof(struct kvm_cpuid2) + CPUID_ENTRIES * sizeof(struct kvm_cpuid_entry2)];
    } u = {.model.nent = CPUID_ENTRIES};
    if (ioctl(kvm, KVM_GET_SUPPORTED_CPUID, &u) != 0 || ioctl(vcpu, KVM_SET_CPUID2, &u) != 0) return false;
    for (uint32_t i = 0; i < u.model.nent; i++) {
        const struct kvm_cpuid_entry2 *e = &u.model.entries[i];
        if (e->function == 1) f->avx = e->ecx & bit_XSAVE && e->ecx & bit_AVX;
        if (e->function == 7 && e->index == 0) f->fsgsbase = e->ebx & bit_FSGSBASE;
    }
    return true;
}

/* The processor wants a busy TSS in TR; QEMU's emulation of one, below a KVM, allows ring 3 no port then. */
static uint8_t tss_type(void)
{
    unsigned a, b, c, d;
    char name[12];
    __cpuid(0x40000000, a, b, c, d);
    memcpy(name, &b, 4), memcpy(name + 4, &c, 4), memcpy(name + 8, &d, 4);
    return memcmp(name, "TCGTCGTCGTCG", sizeof name) == 0 ? TSS_AVAILABLE : TSS_BUSY;
}

static void set_segments(struct kvm_sregs *s, uint64_t thread_pointer)
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
                                 .type = tss_type(),
                                 .present = 1};
    s->ldt = (struct kvm_segment){.unusable = 1};
    s->gdt = (struct kvm_dtable){.base = SYSTEM_START + SYSTEM_GDT, .limit = SELECTOR_TSS + 7};
    s->idt = (struct kvm_dtable){.base = SYSTEM_START + SYSTEM_IDT, .limit = VECTORS * 16 - 1};
}

static bool set_registers(int vcpu, const struct cpu_start *start, const struct features *f)
{
    struct kvm_sregs s;
    if (ioctl(vcpu, KVM_GET_SREGS, &s) != 0) return false;
    s.cr0 = CR0_USUAL;
    s.cr3 = start->tables;
    s.cr4 = CR4_PAE | CR4_OSFXSR | CR4_OSXMMEXCPT | (f->fsgsbase ? CR4_FSGSBASE : 0u) | (f->avx ? CR4_OSXSAVE : 0u);
    s.efer = EFER_USUAL;
    set_segments(&s, start->thread_pointer);
    struct kvm_regs r = {.rip = start->entry, .rdi = GUEST_BOOT, .rflags = 2};
    return ioctl(vcpu, KVM_SET_SREGS, &s) == 0 && ioctl(vcpu, KVM_SET_REGS, &r) == 0;
}

bool cpu_prepare(int kvm, int vcpu, const struct cpu_start *start, struct complaint *c)
{
    struct features f = {0};
    if (!set_cpuid(kvm, vcpu, &f)) return complain(c, "KVM refuses the processor's features: %s.", strerror(errno));
    struct kvm_xcrs x = {.nr_xcrs = 1, .xcrs = {{.value = XCR0_AVX}}};
    if (f.avx && ioctl(vcpu, KVM_SET_XCRS, &x) != 0) return complain(c, "KVM refuses AVX: %s.", strerror(errno));
    if (!set_registers(vcpu, start, &f)) return complain(c, "KVM refuses the registers: %s.", strerror(errno));
    return true;
}
