/*
 * columns.c -- taking records with columns apart.
 *
 * Specification: RFC 4180, with the tolerance that files need: a quote that is
 * never closed ends with the record.  Hostile input: one pass, COLUMNS_MAX.
 */
#include "evidence/log/columns.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool blank_value(struct span *rest, struct span *value)
{
	size_t from = 0, to;

	while (from < rest->len && is_blank(rest->ptr[from]))
		from++;
	if (from == rest->len)
		return false;
	for (to = from; to < rest->len && !is_blank(rest->ptr[to]);)
		to++;
	*value = span_cut(*rest, from, to - from);
	*rest = span_skip(*rest, to);
	return true;
}

/* Length of "..." with "" inside, at the front of s. */
static size_t quoted_length(struct span s)
{
	size_t at = 1;

	while (at < s.len) {
		size_t quote = span_find_byte(span_skip(s, at), '"');

		if (quote == SPAN_NONE)
			return s.len;
		at += quote + 1;
		if (at >= s.len || s.ptr[at] != '"')
			return at;
		at++;
	}
	return s.len;
}

bool columns_value(const struct columns *c, struct span *rest, struct span *value)
{
	size_t length = 0, end;

	if (!rest->ptr)
		return false;
	if (c->separator == COLUMNS_BLANKS) {
		while (rest->len && is_blank(rest->ptr[0]))
			*rest = span_skip(*rest, 1);
		if (!c->quotes || !rest->len || rest->ptr[0] != '"')
			return blank_value(rest, value);
	}
	if (c->quotes && rest->len && rest->ptr[0] == '"')
		length = quoted_length(*rest);
	end = span_find_byte(span_skip(*rest, length), c->separator);
	end = end == SPAN_NONE ? rest->len : length + end;
	*value = span_cut(*rest, 0, end);
	if (length >= 2 && length == end && value->ptr[end - 1] == '"')
		*value = span_cut(*value, 1, end - 2);
	if (end == rest->len)
		*rest = (struct span){ NULL, 0 };	/* an empty last value was given, too */
	else
		*rest = span_skip(*rest, end + 1);
	return true;
}

int columns_header(struct columns *c, struct arena *arena, struct span header,
		   const struct name_row *own, size_t own_count)
{
	struct span rest = arena_copy(arena, header), name;

	c->count = 0;
	if (!rest.ptr)
		return -1;
	while (c->count < COLUMNS_MAX && columns_value(c, &rest, &name)) {
		name = span_trim(name);
		c->name[c->count] = name;
		c->slot[c->count++] = (uint8_t)name_find(own, own_count, name);
	}
	return 0;
}

bool columns_have(const struct columns *c, enum slot slot)
{
	return memchr(c->slot, slot, c->count) != NULL;
}

uint32_t columns_take(const struct columns *c, struct span record, struct facts *f)
{
	struct span value;
	uint32_t n = 0;

	for (; n < COLUMNS_MAX && columns_value(c, &record, &value); n++)
		if (n < c->count && c->slot[n] != SLOT_NONE)
			facts_take(f, (enum slot)c->slot[n], c->name[n], span_trim(value));
	return n;
}

char columns_separator(struct span line)
{
	static const char separators[] = { '\t', ',', ';', '|' };
	size_t seen[sizeof(separators)] = { 0 }, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < line.len; i++) {
		quoted = quoted != (line.ptr[i] == '"');
		for (size_t k = 0; !quoted && k < sizeof(separators); k++)
			seen[k] += line.ptr[i] == separators[k];
	}
	for (size_t k = 1; k < sizeof(separators); k++)
		if (seen[k] > seen[best])
			best = k;
	return seen[best] ? separators[best] : '\0';
}
