/* test_hostile.c -- hostile strings in every field: nothing executes, hides or becomes a formula. */
#include "hostile_kit.h"

#include "base/json.h"

/* ---- HTML: only the tags and attributes that we write ourselves */

static bool is_one_of(struct span s, const char *words)
{
	struct span rest = span_of(words), word;

	while (span_split(&rest, ' ', &word))
		if (span_equal(s, word))
			return true;
	return false;
}

static void check_value(struct span name, struct span value)
{
	if (span_equal(name, SPAN("href")) && !span_starts(value, SPAN("#")))
		test_fail("a link leaves the page: '%.*s'", SPAN_ARG(value));
	for (size_t i = 0; i < value.len; i++)
		if (value.ptr[i] == '<' || value.ptr[i] == '>')
			test_fail("an attribute holds a tag: '%.*s'", SPAN_ARG(value));
}

/* Behind the tag's name up to '>': attributes are name="value" or a bare name. */
static struct span check_attributes(struct span rest)
{
	for (;;) {
		size_t n = 0, end;
		struct span name;

		while (rest.len && ascii_space(rest.ptr[0]))
			rest = span_skip(rest, 1);
		if (span_starts(rest, SPAN("/>")))
			rest = span_skip(rest, 1);
		if (!rest.len || rest.ptr[0] == '>')
			return span_skip(rest, 1);
		while (n < rest.len && (ascii_alnum(rest.ptr[n]) || rest.ptr[n] == '-'))
			n++;
		name = span_cut(rest, 0, n);
		if (!is_one_of(name, "lang charset http-equiv content name class id href aria-label "
				     "aria-labelledby aria-sort aria-live hidden type value checked for scope "
				     "colspan rowspan role datetime data-s data-c data-v width height x y viewBox "
				     "preserveAspectRatio d tabindex open autocomplete placeholder start "
				     "xmlns aria-hidden spellcheck points x1 x2 y1 y2"))
			test_fail("attribute '%.*s' in '%.*s'", SPAN_ARG(name), SPAN_ARG(span_cut(rest, 0, 200)));
		rest = span_skip(rest, n);
		if (!span_starts(rest, SPAN("=\"")))
			continue;
		rest = span_skip(rest, 2);
		end = span_find_byte(rest, '"');
		assert_true(end != SPAN_NONE);
		check_value(name, span_cut(rest, 0, end));
		rest = span_skip(rest, end + 1);
	}
}

/* One tag; style and script are ours byte for byte. */
static struct span check_tag(struct span rest, unsigned *scripts)
{
	bool closing = span_starts(rest, SPAN("/"));
	struct span name;
	size_t n = 0;

	if (span_starts(rest, SPAN("!DOCTYPE html>")))
		return span_skip(rest, 14);
	if (closing)
		rest = span_skip(rest, 1);
	while (n < rest.len && ascii_alnum(rest.ptr[n]))
		n++;
	name = span_cut(rest, 0, n);
	if (!is_one_of(name, "html head meta title style body a header p nav ul li ol main section h1 h2 h3 "
			     "h4 div span small strong em code br table caption thead tbody tr th td dl dt dd "
			     "svg rect path g line figure figcaption article aside details summary blockquote mark "
			     "input label fieldset legend button script polygon circle text time footer"))
		test_fail("tag '%.*s'", SPAN_ARG(span_cut(rest, 0, 100)));
	rest = check_attributes(span_skip(rest, n));
	if (!closing && is_one_of(name, "style script")) {
		size_t end = span_find(rest, span_equal(name, SPAN("style")) ? SPAN("</style>")
				       : SPAN("</script>"));

		assert_true(end != SPAN_NONE);
		assert_int_equal(span_find(span_cut(rest, 0, end), SPAN("x()")), SPAN_NONE);
		*scripts += name.len == 6;
		rest = span_skip(rest, end);
	}
	return rest;
}

static void check_html(struct span page)
{
	struct span rest = page;
	unsigned scripts = 0;

	assert_int_equal(utf8_valid(page), page.len);
	while (rest.len) {
		size_t at = span_find_byte(rest, '<');
		struct span text = span_cut(rest, 0, at);

		for (size_t i = 0; i < text.len; i++)
			if (((unsigned char)text.ptr[i] < 0x20 && !ascii_space(text.ptr[i])) || text.ptr[i] == 0x7f)
				test_fail("control byte %02x", text.ptr[i]);
		if (has(text, "\xe2\x80\xae") || has(text, "\xe2\x81\xa6"))
			test_fail("a mark of direction in '%.*s'", SPAN_ARG(text));
		if (at == SPAN_NONE)
			break;
		rest = check_tag(span_skip(rest, at + 1), &scripts);
	}
	assert_int_equal(scripts, 1);
}

TEST(a_page_holds_no_tag_or_attribute_of_others)
{
	static void (*const makers[])(struct buf *) = { sweep_records, read_records };
	struct buf b;

	buf_init(&b, 64 << 20);
	for (unsigned i = 0; i < 300; i++) {
		struct kit k;
		struct span page;

		dice = i;
		makers[i % 4 == 3](&b);
		page = kit_page(&k, "html", 80, buf_string(&b));
		assert_int_equal(k.rc, 0);
		check_html(page);
		kit_release(&k);
	}
	buf_release(&b);
}

/* ---- CSV: as a spreadsheet reads it */

static void check_cell(struct span cell)
{
	while (cell.len && (cell.ptr[0] == ' ' || cell.ptr[0] == '"'))
		cell = span_skip(cell, 1);
	if (cell.len && memchr("=+-@", cell.ptr[0], 4))
		test_fail("a formula: '%.*s'", SPAN_ARG(span_cut(cell, 0, 60)));
	if (span_starts(cell, SPAN("\xef\xbc\x9d")))
		test_fail("a formula in full width");
	for (size_t i = 0; i < cell.len; i++)
		if ((unsigned char)cell.ptr[i] < 0x20)
			test_fail("control byte %02x", cell.ptr[i]);
}

/* One record of RFC 4180 off the front: how many cells. */
static unsigned check_row(struct span *rest)
{
	unsigned cells = 0;

	for (;;) {
		bool quoted = span_starts(*rest, SPAN("\""));
		size_t n = quoted;

		while (n < rest->len) {
			char c = rest->ptr[n];

			if (quoted && c == '"' && n + 1 < rest->len && rest->ptr[n + 1] == '"')
				n++;
			else if (quoted ? c == '"' : c == ',' || c == '\r')
				break;
			n++;
		}
		cells++;
		check_cell(span_cut(*rest, quoted, n - quoted));
		*rest = span_skip(*rest, n + quoted);
		if (!span_starts(*rest, SPAN(",")))
			break;
		*rest = span_skip(*rest, 1);
	}
	assert_true(span_starts(*rest, SPAN("\r\n")));
	*rest = span_skip(*rest, 2);
	return cells;
}

TEST(a_table_has_no_formula_and_every_row_has_all_cells)
{
	static void (*const makers[])(struct buf *) = { sweep_records, read_records, plan_records };
	struct buf b;

	buf_init(&b, 64 << 20);
	for (unsigned i = 0; i < 300; i++) {
		struct kit k;
		struct span rest;
		unsigned cells;

		dice = i;
		makers[i % 4 % 3](&b);
		rest = kit_page(&k, "csv", 80, buf_string(&b));
		assert_int_equal(k.rc, 0);
		cells = check_row(&rest);
		while (rest.len)
			assert_int_equal(check_row(&rest), cells);
		kit_release(&k);
	}
	buf_release(&b);
}

/* ---- STIX: JSON, and every string a string */

TEST(a_bundle_is_json_whatever_stands_in_the_records)
{
	struct buf b;

	buf_init(&b, 64 << 20);
	for (unsigned i = 0; i < 200; i++) {
		struct json_event ev;
		struct json j;
		struct kit k;
		struct span page;
		int rc;

		dice = i;
		sweep_records(&b);
		page = kit_page(&k, "stix", 80, buf_string(&b));
		if (k.rc == 0) {
			assert_says_not(page, "base64");
			json_open_span(&j, page);
			while ((rc = json_next(&j, &ev, &k.e)) > 0)
				;
			assert_int_equal(rc, 0);
			json_close(&j);
		} else {
			/* Without a time of the run nothing can be dated. */
			assert_says(span_of(k.e.text), "only the result of a sweep");
		}
		kit_release(&k);
	}
	buf_release(&b);
}
