/* test_config.c -- INI files. */
#include "test.h"

#include "base/buf.h"
#include "base/config.h"

static int note(void *context, const struct config_entry *entry, struct error *e)
{
	if (span_equal(entry->key, SPAN("stop")))
		return fail(e, ERR_USAGE, "no such key");
	buf_printf(context, "%u [%.*s] ", entry->line, SPAN_ARG(entry->section));
	if (entry->key.len)
		buf_printf(context, "%.*s=<%.*s>", SPAN_ARG(entry->key), SPAN_ARG(entry->value));
	buf_byte(context, '\n');
	return 0;
}

static void check(struct span text, const char *expected)
{
	struct span tight = tight_copy(text);
	struct error e = { 0 };
	struct buf out;

	buf_init(&out, 10000);
	if (config_read(tight, note, &out, &e) < 0)
		buf_text(&out, e.text);
	assert_string_equal(buf_string(&out), expected);
	buf_release(&out);
	free((void *)tight.ptr);
}

TEST(entries_come_in_order_with_their_section_and_line)
{
	check(SPAN("\xef\xbb\xbf# comment\r\nkey = value\r\n\r\n[ fw edge ]\n  path=/srv/a b  \n"
		   "path = \"  kept  \"\n;x = y\nnote='#1; \"x\"'\nempty =\nsum = 1 # no = comment\n[mail]"),
	      "2 [] key=<value>\n"
	      "4 [fw edge] \n"
	      "5 [fw edge] path=</srv/a b>\n"
	      "6 [fw edge] path=<  kept  >\n"
	      "8 [fw edge] note=<#1; \"x\">\n"
	      "9 [fw edge] empty=<>\n"
	      "10 [fw edge] sum=<1 # no = comment>\n"
	      "11 [mail] \n");
	check(SPAN(""), "");
	check(SPAN("p = \"\""), "1 [] p=<>\n");
	check(SPAN("p = caf\xe9"), "1 [] p=<caf\xe9>\n");
}

TEST(what_cannot_be_meant_is_an_error_with_its_line)
{
	check(SPAN("a=1\nb"), "1 [] a=<1>\nline 2: expected key = value");
	check(SPAN("= 1"), "line 1: a key is letters, digits, - _ and .");
	check(SPAN("a b = 1"), "line 1: a key is letters, digits, - _ and .");
	check(SPAN("[a"), "line 1: expected ']' at the end");
	check(SPAN("["), "line 1: expected ']' at the end");
	check(SPAN("[]"), "line 1: expected [name]");
	check(SPAN("[a]b]"), "line 1: expected [name]");
	check(SPAN("a = \"x"), "line 1: quote is not closed");
	check(SPAN("a = \""), "line 1: quote is not closed");
	check(SPAN("a = \"x\" y"), "line 1: quote is not closed");
	check(SPAN("a = 'x'y'"), "line 1: quote inside a quoted value");
	check(SPAN("a = x\x1b[2J"), "line 1: control character");
	check(SPAN("a = x\0y"), "line 1: control character");
	check(SPAN("\n\nstop = 1"), "line 3: no such key");
}

TEST(every_cut_of_a_file_is_read_within_its_bounds)
{
	struct span text = SPAN("# c\n[a]\nk = \"v\"\nl='w'\n[b]\nm = n");
	struct buf out;

	buf_init(&out, 10000);
	for (size_t n = 0; n <= text.len; n++) {
		struct span tight = tight_copy(span_cut(text, 0, n));
		struct error e;

		buf_clear(&out);
		config_read(tight, note, &out, &e);
		free((void *)tight.ptr);
	}
	assert_string_equal(buf_string(&out), "2 [a] \n3 [a] k=<v>\n4 [a] l=<w>\n5 [b] \n6 [b] m=<n>\n");
	buf_release(&out);
}
