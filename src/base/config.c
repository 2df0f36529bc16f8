/* config.c -- INI files. */
#include "base/config.h"

#include <stdio.h>

#define LINES_MAX 1000000

static bool key_valid(struct span key)
{
	for (size_t i = 0; i < key.len; i++)
		if (!ascii_alnum(key.ptr[i]) && !memchr("-_.", key.ptr[i], 3))
			return false;
	return key.len > 0;
}

static bool has_control(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (((unsigned char)s.ptr[i] < 0x20 && s.ptr[i] != '\t') || s.ptr[i] == 0x7f)
			return true;
	return false;
}

static int unquote(struct span *value, struct error *e)
{
	char quote = value->len ? value->ptr[0] : '\0';

	if (quote != '"' && quote != '\'')
		return 0;
	if (value->len < 2 || value->ptr[value->len - 1] != quote)
		return fail(e, ERR_MALFORMED, "quote is not closed");
	*value = span_cut(*value, 1, value->len - 2);
	if (span_find_byte(*value, quote) != SPAN_NONE)
		return fail(e, ERR_MALFORMED, "quote inside a quoted value");
	return 0;
}

static int read_section(struct config_entry *entry, struct span line, struct error *e)
{
	if (line.ptr[line.len - 1] != ']')
		return fail(e, ERR_MALFORMED, "expected ']' at the end");
	entry->section = span_trim(span_cut(line, 1, line.len - 2));
	if (entry->section.len == 0 || span_find_byte(entry->section, ']') != SPAN_NONE)
		return fail(e, ERR_MALFORMED, "expected [name]");
	entry->key = entry->value = span_cut(line, line.len, 0);
	return 0;
}

static int read_entry(struct config_entry *entry, struct span line, struct error *e)
{
	size_t equals = span_find_byte(line, '=');

	if (equals == SPAN_NONE)
		return fail(e, ERR_MALFORMED, "expected key = value");
	entry->key = span_trim(span_cut(line, 0, equals));
	entry->value = span_trim(span_skip(line, equals + 1));
	if (!key_valid(entry->key))
		return fail(e, ERR_MALFORMED, "a key is letters, digits, - _ and .");
	return unquote(&entry->value, e);
}

static int read_line(struct config_entry *entry, struct span line, struct error *e)
{
	if (has_control(line))
		return fail(e, ERR_MALFORMED, "control character");
	return line.ptr[0] == '[' ? read_section(entry, line, e) : read_entry(entry, line, e);
}

int config_read(struct span text, config_fn *fn, void *context, struct error *e)
{
	struct config_entry entry = { 0 };
	struct span line;

	if (span_starts(text, SPAN("\xef\xbb\xbf")))
		text = span_skip(text, 3);
	while (span_line(&text, &line)) {
		if (entry.line++ == LINES_MAX)
			return fail(e, ERR_LIMIT, "more than %d lines", LINES_MAX);
		line = span_trim(line);
		if (line.len == 0 || line.ptr[0] == '#' || line.ptr[0] == ';')
			continue;
		if (read_line(&entry, line, e) < 0 || fn(context, &entry, e) < 0) {
			char where[32];

			snprintf(where, sizeof(where), "line %u", entry.line);
			return fail_in(e, where);
		}
	}
	return 0;
}
