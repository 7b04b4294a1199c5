# `ling boot`: the tender, and the cell that it starts for engine process.  Both stand apart from the machine.
TENDER_CFLAGS := -std=gnu17 -O2 -g -fPIE -fstack-protector-strong $(WARN) -I. -Iinclude -D_GNU_SOURCE
TENDER_SRC := $(filter-out tender/main.c tender/process/cell.c,$(wildcard tender/*.c tender/*/*.c))
TENDER_OBJ := $(TENDER_SRC:%.c=build/tender/%.o)
CELL_OBJ   := build/tender/tender/process/cell.o build/tender/tender/descriptors.o build/tender/tender/process/filter.o
TENDER_HARD := -D_FORTIFY_SOURCE=2
PROGRAMS   += $(LIBEXEC)/ling-boot $(LIBEXEC)/ling-cell

build/tender/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(TENDER_CFLAGS) $(TENDER_HARD) -MMD -MP -c -o $@ $<
$(LIBEXEC)/ling-boot: build/tender/tender/main.o $(TENDER_OBJ)
	@mkdir -p $(@D)
	@echo "  LINK $@"
	@$(CC) -fuse-ld=lld -pie -Wl,-z,now -o $@ $^ -lseccomp
# Static: one mapping less to guess at, and nothing of the host's libraries in the guest's address space but what it uses.
$(LIBEXEC)/ling-cell: $(CELL_OBJ)
	@mkdir -p $(@D)
	@echo "  LINK $@"
	@$(CC) -fuse-ld=lld -static-pie -o $@ $^

# Fuzzers of the tender's doors: images, and calls with hostile rings.
TENDER_FUZZ_OBJ := $(TENDER_SRC:%.c=build/fuzz/%.o)
build/fuzz/tender/%.o: tender/%.c
	@mkdir -p $(@D)
	@$(CC) $(TENDER_CFLAGS) $(CFLAGS_fuzz) -MMD -MP -c -o $@ $<
TENDER_FUZZERS := $(patsubst test/fuzz/fuzz_%.c,build/fuzz/fuzz/%,$(wildcard test/fuzz/fuzz_tender_*.c))
$(TENDER_FUZZERS): build/fuzz/fuzz/%: test/fuzz/fuzz_%.c $(TENDER_FUZZ_OBJ)
	@mkdir -p $(@D)
	@$(CC) $(TENDER_CFLAGS) $(CFLAGS_fuzz) -fuse-ld=lld -pie -fsanitize=fuzzer,address,undefined -o $@ $^ -lseccomp

# The small guest of test/guest: what the interface promises and refuses, without the machine.
build/test/guest.elf: test/guest/guest.c test/guest/guest.ld include/guest_abi.h
	@mkdir -p $(@D)
	@$(CC) -std=gnu17 -O2 -g $(WARN) -Iinclude -ffreestanding -fno-pic -fno-stack-protector -fno-builtin -mno-red-zone -nostdlib -static \
	    -Wl,-T,test/guest/guest.ld -Wl,--build-id=sha1 -Wl,-z,noexecstack -fuse-ld=lld -o $@ test/guest/guest.c
	@tools/symbols.py $@
guest-test: $(LIBEXEC)/ling-boot $(LIBEXEC)/ling-cell build/test/guest.elf build/test/rings build/test/turns build/test/forward
	@build/test/rings && build/test/turns && build/test/forward && test/guest/run.py
build/test/rings build/test/turns build/test/forward: build/test/%: test/guest/%.c $(TENDER_OBJ)
	@mkdir -p $(@D)
	@ln -sf ../libexec/ling-cell build/test/ling-cell
	@$(CC) $(TENDER_CFLAGS) -fuse-ld=lld -pie -o $@ $^ -lseccomp

# OTP in a guest, and the programs of test/erl that GUEST_ERL names on both engines (all of them: GUEST_ERL=); in instances of a
# prepared image: LING_GUEST_PREPARED=1.
export LING_GUEST_PREPARED
GUEST_ERL ?= values io_tcp
GUEST_PROGRAMS := $(LIBEXEC)/ling-boot $(LIBEXEC)/ling-cell $(LIBEXEC)/ling-pack build/guest/base.elf
guest-otp: $(GUEST_PROGRAMS)
	@test/guest/run_otp.py
# On QEMU's emulation: the guest's own tests, and fifty programs of test/erl.
guest-qemu: $(GUEST_PROGRAMS)
	@test/guest/run_qemu.py
	@command -v qemu-system-x86_64 >/dev/null || exit 0; \
	    LING_GUEST_BACKEND=qemu test/run_erl.py --ling test/guest/ling-guest --platform guest --timeout 300 $$(cat test/guest/pvh_programs.txt)
# Ten thousand connections to a guest on each engine, and on Xen (test/xen) two hundred: does anything leak?
CONNECTIONS ?= 10000
guest-soak: $(GUEST_PROGRAMS)
	@test/guest/run_otp.py --soak --connections $(CONNECTIONS)
	@test/xen/run.py
guest-prepared: $(GUEST_PROGRAMS)
	@test/guest/run_prepared.py
guest-erl: $(GUEST_PROGRAMS)
	@for b in kvm process; do \
	    if [ $$b = kvm ] && [ ! -w /dev/kvm ]; then echo "NO /dev/kvm: skipped"; continue; fi; \
	    LING_GUEST_BACKEND=$$b test/run_erl.py --ling test/guest/ling-guest --platform guest $(GUEST_ERL) || failed=1; \
	done; [ -z "$$failed" ]

guest-tcg: $(LIBEXEC)/ling-boot $(LIBEXEC)/ling-cell build/test/guest.elf
	@test/guest/run_tcg.py

-include $(TENDER_OBJ:.o=.d) $(TENDER_FUZZ_OBJ:.o=.d) $(CELL_OBJ:.o=.d) build/tender/tender/main.d
# The guest as a domain of a real Xen, nested in QEMU's emulation; skipped, and said so, without the packages of test/xen/packages.txt.
test-xen: $(GUEST_PROGRAMS)
	@test/xen/run.py

.PHONY: guest-soak test-xen guest-test guest-otp guest-prepared guest-qemu guest-erl guest-tcg
