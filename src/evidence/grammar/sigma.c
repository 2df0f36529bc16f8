/* sigma.c -- Sigma rules: YAML with title, logsource and detection at the left margin. */
#include "evidence/grammar/grammar.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static bool has_key(struct span text, const char *key)
{
	struct span name = span_of(key), rest = text;

	if (span_starts(text, name))
		return true;
	while (word_behind(&rest, name)) {
		size_t at = line_offset(text, rest) - name.len;

		if (at && text.ptr[at - 1] == '\n')
			return true;
	}
	return false;
}

static bool is_yaml(struct span line)
{
	struct span t = span_trim(line), key = word_until(t, SPAN(":"));

	if (ascii_space(line.ptr[0]) || span_starts(t, SPAN("-")) || span_equal(t, SPAN("...")))
		return true;
	return key.len < t.len && span_find_byte(key, ' ') == SPAN_NONE &&
	       (key.len + 1 == t.len || ascii_space(t.ptr[key.len + 1]));
}

static int probe(struct span sample, struct span path)
{
	size_t lines, yaml;

	(void)path;
	if (!has_key(sample, "title:") || !has_key(sample, "logsource:") ||
	    !has_key(sample, "detection:") || !word_has(sample, SPAN("condition:")))
		return 0;
	yaml = lines_count(sample, "#", is_yaml, &lines);
	return yaml == lines ? 95 : 0;
}

static enum place place(struct span text, size_t at)
{
	struct span line = line_around(text, at);

	if (line_begins(line, "#"))
		return PLACE_DOCUMENT;
	return line.len && is_yaml(line) ? PLACE_LIST : PLACE_UNKNOWN_RECORD;
}

const struct grammar grammar_sigma = {
	.name = "sigma-rules",
	.about = "Sigma rules",
	.probe = probe,
	.place = place,
};
