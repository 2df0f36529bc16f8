/*
 * pdf_code.c -- rules in the text of a page, line by line: where one ends, and
 * which of its lines a page too narrow has broken.
 *
 * A YARA rule ends at the brace that closes it, over strings, comments and
 * regular expressions; a network rule at the parenthesis at a line's end.
 */
#include "format/pdf_code.h"

#define CODE_LINES 5000		/* what is still open then is no rule */

enum code_quote { CODE_PLAIN, CODE_STRING, CODE_REGEX, CODE_COMMENT };

/* Walk over one line; what is open at its end. */
static enum code_quote code_walk(struct pdf_code *c, struct span s)
{
	enum code_quote in = CODE_PLAIN;
	char before = 0;

	for (size_t i = 0; i < s.len; i++) {
		char now = s.ptr[i];

		if (in != CODE_PLAIN && now == '\\') {
			i++;
		} else if (in == CODE_STRING || in == CODE_REGEX) {
			if (now == (in == CODE_STRING ? '"' : '/'))
				in = CODE_PLAIN;
		} else if (c->comment) {
			if (now == '*' && i + 1 < s.len && s.ptr[i + 1] == '/')
				c->comment = false;
		} else if (now == '"') {
			in = CODE_STRING;
		} else if (now == '/' && i + 1 < s.len && s.ptr[i + 1] == '/' && before != '=') {
			return CODE_COMMENT;
		} else if (now == '/' && i + 1 < s.len && s.ptr[i + 1] == '*') {
			c->comment = true;
		} else if (now == '/' && before == '=') {
			in = CODE_REGEX;
		} else if (now == '{') {
			c->depth++;
			c->opened = true;
		} else if (now == '}') {
			c->depth -= c->depth > 0;
		}
		if (!ascii_space(now))
			before = now;
	}
	return in;
}

/* What a line of a rule begins with, when it is a line of its own. */
static bool begins_statement(struct span s)
{
	static const char *const words[] = {
		"$", "}", "{", "meta", "strings", "condition", "//", "/*", "and ", "or ", "(",
		"rule ", "import ", "uint", "filesize", "not ", "all ", "any ", "for ", "pe.",
	};
	size_t equals = span_find(s, SPAN(" = "));

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_starts(s, span_of(words[i])))
			return true;
	return equals != SPAN_NONE && span_find_byte(span_cut(s, 0, equals), ' ') == SPAN_NONE;
}

bool pdf_code_begins(struct pdf_code *c, struct span line)
{
	enum line_code kind = line_code(line);
	struct span s = span_trim(line);

	if (kind == LINE_PLAIN)
		return false;
	*c = (struct pdf_code){ .kind = kind, .lines = 1 };
	if (kind == LINE_SNORT)
		c->whole = s.ptr[s.len - 1] == ')';
	else if (kind == LINE_YARA)
		c->quote = code_walk(c, s);
	c->whole |= c->opened && !c->depth;
	return true;
}

enum pdf_code_line pdf_code_next(struct pdf_code *c, struct span last, struct span line, bool full)
{
	struct span s = span_trim(line), whole;
	enum line_code kind = line_code(line);

	if (c->whole || ++c->lines > CODE_LINES)
		return PDF_CODE_BEFORE;
	if (c->kind == LINE_SNORT) {
		c->whole = s.len && s.ptr[s.len - 1] == ')';
		return kind == LINE_SNORT ? PDF_CODE_BEFORE : PDF_CODE_GOES_ON;
	}
	if (c->kind == LINE_YARA_IMPORT) {
		if (kind != LINE_YARA && kind != LINE_YARA_IMPORT && !span_starts(s, SPAN("//")))
			return PDF_CODE_BEFORE;
		c->kind = kind == LINE_YARA ? LINE_YARA : LINE_YARA_IMPORT;
	} else if (kind == LINE_YARA && c->quote == CODE_PLAIN && !c->comment) {
		return PDF_CODE_BEFORE;
	} else if (!c->opened && s.len && s.ptr[0] != '{' && !span_starts(s, SPAN("//"))) {
		return PDF_CODE_BEFORE;
	}
	whole = s;
	if (c->quote == CODE_STRING || c->quote == CODE_REGEX) {
		/* The rest of the string, as if the line had begun with its quote. */
		size_t end = span_find_byte(s, c->quote == CODE_STRING ? '"' : '/');

		if (end == SPAN_NONE)
			return PDF_CODE_GOES_ON;
		c->quote = code_walk(c, span_skip(s, end + 1));
		c->whole = c->opened && !c->depth;
		return PDF_CODE_GOES_ON;
	}
	if (c->quote == CODE_COMMENT && full && !begins_statement(s))
		return PDF_CODE_GOES_ON;
	(void)last;
	c->quote = code_walk(c, whole);
	c->whole = c->opened && !c->depth && !c->comment;
	return PDF_CODE_LINE;
}
