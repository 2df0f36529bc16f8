/*
 * yara.c -- YARA rule files: everything between "rule NAME {" and its closing
 * brace at the beginning of a line, and the comments and imports around it.
 */
#include "evidence/grammar/grammar.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static bool is_head(struct span line)
{
	struct span rest = span_trim(line), word;

	while (word_next(&rest, &word) && word_among(word, "private global"))
		;
	return span_equal(word, SPAN("rule")) && word_next(&rest, &word) && ascii_alnum(word.ptr[0]);
}

static bool is_between(struct span line)
{
	line = span_trim(line);
	return line.len == 0 || span_starts(line, SPAN("import \"")) ||
	       span_starts(line, SPAN("include \"")) || span_starts(line, SPAN("//")) ||
	       span_starts(line, SPAN("/*")) || span_starts(line, SPAN("*"));
}

/* Sections, definitions, comments, and what is indented as conditions are. */
static bool is_inside(struct span line)
{
	struct span t = span_trim(line);

	if (word_has(t, SPAN("$(")) || word_has(t, SPAN("`")))
		return false;
	return t.len == 0 || is_head(line) || is_between(line) || ascii_space(line.ptr[0]) ||
	       memchr("{}$#@(", t.ptr[0], 6) || span_ends(word_until(t, SPAN(" ")), SPAN(":")) ||
	       word_has(t, SPAN(" = "));
}

static int probe(struct span sample, struct span path)
{
	struct span rest = sample, line;
	bool comment = false;
	size_t lines;

	(void)path;
	if (!word_has(sample, SPAN("condition:")) ||
	    lines_count(sample, "", is_inside, &lines) * 10 < lines * 8)
		return 0;
	while (span_line(&rest, &line)) {
		comment = comment || span_starts(span_trim(line), SPAN("/*"));
		if (is_head(line))
			return 95;
		if (!comment && !is_between(line))
			return 0;
		comment = comment && !word_has(line, SPAN("*/"));
	}
	return 0;
}

/* Text of a rule: a head before it, and no brace alone on its line between. */
static bool in_rule(struct span text, size_t at)
{
	struct span line = line_around(text, at);
	bool between = true;

	for (int i = 0; i < 2000; i++) {
		if (is_head(line))
			return true;
		if (i && span_equal(span_trim(line), SPAN("}")))
			return false;
		between = between && is_between(line);
		if (!line_before(text, line_offset(text, line), &line))
			return !between;	/* the block begins inside a rule */
	}
	return false;
}

static enum place place(struct span text, size_t at)
{
	if (in_rule(text, at) && is_inside(line_around(text, at)))
		return PLACE_LIST;
	return is_between(line_around(text, at)) ? PLACE_DOCUMENT : PLACE_UNKNOWN_RECORD;
}

const struct grammar grammar_yara = {
	.name = "yara-rules",
	.about = "YARA rule files",
	.probe = probe,
	.place = place,
};
