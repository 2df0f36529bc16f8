/* test_markdown.c -- Markdown and AsciiDoc as parts. */
#include "test.h"

#include <time.h>

#include "parts.h"
#include "samples.h"

static void markdown(const char *input, const char *expected)
{
	assert_parts_equal("markdown", input, expected);
}

TEST(headings_of_every_kind_are_found_and_the_first_is_the_title)
{
	markdown("# One #\n## Two\ntext\n\nThree\n=====\nFour\n---\n", "title|One\nh1|One\nh2|Two\np|text\nh1|Three\nh2|Four\n");
	markdown("= One\n\n== Two ==\n:key: value\n.Block\ntext\n\nThree\n-----\n[NOTE]\nmore\n",
		 "title|One\nh1|One\nh2|Two\nmeta|key=value\nh6|Block\np|text\nh2|Three\np|more\n");
	markdown("#no heading\n\n####### neither\n", "p|#no heading\np|####### neither\ntitle|#no heading\n");
}

TEST(without_a_good_heading_the_first_line_is_the_title)
{
	markdown("first\nsecond\n\nthird [x](y)\n", "p|first\\nsecond\np|third x\na|x -> y\ntitle|first\n");
	markdown("first\n\n#### small\n", "p|first\ntitle|first\nh4|small\n");
}

TEST(front_matter_is_what_the_document_says_about_itself)
{
	markdown("---\ntitle: \"T\"\ndate: 2020-07-16\ntags:\n  - a\n  - b\n---\n# H\n",
		 "meta|title=T\ntitle|T\nmeta|date=2020-07-16\nmeta|tags=a\nmeta|tags=b\nh1|H\n");
	markdown("---\ntext [a](b)\n", "p|text a\na|a -> b\ntitle|text a\n");
}

TEST(lists_give_items)
{
	markdown("# h\n* a\n  more\n- b\n+ c\n1. d\n2) e\n   * f\n\n     g\n\nh\n",
		 "title|h\nh1|h\nli1|a\\nmore\nli1|b\nli1|c\nli1|d\nli1|e\nli2|f\np|g\np|h\n");
	markdown("= h\n\n* a\n** b\n.. c\n. d\n", "title|h\nh1|h\nli1|a\nli2|b\nli2|c\nli1|d\n");
}

TEST(marks_are_taken_off_and_values_stay)
{
	markdown("# h\n**a** *b* _c_ __d__ ***e*** ~~f~~ `*g*` ``h`i`` **j**k\n",
		 "title|h\nh1|h\np|a b c d e f *g* h`i jk\n");
	markdown("# h\n*.exe and *.dll, a_b_c.txt, __init__.py, %TMP%\\*.tmp (*.a|*.b), 2 * 3 * 4, C:\\_x\n",
		 "title|h\nh1|h\np|*.exe and *.dll, a_b_c.txt, init.py, %TMP%\\*.tmp (*.a|*.b), 2 * 3 * 4, C:_x\n");
	markdown("# h\nevil[.]com \\[.\\] x[:]//y hxxp://a[.]b/c_d_e [1] [T1016]\n",
		 "title|h\nh1|h\np|evil[.]com [.] x[:]//y hxxp://a[.]b/c_d_e [1] [T1016]\n");
	markdown("# h\n&lt;x&gt; &amp; a<br>b <span class=x>c</span> <user> <!-- d -->e a&nbsp;b\n",
		 "title|h\nh1|h\np|<x> & a\\nb c <user> e a b\n");
}

TEST(links_have_their_text_and_target)
{
	markdown("# h\n![pic](p.png) <https://y.example/> [![i](j)](k) [l]( m) [n](o(p))\n",
		 "title|h\nh1|h\np|pic https://y.example/ i [l]( m) n\na|https://y.example/ -> https://y.example/\n"
		 "a|i -> k\na|n -> o(p)\n");
	markdown("# h\nsee [a *b*](https://x.example/a_b \"t\"), [**c**](d) and\n<a href=\"e\">f</a>\n\n[ref]: https://z.example\n",
		 "title|h\nh1|h\np|see a b, c and\\nf\na|a b -> https://x.example/a_b\na|c -> d\na|f -> e\n"
		 "a|ref -> https://z.example\n");
	markdown("= h\n\nsee https://x.example/[the\nreport], link:f.json[`f.json`] or https://y.example[] https://z.example.\n",
		 "title|h\nh1|h\np|see the\\nreport, f.json or https://y.example https://z.example.\n"
		 "a|the\\nreport -> https://x.example/\na|f.json -> f.json\na|https://y.example -> https://y.example\n");
	markdown("= h\n\nhxxps://evil[.]example[.]com/x https://evil[.com/y https://a.b[.]c[MISP]\n",
		 "title|h\nh1|h\np|hxxps://evil[.]example[.]com/x https://evil[.com/y MISP\na|MISP -> https://a.b[.]c\n");
}

TEST(code_keeps_its_lines)
{
	markdown("# h\n```yara x\nrule a\n\n  *b*\n````\n~~~\nc\n~~~\n\n    d\n\n      e\nf\n",
		 "title|h\nh1|h\ncode yara|rule a\\n\\n  *b*\ncode|c\ncode|d\\n\\n  e\np|f\n");
	markdown("= h\n\n[source,yara]\n----\na\n\n b\n----\n....\nc\n....\n\n d\n\ne\n",
		 "title|h\nh1|h\ncode yara|a\\n\\n b\ncode|c\ncode| d\np|e\n");
	markdown("# h\nrule x : y\n{\n  strings: $a = \"b_c_d\"\n\n  condition: $a\n}\nafter\n",
		 "title|h\nh1|h\ncode yara|rule x : y\\n{\\n  strings: $a = \"b_c_d\"\\n\\n  condition: $a\\n}\np|after\n");
}

TEST(tables_of_markdown_give_cells)
{
	markdown("# h\ntext:\n| A | B |\n|---|:-:|\n| `1` | 2 \\| 3 |\n| | 4\n\nC | D\n--- | ---\n5 | [6](x)\nend\n",
		 "title|h\nh1|h\np|text:\nth1.1.1|A\nth1.1.2|B\ntd1.2.1|1\ntd1.2.2|2 | 3\ntd1.3.2|4\n"
		 "th2.1.1|C\nth2.1.2|D\ntd2.2.1|5\ntd2.2.2|6\na|6 -> x\np|end\n");
	markdown("# h\n| a | b |\n| c | d |\n", "title|h\nh1|h\ntd1.1.1|a\ntd1.1.2|b\ntd1.2.1|c\ntd1.2.2|d\n");
}

TEST(tables_of_asciidoc_give_cells_wherever_they_stand)
{
	markdown("= h\n\n[options=\"header\"]\n|===\n|A |B\n|`1`|2\n|3\n|4\nmore\n|===\nend\n",
		 "title|h\nh1|h\nth1.1.1|A\nth1.1.2|B\ntd1.2.1|1\ntd1.2.2|2\ntd1.3.1|3\ntd1.3.2|4\\nmore\np|end\n");
	markdown("= h\n\n[cols=\"3*\",options=header]\n|====\n|A\n|B\n|C\n\n|1\n|2\n|3\n|====\n",
		 "title|h\nh1|h\nth1.1.1|A\nth1.1.2|B\nth1.1.3|C\ntd1.2.1|1\ntd1.2.2|2\ntd1.2.3|3\n");
	markdown("= h\n\n|===\n|A |B\n\n2+|wide\n.2+|tall |x\n|y\n|===\n",
		 "title|h\nh1|h\nth1.1.1|A\nth1.1.2|B\ntd1.2.1|wide\ntd1.3.1|tall\ntd1.3.2|x\ntd1.4.2|y\n");
	markdown("= h\n\n|===\n| a \\| b a| c\n| d| e\n|===\n",
		 "title|h\nh1|h\ntd1.1.1|a | b\ntd1.1.2|c\ntd1.2.1|d\ntd1.2.2|e\n");
}

TEST(comments_rules_and_quotes_are_no_text)
{
	markdown("# h\n> quoted\n> > deep\n\n---\n<!-- a\nb -->\nc\n***\n", "title|h\nh1|h\np|quoted\\ndeep\np|c\n");
	markdown("= h\n\n// gone\n////\ngone\n////\n====\nin\n====\n'''\nout +\nline\n",
		 "title|h\nh1|h\np|in\np|out\\nline\n");
}

TEST(every_part_stands_where_it_says)
{
	struct buf sample, out;
	struct arena a;
	struct reader r = { .format = format_named(SPAN("markdown")), .arena = &a };
	struct part part;
	struct error e;

	buf_init(&sample, SAMPLE_MAX);
	buf_init(&out, SAMPLE_MAX);
	sample_of(r.format, &sample);
	arena_init(&a, 1u << 20);
	r.stream = stream_of_span(&a, buf_span(&sample));
	assert_int_equal(r.format->open(&r, &e), 0);
	while (r.format->next(&r, &part, &e) > 0) {
		struct span before = span_cut(buf_span(&sample), 0, part.offset), rest = buf_span(&sample);
		uint64_t line = 1;

		if (part.kind == PART_META || part.kind == PART_TITLE || part.kind == PART_LINK)
			continue;
		for (size_t i = 0; i < before.len; i++)
			line += before.ptr[i] == '\n';
		assert_int_equal(part.line, line);
		rest = span_skip(rest, part.offset);
		rest = span_cut(rest, 0, 12);	/* marks may stand in front */
		if (span_find(rest, span_cut(part.text, 0, 1)) == SPAN_NONE)
			test_fail("'%.*s' does not stand at '%.*s'", SPAN_ARG(part.text), SPAN_ARG(rest));
	}
	r.format->close(&r);
	arena_release(&a);
	buf_release(&sample);
	buf_release(&out);
}

static double seconds_for(const char *unit, size_t n, const char *format, size_t *parts)
{
	struct arena a;
	struct reader r = { .format = format_named(span_of(format)), .arena = &a };
	struct part part;
	struct error e = { 0 };
	struct buf text;
	clock_t begin;

	buf_init(&text, 128u << 20);
	for (size_t i = 0; i < n; i++)
		buf_text(&text, unit);
	begin = clock();
	arena_init(&a, 512u << 20);
	r.stream = stream_of_span(&a, buf_span(&text));
	assert_int_equal(r.format->open(&r, &e), 0);
	for (*parts = 0; r.format->next(&r, &part, &e) > 0; (*parts)++)
		;
	assert_int_equal(e.code, ERR_NONE);
	r.format->close(&r);
	arena_release(&a);
	buf_release(&text);
	return (double)(clock() - begin) / CLOCKS_PER_SEC;
}

TEST(hostile_shapes_take_linear_time)
{
	static const char *const shapes[] = {
		"[", "![", "](", "[a](b", "`", "``` `", "*a ", "_a*", "**a* ", "<a ", "<!--", "&amp", "\\",
		"https://a[", "https://*", "link:a ", "= a\nhttps://", "|", "|a\n", "\n|===\n|", "[x]: y\n",
		"> ", "- ", "    a\n\n", "rule a\n", "a\n---\n", "\xc2", "~~a", "++a",
	};

	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		size_t parts;
		double s = seconds_for(shapes[i], 1000000 / strlen(shapes[i]), "markdown", &parts);

		if (s > 5)
			test_fail("shape %zu (%s): %.1f s", i, shapes[i], s);
	}
}

TEST(a_million_lines_are_read)
{
	size_t parts;

	assert_true(seconds_for("a line of [text](x) with *marks*\n", 400000, "markdown", &parts) < 30);
	assert_int_equal(parts, 400000 + (400000 * 33 / (1u << 20)) + 1 + 1);
	assert_true(seconds_for("a line of text, nothing more\n", 1000000, "text", &parts) < 30);
}
