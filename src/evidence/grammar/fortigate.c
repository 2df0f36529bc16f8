/*
 * fortigate.c -- configuration of FortiGate firewalls: "config ... / edit ... /
 * set ... / next / end".
 *
 * An address object is a deny list when every policy here that names it (or a
 * group that holds it) denies, and at least one does.  An object that no policy
 * here names, and everything else, is configuration.
 */
#include "evidence/grammar/grammar.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

#define POLICIES_LOOK 2000
#define GROUPS_LOOK   20
#define ENTRY_MAX     4096	/* bytes of a policy or group */

static bool is_statement(struct span line)
{
	struct span rest = span_trim(line), word;

	return word_next(&rest, &word) && word_among(word, "config edit set unset next end append");
}

static int probe(struct span sample, struct span path)
{
	size_t lines, ours = lines_count(sample, "#", is_statement, &lines);

	(void)path;
	if (!word_has(sample, SPAN("config ")) || !word_has(sample, SPAN("edit ")))
		return 0;
	return ours * 10 >= lines * 7 ? 92 : 0;
}

/* The "edit NAME ... next" around `at`; *name without quotes. */
static bool entry_around(struct span text, size_t at, struct span *entry, struct span *name)
{
	struct span rest;

	if (!block_around(text, at, SPAN("edit "), SPAN("    next"), entry))
		return false;
	rest = span_skip(*entry, 5);
	if (!span_line(&rest, name))
		return false;
	*name = word_bare(*name);
	return name->len > 0;
}

/* The name of the "config ..." section that holds `at` (the innermost that is not ended). */
static struct span section_of(struct span text, size_t at)
{
	struct span head = span_cut(text, 0, at), rest = head, line, section = SPAN("");

	while (span_line(&rest, &line)) {
		line = span_trim(line);
		if (word_take(&line, SPAN("config ")))
			section = line;
	}
	return section;
}

/* `setting` of `entry` names `object` in quotes. */
static bool names(struct span entry, struct span setting, struct span object)
{
	struct span rest = entry, line;

	while (span_line(&rest, &line)) {
		struct span words = span_trim(line), value;

		if (!word_take(&words, setting))
			continue;
		while (word_behind(&words, SPAN("\""))) {
			value = word_until(words, SPAN("\""));
			words = span_skip(words, value.len + 1);
			if (span_equal(value, object))
				return true;
		}
	}
	return false;
}

static struct span entry_of(struct span rest)
{
	return word_until(span_cut(rest, 0, ENTRY_MAX), SPAN("    next"));
}

struct uses {
	bool denied, accepted;
};

static void look_at_policies(struct span text, struct span object, struct uses *u)
{
	struct span rest = text, entry;

	for (int i = 0; i < POLICIES_LOOK && word_behind(&rest, SPAN("edit ")); i++) {
		entry = entry_of(rest);
		if (!names(entry, SPAN("set srcaddr "), object) &&
		    !names(entry, SPAN("set dstaddr "), object))
			continue;
		if (word_has(entry, SPAN("set action accept")))
			u->accepted = true;
		else		/* deny is the default and is often not written */
			u->denied = true;
	}
}

static void look_at_groups(struct span text, struct span object, struct uses *u)
{
	struct span rest = text, entry, name;
	int groups = 0;

	for (int i = 0; i < POLICIES_LOOK && groups < GROUPS_LOOK && word_behind(&rest, SPAN("edit ")); i++) {
		entry = entry_of(rest);
		if (!names(entry, SPAN("set member "), object))
			continue;
		groups++;
		name = entry;
		if (span_line(&name, &entry))
			look_at_policies(text, word_bare(entry), u);
	}
}

static enum place place(struct span text, size_t at)
{
	struct span line = line_around(text, at), section, entry, name;
	struct uses u = { false, false };

	if (line_begins(line, "#"))
		return PLACE_DOCUMENT;
	if (!is_statement(line))
		return PLACE_UNKNOWN_RECORD;
	section = section_of(text, at);
	if (!entry_around(text, at, &entry, &name))
		return PLACE_CONFIG;
	if (word_has(section, SPAN("urlfilter")) || word_has(section, SPAN("domain-filter")) ||
	    section.len == SPAN("entries").len)
		return word_has(entry, SPAN("set action block")) ? PLACE_LIST : PLACE_CONFIG;
	if (!span_starts(section, SPAN("firewall addr")))
		return PLACE_CONFIG;
	look_at_policies(text, name, &u);
	look_at_groups(text, name, &u);
	return u.denied && !u.accepted ? PLACE_LIST : PLACE_CONFIG;
}

const struct grammar grammar_fortigate = {
	.name = "fortigate-config",
	.about = "configuration of FortiGate firewalls",
	.probe = probe,
	.place = place,
};
