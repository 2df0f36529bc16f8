/*
 * cisco.c -- configuration of Cisco IOS and ASA: access lists, object groups,
 * routes to Null0.
 *
 * A denying entry is a deny list.  Members of an object or group are one when
 * every access-list line here that names it denies, and at least one does.
 */
#include "evidence/grammar/grammar.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static bool is_statement(struct span line)
{
	struct span rest = span_trim(line), word;

	if (!word_next(&rest, &word))
		return false;
	return word_among(word, "access-list object object-group network-object group-object host subnet "
				"permit deny interface ip ipv6 route hostname username enable crypto nat "
				"access-group aaa logging snmp-server ntp line router no service version "
				"description nameif security-level route-map policy-map class-map class "
				"boot end exit banner vlan switchport spanning-tree shutdown remark fqdn "
				"ASA NGFW names name mtu threat-detection ssh http telnet") ||
	       ascii_digit(word.ptr[0]);
}

static int probe(struct span sample, struct span path)
{
	size_t lines, ours = lines_count(sample, "!:", is_statement, &lines);
	bool lists = word_has(sample, SPAN("access-list ")) || word_has(sample, SPAN("object-group ")) ||
		     word_has(sample, SPAN("object network ")) || word_has(sample, SPAN(" Null0"));

	(void)path;
	return lists && ours * 10 >= lines * 7 ? 88 : 0;
}

static bool has_word(struct span line, struct span wanted)
{
	struct span word;

	while (word_next(&line, &word))
		if (span_equal(word, wanted))
			return true;
	return false;
}

/* How the access lists here treat the object or group called `name`. */
static enum place object_place(struct span text, struct span name)
{
	struct span rest = text;
	bool denied = false;

	for (int i = 0; i < 500 && name_next(&rest, name); i++) {
		struct span line = line_around(text, line_offset(text, rest) - 1);

		if (!has_word(line, SPAN("permit")) && !has_word(line, SPAN("deny")))
			continue;
		if (has_word(line, SPAN("permit")))
			return PLACE_CONFIG;
		denied = true;
	}
	return denied ? PLACE_LIST : PLACE_CONFIG;
}

/* The "object network NAME" or "object-group network NAME" that an indented line belongs to. */
static struct span object_of(struct span text, struct span line)
{
	struct span word, name = SPAN("");

	while (line.len && ascii_space(line.ptr[0]) &&
	       line_before(text, line_offset(text, line), &line))
		;
	if (!span_starts(line, SPAN("object")))
		return name;
	word_next(&line, &word);
	word_next(&line, &word);
	word_next(&line, &name);
	return name;
}

static enum place place(struct span text, size_t at)
{
	struct span line = line_around(text, at), rest = line, word;

	if (line_begins(line, "!"))
		return PLACE_DOCUMENT;
	if (!is_statement(line))
		return PLACE_UNKNOWN_RECORD;
	word_next(&rest, &word);
	if (word_among(word, "access-list deny permit remark") || ascii_digit(word.ptr[0])) {
		if (has_word(line, SPAN("remark")))
			return PLACE_DOCUMENT;
		if (has_word(line, SPAN("permit")) || !has_word(line, SPAN("deny")))
			return PLACE_CONFIG;
		return PLACE_LIST;
	}
	if (span_equal(word, SPAN("description")))
		return PLACE_DOCUMENT;
	if (word_among(word, "ip ipv6 route") && span_ends(span_trim(line), SPAN("Null0")))
		return PLACE_LIST;
	if (ascii_space(line.ptr[0]))
		return object_place(text, object_of(text, line));
	return PLACE_CONFIG;
}

const struct grammar grammar_cisco = {
	.name = "cisco-config",
	.about = "configuration of Cisco IOS and ASA",
	.probe = probe,
	.place = place,
};
