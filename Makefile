# The front door: what people type.  How tocsin is built stands in meson.build,
# what it needs from the system in tools/deps.
PREFIX ?= /usr/local
BUILD  ?= build
export LC_ALL := C.UTF-8

all: $(BUILD)/build.ninja ## build the program: build/tocsin
	@ninja -C $(BUILD) program
demo: ## one advisory against one small body of evidence, end to end
	@tools/deps build
	@$(MAKE) --no-print-directory all
	@examples/demo $(BUILD)/tocsin
test: ## every test: gcc, clang with sanitizers, whole commands, lint, truth
	@tools/deps test
	@tests/run
test-all: ## the same in many builds, under valgrind, and changed on purpose
	@tools/deps test-all
	@tests/run --all
bench: all ## how fast it sweeps
	@tests/bench/run $(BUILD)/tocsin
lint: ## rules of the house that a machine can check
	@tools/lint $(BUILD)
fuzz: ## every fuzz target for FUZZ_SECONDS (60)
	@tools/deps test
	@tests/fuzz/run
install: all ## install below PREFIX (/usr/local); DESTDIR goes in front
	@meson configure $(BUILD) -Dprefix=$(abspath $(PREFIX))
	@ninja -C $(BUILD) program
	@meson install -C $(BUILD) --no-rebuild $(if $(DESTDIR),--destdir $(abspath $(DESTDIR)))
clean: ## remove what was built
	rm -rf $(BUILD) build-*
help: ## this
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12
$(BUILD)/build.ninja:
	@tools/deps --check build
	@meson setup $(BUILD) --prefix=$(abspath $(PREFIX))
.PHONY: all demo test test-all bench lint fuzz install clean help
