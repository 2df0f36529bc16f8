/* test_text.c -- plain text as parts. */
#include "test.h"

#include "parts.h"
#include "samples.h"

static void text(const char *input, const char *expected)
{
	assert_parts_equal("text", input, expected);
}

TEST(blocks_of_lines_are_paragraphs_that_keep_their_lines)
{
	text("one\ntwo\n\n\nthree\r\n  four   five\r\n", "title|one\np|one\\ntwo\np|three\\n  four   five\n");
	text("", "");
	text("\n \n", "");
}

TEST(headings_are_underlined_numbered_or_in_capitals)
{
	text("Title\n=====\nbody\n\nPart\n----\n\nINDICATORS OF COMPROMISE\n\n2.1 Network Indicators\n\nend.\n",
	     "title|Title\nh1|Title\np|body\nh2|Part\nh2|INDICATORS OF COMPROMISE\nh2|2.1 Network Indicators\np|end.\n");
	text("3. Technical Details\n\ntext\n", "title|3. Technical Details\nh1|3. Technical Details\np|text\n");
}

TEST(values_are_no_headings)
{
	text("x\n\n935F8557CD5304434F616EED103C6168\n\nEVIL.EXAMPLE\n\nCVE-2020-0601\n\n1.2.3.4\n\nA@B.EXAMPLE\n\n"
	     "1. evil.example\n",
	     "title|x\np|x\np|935F8557CD5304434F616EED103C6168\np|EVIL.EXAMPLE\np|CVE-2020-0601\np|1.2.3.4\n"
	     "p|A@B.EXAMPLE\nli1|evil.example\n");
}

TEST(lists_give_items)
{
	text("List:\n- one\n  more\n* two\n    - deep\n\xe2\x80\xa2 three\n(1) four\na) five\n10. six\nafter\n",
	     "title|List:\np|List:\nli1|one\\nmore\nli1|two\nli2|deep\nli1|three\nli1|four\nli1|five\nli1|six\np|after\n");
	text("-- no item\n-neither\n", "title|-- no item\np|-- no item\\n-neither\n");
}

TEST(rules_are_code_with_their_blank_lines)
{
	text("see\nimport \"pe\"\n\nrule a : b {\n  strings:\n\n    $x = \"}\"\n  condition: $x\n}\nrule c { condition: false }\n"
	     "private rule d\n{\n}\nend\n",
	     "title|see\np|see\n"
	     "code yara|import \"pe\"\\n\\nrule a : b {\\n  strings:\\n\\n    $x = \"}\"\\n  condition: $x\\n}\n"
	     "code yara|rule c { condition: false }\ncode yara|private rule d\\n{\\n}\np|end\n");
	text("alert tcp any any -> any 25 (msg:\"a\";\n  sid:1;)\nalert is raised when (x)\n",
	     "code snort|alert tcp any any -> any 25 (msg:\"a\";\\n  sid:1;)\np|alert is raised when (x)\n");
	text("rule of thumb\n", "title|rule of thumb\np|rule of thumb\n");
}

TEST(a_rule_that_never_ends_does_not_swallow_the_document)
{
	struct buf in, out;

	buf_init(&in, SAMPLE_MAX);
	buf_init(&out, SAMPLE_MAX);
	buf_text(&in, "rule a {\n");
	for (int i = 0; i < 6000; i++)
		buf_text(&in, "text\n\n");
	parts_of("text", buf_span(&in), &out);
	assert_true(span_find(buf_span(&out), SPAN("\np|text\n")) != SPAN_NONE);
	buf_release(&in);
	buf_release(&out);
}

TEST(form_feeds_count_pages)
{
	static const uint32_t pages[] = { 1, 1, 2, 3 };
	struct span input = SPAN("one\n\ntwo\n\fthree\fx\n");
	struct arena a;
	struct reader r = { .format = format_named(SPAN("text")), .arena = &a };
	struct part part;
	struct error e;
	size_t n = 0;

	arena_init(&a, 1u << 20);
	r.stream = stream_of_span(&a, input);
	assert_int_equal(r.format->open(&r, &e), 0);
	while (r.format->next(&r, &part, &e) > 0)
		if (part.kind == PART_PARAGRAPH)
			assert_int_equal(part.page, pages[n++]);
	assert_int_equal(n, 4);
	r.format->close(&r);
	arena_release(&a);
}

TEST(text_in_utf16_is_read_like_any)
{
	struct buf out;

	buf_init(&out, 1000);
	parts_of("text", SPAN("\xff\xfeH\0i\0\n\0\n\0\xe9\0\n\0"), &out);
	assert_span_equal(buf_span(&out), SPAN("title|Hi\np|Hi\np|\xc3\xa9\n"));
	buf_release(&out);
}

TEST(every_paragraph_stands_at_its_offset_and_line)
{
	struct buf in;
	struct arena a;
	struct reader r = { .format = format_named(SPAN("text")), .arena = &a };
	struct part part;
	struct error e;

	buf_init(&in, SAMPLE_MAX);
	buf_text(&in, "\xef\xbb\xbf");
	sample_of(r.format, &in);
	arena_init(&a, 1u << 20);
	r.stream = stream_of_span(&a, buf_span(&in));
	assert_int_equal(r.format->open(&r, &e), 0);
	while (r.format->next(&r, &part, &e) > 0) {
		struct span first = span_cut(part.text, 0, span_find_byte(part.text, '\n'));
		uint64_t line = 1;

		if (part.kind == PART_TITLE)
			continue;
		for (size_t i = 0; i < part.offset; i++)
			line += in.ptr[i] == '\n';
		assert_int_equal(part.line, line);
		assert_span_equal(span_cut(buf_span(&in), part.offset, first.len), first);
	}
	r.format->close(&r);
	arena_release(&a);
	buf_release(&in);
}

TEST(a_paragraph_without_end_is_given_in_pieces_of_whole_lines)
{
	struct buf in;
	struct arena a;
	struct reader r = { .format = format_named(SPAN("text")), .arena = &a };
	struct part part;
	struct error e;
	uint64_t lines = 0;

	buf_init(&in, SAMPLE_MAX);
	while (in.len < 3u << 20)
		buf_text(&in, "0123456789\n");
	arena_init(&a, 64u << 20);
	r.stream = stream_of_span(&a, buf_span(&in));
	assert_int_equal(r.format->open(&r, &e), 0);
	while (r.format->next(&r, &part, &e) > 0) {
		if (part.kind != PART_PARAGRAPH)
			continue;
		assert_true(part.text.len <= (1u << 20) + 20);
		assert_int_equal((part.text.len + 1) % 11, 0);
		lines += (part.text.len + 1) / 11;
	}
	assert_int_equal(lines, in.len / 11);
	r.format->close(&r);
	arena_release(&a);
	buf_release(&in);
}
