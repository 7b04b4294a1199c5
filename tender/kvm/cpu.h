/* tender/kvm/cpu.h - the virtual processor: what it offers, and its registers at the first instruction. */
#pragma once
#include "tender/complaint.h"
#include "tender/kvm/host.h"
#include <stdint.h>

struct cpu_start {
    uint64_t entry, thread_pointer, tables; /* tables: guest-physical */
};

/* Gives the processor `vcpu` the host's features and sets it up for ring 3 in 64-bit mode. */
bool cpu_prepare(const struct engine_host *h, int vcpu, const struct cpu_start *start, struct complaint *c);
