/* test_html.c -- web pages as parts. */
#include "test.h"

#include <time.h>

#include <libxml/HTMLparser.h>

#include "parts.h"
#include "samples.h"

static void html(const char *input, const char *expected)
{
	assert_parts_equal("html", input, expected);
}

TEST(a_page_is_given_in_the_order_of_its_text)
{
	html("<!DOCTYPE html><html><head><title>T</title></head><body><h1>One</h1><p>two three</p>"
	     "<h2>Four</h2>five<p>six</body></html>",
	     "title|T\nh1|One\np|two three\nh2|Four\np|five\np|six\n");
}

TEST(passages_inside_a_line_do_not_break_it)
{
	html("<p>a<b>b</b> <code>c</code><span> d</span>\n\t e<font>f</font><unknown>g</unknown>",
	     "p|ab c d efg\n");
}

TEST(blanks_breaks_and_soft_hyphens_are_as_seen)
{
	html("<p>a&nbsp;&nbsp;b\xc2\xa0" "c<wbr>d\xc2\xad" "e&shy;f<br> g <br/>h", "p|a  b cdef\\ng\\nh\n");
	html("<p>&nbsp;&nbsp;rule x {<br>&nbsp;&nbsp;&nbsp;condition: true<br>}",
	     "p|  rule x {\\n   condition: true\\n}\n");
	html("<p> \n\t &nbsp; </p>", "");
}

TEST(characters_by_name_and_number_are_decoded)
{
	html("<p>&lt;a&gt; &amp;amp; &#46;&#x2E;&#x80; &period;&colon; &nosuch; &; &#; AT&T &ampx &eacute;",
	     "p|<a> &amp; ..\xe2\x82\xac .: &nosuch; &; &#; AT&T &x \xc3\xa9\n");
	html("<a href='/?a=1&copy=2&amp;b&lt;'>x</a>", "p|x\na|x -> /?a=1&copy=2&b<\n");
	html("<p>&#0;&#xd800;&#x110000;&#99999999999999999999;", "p|\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\n");
}

TEST(what_is_no_text_is_dropped)
{
	html("<p>a<script>if (a<b) document.write('</p>')</script>b<style>p{}</style>"
	     "<template><p>no</p></template>c<!-- <p>no</p> --><!x><?y?>d<iframe><p></iframe>e",
	     "p|ab\np|cde\n");
	html("<p>a<!-->b<!--->c<!-- -- -->d<!-- --!>e", "p|abcde\n");
	html("<script>x</scriptx></SCRIPT >y", "p|y\n");
}

TEST(lists_give_items_with_their_depth)
{
	html("<ul><li>a<li>b<ol><li>c</ol>d</ul>e<dl><dt>t<dd>u<p>v</dl>",
	     "li1|a\nli1|b\nli2|c\nli1|d\np|e\nli0|t\nli0|u\\nv\n");
}

TEST(tables_give_cells_with_row_and_column)
{
	html("<table><caption>C</caption><thead><tr><th colspan=2>h<td>i</thead>"
	     "<tr><td rowspan=2>a<td>b<td>c<tr><td>d<th>e</table>"
	     "<table><tr><td>x<td></td><td>y</table>",
	     "p|C\nth1.1.1|h\nth1.1.3|i\ntd1.2.1|a\ntd1.2.2|b\ntd1.2.3|c\ntd1.3.2|d\nth1.3.3|e\n"
	     "td2.1.1|x\ntd2.1.3|y\n");
	html("<table><tr><td>a<p>b</p><ul><li>c<li>d</ul><table><tr><td>in</table>e<td>f</table>",
	     "td1.1.1|a\\nb\\nc\\nd\ntd2.1.1|in\ntd1.1.1|e\ntd1.1.2|f\n");
}

TEST(code_keeps_its_lines_and_its_language)
{
	html("<pre>\n  int x;\n\ty &lt; z\n\n</pre><pre class='lang-c'>a<br>b</pre>"
	     "<pre><code class='hljs language-yara'>rule\r\nx</code></pre>",
	     "code|  int x;\\n\ty < z\ncode c|a\\nb\ncode yara|rule\\nx\n");
	html("<ul><li>a<pre>b\n c</pre>d</ul><table><tr><td>x<pre>1\n2</pre></table>",
	     "li1|a\ncode|b\\n c\nli1|d\ntd1.1.1|x\\n1\\n2\n");
}

TEST(links_stand_behind_their_paragraph)
{
	html("<p>see <a href=' https://a.example/x '>the <b>report</b></a>, <a href=#top>up</a> and "
	     "<a href=b><img></a><a href='c'>C</a>",
	     "p|see the report, up and C\na|the report -> https://a.example/x\na| -> b\na|C -> c\n");
	html("<a href=x><h2>Head</h2><p>para</a>", "h2|Head\na|Head -> x\np|para\n");
	html("<p><a href=x>one <a href=y>two</p>", "p|one two\na|one -> x\na|two -> y\n");
}

TEST(navigation_is_set_apart)
{
	html("<header>Site</header><nav><ul><li><a href=/>Home</a></ul></nav>"
	     "<main><article><header><h1>Title</h1></header>text<aside>by the way</aside></article></main>"
	     "<div role=contentinfo><p>legal</div><footer>foot</footer>end",
	     "nav|Site\nnav|Home\nnav|Home -> /\nh1|Title\np|text\nnav|by the way\nnav|legal\nnav|foot\np|end\n");
}

TEST(what_the_page_says_about_itself_is_given)
{
	html("<head><title> A\n B </title><meta name=author content='x &amp; y'>"
	     "<meta property='article:published_time' content=2020-07-16><meta charset=utf-8>"
	     "<link rel=canonical href=https://a.example/></head><p>on <time datetime=2020-01-02>2 Jan</time>",
	     "title|A B\nmeta|author=x & y\nmeta|article:published_time=2020-07-16\n"
	     "meta|canonical=https://a.example/\nmeta|time=2020-01-02\np|on 2 Jan\n");
}

TEST(broken_markup_loses_no_text)
{
	html("a<b<c>d</ e>f<>g</>h<1>i & j <", "p|adf<>gh<1>i & j <\n");
	html("<h2>a<p>b</h2><h3>c</h4>d", "h2|a\np|b\nh3|c\np|d\n");
	html("<p>text <a href='never closed", "p|text\n");
	html("</td></tr></table></ul></div>x<tr><td>y", "p|x\np|y\n");
	html("<table><tr><td>a</div></ul>b</table>c", "td1.1.1|ab\np|c\n");
	html("<textarea>a <b>b</b></textarea>c<title>late", "code|a <b>b</b>\np|c\np|late\n");
}

TEST(a_part_knows_its_line_and_offset)
{
	static const char page[] =
		"<html>\n<p>\n\n  first\n<b>x</b></p><ul>\r\n<li>\r\nsecond</li></ul>";
	struct buf out;

	buf_init(&out, 1000);
	parts_with("html", SPAN(page), true, true, &out);
	assert_span_equal(buf_span(&out), SPAN("4:14:p|first x\n7:44:li1|second\n"));
	buf_release(&out);
}

TEST(the_charset_comes_from_marks_then_bytes_then_the_page)
{
	format_prepare();
	html("<meta charset=windows-1251><p>\xcf\xf0\xe8", "p|\xd0\x9f\xd1\x80\xd0\xb8\n");
	html("<meta http-equiv=Content-Type content='text/html; charset=Shift_JIS'><p>\x93\xfa",
	     "p|\xe6\x97\xa5\n");
	html("<?xml version='1.0' encoding='iso-8859-2'?><html><p>\xb1", "p|\xc4\x85\n");
	html("<meta charset=windows-1251><p>gr\xc3\xbc\xc3\x9f", "p|gr\xc3\xbc\xc3\x9f\n");
	html("<meta charset=utf-8><p>caf\xe9", "p|caf\xc3\xa9\n");
	html("<meta charset=no-such><p>caf\xe9", "p|caf\xc3\xa9\n");
}

/* libxml2's text of the page without any blanks: what both readers must agree on. */
static void oracle_text(xmlNode *node, struct buf *out)
{
	for (; node; node = node->next) {
		if (node->type == XML_TEXT_NODE) {
			for (const xmlChar *c = node->content; *c; c++)
				if (*c > ' ')
					buf_byte(out, (char)*c);
		} else if (node->type == XML_ELEMENT_NODE &&
			   xmlStrcmp(node->name, BAD_CAST "title") != 0) {
			oracle_text(node->children, out);
		}
	}
}

static void own_text(struct span page, struct buf *out)
{
	struct arena a;
	struct reader r = { .format = format_named(SPAN("html")), .arena = &a };
	struct part part;
	struct error e;

	arena_init(&a, 1u << 20);
	r.stream = stream_of_span(&a, page);
	assert_int_equal(r.format->open(&r, &e), 0);
	while (r.format->next(&r, &part, &e) > 0)
		for (size_t i = 0; part.kind != PART_LINK && part.kind != PART_TITLE &&
				   part.kind != PART_META && !part.target.len && i < part.text.len; i++)
			if ((unsigned char)part.text.ptr[i] > ' ')
				buf_byte(out, part.text.ptr[i]);
	r.format->close(&r);
	arena_release(&a);
}

/* Random pages of balanced elements: no text may be lost, doubled or moved. */
TEST(no_text_is_lost_against_another_parser)
{
	static const char *const names[] = { "p", "div", "b", "ul", "li", "table", "tr", "td", "th", "h2", "a",
					     "span", "pre", "blockquote", "nav", "section", "dl", "dd", "i" };
	uint32_t seed = 23;

	for (int round = 0; round < 300; round++) {
		struct buf page, own, oracle;
		unsigned open[64], depth = 0;
		htmlDocPtr doc;

		buf_init(&page, SAMPLE_MAX);
		buf_init(&own, SAMPLE_MAX);
		buf_init(&oracle, SAMPLE_MAX);
		buf_text(&page, "<html><body>");
		for (int i = 0; i < 60; i++) {
			uint32_t n = sample_random(&seed);

			if (n % 3 == 0 && depth < 64) {
				open[depth] = n / 3 % (sizeof(names) / sizeof(names[0]));
				buf_printf(&page, "<%s>", names[open[depth++]]);
			} else if (n % 3 == 1 && depth) {
				buf_printf(&page, "</%s>", names[open[--depth]]);
			} else {
				buf_printf(&page, "w%u &amp;\n ", n % 1000);
			}
		}
		while (depth)
			buf_printf(&page, "</%s>", names[open[--depth]]);
		own_text(buf_span(&page), &own);
		doc = htmlReadMemory(page.ptr, (int)page.len, NULL, "utf-8",
				     HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
		oracle_text(xmlDocGetRootElement(doc), &oracle);
		assert_span_equal(buf_span(&own), buf_span(&oracle));
		xmlFreeDoc(doc);
		buf_release(&page);
		buf_release(&own);
		buf_release(&oracle);
	}
	xmlCleanupParser();
}

static double seconds_for(const char *head, const char *unit, const char *tail, size_t n, struct error *e)
{
	struct arena a;
	struct reader r = { .format = format_named(SPAN("html")), .arena = &a };
	struct part part;
	struct buf page;
	clock_t begin;

	buf_init(&page, 64u << 20);
	buf_text(&page, head);
	for (size_t i = 0; i < n; i++)
		buf_printf(&page, "%s%zu", unit, i);
	for (size_t i = 0; i < n; i++)
		buf_text(&page, tail);
	begin = clock();
	*e = (struct error){ 0 };
	arena_init(&a, 256u << 20);
	r.stream = stream_of_span(&a, buf_span(&page));
	assert_int_equal(r.format->open(&r, e), 0);
	while (r.format->next(&r, &part, e) > 0)
		;
	r.format->close(&r);
	arena_release(&a);
	buf_release(&page);
	return (double)(clock() - begin) / CLOCKS_PER_SEC;
}

TEST(hostile_shapes_take_linear_time)
{
	static const char *const shapes[][3] = {
		{ "<body>", "<div>", "</ul>" },	  { "<body>", "<p><table><tr><td>", "</div>" },
		{ "<a ", " a", "=1" },		  { "", "<!--", "" },
		{ "<a href=", "x", "" },	  { "<a href='x'>", "<p>x", "" },
		{ "", "<", "" },		  { "", "&", "" },
		{ "<script>", "</scrip", "" },	  { "<title>", "</titl", "" },
		{ "<table>", "<tr><td rowspan=9>", "" }, { "<h1>", "<h2>", "</h1>" },
		{ "<template>", "<template>", "</template>" }, { "", "<li>", "</li>" },
		{ "<pre>", "\n", "" },		  { "", "\xc2", "" },
	};

	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		struct error e;
		double s = seconds_for(shapes[i][0], shapes[i][1], shapes[i][2], 200000, &e);

		if (s > 5)
			test_fail("shape %zu (%s): %.1f s", i, shapes[i][1], s);
	}
}

TEST(too_many_parts_are_a_limit)
{
	struct error e;

	seconds_for("", "<p>", "", 1000001, &e);
	assert_int_equal(e.code, ERR_LIMIT);
	assert_non_null(strstr(e.text, "parts"));
}
