/* test_docx.c -- Word and OpenDocument texts as parts. */
#include "test.h"

#include "archives.h"
#include "parts.h"
#include "samples.h"

#define MEMBER(name, text) { name, { text, sizeof(text) - 1 } }

static void package(const struct archive_member *member, size_t members, struct buf *out)
{
	archive_make(SPAN("zip"), member, members, out);
}

/* The parts of a document with this body. */
static void docx(const char *body, const char *expected)
{
	struct archive_member member[] = {
		{ "word/document.xml", SPAN("") },
		MEMBER("word/_rels/document.xml.rels",
		       "<Relationships><Relationship Id='1' Target='https://a.example/x'/></Relationships>"),
		MEMBER("word/styles.xml", "<w:styles xmlns:w='w'>"
		       "<w:style w:styleId='T2'><w:basedOn w:val='Z'/><w:name w:val='mine'/></w:style>"
		       "<w:style w:styleId='Z'><w:basedOn w:val='T2'/><w:name w:val='heading 2'/></w:style>"
		       "<w:style w:styleId='C'><w:name w:val='Source Code'/></w:style></w:styles>"),
	};
	struct buf text, bytes, out;

	buf_init(&text, SAMPLE_MAX);
	buf_init(&bytes, SAMPLE_MAX);
	buf_init(&out, SAMPLE_MAX);
	buf_printf(&text, "<w:document xmlns:w='w'><w:body>%s</w:body></w:document>", body);
	member[0].bytes = buf_span(&text);
	package(member, 3, &bytes);
	parts_of("docx", buf_span(&bytes), &out);
	if (!span_equal(buf_span(&out), span_of(expected)))
		test_fail("of: %s\n--- is:\n%.*s--- not:\n%s", body, SPAN_ARG(buf_span(&out)), expected);
	buf_release(&text);
	buf_release(&bytes);
	buf_release(&out);
}

#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"

TEST(text_in_pieces_is_one_and_what_was_deleted_is_not_there)
{
	docx("<w:p><w:r><w:t>evil.</w:t></w:r><w:proofErr/><w:r><w:t xml:space='preserve'>exam</w:t></w:r>"
	     "<w:del><w:r><w:delText>XX</w:delText></w:r></w:del><w:ins><w:r><w:t>ple</w:t></w:r></w:ins></w:p>",
	     "p|evil.example\n");
	docx("<w:p><w:r><w:t>a&#xA0;b&#xFB01;c</w:t><w:tab/><w:t>d</w:t><w:noBreakHyphen/><w:t>e</w:t><w:br/><w:t>f</w:t></w:r></w:p>",
	     "p|a bfic\td-e\\nf\n");
}

TEST(styles_make_headings_and_lists_whatever_their_names)
{
	docx("<w:p><w:pPr><w:pStyle w:val='T2'/></w:pPr><w:r><w:t>Part</w:t></w:r></w:p>"
	     "<w:p><w:pPr><w:numPr><w:ilvl w:val='1'/><w:numId w:val='4'/></w:numPr></w:pPr><w:r><w:t>deep</w:t></w:r></w:p>"
	     "<w:p><w:pPr><w:outlineLvl w:val='0'/></w:pPr><w:r><w:t>Top</w:t></w:r></w:p>",
	     "h2|Part\nli2|deep\nh1|Top\n");
}

TEST(links_are_given_with_where_they_lead)
{
	docx("<w:p><w:hyperlink r:id='1'><w:r><w:t>our page</w:t></w:r></w:hyperlink></w:p>",
	     "p|our page\na|our page -> https://a.example/x\n");
	docx("<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>HYPERLINK \"https://b.example/\"</w:instrText></w:r>"
	     "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>there</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>",
	     "p|there\na|there -> https://b.example/\n");
}

TEST(tables_keep_their_cells_and_tables_inside_of_them)
{
	docx("<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc>" P("SHA-1") "</w:tc><w:tc>" P("Name") "</w:tc></w:tr>"
	     "<w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>" P("one") P("two") "</w:tc><w:tc>" P("x") "</w:tc></w:tr></w:tbl>",
	     "th1.1.1|SHA-1\nth1.1.2|Name\ntd1.2.1|one\\ntwo\ntd1.2.3|x\n");
	docx("<w:tbl><w:tr><w:tc>" P("out") "<w:tbl><w:tr><w:tc>" P("in") "</w:tc></w:tr></w:tbl>" P("again") "</w:tc></w:tr></w:tbl>",
	     "td1.1.1|out\ntd2.1.1|in\ntd1.1.1|again\n");
}

TEST(code_whose_lines_are_paragraphs_is_whole_again)
{
	docx(P("see:") P("rule a {") P("  strings:") "<w:p/>" P("    $a = &quot;x") P("y&quot;") P("  condition: $a") P("}") P("end"),
	     "p|see:\ncode yara|rule a {\\n  strings:\\n\\n    $a = \"x y\"\\n  condition: $a\\n}\np|end\n");
	docx("<w:p><w:pPr><w:pStyle w:val='C'/></w:pPr><w:r><w:t>one</w:t></w:r></w:p>"
	     "<w:p><w:pPr><w:pStyle w:val='C'/></w:pPr><w:r><w:t xml:space='preserve'>  two</w:t></w:r></w:p>" P("end"),
	     "code|one\\n  two\np|end\n");
}

TEST(a_text_box_is_given_once)
{
	docx("<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>" P("box") "</w:txbxContent></w:drawing></mc:Choice>"
	     "<mc:Fallback><w:pict>" P("box") "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
	     "p|box\n");
}

TEST(what_is_not_read_is_named)
{
	docx("<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>",
	     "gap no-text-layer|the document is 1 pictures and no text\n");
	docx(P("a") "<w:p>", "p|a\n!|docx: word/document.xml: xml: line 1: an element ends that is not open\n");
}

TEST(a_bomb_is_an_error_with_a_name)
{
	struct archive_member member[] = { MEMBER("word/document.xml", "<!DOCTYPE x [<!ENTITY a 'xx'>"
		"<!ENTITY b '&a;&a;'>]><w:document><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>") };
	struct buf bytes, out;

	buf_init(&bytes, SAMPLE_MAX);
	buf_init(&out, SAMPLE_MAX);
	package(member, 1, &bytes);
	parts_of("docx", buf_span(&bytes), &out);
	assert_span_equal(buf_span(&out), SPAN("!|docx: word/document.xml: xml: line 1: "
					       "declares entities of its own, which are not expanded\n"));
	buf_release(&bytes);
	buf_release(&out);
}

TEST(a_document_cut_anywhere_gives_what_it_has_and_says_so)
{
	const struct format *format = format_named(SPAN("docx"));
	struct buf bytes;
	size_t texts = 0;

	buf_init(&bytes, SAMPLE_MAX);
	assert_true(sample_of(format, &bytes));
	for (size_t n = 60; n < bytes.len; n++) {
		struct span cut = span_cut(buf_span(&bytes), 0, n);
		struct buf out;

		buf_init(&out, SAMPLE_MAX);
		assert_ptr_equal(format_within(format_of(cut), cut), format);
		parts_of("docx", cut, &out);
		if (span_find(buf_span(&out), SPAN("!|")) == SPAN_NONE)
			test_fail("cut at %zu of %zu: %.*s", n, bytes.len, SPAN_ARG(buf_span(&out)));
		texts += span_find(buf_span(&out), SPAN("h1|Head")) != SPAN_NONE;
		buf_release(&out);
	}
	assert_true(texts > 100);
	buf_release(&bytes);
}

TEST(an_opendocument_text_gives_the_same_kinds_of_parts)
{
	struct buf bytes, out;

	buf_init(&bytes, SAMPLE_MAX);
	buf_init(&out, SAMPLE_MAX);
	assert_true(sample_of(format_named(SPAN("odt")), &bytes));
	parts_of("odt", buf_span(&bytes), &out);
	assert_span_equal(buf_span(&out), SPAN("title|Title\nh2|Head\np|One  word in pieces a note \\na link\n"
					       "a|a link -> https://b.example/\nli1|item\nth1.1.1|A\n"
					       "th1.1.3|B\ntd1.2.1|c\\nd\n"));
	buf_release(&bytes);
	buf_release(&out);
}
