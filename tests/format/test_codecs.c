/* test_codecs.c -- gzip, zstd, xz, bz2, lz4: whole, cut, changed, several in a row. */
#include "test.h"

#include <zstd.h>

#include "../fuzz/drain.h"
#include "samples.h"

static const struct drain usual = { .budget = 32u << 20 };

static const char *const names[] = { "gzip", "zstd", "xz", "bz2", "lz4" };
#define CODECS (sizeof(names) / sizeof(names[0]))

/* One codec's sample: `text` and `packed`, several members with the borders of both. */
struct packed {
	const struct format *format;
	struct buf text, bytes;
	size_t text_end[8], bytes_end[8];
	size_t members;
};

static void add_member(struct packed *p, struct span text)
{
	buf_add(&p->text, text);
	sample_compress(span_of(p->format->name), text, &p->bytes);
	p->text_end[p->members] = p->text.len;
	p->bytes_end[p->members++] = p->bytes.len;
}

static void packed_open(struct packed *p, size_t codec)
{
	*p = (struct packed){ .format = format_named(span_of(names[codec])) };
	buf_init(&p->text, SAMPLE_MAX);
	buf_init(&p->bytes, SAMPLE_MAX);
}

static void packed_close(struct packed *p)
{
	buf_release(&p->text);
	buf_release(&p->bytes);
}

/* Three members, one of them empty. */
static void packed_three(struct packed *p, size_t codec)
{
	struct buf text;

	packed_open(p, codec);
	buf_init(&text, SAMPLE_MAX);
	sample_text(700, 1, &text);
	add_member(p, buf_span(&text));
	add_member(p, SPAN(""));
	buf_clear(&text);
	sample_text(200, 2, &text);
	add_member(p, buf_span(&text));
	buf_release(&text);
}

static int read_all(const struct packed *p, struct span bytes, struct buf *out, struct error *e)
{
	struct span tight = tight_copy(bytes);
	int rc;

	buf_clear(out);
	*e = (struct error){ 0 };
	rc = drain(p->format, tight, usual, out, e);
	free((void *)(uintptr_t)tight.ptr);
	return rc;
}

TEST(all_members_of_a_file_are_read)
{
	for (size_t i = 0; i < CODECS; i++) {
		struct packed p;
		struct buf out;
		struct error e;

		packed_three(&p, i);
		buf_init(&out, SAMPLE_MAX);
		assert_int_equal(read_all(&p, buf_span(&p.bytes), &out, &e), 0);
		assert_span_equal(buf_span(&out), buf_span(&p.text));
		packed_close(&p);
		buf_release(&out);
	}
}

TEST(an_empty_member_alone_is_an_empty_file)
{
	for (size_t i = 0; i < CODECS; i++) {
		struct packed p;
		struct buf out;
		struct error e;

		packed_open(&p, i);
		add_member(&p, SPAN(""));
		buf_init(&out, SAMPLE_MAX);
		assert_int_equal(read_all(&p, buf_span(&p.bytes), &out, &e), 0);
		assert_int_equal(out.len, 0);
		packed_close(&p);
		buf_release(&out);
	}
}

/* Larger than every window: blocks, history and borders all come up. */
TEST(large_files_are_read_to_the_end)
{
	for (size_t i = 0; i < CODECS; i++) {
		struct packed p;
		struct buf out, text;
		struct error e;

		packed_open(&p, i);
		buf_init(&text, SAMPLE_MAX);
		buf_init(&out, SAMPLE_MAX);
		sample_text(1500000, 5, &text);
		add_member(&p, buf_span(&text));
		add_member(&p, SPAN("tail"));
		for (size_t block = 1; block <= 70000; block = block * 7 + 5) {
			struct drain how = { .budget = usual.budget, .step = 4096, .block = block };

			buf_clear(&out);
			assert_int_equal(drain(p.format, buf_span(&p.bytes), how, &out, &e), 0);
			assert_true(span_equal(buf_span(&out), buf_span(&p.text)));
		}
		packed_close(&p);
		buf_release(&text);
		buf_release(&out);
	}
}

/* Cut at every byte: what was decoded is right, and the end is told, except between members. */
TEST(a_file_cut_anywhere_gives_what_there_was_and_says_truncated)
{
	for (size_t i = 0; i < CODECS; i++) {
		struct packed p;
		struct buf out;
		struct error e;

		packed_three(&p, i);
		buf_init(&out, SAMPLE_MAX);
		for (size_t n = 0; n < p.bytes.len; n++) {
			bool border = n == 0 && i != 0 && i != 2;
			int rc = read_all(&p, span_cut(buf_span(&p.bytes), 0, n), &out, &e);

			for (size_t m = 0; m < p.members; m++) {
				border |= n == p.bytes_end[m];
				if (n >= p.bytes_end[m])
					assert_true(out.len >= p.text_end[m]);
			}
			assert_span_equal(buf_span(&out), span_cut(buf_span(&p.text), 0, out.len));
			assert_int_equal(rc, border ? 0 : -1);
			assert_int_equal(e.code, border ? ERR_NONE : ERR_TRUNCATED);
		}
		packed_close(&p);
		buf_release(&out);
	}
}

TEST(truncation_names_the_member_it_is_in)
{
	struct packed p;
	struct buf out;
	struct error e;
	char expected[100];

	packed_three(&p, 0);
	buf_init(&out, SAMPLE_MAX);
	read_all(&p, span_cut(buf_span(&p.bytes), 0, p.bytes.len - 1), &out, &e);
	snprintf(expected, sizeof(expected), "gzip: ends inside the member that begins at byte %zu",
		 p.bytes_end[1]);
	assert_string_equal(e.text, expected);
	packed_close(&p);
	buf_release(&out);
}

/* All samples carry checksums: no change may pass as other data. */
TEST(a_changed_byte_never_gives_other_data_without_an_error)
{
	for (size_t i = 0; i < CODECS; i++) {
		struct packed p;
		struct buf out, bytes;
		struct error e;

		packed_three(&p, i);
		buf_init(&out, SAMPLE_MAX);
		buf_init(&bytes, SAMPLE_MAX);
		buf_add(&bytes, buf_span(&p.bytes));
		for (size_t n = 0; n < bytes.len; n++) {
			for (int bit = 0; bit < 9; bit++) {
				char flip = bit < 8 ? (char)(1 << bit) : (char)0xff;
				int rc;

				bytes.ptr[n] = (char)(bytes.ptr[n] ^ flip);
				rc = read_all(&p, buf_span(&bytes), &out, &e);
				if (rc == 0 && !span_equal(buf_span(&out), buf_span(&p.text)))
					test_fail("%s: byte %zu, flip %x", names[i], n, flip & 0xff);
				bytes.ptr[n] = (char)(bytes.ptr[n] ^ flip);
			}
		}
		packed_close(&p);
		buf_release(&out);
		buf_release(&bytes);
	}
}

TEST(a_wrong_checksum_is_told_after_all_data_was_given)
{
	for (size_t i = 0; i < CODECS; i++) {
		struct packed p;
		struct buf out, text;
		struct error e;

		if (strcmp(names[i], "xz") == 0 || strcmp(names[i], "bz2") == 0)
			continue;	/* their checksums are not the last bytes */
		packed_open(&p, i);
		buf_init(&out, SAMPLE_MAX);
		buf_init(&text, SAMPLE_MAX);
		sample_text(300000, 9, &text);
		add_member(&p, buf_span(&text));
		p.bytes.ptr[p.bytes.len - (i == 0 ? 8 : 1)] ^= 1;
		assert_int_equal(read_all(&p, buf_span(&p.bytes), &out, &e), -1);
		assert_int_equal(e.code, ERR_MALFORMED);
		assert_non_null(strstr(e.text, "checksum"));
		assert_true(span_equal(buf_span(&out), buf_span(&p.text)));
		packed_close(&p);
		buf_release(&out);
		buf_release(&text);
	}
}

TEST(garbage_behind_the_last_member_is_told_after_the_data)
{
	for (size_t i = 0; i < CODECS; i++) {
		struct packed p;
		struct buf out;
		struct error e;

		packed_three(&p, i);
		buf_init(&out, SAMPLE_MAX);
		buf_text(&p.bytes, "no member at all");
		assert_int_equal(read_all(&p, buf_span(&p.bytes), &out, &e), -1);
		assert_int_equal(e.code, ERR_MALFORMED);
		assert_non_null(strstr(e.text, "behind the last"));
		assert_span_equal(buf_span(&out), buf_span(&p.text));
		packed_close(&p);
		buf_release(&out);
	}
}

TEST(gzip_accepts_zeros_behind_and_between_members)
{
	static const char zeros[100000];
	struct packed p;
	struct buf out;
	struct error e;

	packed_three(&p, 0);
	buf_init(&out, SAMPLE_MAX);
	buf_add(&p.bytes, span_make(zeros, sizeof(zeros)));
	assert_int_equal(read_all(&p, buf_span(&p.bytes), &out, &e), 0);
	assert_span_equal(buf_span(&out), buf_span(&p.text));
	add_member(&p, SPAN("more"));
	assert_int_equal(read_all(&p, buf_span(&p.bytes), &out, &e), 0);
	assert_span_equal(buf_span(&out), buf_span(&p.text));
	packed_close(&p);
	buf_release(&out);
}

static struct span title_of(struct span bytes, struct arena *a, struct reader *r)
{
	struct part part;
	struct error e;

	*r = (struct reader){ .format = format_named(SPAN("gzip")), .arena = a,
			      .stream = stream_of_span(a, bytes) };
	assert_int_equal(r->format->open(r, &e), 0);
	assert_int_equal(r->format->next(r, &part, &e), 1);
	return part.name;
}

TEST(gzip_gives_the_name_in_its_header_and_reads_every_field)
{
	/* extra field, name (Latin-1), comment and header checksum, then "hi" */
	static const char bytes[] = "\x1f\x8b\x08\x1e\0\0\0\0\0\3" "\4\0abcd" "caf\xe9.txt\0" "note\0" "\1\2"
				    "\xcb\xc8\4\0" "\xac\x2a\x93\xd8" "\2\0\0\0";
	struct span input = span_make(bytes, sizeof(bytes) - 1);
	struct arena a;
	struct reader r;
	struct buf out;
	struct error e;

	arena_init(&a, 1u << 20);
	assert_span_equal(title_of(input, &a, &r), SPAN("caf\xc3\xa9.txt"));
	r.format->close(&r);
	arena_release(&a);
	buf_init(&out, 100);
	assert_int_equal(drain(format_named(SPAN("gzip")), input, usual, &out, &e), 0);
	assert_span_equal(buf_span(&out), SPAN("hi"));
	buf_release(&out);
}

TEST(compressed_bytes_used_can_be_seen_below)
{
	struct packed p;
	struct arena a;
	struct reader r;
	struct part part;
	struct error e;
	char block[1000];

	packed_three(&p, 1);
	arena_init(&a, 1u << 20);
	r = (struct reader){ .format = p.format, .arena = &a,
			     .stream = stream_of_span(&a, buf_span(&p.bytes)) };
	assert_int_equal(p.format->open(&r, &e), 0);
	assert_int_equal(p.format->next(&r, &part, &e), 1);
	assert_int_equal(stream_read_full(part.stream, block, sizeof(block), &e), 900);
	assert_int_equal(part.stream->position, 900);
	assert_int_equal(r.stream->position, p.bytes.len);
	assert_int_equal(p.format->next(&r, &part, &e), 0);
	p.format->close(&r);
	p.format->close(&r);
	arena_release(&a);
	packed_close(&p);
}

TEST(zstd_skips_skippable_frames_and_refuses_huge_windows)
{
	struct packed p;
	struct buf out;
	struct error e;
	ZSTD_CCtx *c = ZSTD_createCCtx();
	char frame[200];
	ZSTD_inBuffer in = { "x", 1, 0 };
	ZSTD_outBuffer packed = { frame, sizeof(frame), 0 };

	packed_open(&p, 1);
	buf_init(&out, SAMPLE_MAX);
	buf_add(&p.bytes, SPAN("\x5f\x2a\x4d\x18\4\0\0\0skip"));
	add_member(&p, SPAN("data"));
	buf_add(&p.bytes, SPAN("\x50\x2a\x4d\x18\0\0\0\0"));
	assert_int_equal(read_all(&p, buf_span(&p.bytes), &out, &e), 0);
	assert_span_equal(buf_span(&out), SPAN("data"));
	/* a frame that is streamed states its window, here 256 MiB */
	ZSTD_CCtx_setParameter(c, ZSTD_c_windowLog, 28);
	assert_false(ZSTD_isError(ZSTD_compressStream2(c, &packed, &in, ZSTD_e_flush)));
	assert_int_equal(read_all(&p, span_make(frame, packed.pos), &out, &e), -1);
	assert_int_equal(e.code, ERR_LIMIT);
	assert_non_null(strstr(e.text, "128 MiB"));
	ZSTD_freeCCtx(c);
	packed_close(&p);
	buf_release(&out);
}

static int64_t failing_read(struct stream *s, void *out, size_t max, struct error *e)
{
	struct span *left = (struct span *)(s + 1);
	struct span now = span_cut(*left, 0, max);

	if (now.len == 0)
		return fail(e, ERR_IO, "read: the disk is gone");
	memcpy(out, now.ptr, now.len);
	*left = span_skip(*left, now.len);
	return (int64_t)now.len;
}

/* The reason below is told, not "truncated"; also when it comes between members. */
TEST(a_failure_of_the_input_is_passed_on_after_the_data)
{
	static const struct stream_type type = { .name = "failing", .read = failing_read };

	for (size_t i = 0; i < CODECS; i++) {
		struct packed p;

		packed_three(&p, i);
		for (size_t cut = 0; cut < 2; cut++) {
			struct {
				struct stream stream;
				struct span left;
			} below = { { .type = &type }, span_cut(buf_span(&p.bytes), 0,
								p.bytes.len - cut) };
			struct arena a;
			struct reader r = { .format = p.format, .arena = &a,
					    .stream = &below.stream };
			struct part part;
			struct error e;
			char block[2000];
			int64_t got;

			arena_init(&a, 1u << 20);
			assert_int_equal(p.format->open(&r, &e), 0);
			assert_int_equal(p.format->next(&r, &part, &e), 1);
			got = stream_read_full(part.stream, block, sizeof(block), &e);
			assert_true(got >= 700);
			assert_int_equal(stream_read(part.stream, block, 1, &e), -1);
			assert_string_equal(e.text, "read: the disk is gone");
			p.format->close(&r);
			arena_release(&a);
		}
		packed_close(&p);
	}
}
