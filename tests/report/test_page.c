/* test_page.c -- lines break at the width, whatever is written. */
#include "report/people.h"
#include "report_kit.h"

static uint64_t dice = 7;

static unsigned below(unsigned n)
{
	dice = dice * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(dice >> 33) % n;
}

/* Words of one to 120 letters, some wide, some hostile. */
static void random_text(struct buf *b)
{
	static const char *const letters[] = { "a", "b", ".", "\xc3\xa9", "\xe6\xbc\xa2", "\x1b", "\xff",
					       "\xc2\xa0", "\xe2\x80\xae", "\n", "\t" };

	buf_clear(b);
	for (unsigned words = below(40); words; words--) {
		for (unsigned n = below(below(8) ? 14 : 120) + 1; n; n--)
			buf_text(b, letters[below(below(4) ? 2 : 11)]);
		buf_byte(b, ' ');
	}
}

static struct page page_to(struct out *memory, unsigned width, unsigned most)
{
	out_to_memory(memory, 1 << 20);
	return (struct page){ .out = memory, .width = width, .most = most };
}

static unsigned lines_of(struct span s)
{
	unsigned n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += s.ptr[i] == '\n';
	return n;
}

TEST(no_line_is_wider_than_the_page)
{
	struct buf text;

	buf_init(&text, 1 << 20);
	for (int i = 0; i < 3000; i++) {
		unsigned width = 40 + below(60), most = below(4);
		struct out memory;
		struct page p = page_to(&memory, width, most);

		random_text(&text);
		page_words(&p, " - ", 3, buf_span(&text));
		assert_harmless(buf_span(&memory.buf), width);
		assert_int_equal(p.lines, lines_of(buf_span(&memory.buf)));
		if (most)
			assert_true(p.lines <= most);
		out_release(&memory);
	}
	buf_release(&text);
}

TEST(every_word_arrives)
{
	struct out memory;
	struct page p = page_to(&memory, 40, 0);

	page_words(&p, "NOT ", 4, SPAN("one two three four five six seven eight nine ten eleven twelve"));
	assert_span_equal(buf_span(&memory.buf),
			  SPAN("NOT one two three four five six seven\n"
			       "    eight nine ten eleven twelve\n"));
	out_release(&memory);
}

TEST(what_does_not_fit_is_told_by_dots)
{
	struct out memory;
	struct page p = page_to(&memory, 40, 1);

	page_words(&p, "", 0, SPAN("one two three four five six seven eight nine ten eleven"));
	assert_span_equal(buf_span(&memory.buf), SPAN("one two three four five six seven ...\n"));
	out_release(&memory);
}

TEST(a_path_longer_than_a_line_is_broken_and_whole)
{
	struct out memory;
	struct page p = page_to(&memory, 40, 0);

	page_words(&p, "", 2, SPAN("/srv/logs/0123456789/0123456789/0123456789/0123456789/fw.log"));
	assert_span_equal(buf_span(&memory.buf),
			  SPAN("/srv/logs/0123456789/0123456789/01234567\n"
			       "  89/0123456789/fw.log\n"));
	out_release(&memory);
}

TEST(both_ends_of_a_line_keep_their_distance)
{
	struct buf left, right;

	buf_init(&left, 1 << 20);
	buf_init(&right, 1 << 20);
	for (int i = 0; i < 3000; i++) {
		unsigned width = 40 + below(60);
		struct out memory;
		struct page p = page_to(&memory, width, below(3));

		random_text(&left);
		random_text(&right);
		page_ends(&p, " 1 ", 3, buf_span(&left), span_cut(buf_span(&right), 0, below(30)));
		assert_harmless(buf_span(&memory.buf), width);
		out_release(&memory);
	}
	buf_release(&left);
	buf_release(&right);
}

TEST(cells_break_inside_their_columns)
{
	const struct cell cells[] = {
		{ 8, SPAN("firewall fw-edge") }, { 6, SPAN("1 Jan") }, { 10, SPAN("addresses") },
	};
	struct out memory;
	struct page p = page_to(&memory, 40, 0);

	page_row(&p, 1, cells, 3);
	assert_span_equal(buf_span(&memory.buf), SPAN("firewall 1 Jan  addresses\n fw-edge\n"));
	out_release(&memory);
}

TEST(hostile_cells_stay_in_their_columns)
{
	struct buf text[3];

	for (int i = 0; i < 3; i++)
		buf_init(&text[i], 1 << 20);
	for (int i = 0; i < 2000; i++) {
		struct cell cells[3];
		struct out memory;
		struct page p = page_to(&memory, 80, 0);

		for (int k = 0; k < 3; k++) {
			random_text(&text[k]);
			cells[k] = (struct cell){ 20, buf_span(&text[k]) };
		}
		page_row(&p, 1, cells, 3);
		assert_harmless(buf_span(&memory.buf), 62);
		out_release(&memory);
	}
	for (int i = 0; i < 3; i++)
		buf_release(&text[i]);
}
