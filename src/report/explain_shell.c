/*
 * explain_shell.c -- the command that shows the same record without tocsin,
 * for who would rather see it with his own eyes.
 */
#include "report/explain.h"

static const struct {
	const char *format, *command;
} unpackers[] = {
	{ "gzip", "zcat" }, { "zstd", "zstdcat" }, { "xz", "xzcat" }, { "bz2", "bzcat" },
	{ "bzip2", "bzcat" }, { "lz4", "lz4cat" },
};

/* Nothing in a name is obeyed. */
static void quote(struct span word, struct buf *out)
{
	buf_byte(out, '\'');
	for (size_t i = 0; i < word.len; i++)
		if (word.ptr[i] == '\'')
			buf_text(out, "'\\''");
		else
			buf_byte(out, word.ptr[i]);
	buf_byte(out, '\'');
}

static void pipe_into(struct buf *out, bool first)
{
	buf_text(out, first ? "" : " | ");
}

static const char *unpacker(struct span format)
{
	for (size_t i = 0; i < sizeof(unpackers) / sizeof(unpackers[0]); i++)
		if (span_equal(format, span_of(unpackers[i].format)))
			return unpackers[i].command;
	return NULL;
}

/* A step inside; false: no common command goes there. */
static bool step_in(const struct node *step, struct span path, bool first, struct buf *out)
{
	const char *command = unpacker(record_text(step, "format"));

	if (record_is(step, "kind", "stream") && command) {
		pipe_into(out, first);
		buf_text(out, command);
		if (first) {
			buf_text(out, " <");
			quote(path, out);
		}
		return true;
	}
	if (!record_is(step, "kind", "member") || !record_text(step, "name").len)
		return false;
	pipe_into(out, first);
	buf_text(out, "bsdtar -xOf ");
	quote(first ? path : SPAN("-"), out);
	buf_byte(out, ' ');
	quote(record_text(step, "name"), out);
	return true;
}

/* What a program says of itself; its version is in UTF-16. */
static void show_said(const struct node *finding, struct buf *out)
{
	bool wide = record_is(finding, "field", "OriginalFilename") ||
		    record_is(finding, "field", "InternalName");

	buf_text(out, record_is(finding, "field", "build-id") ? "file -"
		 : wide ? "strings -a -e l" : "strings -a");
}

/* What shows the place itself, at the end of the pipe. */
static void show_place(const struct node *finding, struct span path, bool first, struct buf *out)
{
	uint64_t line = record_number(finding, "line"), offset = record_number(finding, "offset");
	bool program = record_is(finding, "place", "program");

	pipe_into(out, first);
	if (record_is(finding, "place", "file content"))
		buf_printf(out, "%.*ssum", SPAN_ARG(record_text(finding, "indicator.kind")));
	else if (record_is(finding, "place", "file name"))
		buf_text(out, "ls -l --");
	else if (program)
		show_said(finding, out);
	else if (line)
		buf_printf(out, "sed -n %llup", (unsigned long long)line);
	else
		buf_printf(out, "tail -c +%llu", (unsigned long long)offset + 1);
	if (first) {
		buf_text(out, record_is(finding, "place", "file name") ? " " : " <");
		quote(path, out);
	}
	if (!line && !program && !record_is(finding, "place", "file content") &&
	    !record_is(finding, "place", "file name"))
		buf_printf(out, " | head -c %llu",
			   (unsigned long long)record_number(finding, "length"));
}

bool explain_shell(const struct node *finding, struct buf *out)
{
	const struct node *step = record_get(finding, "where");
	struct span path;
	bool first = true;

	step = step ? step->child : NULL;
	path = record_text(step, "path");
	if (!path.len || span_equal(path, SPAN("standard input"))) {
		buf_text(out, "none: it came without a file");
		return false;
	}
	for (step = step->next; step && !record_is(step, "kind", "text"); step = step->next) {
		if (!step_in(step, path, first, out)) {
			buf_clear(out);
			buf_text(out, "none goes there: tocsin verify opens it again");
			return false;
		}
		first = false;
	}
	show_place(finding, path, first, out);
	return true;
}
