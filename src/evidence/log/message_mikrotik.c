/*
 * message_mikrotik.c -- RouterOS: packets that a firewall rule logs, log-ins
 * to the router, leases.
 *
 * "DROP forward: in:ether1 out:bridge, src-mac .., proto TCP (SYN),
 * 1.2.3.4:5000->10.0.0.5:22, len 60": the action stands only in the prefix
 * that the administrator chose, as on Linux.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

static bool is_chain(struct span word)
{
	return word_among(word_bare(word), "forward input output prerouting postrouting srcnat dstnat");
}

/* The prefix's last word that means an action. */
static enum outcome prefix_outcome(struct span prefix)
{
	enum outcome found = OUTCOME_UNKNOWN, one;
	struct span word;

	while (word_next(&prefix, &word)) {
		one = word_outcome(word_bare(word));
		found = one == OUTCOME_UNKNOWN ? found : one;
	}
	return found;
}

static bool packet(struct event *ev, struct span program, struct span message)
{
	struct span rest = message, word, prefix;
	size_t at = span_find(message, SPAN("in:")), arrow;

	if (at == SPAN_NONE || at > 80)
		return false;
	prefix = span_cut(message, 0, at);
	word_last(prefix, NULL);
	if (!is_chain(word_last(prefix, &prefix)) && !is_chain(program))
		return false;
	ev->class = EVENT_FLOW;
	ev->outcome = prefix_outcome(prefix);
	if (!word_behind(&rest, SPAN("proto ")))
		return false;
	while (word_next(&rest, &word)) {
		arrow = span_find(word, SPAN("->"));
		if (arrow == SPAN_NONE)
			continue;
		if (word.ptr[word.len - 1] == ',')
			word.len--;
		return word_src(ev, SPAN("source"), span_cut(word, 0, arrow), ':') &&
		       word_dst(ev, SPAN("destination"), span_skip(word, arrow + 2), ':');
	}
	return false;
}

/* "user admin logged in from 1.2.3.4 via ssh", "login failure for user admin from 1.2.3.4 via ssh" */
static bool log_in(struct event *ev, struct span message)
{
	struct span rest = message, word;
	bool failed = word_take(&message, SPAN("login failure for user "));

	if (!failed && !(word_take(&message, SPAN("user ")) &&
			 word_has(message, SPAN(" logged in from "))))
		return false;
	ev->class = EVENT_LOGIN;
	ev->outcome = failed ? OUTCOME_LOGIN_FAILED : OUTCOME_LOGIN_OK;
	if (!word_behind_last(&rest, SPAN(" from ")) || !word_next(&rest, &word))
		return false;
	ev->user = word_until(message, failed ? SPAN(" from ") : SPAN(" logged in"));
	return event_src(ev, SPAN("from"), word_bare(word));
}

/* "dhcp1 assigned 10.0.0.5 to AA:BB:CC:DD:EE:FF", newer: "... for AA:BB:.. ws07" */
static bool lease(struct event *ev, struct span message)
{
	struct span address, word, server;

	if (!word_next(&message, &server) || !word_next(&message, &word) ||
	    !word_among(word, "assigned deassigned") || !word_next(&message, &address))
		return false;
	ev->class = EVENT_LEASE;
	ev->lease_ended = span_equal(word, SPAN("deassigned"));
	if (!word_next(&message, &word) || !word_among(word, "to for from") ||
	    !word_next(&message, &word) || !word_is_mac(word))
		return false;
	ev->mac = word;
	word_next(&message, &ev->computer);
	return event_src(ev, SPAN("assigned"), address);
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	(void)log;
	if (span_find_byte(program, ',') == SPAN_NONE && !is_chain(program))
		return false;
	return packet(ev, program, message) || log_in(ev, message) || lease(ev, message);
}

const struct message_family message_mikrotik = {
	.name = "mikrotik",
	.about = "MikroTik RouterOS firewall, log-ins and leases",
	.parse = parse,
};
