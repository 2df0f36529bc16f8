/* program.c -- typed values of a program on their way out. */
#include "format/program.h"

static struct span before_zero(struct span s)
{
	size_t end = span_find_byte(s, '\0');

	return end == SPAN_NONE ? s : span_cut(s, 0, end);
}

void program_value(struct buf *values, struct span name, struct span text)
{
	name = before_zero(name);
	text = before_zero(text);
	if (!name.len || !text.len || !buf_reserve(values, name.len + text.len + 2))
		return;
	buf_add(values, name);
	buf_byte(values, '\0');
	buf_add(values, text);
	buf_byte(values, '\0');
}

void program_import_begin(struct program_import *i, struct span library)
{
	buf_clear(&i->text);
	buf_add(&i->text, library);
	i->functions = 0;
}

void program_import_add(struct program_import *i, struct span function)
{
	if (!function.len || !buf_reserve(&i->text, function.len + 2))
		return;
	buf_text(&i->text, i->functions++ ? ", " : i->text.len ? ": " : "");
	buf_add(&i->text, function);
}

void program_import_end(struct program_import *i, struct buf *values)
{
	program_value(values, SPAN("import"), buf_span(&i->text));
}

static struct span take_zero(struct span *left)
{
	struct span s = before_zero(*left);

	*left = span_skip(*left, s.len + 1);
	return s;
}

int program_next(const struct buf *values, size_t *given, struct part *out)
{
	struct span left = span_skip(buf_span(values), *given);

	if (!left.len)
		return 0;
	*out = (struct part){ .kind = PART_META, .time = TIME_NONE };
	out->name = take_zero(&left);
	out->text = take_zero(&left);
	*given = values->len - left.len;
	return 1;
}
