# `ling build`, `ling inspect`: making images and looking into them.  The packer maps the base at its own low
# addresses, so it must lie elsewhere itself: position-independent.
IMAGE_CFLAGS := -std=gnu17 -O2 -g -fPIE $(WARN) -I. -Iinclude -D_GNU_SOURCE
IMAGE_TOOLS  := pack
IMAGE_COMMON := $(patsubst %.c,build/image/%.o,$(filter-out $(IMAGE_TOOLS:%=image/%.c),$(sort $(wildcard image/*.c))))
PROGRAMS     += $(IMAGE_TOOLS:%=$(LIBEXEC)/ling-%)

build/image/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(IMAGE_CFLAGS) -MMD -MP -c -o $@ $<
$(IMAGE_TOOLS:%=$(LIBEXEC)/ling-%): $(LIBEXEC)/ling-%: build/image/image/%.o $(IMAGE_COMMON)
	@mkdir -p $(@D)
	@echo "  LINK $@"
	@$(CC) -fuse-ld=lld -static-pie -o $@ $^

-include $(wildcard build/image/image/*.d)
