/* knowledge_file.c -- the tables as a file with a checksum. */
#include "intel/knowledge_file.h"

#include "base/hash.h"
#include "intel/knowledge.h"
#include "intel/warning.h"

#define HEAD "tocsin-knowledge 1 "
#define PART "\n[warning]\n"

struct knowledge_tables knowledge_tables_shipped(void)
{
	return (struct knowledge_tables){ knowledge_shipped(), warning_shipped() };
}

bool knowledge_tables_of(struct span text, struct knowledge_tables *out)
{
	size_t at = span_find(text, SPAN(PART));

	if (at == SPAN_NONE)
		return false;
	out->names = span_cut(text, 0, at + 1);
	out->warning = span_skip(text, at + sizeof(PART) - 1);
	return out->names.len && out->warning.len;
}

int knowledge_file_read(struct span bytes, struct knowledge_file *out, struct error *e)
{
	char hex[2 * DIGEST_MAX + 1];
	struct span rest = bytes, line;
	const char *begin;

	if (!span_line(&rest, &line) || !span_starts(line, SPAN(HEAD)))
		return fail(e, ERR_MALFORMED, "no file of knowledge, or of another version");
	digest_hex(DIGEST_SHA256, rest, hex);
	if (!span_equal(span_skip(line, sizeof(HEAD) - 1), span_of(hex)))
		return fail(e, ERR_MALFORMED, "damaged: its checksum is another one");
	if (!span_line(&rest, &line) || !span_starts(line, SPAN("made\t")))
		return fail(e, ERR_MALFORMED, "damaged: it does not say when it was made");
	out->made = span_skip(line, 5);
	begin = rest.ptr;
	out->from = span_make(begin, 0);
	while (span_line(&rest, &line) && line.len)
		out->from.len = (size_t)(rest.ptr - begin);
	out->text = rest;
	if (!knowledge_tables_of(rest, &out->tables))
		return fail(e, ERR_MALFORMED, "damaged: a table is missing");
	return 0;
}

void knowledge_file_write(struct buf *out, const struct knowledge_file *k)
{
	char hex[2 * DIGEST_MAX + 1];
	struct buf body;

	buf_init(&body, KNOWLEDGE_FILE_MOST);
	buf_printf(&body, "made\t%.*s\n", SPAN_ARG(k->made));
	buf_add(&body, k->from);
	buf_byte(&body, '\n');
	buf_add(&body, k->text);
	digest_hex(DIGEST_SHA256, buf_span(&body), hex);
	buf_printf(out, "%s%s\n", HEAD, hex);
	buf_add(out, buf_span(&body));
	out->bad |= body.bad;
	buf_release(&body);
}

bool knowledge_file_is_newer(const struct knowledge_file *k)
{
	return span_compare(span_cut(k->made, 0, 10), knowledge_shipped_day()) >= 0;
}
