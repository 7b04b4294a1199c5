# `ling spawn`: front, maker and supervisor in one program, with the tender's files below it.
SPAWN_CFLAGS := $(TENDER_CFLAGS) -Wno-c23-extensions --embed-dir=. -isystem /usr/share/include/llhttp
SPAWN_SRC := $(filter-out spawn/main.c spawn/domains/%,$(wildcard spawn/*.c spawn/*/*.c))
SPAWN_OBJ := $(SPAWN_SRC:%.c=build/spawn/%.o)
# llhttp's own C sources, in its strict mode.
LLHTTP_OBJ := $(addprefix build/spawn/llhttp/,llhttp.o http.o api.o)
PROGRAMS  += $(LIBEXEC)/ling-spawn

build/spawn/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(SPAWN_CFLAGS) $(TENDER_HARD) -MMD -MP -c -o $@ $<
build/spawn/spawn/pages/pages.o: $(wildcard spawn/pages/dashboard.*)
# A compiler cache does not know what #embed brings in.
build/spawn/spawn/pages/pages.o: export CCACHE_EXTRAFILES := spawn/pages/dashboard.html:spawn/pages/dashboard.css:spawn/pages/dashboard.js
build/spawn/llhttp/%.o: /usr/share/llhttp/%.c
	@mkdir -p $(@D)
	@$(CC) -O2 -g -fPIE -w -DLLHTTP_STRICT_MODE=1 -isystem /usr/share/include/llhttp -c -o $@ $<
$(LIBEXEC)/ling-spawn: build/spawn/spawn/main.o $(SPAWN_OBJ) $(LLHTTP_OBJ) $(TENDER_OBJ)
	@mkdir -p $(@D)
	@echo "  LINK $@"
	@$(CC) -fuse-ld=lld -pie -Wl,-z,now -o $@ $^ -lseccomp

# Makers of domains: apart, for each has a library in it that no other process of the spawner shall load.  Without that library's
# headers (tools/packages.txt) its backend is not there.
DOMAINS := $(if $(wildcard /usr/include/libvirt/libvirt.h),libvirt) $(if $(wildcard /usr/include/libxl.h),xen)
LIBS_libvirt := -lvirt
LIBS_xen     := -lxenlight -lxenguest -lxenctrl -lxenstore -lxentoollog
DOMAIN_OBJ_xen := $(patsubst %,build/spawn/spawn/domains/xen_%.o,owner store card libxl libxc)
$(LIBEXEC)/ling-spawn-xen: $(DOMAIN_OBJ_xen)
PROGRAMS += $(DOMAINS:%=$(LIBEXEC)/ling-spawn-%)
$(LIBEXEC)/ling-spawn-libvirt $(LIBEXEC)/ling-spawn-xen: $(LIBEXEC)/ling-spawn-%: build/spawn/spawn/domains/%.o build/spawn/spawn/domains/domain.o $(TENDER_OBJ)
	@mkdir -p $(@D)
	@echo "  LINK $@"
	@$(CC) -fuse-ld=lld -pie -Wl,-z,now -o $@ $^ -lseccomp $(LIBS_$*)

-include $(SPAWN_OBJ:.o=.d) build/spawn/spawn/main.d $(wildcard build/spawn/spawn/domains/*.d)

# Zergling, the demonstration: an application of OTP's usual form, made into an image by `ling build`.
ZERGLING      := build/zergling/ebin
ZERGLING_BEAM := $(patsubst erl/zergling/%.erl,$(ZERGLING)/%.beam,$(wildcard erl/zergling/*.erl))
$(ZERGLING)/%.beam: erl/zergling/%.erl $(BIN) $(LIBEXEC)/ling-run $(LIBEXEC)/ling-erlc
	@mkdir -p $(@D)
	@echo "  ERLC $<"
	@$(BIN) erlc +deterministic -Werror -o $(@D) $<
$(ZERGLING)/zergling.app: erl/zergling/zergling.app.src
	@mkdir -p $(@D)
	@cp $< $@
build/zergling.img: $(ZERGLING_BEAM) $(ZERGLING)/zergling.app $(PROGRAMS)
	@echo "  IMAGE $@"
	@$(BIN) build build/zergling -o $@ --prepare
# The same, which starts in each instance.
build/zergling-cold.img: $(ZERGLING_BEAM) $(ZERGLING)/zergling.app $(PROGRAMS)
	@echo "  IMAGE $@"
	@$(BIN) build build/zergling -o $@

# The demonstration, on a fresh machine: builds, makes the image, serves it.
LISTEN ?= 127.0.0.1:8080
zerg: all
	@$(MAKE) -s build/zergling.img
	$(BIN) spawn --listen $(LISTEN) $(SPAWN) build/zergling.img

# REQUESTS: how many go through each engine and each way of making machines, at 8 in flight.
REQUESTS ?= 40
spawn-test: $(PROGRAMS) build/zergling.img build/zergling-cold.img
	@test/spawn/run.py --requests $(REQUESTS)
	@test/spawn/run_operator.py
	@test/spawn/run_recycle.py
	@test/spawn/frames.py --requests 16
	@test/spawn/libvirt.py
# SOAK: how many requests go through each engine by bench/soak.py, each with a nonce, while memory must stay flat.
SOAK ?= 5000
soak: $(PROGRAMS)
	@bench/soak.py --requests $(SOAK)
# A million requests to machines that are set back, and a hundred thousand to those of the pool, on both engines, each with a nonce; by hand, on an
# idle machine: of two processors it takes about a quarter of an hour, and half an hour.
soak-recycle: $(PROGRAMS)
	@bench/soak.py --fresh recycle --requests 1000000 --flat 4096
soak-pool: $(PROGRAMS)
	@bench/soak.py --fresh pool --requests 100000 --flat 4096
# The floor below bench/spawn.py's figures.
build/bench/kvm_probe: bench/kvm_probe.c
	@mkdir -p $(@D)
	@$(CC) -std=gnu17 -O2 $(WARN) -D_GNU_SOURCE -o $@ $<
.PHONY: zerg spawn-test soak soak-recycle soak-pool

# The fuzzer of what comes from clients and guests.
SPAWN_FUZZ_OBJ := $(patsubst %.c,build/fuzz/%.o,$(wildcard spawn/http/*.c) spawn/bytes.c) $(addprefix build/fuzz/llhttp/,llhttp.o http.o api.o)
build/fuzz/spawn/%.o: spawn/%.c
	@mkdir -p $(@D)
	@$(CC) $(SPAWN_CFLAGS) $(CFLAGS_fuzz) -MMD -MP -c -o $@ $<
build/fuzz/llhttp/%.o: /usr/share/llhttp/%.c
	@mkdir -p $(@D)
	@$(CC) -O1 -g -fPIE -w -DLLHTTP_STRICT_MODE=1 -fsanitize=fuzzer-no-link,address -isystem /usr/share/include/llhttp -c -o $@ $<
build/fuzz/fuzz/spawn_http: test/fuzz/fuzz_spawn_http.c $(SPAWN_FUZZ_OBJ)
	@mkdir -p $(@D)
	@$(CC) $(SPAWN_CFLAGS) $(CFLAGS_fuzz) -fuse-ld=lld -pie -fsanitize=fuzzer,address,undefined -o $@ $^
