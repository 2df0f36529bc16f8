/*
 * message_charon.c -- strongSwan and Libreswan: who opened a tunnel, who was
 * let in, which address was given out.
 *
 * An established IKE_SA names both ends but not who began it: `either_way`.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

/* "1.2.3.4[500]" */
static struct span without_port(struct span word)
{
	return word_bare(word_until(word, SPAN("[")));
}

/* "received packet: from 1.2.3.4[500] to 10.0.0.1[500] (316 bytes)" */
static bool packet(struct event *ev, struct span text)
{
	struct span word;
	bool sent = word_take(&text, SPAN("sending packet: from "));

	if (!sent && !word_take(&text, SPAN("received packet: from ")))
		return false;
	ev->class = EVENT_FLOW;
	ev->either_way = true;
	if (!word_next(&text, &word) || !event_src(ev, SPAN("from"), without_port(word)))
		return false;
	return word_next(&text, &word) && word_next(&text, &word) &&
	       event_dst(ev, SPAN("to"), without_port(word));
}

/* "1.2.3.4 is initiating an IKE_SA", "initiating IKE_SA home[1] to 1.2.3.4" */
static bool initiating(struct event *ev, struct span text)
{
	struct span word;

	if (span_starts(text, SPAN("initiating ")) && word_behind_last(&text, SPAN(" to "))) {
		ev->class = EVENT_FLOW;
		ev->src_local = 1;
		return word_next(&text, &word) && event_dst(ev, SPAN("to"), word_bare(word));
	}
	if (!word_has(text, SPAN(" is initiating a")) || !word_next(&text, &word))
		return false;
	ev->class = EVENT_LOGIN;
	return event_src(ev, SPAN("peer"), word);
}

/* "IKE_SA home[1] established between 10.0.0.1[a]...1.2.3.4[b]" */
static bool established(struct event *ev, struct span text)
{
	struct span near;

	if (!word_behind(&text, SPAN(" established between ")) || !word_has(text, SPAN("]...")))
		return false;
	near = without_port(text);
	ev->class = EVENT_LOGIN;
	ev->outcome = OUTCOME_LOGIN_OK;
	ev->either_way = true;
	word_behind(&text, SPAN("]..."));
	return event_src(ev, SPAN("peer"), without_port(text)) &&
	       event_dst(ev, SPAN("here"), near);
}

/* "assigning virtual IP 10.8.0.6 to peer 'bob'", "XAuth authentication of 'bob' failed" */
static bool user(struct event *ev, struct span text)
{
	struct span word;

	ev->class = EVENT_LOGIN;
	if (word_take(&text, SPAN("assigning virtual IP ")) && word_next(&text, &word)) {
		ev->outcome = OUTCOME_LOGIN_OK;
		ev->has_given = address_parse(word, &ev->given);
		event_field(ev, MEANING_NONE, SPAN("virtual IP"), word);
		return word_between(text, SPAN("to peer '"), SPAN("'"), &ev->user) && ev->has_given;
	}
	if (!word_between(text, SPAN("authentication of '"), SPAN("'"), &ev->user))
		return false;
	if (word_has(text, SPAN("' successful")) || word_has(text, SPAN(" successful")))
		ev->outcome = OUTCOME_LOGIN_OK;
	else if (word_has(text, SPAN("failed")))
		ev->outcome = OUTCOME_LOGIN_FAILED;
	return true;
}

/* "no IKE config found for 10.0.0.1...1.2.3.4, sending NO_PROPOSAL_CHOSEN" */
static bool refused(struct event *ev, struct span text)
{
	struct span near;

	if (!word_behind(&text, SPAN("no IKE config found for ")) ||
	    !word_has(text, SPAN("...")))
		return false;
	near = word_until(text, SPAN("..."));
	word_behind(&text, SPAN("..."));
	ev->class = EVENT_LOGIN;
	ev->outcome = OUTCOME_LOGIN_FAILED;
	event_dst(ev, SPAN("here"), near);
	return event_src(ev, SPAN("peer"), word_until(word_until(text, SPAN(",")), SPAN(" ")));
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	(void)log;
	if (!word_among(program, "charon charon-systemd ipsec strongswan pluto"))
		return false;
	/* "05[IKE] ", or "05[IKE] <home|1> " */
	if (message.len && ascii_digit(message.ptr[0]) && word_behind(&message, SPAN("] ")) &&
	    word_take(&message, SPAN("<")))
		word_behind(&message, SPAN("> "));
	return packet(ev, message) || initiating(ev, message) || established(ev, message) ||
	       refused(ev, message) || user(ev, message);
}

const struct message_family message_charon = {
	.name = "charon",
	.about = "strongSwan tunnels and log-ins",
	.about_host = true,
	.parse = parse,
};
