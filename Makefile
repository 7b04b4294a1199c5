# The whole build.  A new .c file in a known folder needs no edit here.
#
#   make                  build/bin/ling and what it runs
#   make test             everything that is checked before a commit lands
#   make VARIANT=debug    the same in build/debug: EXPECT checked, no optimisation
#   make VARIANT=stress_gc | stress_yield | asan
#   make VARIANT=sim      on a pretend world made from one seed (src/platform/sim/sim.h)
#   make build/guest/base.elf   the machine with no system below it (VARIANT=guest)
VARIANT ?= release
CC      := $(shell command -v ccache 2>/dev/null) clang-19 # a compiler cache, where there is one, serves all checkouts
export CCACHE_NOHASHDIR = 1
OUT     := build/$(VARIANT)
PLATFORM_guest := platform/guest platform/link platform/tender platform/frames platform/pvh
PLATFORM_sim := platform/sim platform/memory_files platform/posix
PLATFORM_fuzz := $(PLATFORM_sim) # what fuzzers find depends on nothing but the input
# An image stays below what SPEC.md promises without libzstd.
LEFT_OUT_guest := src/bif/zstd.c src/bif/zstd_codec.c src/bif/zstd_parameters.c
PLATFORMS := $(or $(PLATFORM_$(VARIANT)),platform/linux platform/posix)
DIRS    := base memory $(PLATFORMS) term heap etf code process ets io bif interp vm
SRC     := $(filter-out $(LEFT_OUT_$(VARIANT)),$(sort $(wildcard $(DIRS:%=src/%/*.c))))
ASM     := $(sort $(wildcard $(PLATFORMS:%=src/%/*.S)))
OBJ     := $(SRC:src/%.c=$(OUT)/obj/%.o) $(ASM:src/%.S=$(OUT)/obj/%.S.o)

WARN    := -Wall -Wextra -Wshadow -Wvla -Wmissing-prototypes -Wstrict-prototypes -Wconversion -Wno-sign-conversion -Werror
CFLAGS  := -std=gnu17 -g -fno-pic -fno-strict-aliasing -fno-plt $(WARN) -Isrc -Iinclude -D_GNU_SOURCE
LDFLAGS := -fuse-ld=lld
LIBS    := -lgmp -lz -lzstd -lpcre2-8 -lm -lpthread

CFLAGS_release      := -O2 -fomit-frame-pointer
CFLAGS_debug        := -Og -DDEBUG
CFLAGS_stress_gc    := -O1 -DDEBUG -DSTRESS_GC
CFLAGS_stress_yield := -O1 -DDEBUG -DSTRESS_YIELD
CFLAGS_asan         := -O1 -DDEBUG -fsanitize=address,undefined -fno-sanitize-recover=undefined
CFLAGS_sim          := -O1 -DDEBUG
CFLAGS_fuzz         := -O1 -DDEBUG -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined
CFLAGS_guest         := -O2 -fomit-frame-pointer -ffunction-sections -fno-asynchronous-unwind-tables -nostdlibinc \
                        -isystem build/guest/include -DWITHOUT_ZSTD
LDFLAGS_release      := -static
LDFLAGS_debug        := -no-pie
LDFLAGS_stress_gc    := -no-pie
LDFLAGS_stress_yield := -no-pie
LDFLAGS_asan         := -no-pie -fsanitize=address,undefined
LDFLAGS_sim          := -no-pie
LDFLAGS_fuzz         := -no-pie -fsanitize=address,undefined
CFLAGS  += $(CFLAGS_$(VARIANT))
LDFLAGS += $(LDFLAGS_$(VARIANT))

# `ling run` in the release variant is build/bin/ling; other variants stay in their own folder.
BIN     := build/bin/ling
LIBEXEC := build/libexec
PROGRAMS := $(BIN) $(LIBEXEC)/ling-run $(LIBEXEC)/ling-erlc $(LIBEXEC)/ling-escript
LAUNCHERS := $(addprefix build/launchers/,erl erlc escript)

.DEFAULT_GOAL := all
include tender/tender.mk
include image/image.mk
include spawn/spawn.mk

JOBS := $(shell nproc)
all: ready
	@$(MAKE) -s -j$(JOBS) programs
programs: $(PROGRAMS) $(LAUNCHERS)

# Installs what is missing; asks dpkg only when the compiler is not there, nothing was built yet, or the list is a new one.
ready:
	@[ build/.ready -nt tools/packages.txt ] && command -v clang-19 >/dev/null || { $(MAKE) -s setup && mkdir -p build && touch build/.ready; }
# The second list is for a part that can be left out.
setup:
	@tools/setup.sh
	@tools/setup.sh spawn/domains/packages.txt || echo "Going on without --backend libvirt of ling spawn."

$(LIBEXEC)/ling-run: build/release/ling-run
	@mkdir -p $(@D)
	cp --remove-destination $< $@
$(BIN): cli/ling.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $<
$(LIBEXEC)/ling-erlc $(LIBEXEC)/ling-escript: $(LIBEXEC)/ling-%: cli/%.c cli/arguments.c cli/arguments.h
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -I. $(LDFLAGS) -o $@ cli/$*.c cli/arguments.c
$(LAUNCHERS): $(BIN)
	@mkdir -p $(@D)
	ln -sf ../bin/ling $@

check:
	@python3 tools/check_layers.py
	@tools/check_globals.sh $(OBJ) $(wildcard build/tender/tender/*.o build/tender/tender/*/*.o build/spawn/spawn/*.o build/spawn/spawn/*/*.o)
	@tools/check_format.sh

objects: $(OBJ)

$(OUT)/ling-run: $(OBJ)
	@echo "  LINK $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(OUT)/obj/%.o: src/%.c
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

$(OUT)/obj/%.S.o: src/%.S
	@mkdir -p $(@D)
	@echo "  AS $<"
	@$(CC) -Isrc -Iinclude -g -MMD -MP -c -o $@ $<

# An image has the base in it: what a guest does rarely is made small.  Not so what runs and moves terms.
GUEST_SMALL := code/ io/ platform/guest/ platform/pvh/ platform/frames/ platform/link/ vm/ bif/prim_ bif/system_ bif/trace bif/zlib bif/dates
$(foreach d,$(GUEST_SMALL),build/guest/obj/$d%.o): CFLAGS += -Os

# Handlers of exceptions save no vector registers, and interrupts leave nothing below the stack pointer alone.
build/guest/obj/platform/pvh/%.o: CFLAGS += -mgeneral-regs-only -mno-red-zone

# The convention of op bodies leaves the address sanitizer no register for a frame of its own.
build/asan/obj/interp/%.o build/fuzz/obj/interp/%.o: CFLAGS += -fno-sanitize=address

# A unit test is test/unit/NAME.c; it links with every layer that stands complete below it.
$(OUT)/unit/%: test/unit/%.c $(OUT)/libling.a
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $< $(OUT)/libling.a $(LIBS)

$(OUT)/libling.a: $(OBJ)
	@rm -f $@; llvm-ar-19 rcs $@ $^

# A fuzzer is test/fuzz/fuzz_NAME.c, for VARIANT=fuzz.
$(OUT)/fuzz/%: test/fuzz/fuzz_%.c $(OBJ)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(LDFLAGS) -fsanitize=fuzzer -MMD -MP -o $@ $< $(filter-out %/vm/main.o,$(OBJ)) $(LIBS)

# The command line's reader ends the machine; its fuzzer must come back.
build/fuzz/fuzz/command_line: LDFLAGS += -Wl,--wrap=platform_exit,--wrap=platform_console

# Fuzzers of what Xen, QEMU and the network bring to a guest: its own code, compiled for this system.
PVH_FUZZ_SRC := $(addprefix src/platform/pvh/,frames.c virtio.c virtio_mmio.c virtio_net.c virtio_disk.c virtio_rng.c virtio_console.c xen_net.c xen_store.c)
PVH_FUZZ_FLAGS := $(CFLAGS_fuzz) -Itest/fuzz
build/fuzz/fuzz/pvh_rings: test/fuzz/fuzz_pvh_rings.c $(PVH_FUZZ_SRC) $(wildcard src/platform/pvh/*.h)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(LDFLAGS) $(PVH_FUZZ_FLAGS) -fsanitize=fuzzer -o $@ $< $(PVH_FUZZ_SRC)
LWIP_FUZZ_SRC = $(wildcard build/guest/lwip/src/core/*.c build/guest/lwip/src/core/ipv[46]/*.c) build/guest/lwip/src/netif/ethernet.c
build/fuzz/fuzz/pvh_packets: test/fuzz/fuzz_pvh_packets.c $(wildcard src/platform/frames/*.[ch]) | build/guest/lwip
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(LDFLAGS) $(PVH_FUZZ_FLAGS) $(LWIP_FLAGS) -w -fsanitize=fuzzer -o $@ $< $(wildcard src/platform/frames/*.c) $(LWIP_FUZZ_SRC)

UNITS := $(patsubst test/unit/%.c,$(OUT)/unit/%,$(sort $(wildcard test/unit/*.c)))
unit: $(UNITS)
	@for test in $(UNITS); do $$test || failed=1; done; [ -z "$$failed" ]

clean:
	rm -rf build

# -- the guest's base -----------------------------------------------------------------------------------
# One ELF for every door: the machine, musl's pure functions, and libraries that are the host's own archives.
GUEST_LD   := src/platform/guest/base.ld
GUEST_LIBS := $(addprefix /usr/lib/x86_64-linux-gnu/,libgmp.a libz.a libpcre2-8.a) /usr/lib/x86_64-linux-musl/libc.a \
              /usr/lib/llvm-19/lib/clang/19/lib/linux/libclang_rt.builtins-x86_64.a
GUEST_HEADERS := /usr/include/x86_64-linux-gnu/gmp.h /usr/include/zlib.h /usr/include/zconf.h /usr/include/pcre2.h

build/guest/include: $(GUEST_HEADERS)
	@mkdir -p $@
	cp -r /usr/include/x86_64-linux-musl/. $@/
	cp $(GUEST_HEADERS) $@/
	cp -r /usr/include/xen $@/
	@touch $@
# lwIP from its own source, with our settings (src/platform/frames/lwip).
LWIP_FLAGS := -isystem build/guest/lwip/src/include -isystem src/platform/frames/lwip
build/guest/lwip:
	@mkdir -p $(@D)
	ln -sfn $$(tools/fetch_source.sh lwip) $@
build/guest/liblwip.a: src/platform/frames/lwip/lwipopts.h src/platform/frames/lwip/arch/cc.h | build/guest/lwip build/guest/include
	@mkdir -p build/guest/obj/lwip && rm -f $@
	@ls build/guest/lwip/src/core/*.c build/guest/lwip/src/core/ipv[46]/*.c build/guest/lwip/src/netif/ethernet.c | \
	    xargs -P $(JOBS) -n 4 sh -c 'for f; do $(CC) $(CFLAGS_guest) -Os -std=gnu17 -g -fno-pic -fno-strict-aliasing -w $(LWIP_FLAGS) \
	    -c -o build/guest/obj/lwip/$$(basename $$f).o $$f || exit 255; done' sh
	@llvm-ar-19 rcs $@ build/guest/obj/lwip/*.o
build/guest/obj/platform/frames/%.o: CFLAGS += $(LWIP_FLAGS)
# lwIP and what is built on it as one object, of which the door sees two names: others of lwIP's are also ours.
FRAMES_OBJ := $(filter $(OUT)/obj/platform/frames/%,$(OBJ))
build/guest/frames.o: $(FRAMES_OBJ) build/guest/liblwip.a
	@ld.lld-19 -r -o $@ $(FRAMES_OBJ) --whole-archive build/guest/liblwip.a
	@llvm-objcopy-19 --keep-global-symbol=frames_sockets --keep-global-symbol=frames_poll --keep-global-symbol=frames_wishes_fault $@

ifeq ($(VARIANT),guest)
$(OBJ): | build/guest/include build/guest/lwip
build/guest/base.elf: $(OBJ) $(GUEST_LD) build/guest/frames.o
	@echo "  LINK $@"
	@ld.lld-19 -static -nostdlib --build-id=sha1 --gc-sections -z noexecstack -T $(GUEST_LD) -o $@ $(filter-out $(FRAMES_OBJ),$(OBJ)) build/guest/frames.o $(GUEST_LIBS)
	@tools/check_base.py $@
	@tools/symbols.py $@
else
build/guest/base.elf: force
	@$(MAKE) -s VARIANT=guest $@
force:
.PHONY: force
endif

-include $(OBJ:.o=.d)
.PHONY: all programs ready setup objects check unit clean

# -- tests ------------------------------------------------------------------------------------------
# test       what must pass before a change lands: minutes
# test-all   the same Erlang programs on every build, long; fuzzers longer
# fuzz       each door for SECONDS
# faults     programs to which memory is refused
SECONDS ?= 20
# make test repeats the same inputs each time: a find there is a regression.
FUZZ_LIMIT ?= -max_total_time=$(SECONDS)
FUZZERS := $(patsubst test/fuzz/fuzz_%.c,%,$(sort $(wildcard test/fuzz/fuzz_*.c)))

fuzz-programs: $(FUZZERS:%=$(OUT)/fuzz/%)
fuzz:
	@$(MAKE) -s -j$(JOBS) VARIANT=fuzz fuzz-programs
	@test/run_fuzz.sh "$(FUZZ_LIMIT)" $(FUZZERS)

# Allocations that fail, RUNS places in each program.
RUNS ?= 8
faults:
	@$(MAKE) -s -j$(JOBS) VARIANT=sim build/sim/ling-run
	@test/run_faults.py --runs $(RUNS)

releases:
	@tools/fetch_otp.sh 27 29

# Stages that both have, as test/run.py reads them: NAME=COMMAND.  Guests of newer releases boot what the stage releases unpacks.
STAGES := "check=$(MAKE) -s check" "unit*=$(MAKE) -s unit" "OTP 25=test/run_erl.py" "compiler=test/run_compile.py" "random=test/run_random.py" "users=test/run_users.py" "terminal=test/run_terminal.py" "memory=test/run_memory.py" \
    "releases*=test/run_releases.sh" "tender*=$(MAKE) -s guest-test" "guest OTP=$(MAKE) -s guest-otp" "prepared=$(MAKE) -s guest-prepared" "guest QEMU*=$(MAKE) -s guest-qemu" \
    "Xen=$(MAKE) -s test-xen" "images=test/image/run.py"

test: all
	test/run.py $(STAGES) "OTP suites*=test/otp/run_selection.sh" "guest erl*=$(MAKE) -s guest-erl" "spawn*=$(MAKE) -s spawn-test" \
	    "faults=$(MAKE) -s faults RUNS=2" "fuzz=$(MAKE) -s fuzz FUZZ_LIMIT='-runs=20000 -seed=1'"

VARIANTS := debug stress_gc stress_yield asan
variant-programs:
	for v in $(VARIANTS) sim; do $(MAKE) -s -j$(JOBS) VARIANT=$$v build/$$v/ling-run || exit 1; done
test-all: all variant-programs
	test/run.py $(STAGES) $(foreach v,debug asan sim,"unit-$v*=$(MAKE) -s VARIANT=$v unit") \
	    $(foreach v,$(VARIANTS),"$v=test/run_erl.py --ling build/$v/ling-run --timeout 600") \
	    "sim=test/run_erl.py --ling build/sim/ling-run --platform sim" "sim faults=test/run_sim.py" "faults=test/run_faults.py --runs 24" \
	    "stock KVM=$(MAKE) -s guest-tcg" "guest erl*=$(MAKE) -s guest-erl GUEST_ERL=" "prepared erl*=$(MAKE) -s guest-erl GUEST_ERL= LING_GUEST_PREPARED=1" "spawn*=$(MAKE) -s spawn-test REQUESTS=5000" \
	    "fuzz*=$(MAKE) -s fuzz SECONDS=120" \
	    $(foreach r,27 29,"OTP $r=test/run_erl.py --otp build/otp-$r/usr/lib/erlang" \
	        "compiler of $r=test/run_compile.py --otp build/otp-$r/usr/lib/erlang" \
        "random of $r=test/run_random.py --otp build/otp-$r/usr/lib/erlang" "terminal of $r=test/run_terminal.py --otp build/otp-$r/usr/lib/erlang")

# OTP's own suites on Ling, whole: hours.  SUITE=ets_SUITE runs one; RELEASE=27 or 29 those of a release under build/; BESIDE=1 what is measured
# beside the floor (eunit, parsetools, mnesia, dialyzer, Elixir).  Results are kept under build/conformance, the reports in conformance/.
SUITE ?=
RELEASE ?=
BESIDE ?=
conformance: all
	tools/setup.sh tools/packages_conformance.txt
	test/otp/conformance.py $(RELEASE:%=--release %) $(SUITE:%=--suite %) $(if $(BESIDE),--beside)

bench: all $(GUEST_PROGRAMS) build/zergling.img build/zergling-cold.img build/bench/kvm_probe
	bench/run.py
	bench/guest.py
	bench/spawn.py
# The last of them alone: a request's whole distribution for each engine and way, the table of 2013, 5,000 requests at 8 in flight; some minutes.
bench-spawn: $(PROGRAMS) build/zergling.img build/zergling-cold.img build/bench/kvm_probe
	bench/spawn.py

.PHONY: faults test test-all conformance fuzz fuzz-programs releases variant-programs bench bench-spawn
