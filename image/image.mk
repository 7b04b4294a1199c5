# `ling build`, `ling inspect`: making images and looking into them.  The packer maps the base at its own low
# addresses, so it must lie elsewhere itself: position-independent.
IMAGE_CFLAGS := -std=gnu17 -O2 -g -fPIE $(WARN) -I. -Iinclude -D_GNU_SOURCE
IMAGE_TOOLS  := pack inspect
IMAGE_COMMON := $(patsubst %.c,build/image/%.o,$(filter-out $(IMAGE_TOOLS:%=image/%.c),$(sort $(wildcard image/*.c))))
LOGIC        := build check
ERLANG       := $(patsubst erl/%.erl,$(LIBEXEC)/erl/%.beam,$(sort $(wildcard erl/*.erl)))
PROGRAMS     += $(IMAGE_TOOLS:%=$(LIBEXEC)/ling-%) $(LOGIC:%=$(LIBEXEC)/ling-%) $(ERLANG) $(LIBEXEC)/base.elf

build/image/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(IMAGE_CFLAGS) -MMD -MP -c -o $@ $<
$(IMAGE_TOOLS:%=$(LIBEXEC)/ling-%): $(LIBEXEC)/ling-%: build/image/image/%.o $(IMAGE_COMMON)
	@mkdir -p $(@D)
	@echo "  LINK $@"
	@$(CC) -fuse-ld=lld -static-pie -o $@ $^

# The logic is Erlang, compiled by OTP's compiler on Ling itself.
$(LOGIC:%=$(LIBEXEC)/ling-%): $(LIBEXEC)/ling-%: cli/image.c cli/arguments.c cli/arguments.h
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -I. $(LDFLAGS) '-DLOGIC="ling_$*"' -o $@ cli/image.c cli/arguments.c
$(LIBEXEC)/erl/%.beam: erl/%.erl $(BIN) $(LIBEXEC)/ling-run $(LIBEXEC)/ling-erlc
	@mkdir -p $(@D)
	@echo "  ERLC $<"
	@$(BIN) erlc +deterministic -Werror -o $(@D) $<
$(LIBEXEC)/base.elf: build/guest/base.elf
	@mkdir -p $(@D)
	cp --remove-destination $< $@

# The reader that `ling inspect` has, given anything.
IMAGE_FUZZ_OBJ := $(patsubst %,build/fuzz/image/%.o,view reason fail plan)
build/fuzz/image/%.o: image/%.c
	@mkdir -p $(@D)
	@$(CC) $(filter-out -O2,$(IMAGE_CFLAGS)) $(CFLAGS_fuzz) -MMD -MP -c -o $@ $<
build/fuzz/fuzz/image: test/fuzz/fuzz_image.c $(IMAGE_FUZZ_OBJ)
	@mkdir -p $(@D)
	@$(CC) $(IMAGE_CFLAGS) $(CFLAGS_fuzz) -fuse-ld=lld -pie -fsanitize=fuzzer,address,undefined -o $@ $^

images-test: programs
	@test/image/run.py
.PHONY: images-test

-include $(wildcard build/image/image/*.d) $(IMAGE_FUZZ_OBJ:.o=.d)
