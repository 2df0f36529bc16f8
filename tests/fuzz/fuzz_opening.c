/*
 * fuzz_opening.c -- libFuzzer's way into evidence that is taken apart: the
 * input is a file, whatever lies in it is opened, every byte is read.
 *     build-fuzz/tests/fuzz/fuzz_opening -max_len=65536 corpus/fuzz_opening
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "evidence/opening.h"
#include "stand_in.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static volatile uint64_t touched;

static void touch(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		touched += (unsigned char)s.ptr[i];
}

static int on_begin(void *context, struct thing *t, struct error *e)
{
	(void)context;
	(void)e;
	touch(t->name);
	touch(t->charset);
	return 0;
}

static int on_header(void *context, struct thing *t, struct span text, struct error *e)
{
	(void)context;
	(void)t;
	(void)e;
	touch(text);
	return 0;
}

static int on_content(void *context, struct thing *t, struct content *c, struct error *e)
{
	struct error why;
	char block[4096];
	int64_t got;

	(void)context;
	(void)t;
	(void)e;
	touch(c->head);
	while ((got = stream_read(c->stream, block, sizeof(block), &why)) > 0)
		touch(span_make(block, (size_t)got));
	return 0;
}

static int on_value(void *context, struct thing *t, const struct part *p, struct error *e)
{
	(void)context;
	(void)t;
	(void)e;
	touch(p->name);
	touch(p->text);
	touch(p->target);
	return 0;
}

static int on_layer(void *context, struct thing *t, const struct layer *l, struct error *e)
{
	char hex[2 * DIGEST_MAX + 1];

	(void)context;
	(void)t;
	(void)e;
	layer_sha256(l, hex);
	return 0;
}

static int on_gap(void *context, struct thing *t, struct span reason, const char *detail,
		  uint64_t bytes, bool minor, struct error *e)
{
	(void)context;
	(void)t;
	(void)e;
	(void)bytes;
	(void)minor;
	touch(reason);
	touch(span_of(detail));
	return 0;
}

static int on_end(void *context, struct thing *t, struct error *e)
{
	(void)context;
	(void)e;
	if (t->depth > OPENING_DEPTH)
		abort();
	return 0;
}

static const struct opening_listener listener = {
	.begin = on_begin, .header = on_header, .content = on_content, .value = on_value,
	.layer = on_layer, .gap = on_gap, .end = on_end,
};

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	format_prepare();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("input", MFD_CLOEXEC);
	struct stand_in program;
	struct opening o;
	struct arena arena;
	struct error e;

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	opening_init(&o);
	arena_init(&arena, 64u << 20);
	stand_in_init(&program);
	o.external = &program.external;
	o.listener = &listener;
	o.arena = &arena;
	o.limits.member = 1u << 20;
	o.limits.memory = 8u << 20;
	o.limits.members = 200;
	o.limits.ratio_free = 4u << 20;
	o.wanted = 1u << DIGEST_SHA256;
	o.password[o.passwords++] = SPAN("infected");
	opening_file(&o, SPAN("input"), fd, true, size, &e);
	opening_release(&o);
	arena_release(&arena);
	close(fd);
	return 0;
}
