/*
 * message_dnsmasq.c -- dnsmasq and Pi-hole: questions, what became of them,
 * and leases (dnsmasq-dhcp).
 *
 * Only "query[..] NAME from CLIENT" is a question of a machine; every other
 * line about a name is the resolver's own word on it (an echo).
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

/* With log-queries=extra: "1234 10.0.0.5/40112 query[A] ..." */
static void skip_extra(struct span *rest)
{
	struct span ahead = *rest, word;
	uint64_t number;

	if (!word_next(&ahead, &word) || !span_u64(word, &number))
		return;
	*rest = span_trim(ahead);
	if (word_next(&ahead, &word) && word_is_end(word, '/'))
		*rest = span_trim(ahead);
}

static bool question(struct event *ev, struct span text)
{
	struct span name, word;

	if (!word_behind(&text, SPAN("] ")) || !word_next(&text, &name) ||
	    !word_next(&text, &word) || !span_equal(word, SPAN("from")) || !word_next(&text, &word))
		return false;
	ev->class = EVENT_DNS;
	word_query(ev, SPAN("query"), name);
	return event_src(ev, SPAN("client"), word);
}

/* "forwarded NAME to SERVER", "dnssec-query[DS] NAME to SERVER" */
static bool forwarded(struct event *ev, struct span text)
{
	struct span name, word;

	if (!word_behind(&text, SPAN(" ")) || !word_next(&text, &name) || !word_next(&text, &word) ||
	    !span_equal(word, SPAN("to")) || !word_next(&text, &word))
		return false;
	ev->class = EVENT_DNS_ECHO;
	word_query(ev, SPAN("query"), name);
	event_dst(ev, SPAN("server"), word);
	return true;
}

static enum outcome answer_outcome(struct span what, struct span answer)
{
	/* Rows of a deny list, and addresses that nobody has. */
	if (word_among(answer, "0.0.0.0 ::") || word_among(what, "blocked blacklisted denied"))
		return OUTCOME_REFUSED;
	if (span_starts(answer, SPAN("NXDOMAIN")) || span_starts(answer, SPAN("NODATA")))
		return word_among(what, "config") ? OUTCOME_REFUSED : OUTCOME_NO_ANSWER;
	if (word_among(answer, "SERVFAIL REFUSED"))
		return OUTCOME_NO_ANSWER;
	return OUTCOME_ANSWERED;
}

/* "WHAT NAME is ANSWER", where WHAT may be several words or the name of a file. */
static bool answered(struct event *ev, struct span text)
{
	struct span head, what, name, answer;

	if (!word_has(text, SPAN(" is ")))
		return false;
	head = word_until(text, SPAN(" is "));
	answer = text;
	word_behind(&answer, SPAN(" is "));
	name = word_last(head, &what);
	if (what.len == 0 || name.len == 0)
		return false;
	ev->class = EVENT_DNS_ECHO;
	ev->outcome = answer_outcome(word_last(what, NULL), answer);
	if (word_has(what, SPAN("gravity")) || word_has(what, SPAN("black")))
		ev->outcome = OUTCOME_REFUSED;
	word_query(ev, SPAN("query"), name);
	event_field(ev, MEANING_ANSWER, SPAN("answer"), answer);
	return true;
}

static bool names(struct event *ev, struct span text)
{
	skip_extra(&text);
	if (span_starts(text, SPAN("query[")))
		return question(ev, text);
	if (span_starts(text, SPAN("forwarded ")) || span_starts(text, SPAN("dnssec-query[")) ||
	    span_starts(text, SPAN("dnssec-retry[")))
		return forwarded(ev, text);
	return answered(ev, text);
}

/* "DHCPACK(eth0) 10.0.0.5 52:54:00:aa:07:07 ws07" */
static bool leases(struct event *ev, struct span text)
{
	struct span word, address;

	skip_extra(&text);
	if (!span_starts(text, SPAN("DHCPACK(")) && !span_starts(text, SPAN("DHCPREPLY(")) &&
	    !span_starts(text, SPAN("DHCPRELEASE(")))
		return false;
	ev->class = EVENT_LEASE;
	ev->lease_ended = span_starts(text, SPAN("DHCPRELEASE("));
	if (!word_next(&text, &word) || !word_next(&text, &address) || !word_next(&text, &ev->mac))
		return false;
	if (!word_is_mac(ev->mac))
		ev->mac = SPAN("");
	word_next(&text, &ev->computer);
	return event_src(ev, SPAN("address"), address);
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	(void)log;
	if (span_equal(program, SPAN("dnsmasq-dhcp")))
		return leases(ev, message);
	return word_among(program, "dnsmasq pihole-FTL pihole") && names(ev, message);
}

const struct message_family message_dnsmasq = {
	.name = "dnsmasq",
	.about = "dnsmasq and Pi-hole: questions, answers, leases",
	.parse = parse,
};
