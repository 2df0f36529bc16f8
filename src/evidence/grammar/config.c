/*
 * config.c -- settings of programs: INI, YAML, TOML, environment files, "key
 * value" with braces, JSON that is no store.  A value in them is named, and
 * perhaps used: unjudged.  Comments are text.
 */
#include "evidence/grammar/grammar.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static bool is_key(struct span key)
{
	key = word_bare(key);
	for (size_t i = 0; i < key.len; i++)
		if (!ascii_alnum(key.ptr[i]) && !memchr("_.-/@", key.ptr[i], 5))
			return false;
	return key.len > 0 && key.len < 80;
}

static bool is_setting(struct span line)
{
	struct span t = span_trim(line), key;
	size_t at;

	if (t.ptr[0] == '[' && t.ptr[t.len - 1] == ']')
		return true;
	if (word_among(t, "--- ... } { }, ], [ ); }; ]"))
		return true;
	word_take(&t, SPAN("- "));
	at = span_find_byte(t, '=');
	if (at != SPAN_NONE && at > 0 && is_key(span_trim(span_cut(t, 0, at))))
		return true;
	key = word_until(t, SPAN(":"));
	return key.len < t.len && is_key(key) &&
	       (key.len + 1 == t.len || ascii_space(t.ptr[key.len + 1]) || t.ptr[0] == '"');
}

static bool is_part(struct span line)
{
	return is_setting(line) || ascii_space(line.ptr[0]) || line_begins(line, "-");
}

static int probe(struct span sample, struct span path)
{
	size_t lines, settings = lines_count(sample, "#;", is_setting, &lines);
	size_t parts = lines_count(sample, "#;", is_part, &lines);

	(void)path;
	if (line_begins(sample, "{["))
		return settings * 10 >= lines * 6 && lines > 1 ? 45 : 0;
	return settings && settings * 10 >= lines * 5 && parts * 10 >= lines * 8 ? 76 : 0;
}

static enum place place(struct span text, size_t at)
{
	struct span line = span_trim(line_around(text, at));

	if (line_begins(line, "#;"))
		return PLACE_DOCUMENT;
	return line.len ? PLACE_CONFIG : PLACE_UNKNOWN_RECORD;
}

const struct grammar grammar_config = {
	.name = "settings",
	.about = "settings of programs: INI, YAML, environment files",
	.probe = probe,
	.place = place,
};
