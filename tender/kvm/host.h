/* tender/kvm/host.h - what KVM says of itself and the processor: the same for all machines of a host, and slow to ask for where each
 * CPUID leaves a virtual machine. */
#pragma once
#include <linux/kvm.h>
#include <stdbool.h>
#include <stddef.h>

enum { CPUID_ENTRIES = 256 };

/* A struct of Linux that ends in an array, with room for it. */
union cpuid_table {
    struct kvm_cpuid2 head;
    unsigned char room[sizeof(struct kvm_cpuid2) + CPUID_ENTRIES * sizeof(struct kvm_cpuid_entry2)];
};

struct engine_host {
    bool avx, fsgsbase;
    unsigned char tss_type;  /* of TR in a guest */
    size_t run_bytes;        /* of struct kvm_run */
    int machine, vcpu;       /* of kvm_survey() */
    union cpuid_table cpuid; /* what a guest's processor can offer */
};

/* False: errno says why. */
bool kvm_ask(int kvm, struct engine_host *h);
/* Besides, keeps a processor that never runs: with the first one that has no interrupt controller KVM patches its own code, and
 * with the last one it patches it back, which costs each lonely guest 200 us. */
struct engine_host *kvm_survey(void);
void kvm_leave(struct engine_host *h);
