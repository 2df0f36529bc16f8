/* lines.c -- what a line of plain text looks like. */
#include "format/lines.h"

#define RULE_LINES 5000		/* a rule that is still open then is no rule */

struct span line_right_trim(struct span line)
{
	while (line.len && ascii_space(line.ptr[line.len - 1]))
		line.len--;
	return line;
}

size_t line_indent(struct span line)
{
	size_t columns = 0;

	for (size_t i = 0; i < line.len; i++) {
		if (line.ptr[i] == '\t')
			columns = (columns + 4) & ~(size_t)3;
		else if (line.ptr[i] == ' ')
			columns++;
		else
			break;
	}
	return columns;
}

struct span line_dedent(struct span line, size_t columns)
{
	size_t at = 0, column = 0;

	while (at < line.len && column < columns && (line.ptr[at] == ' ' || line.ptr[at] == '\t')) {
		column = line.ptr[at] == '\t' ? (column + 4) & ~(size_t)3 : column + 1;
		at++;
	}
	return span_skip(line, at);
}

char line_rule(struct span line)
{
	line = span_trim(line);
	if (line.len < 3 || !strchr("=-~*_#+.^", line.ptr[0]) || !line.ptr[0])
		return 0;
	for (size_t i = 1; i < line.len; i++)
		if (line.ptr[i] != line.ptr[0])
			return 0;
	return line.ptr[0];
}

size_t line_marker(struct span s)
{
	static const char *const bullets[] = { "-", "*", "+", "\xe2\x80\xa2", "\xe2\x96\xaa", "\xe2\x97\xa6" };
	size_t n = 0;

	for (size_t i = 0; i < sizeof(bullets) / sizeof(bullets[0]) && !n; i++)
		if (span_starts(s, span_of(bullets[i])))
			n = strlen(bullets[i]);
	if (!n) {
		size_t at = s.len && s.ptr[0] == '(';

		while (n + at < s.len && n < 3 && ascii_digit(s.ptr[n + at]))
			n++;
		if (n == 0 && s.len > 1 && ascii_alpha(s.ptr[at]))
			n = 1;
		n += at;
		if (n == at || n >= s.len || (s.ptr[n] != ')' && (at || s.ptr[n] != '.' ||
								   !ascii_digit(s.ptr[0]))))
			return 0;
		n++;
	}
	if (n >= s.len || (s.ptr[n] != ' ' && s.ptr[n] != '\t'))
		return 0;
	while (n < s.len && ascii_space(s.ptr[n]))
		n++;
	return n;
}

static struct span word(struct span *rest)
{
	struct span s = span_trim(*rest);
	size_t n = 0;

	while (n < s.len && (ascii_alnum(s.ptr[n]) || s.ptr[n] == '_'))
		n++;
	*rest = span_skip(s, n);
	return span_cut(s, 0, n);
}

static bool is_yara(struct span line)
{
	struct span rest = span_trim(line), name;
	struct span first = word(&rest);

	while (span_equal(first, SPAN("private")) || span_equal(first, SPAN("global")))
		first = word(&rest);
	if (!span_equal(first, SPAN("rule")))
		return false;
	name = word(&rest);
	rest = span_trim(rest);
	return name.len && !ascii_digit(name.ptr[0]) &&
	       (rest.len == 0 || rest.ptr[0] == '{' || rest.ptr[0] == ':');
}

static bool is_snort(struct span line)
{
	static const char *const actions[] = {
		"alert", "drop", "reject", "rejectsrc", "rejectdst", "rejectboth", "pass", "log",
		"sdrop",
	};
	struct span rest = span_trim(line);
	struct span first = word(&rest);

	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++)
		if (span_equal(first, span_of(actions[i])))
			return span_find_byte(rest, '(') != SPAN_NONE &&
			       (span_find(rest, SPAN("->")) != SPAN_NONE ||
				span_find(rest, SPAN("<>")) != SPAN_NONE ||
				span_find(rest, SPAN("(msg:")) != SPAN_NONE);
	return false;
}

enum line_code line_code(struct span line)
{
	struct span s = span_trim(line);

	if (is_yara(s))
		return LINE_YARA;
	if (span_starts(s, SPAN("import \"")) && s.ptr[s.len - 1] == '"')
		return LINE_YARA_IMPORT;
	return is_snort(s) ? LINE_SNORT : LINE_PLAIN;
}

bool rule_begin(struct rule_block *r, enum line_code kind, struct span line)
{
	struct span s = span_trim(line);

	*r = (struct rule_block){ .kind = kind, .indent = line_indent(line), .lines = 1 };
	r->opened = kind == LINE_YARA && span_find_byte(s, '{') != SPAN_NONE;
	return (r->opened && s.ptr[s.len - 1] == '}') ||
	       (kind == LINE_SNORT && s.ptr[s.len - 1] == ')');
}

static enum rule_line rule_next_yara(struct rule_block *r, struct span line)
{
	struct span s = span_trim(line);
	enum line_code kind = line_code(line);

	if (r->opened) {
		bool last = span_equal(s, SPAN("}")) && line_indent(line) <= r->indent;

		if (kind == LINE_YARA && line_indent(line) <= r->indent)
			return RULE_BEFORE;
		return last ? RULE_LAST : RULE_INSIDE;
	}
	if (s.len == 0 || kind == LINE_YARA_IMPORT || span_starts(s, SPAN("//")))
		return r->kind == LINE_YARA_IMPORT ? RULE_INSIDE : RULE_BEFORE;
	if (kind == LINE_YARA && r->kind == LINE_YARA_IMPORT) {
		unsigned lines = r->lines;
		bool whole = rule_begin(r, kind, line);

		r->lines = lines;
		return whole ? RULE_LAST : RULE_INSIDE;
	}
	r->opened = r->kind == LINE_YARA && s.ptr[0] == '{';
	if (!r->opened)
		return RULE_BEFORE;
	return s.len > 1 && s.ptr[s.len - 1] == '}' ? RULE_LAST : RULE_INSIDE;
}

enum rule_line rule_next(struct rule_block *r, struct span line)
{
	struct span s = span_trim(line);

	if (++r->lines > RULE_LINES)
		return RULE_BEFORE;
	if (r->kind != LINE_SNORT)
		return rule_next_yara(r, line);
	if (s.len == 0)
		return RULE_BEFORE;
	return s.ptr[s.len - 1] == ')' ? RULE_LAST : RULE_INSIDE;
}

const char *rule_language(enum line_code kind)
{
	return kind == LINE_SNORT ? "snort" : "yara";
}
