/* tender/kvm/state.h - all registers of a virtual processor at one moment. */
#pragma once
#include <linux/kvm.h>
#include <stdbool.h>

struct kvm_state;

/* The processor must have finished its last exit. NULL: KVM refused, or there is no memory. */
struct kvm_state *kvm_state_take(int kvm, int vcpu, struct kvm_run *run);
/* Takes effect with the next KVM_RUN. */
bool kvm_state_set(const struct kvm_state *s, int vcpu, struct kvm_run *run);
