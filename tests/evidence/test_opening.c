/* test_opening.c -- all bytes of a layer, for who asks for them. */
#include "test.h"

#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "evidence/opening.h"

struct seen {
	struct span expected;
	unsigned layers, whole, lost;
	bool half;		/* whoever reads the content stops in the middle */
};

static int on_begin(void *context, struct thing *t, struct error *e)
{
	(void)context;
	(void)t;
	(void)e;
	return 0;
}

static int on_content(void *context, struct thing *t, struct content *c, struct error *e)
{
	struct seen *seen = context;
	static char block[10000];
	struct error why;

	(void)t;
	(void)e;
	while (stream_read(c->stream, block, sizeof(block), &why) > 0 && !seen->half)
		;
	return 0;
}

static int on_layer(void *context, struct thing *t, const struct layer *l, struct error *e)
{
	struct seen *seen = context;

	(void)t;
	(void)e;
	seen->layers++;
	seen->lost += l->lost;
	if (l->all.len == seen->expected.len && l->size == seen->expected.len && !l->lost) {
		assert_span_equal(l->all, seen->expected);
		seen->whole++;
	}
	return 0;
}

static int on_gap(void *context, struct thing *t, struct span reason, const char *detail,
		  uint64_t bytes, bool minor, struct error *e)
{
	(void)context;
	(void)t;
	(void)detail;
	(void)bytes;
	(void)minor;
	(void)e;
	test_fail("gap %.*s", SPAN_ARG(reason));
	return 0;
}

static const struct opening_listener listener = {
	.begin = on_begin, .content = on_content, .layer = on_layer, .gap = on_gap, .end = on_begin,
};

static struct span gzipped(struct span s)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)s.ptr, .avail_in = (uInt)s.len };
	size_t room = s.len + s.len / 100 + 200;
	char *out = malloc(room);

	assert_int_equal(deflateInit2(&z, 1, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_out = (Bytef *)out;
	z.avail_out = (uInt)room;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	deflateEnd(&z);
	return span_make(out, room - z.avail_out);
}

static struct span noise(size_t len, uint32_t seed)
{
	char *out = malloc(len + 1);

	for (size_t i = 0; i < len; i++) {
		seed = seed * 1664525 + 1013904223;
		out[i] = (char)(seed >> 24 & 0x3f) + ' ';
	}
	return span_make(out, len);
}

static struct seen open_bytes(struct span file, struct span expected, uint64_t memory, bool regular,
			      bool half)
{
	struct opening *o = calloc(1, sizeof(*o));
	struct seen seen = { .expected = expected, .half = half };
	int fd = memfd_create("test", 0);
	struct arena arena;
	struct error e;

	assert_int_equal(write(fd, file.ptr, file.len), (ssize_t)file.len);
	lseek(fd, 0, SEEK_SET);
	arena_init(&arena, 64 << 20);
	opening_init(o);
	o->listener = &listener;
	o->context = &seen;
	o->arena = &arena;
	o->keep = true;
	o->limits.memory = memory;
	assert_int_equal(opening_file(o, SPAN("f"), fd, regular, file.len, &e), 0);
	assert_int_equal(o->kept, 0);
	opening_release(o);
	arena_release(&arena);
	close(fd);
	free(o);
	return seen;
}

TEST(every_layer_is_there_as_a_whole_whatever_its_size)
{
	static const size_t sizes[] = { 1, 100, 65535, 65536, 65537, 65600, 200000, 3000000 };

	format_prepare();
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		for (unsigned how = 0; how < 4; how++) {
			struct span plain = noise(sizes[i], (uint32_t)i), once = gzipped(plain);
			struct span twice = gzipped(once);
			struct seen seen = open_bytes(twice, plain, 16 << 20, how & 1, how & 2);

			assert_int_equal(seen.layers, 3);
			assert_int_equal(seen.whole, 1);
			assert_int_equal(seen.lost, 0);
			free((void *)plain.ptr);
			free((void *)once.ptr);
			free((void *)twice.ptr);
		}
}

TEST(a_layer_beyond_the_memory_for_it_is_lost_and_said)
{
	struct span plain = noise(3000000, 7), once = gzipped(plain);
	struct seen seen = open_bytes(once, plain, 1 << 20, true, false);

	assert_int_equal(seen.layers, 2);
	assert_int_equal(seen.whole, 0);
	assert_int_equal(seen.lost, 1);
	seen = open_bytes(once, plain, 1 << 20, false, false);
	assert_int_equal(seen.lost, 2);
	free((void *)plain.ptr);
	free((void *)once.ptr);
}

/* ---- digests that are asked for when the layer is over */

struct asked {
	char expected[65];
	unsigned met, digested;
};

static int ask_content(void *context, struct thing *t, struct content *c, struct error *e)
{
	static char block[10000];
	struct error why;

	(void)context;
	(void)t;
	(void)e;
	while (stream_read(c->stream, block, sizeof(block), &why) > 0)
		;
	return 0;
}

static int ask_layer(void *context, struct thing *t, const struct layer *l, struct error *e)
{
	struct asked *asked = context;
	char hex[65] = "";

	(void)e;
	if (t->outer) {
		asked->met++;
		asked->digested += l->digests != NULL;
		assert_true(layer_sha256(l, hex));
		assert_string_equal(hex, asked->expected);
	}
	return 0;
}

static const struct opening_listener asker = {
	.begin = on_begin, .content = ask_content, .layer = ask_layer, .gap = on_gap, .end = on_begin,
};

/* A tar of one member: its header, its bytes, the end. */
static struct span tarred(struct span s)
{
	size_t padded = (s.len + 511) / 512 * 512;
	char *out = calloc(1, 512 + padded + 1024);
	unsigned sum = 0;

	memcpy(out, "noise", 5);
	snprintf(out + 100, 8, "%07o", 0644);
	snprintf(out + 124, 12, "%011zo", s.len);
	memcpy(out + 257, "ustar\00000", 8);
	out[156] = '0';
	memset(out + 148, ' ', 8);
	for (size_t i = 0; i < 512; i++)
		sum += (unsigned char)out[i];
	snprintf(out + 148, 8, "%06o", sum);
	memcpy(out + 512, s.ptr, s.len);
	return span_make(out, 512 + padded + 1024);
}

static struct asked ask(struct span file, struct span member, unsigned wanted)
{
	struct opening *o = calloc(1, sizeof(*o));
	int fd = memfd_create("test", 0);
	struct asked asked = { .met = 0 };
	struct arena arena;
	struct error e;

	assert_int_equal(write(fd, file.ptr, file.len), (ssize_t)file.len);
	digest_hex(DIGEST_SHA256, member, asked.expected);
	arena_init(&arena, 64 << 20);
	opening_init(o);
	o->listener = &asker;
	o->context = &asked;
	o->arena = &arena;
	o->wanted = wanted;
	o->inner = 1u << DIGEST_SHA256;
	assert_int_equal(opening_file(o, SPAN("f"), fd, true, file.len, &e), 0);
	opening_release(o);
	arena_release(&arena);
	close(fd);
	free(o);
	return asked;
}

TEST(the_digest_of_a_member_can_be_had_whatever_its_size)
{
	static const size_t sizes[] = { 1, 65536, 65537, 3000000, (10u << 20) + 1, 12u << 20 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct span plain = noise(sizes[i], (uint32_t)i), file = tarred(plain);
		struct asked asked = ask(file, plain, 0);

		assert_int_equal(asked.met, 1);
		/* Only a long one is digested while nobody has asked. */
		assert_int_equal(asked.digested, sizes[i] > 10u << 20);
		asked = ask(file, plain, 1u << DIGEST_SHA256);
		assert_int_equal(asked.digested, 1);
		free((void *)plain.ptr);
		free((void *)file.ptr);
	}
}
