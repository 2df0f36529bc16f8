/*
 * expected.c -- kinds of advisories that are known by their look and not read
 * yet.  Their rows make a sentence instead of a wrong reading as text.
 */
#include "advisory/reader.h"

static bool has(const struct source *s, const char *text)
{
	return span_find(s->sample, span_of(text)) != SPAN_NONE;
}

static bool begins(const struct source *s, char a, char b)
{
	struct span head = span_trim(s->sample);

	return s->charset != CHARSET_BINARY && head.len && (head.ptr[0] == a || head.ptr[0] == b);
}

static bool is_json(const struct source *s)
{
	struct span head = span_trim(s->sample);
	size_t i = 1;

	if (!begins(s, '{', '['))
		return false;
	while (i < head.len && ascii_space(head.ptr[i]))
		i++;
	/* "[defanged]" and "{...}" begin texts too. */
	return i < head.len && (head.ptr[i] == '"' || head.ptr[i] == '{' || head.ptr[i] == '[' ||
				head.ptr[i] == '}' || head.ptr[i] == ']');
}

static int csaf_probe(const struct source *s)
{
	return is_json(s) && has(s, "\"csaf_version\"") ? 92 : 0;
}

static int openioc_probe(const struct source *s)
{
	return begins(s, '<', '<') && (has(s, "<ioc ") || has(s, "<OpenIOC") ||
				       has(s, "schemas.mandiant.com")) ? 92 : 0;
}

static int stix1_probe(const struct source *s)
{
	return begins(s, '<', '<') && has(s, "STIX_Package") ? 92 : 0;
}

static int xml_probe(const struct source *s)
{
	return begins(s, '<', '<') && has(s, "<?xml") && !has(s, "<html") && !has(s, "<HTML") ?
		91 : 0;
}

#define ROW(id, about_) \
	const struct advisory_kind reads_##id = { \
		.name = #id, .about = about_, .not_yet = true, .probe = id##_probe, \
	};

ROW(csaf, "CSAF 2.0 and VEX")
ROW(openioc, "OpenIOC 1.0 and 1.1")
ROW(stix1, "STIX 1 (XML)")
ROW(xml, "XML of other kinds")
