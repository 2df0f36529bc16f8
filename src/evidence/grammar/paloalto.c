/*
 * paloalto.c -- configuration of Palo Alto firewalls: set commands, and the XML
 * of running-config.
 *
 * An address object is a deny list when every rule here that names it (or a
 * group with it) denies or drops, and at least one does.
 */
#include "evidence/grammar/grammar.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

#define NAMES_LOOK 100
#define RULES_LOOK 2000
#define ENTRY_MAX  8192	/* bytes of a rule in XML */

static bool is_set(struct span line)
{
	return span_starts(span_trim(line), SPAN("set ")) || span_starts(span_trim(line), SPAN("delete "));
}

static int probe(struct span sample, struct span path)
{
	size_t lines, ours;

	(void)path;
	if (word_has(span_cut(sample, 0, 2048), SPAN("<config ")) &&
	    word_has(span_cut(sample, 0, 2048), SPAN("urldb=")))
		return 92;
	if (!word_has(sample, SPAN("set rulebase ")) && !word_has(sample, SPAN("set address ")) &&
	    !word_has(sample, SPAN(" rulebase security rules ")))
		return 0;
	ours = lines_count(sample, "#", is_set, &lines);
	return ours * 10 >= lines * 8 ? 90 : 0;
}

static bool stops(struct span action)
{
	return word_among(action, "deny drop reset-client reset-server reset-both");
}

/* What "rules NAME ... action X" says of the rule; 0 nothing, 1 stops, 2 lets pass. */
static int rule_action(struct span text, struct span rule)
{
	struct span rest = text;

	for (int i = 0; i < NAMES_LOOK && name_next(&rest, rule); i++) {
		struct span line = line_around(text, line_offset(text, rest) - 1), action;

		if (!word_behind(&line, SPAN(" action ")))
			continue;
		action = word_bare(word_until(span_trim(line), SPAN(" ")));
		return stops(action) ? 1 : 2;
	}
	return 0;
}

/* Every rule that names the object, by set commands. */
static enum place set_place(struct span text, struct span object, int depth)
{
	struct span rest = text, line, rule, word;
	bool stopped = false;

	for (int i = 0; i < NAMES_LOOK && name_next(&rest, object); i++) {
		line = line_around(text, line_offset(text, rest) - 1);
		if (depth == 0 && word_behind(&line, SPAN("address-group "))) {
			word_next(&line, &word);
			if (set_place(text, word_bare(word), 1) == PLACE_LIST)
				stopped = true;
			continue;
		}
		if (!word_behind(&line, SPAN(" security rules ")) || !word_next(&line, &rule))
			continue;
		switch (rule_action(text, word_bare(rule))) {
		case 1: stopped = true; break;
		case 2: return PLACE_CONFIG;
		default: break;
		}
	}
	return stopped ? PLACE_LIST : PLACE_CONFIG;
}

/* In XML a rule is an <entry> with <member>NAME</member> and <action>. */
static bool names_member(struct span entry, struct span object)
{
	while (word_behind(&entry, SPAN("<member>")))
		if (span_equal(word_until(entry, SPAN("<")), object))
			return true;
	return false;
}

static enum place xml_place(struct span text, struct span object)
{
	struct span rest = text, entry, action;
	bool stopped = false;
	size_t at, from;

	for (int n = 0; n < RULES_LOOK && word_behind(&rest, SPAN("<action>")); n++) {
		action = word_until(rest, SPAN("</action>"));
		at = line_offset(text, rest);
		from = at > ENTRY_MAX ? at - ENTRY_MAX : 0;
		if (!block_around(span_cut(text, from, 2 * ENTRY_MAX), at - from,
				  SPAN("<entry name="), SPAN("</entry>"), &entry) ||
		    !names_member(entry, object))
			continue;
		if (!stops(action))
			return PLACE_CONFIG;
		stopped = true;
	}
	return stopped ? PLACE_LIST : PLACE_CONFIG;
}

static enum place place(struct span text, size_t at)
{
	struct span line = line_around(text, at), entry, word;

	if (is_set(line)) {
		if (!word_behind(&line, SPAN(" address ")) || !word_next(&line, &word))
			return PLACE_CONFIG;
		return set_place(text, word_bare(word), 0);
	}
	if (!block_around(text, at, SPAN("<entry name=\""), SPAN("</entry>"), &entry))
		return PLACE_CONFIG;
	word_behind(&entry, SPAN("\""));
	return xml_place(text, word_until(entry, SPAN("\"")));
}

const struct grammar grammar_paloalto = {
	.name = "paloalto-config",
	.about = "configuration of Palo Alto firewalls",
	.probe = probe,
	.place = place,
};
