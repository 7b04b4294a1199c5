/* bench/kvm_probe.c - the floor below `--fresh create` on kvm: a machine with one processor and one page, made, run until its first
 * instruction leaves it, and taken away.
 *
 * Usage: kvm_probe COUNT: p50 and p99 in microseconds, and how many a second one after the other; kvm_probe COUNT AT_ONCE: how many a
 * second by so many processes. */
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MEMORY = 64 << 20, PAGE = 4096 };

static uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* Real mode: `hlt` in the first page. */
static int set_registers(int vcpu)
{
    struct kvm_sregs s;
    struct kvm_regs r = {.rflags = 2};
    if (ioctl(vcpu, KVM_GET_SREGS, &s) != 0) return 0;
    s.cs.base = s.cs.selector = 0;
    return ioctl(vcpu, KVM_SET_SREGS, &s) == 0 && ioctl(vcpu, KVM_SET_REGS, &r) == 0;
}

static int one(int kvm, size_t run_bytes)
{
    uint8_t *memory = mmap(NULL, MEMORY, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) return 0;
    memory[0] = 0xf4;
    struct kvm_userspace_memory_region region = {.memory_size = MEMORY, .userspace_addr = (uintptr_t)memory};
    int machine = ioctl(kvm, KVM_CREATE_VM, 0), set = ioctl(machine, KVM_SET_USER_MEMORY_REGION, &region);
    int vcpu = set == 0 ? ioctl(machine, KVM_CREATE_VCPU, 0) : -1;
    struct kvm_run *run = vcpu < 0 ? MAP_FAILED : mmap(NULL, run_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, vcpu, 0);
    if (run == MAP_FAILED) return 0;
    int done = set_registers(vcpu) && ioctl(vcpu, KVM_RUN, 0) == 0;
    munmap(run, run_bytes), close(vcpu), close(machine), munmap(memory, MEMORY);
    return done;
}

static int compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* The rest of the machines is nobody's. */
static int many(int kvm, size_t run_bytes, size_t count, size_t at_once)
{
    int status, failed = 0;
    uint64_t begun = now_ns();
    for (size_t p = 0; p < at_once; p++) {
        pid_t child = fork();
        if (child < 0) return 1;
        if (child > 0) continue;
        for (size_t i = 0; i < count / at_once; i++)
            if (!one(kvm, run_bytes)) _exit(1);
        _exit(0);
    }
    while (wait(&status) > 0) failed |= status != 0;
    printf("%llu\n", (unsigned long long)(count / at_once * at_once * 1000000000u / (now_ns() - begun)));
    return failed;
}

int main(int argc, char **argv)
{
    size_t count = argc > 1 ? strtoul(argv[1], NULL, 10) : 200, at_once = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
    int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC), bytes = kvm < 0 ? -1 : ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
    uint64_t *took = calloc(count ? count : 1, sizeof *took), begun = now_ns();
    if (bytes < 0 || !took || !count) return 1;
    if (at_once) return many(kvm, (size_t)bytes, count, at_once);
    for (size_t i = 0; i < count; i++) {
        uint64_t before = now_ns();
        if (!one(kvm, (size_t)bytes)) return 1;
        took[i] = now_ns() - before;
    }
    uint64_t whole = now_ns() - begun;
    qsort(took, count, sizeof *took, compare);
    printf("p50 %llu us, p99 %llu us, %llu a second\n", (unsigned long long)took[count / 2] / 1000,
           (unsigned long long)took[count * 99 / 100] / 1000, (unsigned long long)count * 1000000000u / whole);
    return 0;
}
