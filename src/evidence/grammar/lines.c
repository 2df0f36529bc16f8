/* lines.c -- the lines of a text, within bounds. */
#include "evidence/grammar/lines.h"

struct span line_around(struct span text, size_t at)
{
	size_t low = at > LINE_LOOK ? at - LINE_LOOK : 0, from, to;
	struct span head = span_cut(text, low, at - low);
	struct span tail = span_cut(text, at, LINE_LOOK);

	from = span_rfind_byte(head, '\n');
	from = from == SPAN_NONE ? low : low + from + 1;
	to = span_find_byte(tail, '\n');
	to = to == SPAN_NONE ? at + tail.len : at + to;
	if (to > from && text.ptr[to - 1] == '\r')
		to--;
	return span_cut(text, from, to - from);
}

bool line_before(struct span text, size_t from, struct span *line)
{
	if (from == 0 || text.ptr[from - 1] != '\n')
		return false;
	*line = line_around(text, from - 1);
	return true;
}

bool line_begins(struct span line, const char *marks)
{
	line = span_trim(line);
	return line.len && marks[0] && memchr(marks, line.ptr[0], strlen(marks));
}

bool line_next(struct span *rest, const char *marks, struct span *line)
{
	while (span_line(rest, line))
		if (span_trim(*line).len && !line_begins(*line, marks))
			return true;
	return false;
}

size_t lines_count(struct span sample, const char *marks, bool (*is)(struct span line),
		   size_t *lines)
{
	bool cut = sample.len && sample.ptr[sample.len - 1] != '\n';
	size_t n = 0, yes = 0;
	struct span line;

	while (n < LINES_LOOK && line_next(&sample, marks, &line)) {
		/* A sample ends anywhere: its last line may be half of one. */
		if (cut && sample.len == 0 && n > 20)
			break;
		n++;
		yes += is(line);
	}
	*lines = n;
	return yes;
}

static bool joins_name(char c)
{
	return ascii_alnum(c) || c == '_' || c == '-' || c == '.';
}

bool name_next(struct span *rest, struct span name)
{
	size_t at;

	while (name.len && (at = span_find(*rest, name)) != SPAN_NONE) {
		bool begins = at == 0 || !joins_name(rest->ptr[at - 1]);

		*rest = span_skip(*rest, at + name.len);
		if (begins && (rest->len == 0 || !joins_name(rest->ptr[0])))
			return true;
	}
	return false;
}

bool path_has(struct span path, const char *name)
{
	struct span part, wanted = span_of(name);

	while (span_split(&path, '/', &part))
		if (span_equal_nocase(part, wanted))
			return true;
	return false;
}

bool block_around(struct span text, size_t at, struct span open, struct span close,
		  struct span *block)
{
	struct span head = span_cut(text, 0, at), rest = head;
	size_t from = SPAN_NONE, n, end;

	while ((n = span_find(rest, open)) != SPAN_NONE) {
		from = line_offset(text, rest) + n;
		rest = span_skip(rest, n + open.len);
	}
	if (from == SPAN_NONE || span_find(span_skip(head, from), close) != SPAN_NONE)
		return false;
	end = span_find(span_skip(text, at), close);
	*block = span_cut(text, from, end == SPAN_NONE ? text.len : at + end + close.len - from);
	return true;
}
