/* test_where.c -- chains of steps on the wire and for people. */
#include "test.h"

#include "value/where.h"

static void assert_text(const struct where *w, const char *expected)
{
	struct buf b;

	buf_init(&b, 1000);
	where_text(w, &b);
	assert_span_equal(buf_span(&b), span_of(expected));
	buf_release(&b);
}

TEST(a_place_reads_outermost_first)
{
	struct where w = { 0 };

	where_add(&w, (struct step){ .kind = STEP_FILE, .text = SPAN("mail.mbox") });
	where_add(&w, (struct step){ .kind = STEP_MESSAGE, .number = 4121, .text = SPAN("<a@b>") });
	where_add(&w, (struct step){ .kind = STEP_MEMBER, .text = SPAN("invoice.zip") });
	where_add(&w, (struct step){ .kind = STEP_MEMBER, .text = SPAN("a.exe") });
	assert_text(&w, "mail.mbox » message 4121 » invoice.zip » a.exe");
	where_add(&w, (struct step){ .kind = STEP_TEXT, .offset = 0x1f40, .length = 32 });
	assert_text(&w, "mail.mbox » message 4121 » invoice.zip » a.exe @ 0x1f40+32");
}

TEST(a_stream_stands_behind_its_file_and_a_line_behind_the_stream)
{
	struct where w = { 0 };

	where_add(&w, (struct step){ .kind = STEP_FILE, .text = SPAN("fw.log.gz") });
	where_add(&w, (struct step){ .kind = STEP_STREAM, .text = SPAN("gzip") });
	assert_text(&w, "fw.log.gz (gzip)");
	where_add(&w, (struct step){ .kind = STEP_TEXT, .line = 12, .column = 3, .offset = 900,
		  .length = 5 });
	assert_text(&w, "fw.log.gz (gzip):12");
}

TEST(pages_rows_records_flows_and_pointers_are_named)
{
	struct where page = { 0 }, row = { 0 }, flow = { 0 };

	where_add(&page, (struct step){ .kind = STEP_FILE, .text = SPAN("AR.pdf") });
	where_add(&page, (struct step){ .kind = STEP_TEXT, .page = 3, .line = 12 });
	assert_text(&page, "AR.pdf page 3 line 12");
	page.step[1] = (struct step){ .kind = STEP_TEXT, .page = 3 };
	assert_text(&page, "AR.pdf page 3");

	where_add(&row, (struct step){ .kind = STEP_FILE, .text = SPAN("ioc.csv") });
	where_add(&row, (struct step){ .kind = STEP_ROW, .number = 7, .column = 2 });
	assert_text(&row, "ioc.csv » row 7 column 2");
	row.step[1] = (struct step){ .kind = STEP_POINTER, .text = SPAN("/objects/3/pattern") };
	assert_text(&row, "ioc.csv » /objects/3/pattern");

	where_add(&flow, (struct step){ .kind = STEP_FILE, .text = SPAN("a.pcap") });
	where_add(&flow, (struct step){ .kind = STEP_FLOW, .text = SPAN("10.0.0.1:9 > 10.0.0.2:25") });
	where_add(&flow, (struct step){ .kind = STEP_RECORD, .number = 99 });
	assert_text(&flow, "a.pcap » 10.0.0.1:9 > 10.0.0.2:25 » record 99");
}

static struct where sample(void)
{
	struct where w = { 0 };

	for (int kind = 0; kind < STEP_KINDS; kind++)
		where_add(&w, (struct step){ .kind = (enum step_kind)kind, .text = SPAN("text"),
			  .quote = SPAN("\0q"), .number = UINT64_MAX, .offset = 1ull << 40,
			  .length = 3, .line = 4, .column = 5, .page = UINT32_MAX });
	return w;
}

TEST(what_is_encoded_is_decoded_alike)
{
	struct where w = sample(), again;
	struct cursor c;
	struct buf b;

	buf_init(&b, 100000);
	where_encode(&b, &w);
	buf_byte(&b, 'x');
	c = (struct cursor){ .left = buf_span(&b) };
	where_decode(&c, &again);
	assert_false(c.bad);
	assert_int_equal(c.left.len, 1);
	assert_int_equal(again.count, w.count);
	for (uint32_t i = 0; i < w.count; i++) {
		const struct step *s = &w.step[i], *t = &again.step[i];

		assert_int_equal(s->kind, t->kind);
		assert_span_equal(t->text, s->text);
		assert_span_equal(t->quote, s->quote);
		assert_true(s->number == t->number && s->offset == t->offset && s->length == t->length &&
			    s->line == t->line && s->column == t->column && s->page == t->page);
	}
	buf_release(&b);
}

TEST(a_chain_cut_anywhere_is_bad_and_empty)
{
	struct where w = sample(), again;
	struct buf b;

	buf_init(&b, 100000);
	where_encode(&b, &w);
	for (size_t n = 0; n < b.len; n++) {
		struct span tight = tight_copy(span_cut(buf_span(&b), 0, n));
		struct cursor c = { .left = tight };

		where_decode(&c, &again);
		assert_true(c.bad);
		assert_int_equal(again.count, 0);
		free((void *)tight.ptr);
	}
	buf_release(&b);
}

TEST(nonsense_bytes_are_never_more_than_a_bad_chain)
{
	unsigned seed = 3;
	char bytes[200];

	for (int round = 0; round < 20000; round++) {
		struct cursor c = { .left = span_make(bytes, sizeof(bytes)) };
		struct where w;
		struct buf b;

		for (size_t i = 0; i < sizeof(bytes); i++)
			bytes[i] = (char)(rand_r(&seed) % (round % 2 ? 4 : 256));
		where_decode(&c, &w);
		assert_true(w.count <= WHERE_MAX);
		buf_init(&b, 10000);
		where_text(&w, &b);
		buf_release(&b);
	}
}

TEST(steps_beyond_the_limit_are_dropped)
{
	struct where w = { 0 };

	for (int i = 0; i < WHERE_MAX + 5; i++)
		where_add(&w, (struct step){ .kind = STEP_FILE });
	assert_int_equal(w.count, WHERE_MAX);
}
