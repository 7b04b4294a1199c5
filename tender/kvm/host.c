/* tender/kvm/host.c - asks KVM once: see host.h. */
#include "tender/kvm/host.h"
#include <cpuid.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { TSS_BUSY = 11, TSS_AVAILABLE = 9 };

/* The processor wants a busy TSS in TR; QEMU's emulation of one, below a KVM, allows ring 3 no port then. */
static unsigned char tss_type(void)
{
    unsigned a, b, c, d;
    char name[12];
    __cpuid(0x40000000, a, b, c, d);
    memcpy(name, &b, 4), memcpy(name + 4, &c, 4), memcpy(name + 8, &d, 4);
    return memcmp(name, "TCGTCGTCGTCG", sizeof name) == 0 ? TSS_AVAILABLE : TSS_BUSY;
}

bool kvm_ask(int kvm, struct engine_host *h)
{
    *h = (struct engine_host){.cpuid.head.nent = CPUID_ENTRIES, .tss_type = tss_type(), .machine = -1, .vcpu = -1};
    int bytes = ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
    if (bytes < 0 || ioctl(kvm, KVM_GET_SUPPORTED_CPUID, &h->cpuid) != 0) return false;
    h->run_bytes = (size_t)bytes;
    for (unsigned i = 0; i < h->cpuid.head.nent; i++) {
        const struct kvm_cpuid_entry2 *e = &h->cpuid.head.entries[i];
        if (e->function == 1) h->avx = e->ecx & bit_XSAVE && e->ecx & bit_AVX;
        if (e->function == 7 && e->index == 0) h->fsgsbase = e->ebx & bit_FSGSBASE;
    }
    return true;
}

struct engine_host *kvm_survey(void)
{
    struct engine_host *h = malloc(sizeof *h);
    int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
    bool asked = h && kvm >= 0 && kvm_ask(kvm, h);
    if (asked) {
        h->machine = ioctl(kvm, KVM_CREATE_VM, 0);
        h->vcpu = h->machine < 0 ? -1 : ioctl(h->machine, KVM_CREATE_VCPU, 0);
    }
    if (kvm >= 0) close(kvm);
    if (asked) return h;
    free(h);
    return NULL;
}

void kvm_leave(struct engine_host *h)
{
    if (h->vcpu >= 0) close(h->vcpu);
    if (h->machine >= 0) close(h->machine);
    h->machine = h->vcpu = -1;
}
