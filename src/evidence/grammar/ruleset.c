/*
 * ruleset.c -- packet filters at rest: iptables-save, nft, ipset, pf.conf.
 *
 * A rule that drops is a deny list; one that accepts or translates is
 * configuration.  Members of a named set are a list when a rule in the same
 * text drops what is in the set.
 */
#include "evidence/grammar/grammar.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static bool is_rule(struct span line)
{
	struct span rest = span_trim(line), word;

	if (rest.len && memchr("*:", rest.ptr[0], 2))
		return true;
	word_next(&rest, &word);
	return word_among(word, "-A -I -N -P COMMIT table chain type ip ip6 inet tcp udp meta ct iifname "
				"oifname policy elements set flags } create add block pass match scrub nat "
				"rdr set table");
}

static int probe(struct span sample, struct span path)
{
	size_t lines, rules = lines_count(sample, "#", is_rule, &lines);
	bool saved = word_has(sample, SPAN("*filter\n")) || word_has(sample, SPAN("\n-A ")) ||
		     span_starts(sample, SPAN("-A "));
	bool nft = word_has(sample, SPAN("table ")) && word_has(sample, SPAN("chain ")) &&
		   word_has(sample, SPAN("{"));
	bool ipset = span_starts(sample, SPAN("create ")) && word_has(sample, SPAN("\nadd "));
	bool pf = (word_has(sample, SPAN("block ")) || word_has(sample, SPAN("pass "))) &&
		  word_has(sample, SPAN(" from ")) && word_has(sample, SPAN(" to "));

	(void)path;
	if (!saved && !nft && !ipset && !pf)
		return 0;
	return rules * 10 >= lines * 7 ? 90 : 0;
}

/* Some rule here that names `set` drops (or accepts): looks at lines with its name in a match. */
static enum place set_place(struct span text, struct span set)
{
	struct span rest = text;
	enum place found = PLACE_CONFIG;

	for (int i = 0; i < 100 && name_next(&rest, set); i++) {
		struct span line = line_around(text, line_offset(text, rest) - 1);
		bool uses = word_has(line, SPAN("@")) || word_has(line, SPAN("--match-set")) ||
			    word_has(line, SPAN("<"));

		if (!uses)
			continue;
		if (word_has(line, SPAN("accept")) || word_has(line, SPAN("ACCEPT")) ||
		    span_starts(span_trim(line), SPAN("pass ")))
			return PLACE_CONFIG;
		if (word_has(line, SPAN("drop")) || word_has(line, SPAN("DROP")) ||
		    word_has(line, SPAN("reject")) || word_has(line, SPAN("REJECT")) ||
		    span_starts(span_trim(line), SPAN("block ")))
			found = PLACE_LIST;
	}
	return found;
}

/* The name of the nft set whose braces hold `at`: "set NAME {" before it, and not closed yet. */
static bool set_around(struct span text, size_t at, struct span *name)
{
	struct span head = span_cut(text, 0, at), rest = head, body = SPAN("");
	int depth = 1;

	while (word_behind(&rest, SPAN("set "))) {
		struct span word, ahead = span_cut(rest, 0, 256);

		if (word_next(&ahead, &word) && word_take(&ahead, SPAN(" {"))) {
			*name = word;
			body = span_skip(head, line_offset(head, ahead));
		}
	}
	for (size_t i = 0; i < body.len && depth > 0; i++)
		depth += body.ptr[i] == '{' ? 1 : body.ptr[i] == '}' ? -1 : 0;
	return name->len > 0 && depth > 0;
}

/* nft: "ip daddr 1.2.3.4 drop", "tcp dport 22 ..." */
static bool is_match(struct span line)
{
	struct span first, second;

	return word_next(&line, &first) && word_next(&line, &second) &&
	       word_among(first, "ip ip6 tcp udp meta ct iifname oifname iif oif ether icmp inet th") &&
	       word_among(second, "daddr saddr dport sport protocol nexthdr state mark iifname oifname skuid "
				  "type l4proto nfproto \"lo\"");
}

static enum place place(struct span text, size_t at)
{
	struct span line = span_trim(line_around(text, at)), rest = line, word, set = SPAN("");

	if (line_begins(line, "#"))
		return PLACE_DOCUMENT;
	word_next(&rest, &word);
	if (word_among(word, "-A -I"))
		return word_has(line, SPAN("-j DROP")) || word_has(line, SPAN("-j REJECT")) ?
			       PLACE_LIST : PLACE_CONFIG;
	if (word_among(word, "add create"))
		return set_place(text, (word_next(&rest, &set), set));
	if (word_among(word, "block"))
		return PLACE_LIST;
	if (word_among(word, "pass nat rdr match binat"))
		return PLACE_CONFIG;
	if (span_starts(line, SPAN("table <")))
		return set_place(text, word_until(span_skip(line, 6), SPAN(" ")));
	if (set_around(text, at, &set))
		return set_place(text, set);
	if (!is_match(line))
		return is_rule(line) ? PLACE_CONFIG : PLACE_UNKNOWN_RECORD;
	if (word_has(line, SPAN(" accept")) || word_has(line, SPAN("dnat")) ||
	    word_has(line, SPAN("snat")) || word_has(line, SPAN(" redirect")))
		return PLACE_CONFIG;
	if (word_has(line, SPAN(" drop")) || word_has(line, SPAN(" reject")))
		return PLACE_LIST;
	return PLACE_CONFIG;
}

const struct grammar grammar_ruleset = {
	.name = "packet-filter",
	.about = "rule sets of iptables, nft, ipset, pf",
	.probe = probe,
	.place = place,
};
