/* test_xml.c -- XML as a reader of documents meets it. */
#include "test.h"

#include "base/xml.h"

/* "<a x=1>text</a>" of every event, then "!" and the error. */
static void events_of(struct span in, struct buf *out)
{
	struct span tight = tight_copy(in);
	struct xml_event ev;
	struct error e = { 0 };
	struct xml x;
	int rc;

	xml_open(&x, tight);
	while ((rc = xml_next(&x, &ev, &e)) > 0) {
		struct span value;

		if (ev.type == XML_OPEN)
			buf_printf(out, "<%u%.*s", ev.depth, SPAN_ARG(ev.name));
		if (ev.type == XML_OPEN && xml_attribute(&x, "v", &value))
			buf_printf(out, " v=%.*s", SPAN_ARG(value));
		if (ev.type == XML_CLOSE)
			buf_printf(out, "/%.*s", SPAN_ARG(ev.name));
		if (ev.type == XML_TEXT)
			buf_add(out, ev.text);
		if (ev.type != XML_TEXT)
			buf_byte(out, '>');
	}
	if (rc < 0)
		buf_printf(out, "!%s", e.text);
	xml_close(&x);
	free((void *)(uintptr_t)tight.ptr);
}

static void xml(const char *in, const char *expected)
{
	struct buf out;

	buf_init(&out, 1u << 20);
	events_of(span_of(in), &out);
	if (!span_equal(buf_span(&out), span_of(expected)))
		test_fail("of: %s\n--- is:\n%.*s\n--- not:\n%s", in, SPAN_ARG(buf_span(&out)), expected);
	buf_release(&out);
}

TEST(elements_text_and_attributes_come_in_their_order)
{
	xml("<?xml version='1.0'?>\n<!-- a <b> --><w:a w:v='x>y' b=\"2\">t<c v=\"\"/>u</w:a>\n",
	    "<0a v=x>y>t<1c v=>/c>u/a>");
	xml("\xef\xbb\xbf<a\n v = \"1\" ></a >", "<0a v=1>/a>");
	xml("<!DOCTYPE a [ <!ELEMENT a ANY> ]><a><![CDATA[<x>&amp;]]></a>", "<0a><x>&amp;/a>");
}

TEST(references_are_resolved_and_what_is_none_stays)
{
	xml("<a v='&quot;&#x41;'>&lt;&amp;&#65;&#x1F600; &nbsp; & &#0; &</a>",
	    "<0a v=\"A><&A\xf0\x9f\x98\x80 &nbsp; & &#0; &/a>");
}

TEST(what_is_broken_is_named_with_its_line)
{
	xml("", "!xml: line 1: holds no element");
	xml("<a>\n<b></a>", "<0a>\n<1b>!xml: line 2: an element ends that is not open");
	xml("<a>\nx", "<0a>\nx!xml: line 2: ends before its elements do");
	xml("<a v='1>", "!xml: line 1: ends inside of a tag");
	xml("<a/>text", "<0a>/a>!xml: line 1: text outside of the document");
	xml("<![CDATA[text]]><a/>", "!xml: line 1: text outside of the document");
}

TEST(a_bomb_of_entities_is_refused_by_name)
{
	xml("<!DOCTYPE a [\n<!ENTITY b \"xx\"><!ENTITY c \"&b;&b;\"> ]><a>&c;</a>",
	    "!xml: line 1: declares entities of its own, which are not expanded");
}

TEST(depth_ends_at_a_limit)
{
	struct buf in, out;

	buf_init(&in, 8u << 20);
	buf_init(&out, 8u << 20);
	for (int i = 0; i < 100000; i++)
		buf_text(&in, "<a>");
	events_of(buf_span(&in), &out);
	assert_true(span_ends(buf_span(&out), SPAN("more than 256 deep")));
	buf_release(&in);
	buf_release(&out);
}

TEST(a_document_cut_anywhere_says_so)
{
	struct span whole = SPAN("<?xml?><!DOCTYPE a><a v='1'>x<!-- c --><![CDATA[d]]>&amp;<b/></a>");

	for (size_t n = 0; n < whole.len; n++) {
		struct buf out;

		buf_init(&out, 1u << 20);
		events_of(span_cut(whole, 0, n), &out);
		assert_true(span_find(buf_span(&out), SPAN("!xml: ")) != SPAN_NONE);
		buf_release(&out);
	}
}

TEST(an_element_is_passed_over_with_all_inside)
{
	struct xml x;
	struct xml_event ev;
	struct error e;

	xml_open(&x, SPAN("<a><b><b>1</b><c/></b>2</a>"));
	assert_int_equal(xml_next(&x, &ev, &e), 1);
	assert_int_equal(xml_next(&x, &ev, &e), 1);
	assert_int_equal(xml_skip(&x, &e), 0);
	assert_int_equal(xml_next(&x, &ev, &e), 1);
	assert_true(span_equal(ev.text, SPAN("2")));
	xml_close(&x);
}
