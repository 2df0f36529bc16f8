/* test_blocks.c -- every byte once, records whole, the same for every size of reads. */
#include "test.h"

#include "base/buf.h"
#include "evidence/blocks.h"

struct drip {			/* gives `step` bytes at a time, then ends or fails */
	struct stream stream;
	struct span left;
	size_t step;
	bool fails;
};

static int64_t drip_read(struct stream *s, void *out, size_t max, struct error *e)
{
	struct drip *d = (struct drip *)s;
	struct span now = span_cut(d->left, 0, d->step < max ? d->step : max);

	if (now.len == 0 && d->fails)
		return fail(e, ERR_TRUNCATED, "drip: ends early");
	memcpy(out, now.ptr, now.len);
	d->left = span_skip(d->left, now.len);
	return (int64_t)now.len;
}

static const struct stream_type drip_type = { .name = "drip", .read = drip_read };

/* All blocks of `text` put together again, with one line per block about its shape. */
static int cut(struct span text, enum blocks_kind kind, size_t step, bool fails,
	       struct buf *whole, struct buf *shape)
{
	struct drip d = { .stream = { .type = &drip_type }, .left = text, .step = step,
			  .fails = fails };
	struct blocks *b = blocks_new();
	struct block block;
	struct error e;
	int rc;

	blocks_begin(b, &d.stream, kind);
	buf_init(whole, 64u << 20);
	buf_init(shape, 16u << 20);
	while ((rc = blocks_next(b, &block, &e)) == 1) {
		assert_true(block.offset + block.overlap == whole->len);
		buf_add(whole, span_skip(block.bytes, block.overlap));
		buf_printf(shape, "%zu+%u line %zu %s\n", block.bytes.len, block.overlap,
			   (size_t)block.line, block.whole ? "whole" : "piece");
		for (size_t i = 0; kind == BLOCKS_JSON; i++) {
			struct span r = blocks_record_at(b, i);

			if (r.len == 0)
				break;
			buf_printf(shape, "  %.*s\n", SPAN_ARG(span_cut(r, 0, 40)));
			assert_ptr_equal(blocks_record(b, (size_t)(r.ptr - block.bytes.ptr)).ptr, r.ptr);
		}
	}
	blocks_free(b);
	return rc;
}

static void same_for_every_step(struct span text, enum blocks_kind kind)
{
	static const size_t steps[] = { 1, 7, 4096, 65536, 262144, 1u << 20, 1u << 30 };
	struct buf whole, shape, first_shape;

	assert_int_equal(cut(text, kind, 1u << 30, false, &whole, &first_shape), 0);
	assert_span_equal(buf_span(&whole), text);
	buf_release(&whole);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		if (steps[i] < 4096 && text.len > (3u << 20))
			continue;
		assert_int_equal(cut(text, kind, steps[i], false, &whole, &shape), 0);
		assert_true(span_equal(buf_span(&whole), text));
		assert_span_equal(buf_span(&shape), buf_span(&first_shape));
		buf_release(&whole);
		buf_release(&shape);
	}
	buf_release(&first_shape);
}

TEST(lines_of_every_length_come_whole_and_once)
{
	struct buf text;

	buf_init(&text, 64u << 20);
	same_for_every_step(SPAN(""), BLOCKS_LINES);
	same_for_every_step(SPAN("no newline at the end"), BLOCKS_LINES);
	for (size_t n = 0; n < 3000; n++) {
		for (size_t i = 0; i < n * 7 % 400; i++)
			buf_byte(&text, 'a');
		buf_byte(&text, '\n');
	}
	same_for_every_step(buf_span(&text), BLOCKS_LINES);
	/* Lines of about 1 and 3 MiB, around the borders. */
	for (int d = -2; d <= 2; d++) {
		buf_clear(&text);
		buf_text(&text, "short\n");
		for (size_t i = 0; i < (size_t)((1 << 20) + d); i++)
			buf_byte(&text, 'b');
		buf_text(&text, "\nshort again\n");
		for (size_t i = 0; i < 3u << 20; i++)
			buf_byte(&text, 'c');
		buf_text(&text, "\nlast");
		same_for_every_step(buf_span(&text), BLOCKS_LINES);
	}
	buf_release(&text);
}

TEST(lines_are_numbered_across_blocks)
{
	struct buf text, whole, shape;

	buf_init(&text, 8u << 20);
	for (int i = 0; i < 40000; i++)
		buf_text(&text, "0123456789\n");
	cut(buf_span(&text), BLOCKS_LINES, 1000, false, &whole, &shape);
	assert_true(span_starts(buf_span(&shape), SPAN("262141+0 line 1 whole\n177859+0 line 23832 whole\n")));
	buf_release(&text);
	buf_release(&whole);
	buf_release(&shape);
}

/* Lines of all lengths up to a few MiB, most of them short. */
static void mixed_lines(struct buf *text, uint32_t seed, size_t size)
{
	while (text->len < size) {
		size_t length;

		seed = seed * 1664525 + 1013904223;
		length = seed >> 8 & 255;
		if ((seed >> 16 & 2047) == 0)
			length = (seed >> 4) % (3u << 18);
		if ((seed >> 16 & 65535) == 77)
			length = (seed >> 4) % (5u << 19);
		for (size_t i = 0; i < length; i++)
			buf_byte(text, (char)('a' + i % 26));
		buf_byte(text, '\n');
	}
}

static void describe(struct buf *shape, const struct block *block)
{
	buf_printf(shape, "%zu %zu+%u %d%d\n", (size_t)block->offset, block->bytes.len,
		   block->overlap, block->whole, block->more);
}

/* What is behind `from` in a list of blocks, up to those that begin at `to` or behind. */
static void shape_between(struct span text, struct buf *shape, uint64_t from, uint64_t to)
{
	struct drip d = { .stream = { .type = &drip_type }, .left = text, .step = 1u << 30 };
	struct blocks *b = blocks_new();
	struct block block;
	struct error e;

	blocks_begin(b, &d.stream, BLOCKS_LINES);
	while (blocks_next(b, &block, &e) == 1)
		if (block.offset >= from && block.offset < to)
			describe(shape, &block);
	blocks_free(b);
}

/* Where the line begins that goes over `border`, or the border; SIZE_MAX: too far in front. */
static size_t line_over(struct span text, size_t border)
{
	size_t from = border > RECORD_MAX ? border - RECORD_MAX : 0;
	size_t at = span_rfind_byte(span_cut(text, from, border - from), '\n');

	if (at == SPAN_NONE)
		return border == 0 ? 0 : SIZE_MAX;
	return from + at + 1;
}

/* The line of any place is known, from wherever it is counted. */
static void assert_lines(const struct block *block)
{
	size_t from = 0, step = 1 + (size_t)(block->offset % 977);
	uint64_t line = block->line, counted = block->line;

	for (size_t at = 0, n = 0; at < block->bytes.len; at++) {
		if (at % step == 0) {
			assert_int_equal(block_line_on(block, at, from, line), counted);
			/* Now and then places are asked for that lie far apart. */
			if (n++ % 3) {
				from = at;
				line = counted;
			}
		}
		counted += block->bytes.ptr[at] == '\n';
	}
}

TEST(who_begins_at_a_border_gets_the_same_blocks_and_stops_where_the_next_begins)
{
	size_t tried = 0;

	for (uint32_t seed = 1; seed < 12; seed++) {
		const size_t step = 3 * BLOCK_BYTES;
		struct buf text;

		buf_init(&text, 64u << 20);
		mixed_lines(&text, seed, 12u << 20);
		for (size_t at = step; at < text.len; at += step) {
			struct span all = buf_span(&text);
			size_t from = line_over(all, at), to = line_over(all, at + step);
			struct drip d = { .stream = { .type = &drip_type }, .step = 5000 };
			struct buf wanted, got;
			struct blocks *b = blocks_new();
			struct block block;
			uint64_t lines = 0;
			struct error e;

			if (at + step > text.len)
				to = text.len;
			buf_init(&wanted, 1u << 20);
			buf_init(&got, 1u << 20);
			if (from != SIZE_MAX && to != SIZE_MAX) {
				d.left = span_skip(all, from);
				shape_between(all, &wanted, from, to);
				blocks_begin_at(b, &d.stream, from, at);
				if (at + step <= text.len)
					blocks_stop(b, at + step);
				while (blocks_next(b, &block, &e) == 1) {
					describe(&got, &block);
					assert_lines(&block);
					lines += block_lines(span_skip(block.bytes, block.overlap));
				}
				assert_span_equal(buf_span(&got), buf_span(&wanted));
				assert_int_equal(lines + 1, blocks_line(b));
				tried++;
			}
			blocks_free(b);
			buf_release(&wanted);
			buf_release(&got);
		}
		buf_release(&text);
	}
	assert_true(tried > 100);
}

TEST(the_objects_in_an_array_of_a_document_are_its_records)
{
	struct span text = SPAN("{\"Records\": [\n {\"a\": \"}{\\\"\", \"b\": [{\"c\": 1}]},\n"
				" {\"d\": {}}\n ], \"next\": [{\"e\":2}]}");
	struct buf whole, shape;

	same_for_every_step(text, BLOCKS_JSON);
	cut(text, BLOCKS_JSON, 99, false, &whole, &shape);
	assert_true(span_starts(buf_span(&shape), SPAN("78+0 line 1 whole\n  {\"a\": \"}{\\\"\", \"b\": [{\"c\": 1}]}\n"
		"  {\"d\": {}}\n  {\"e\":2}\n")));
	buf_release(&whole);
	buf_release(&shape);
}

TEST(a_document_of_many_records_is_cut_between_them)
{
	struct buf text;

	buf_init(&text, 64u << 20);
	buf_text(&text, "[");
	for (int i = 0; i < 60000; i++)
		buf_printf(&text, "%s{\"n\":%d,\"t\":\"[{\"}", i ? "," : "", i);
	buf_text(&text, "]");
	same_for_every_step(buf_span(&text), BLOCKS_JSON);
	buf_clear(&text);
	buf_text(&text, "[{\"long\":\"");
	for (int i = 0; i < 3000000; i++)
		buf_byte(&text, 'x');
	buf_text(&text, "\"},{\"short\":1}]");
	same_for_every_step(buf_span(&text), BLOCKS_JSON);
	buf_release(&text);
}

TEST(a_broken_stream_gives_what_it_had_and_then_says_so)
{
	struct buf whole, shape;

	assert_int_equal(cut(SPAN("one\ntwo\nthr"), BLOCKS_LINES, 3, true, &whole, &shape), -1);
	assert_span_equal(buf_span(&whole), SPAN("one\ntwo\nthr"));
	buf_release(&whole);
	buf_release(&shape);
}

TEST(one_object_a_line_is_no_document)
{
	assert_false(blocks_is_json_document(SPAN("{\"a\":1}\n{\"a\":2}\n")));
	assert_false(blocks_is_json_document(SPAN("{\"a\":1}")));
	assert_true(blocks_is_json_document(SPAN("{\n \"a\":1\n}\n")));
	assert_true(blocks_is_json_document(SPAN(" [ {\"a\":1}\n")));
	assert_true(blocks_is_json_document(SPAN("{\"Records\":[{\"a\":1},{\"a\"")));
	assert_false(blocks_is_json_document(SPAN("text")));
	assert_false(blocks_is_json_document(SPAN("[1591092611] unbound[1:0] info: x\n")));
	assert_false(blocks_is_json_document(SPAN("[server]\nhost = x\n")));
}
