/*
 * message_exim.c -- Exim: arrivals (<=), deliveries (=> -> >>), failures (**),
 * delays (==), refusals, failed log-ins.
 *
 * "H=name (helo) [1.2.3.4]:1234": the name before the brackets is what DNS or
 * HELO says, the address between them is the end.
 */
#include "evidence/log/exim.h"
#include "evidence/log/words.h"

bool exim_is_id(struct span word)
{
	size_t dashes = 0;

	if (word.len != 16 && word.len != 23)
		return false;
	for (size_t i = 0; i < word.len; i++) {
		dashes += word.ptr[i] == '-';
		if (word.ptr[i] != '-' && !ascii_alnum(word.ptr[i]))
			return false;
	}
	return dashes == 2 && word.ptr[6] == '-';
}

/* The address in brackets behind H=. */
static bool host_of(struct span text, struct span *address, uint16_t *port)
{
	struct span rest, word;

	if (!word_take(&text, SPAN("H=")) && !word_behind(&text, SPAN(" H=")))
		return false;
	if (!word_behind(&text, SPAN("[")))
		return false;
	*address = word_until(text, SPAN("]"));
	rest = span_skip(text, address->len);
	if (word_take(&rest, SPAN("]:"))) {
		word_next(&rest, &word);
		event_port(word, port);
	}
	return word_is_end(*address, ':');
}

static bool arrival(struct event *ev, struct span text)
{
	struct span sender, address, value, rest;

	ev->class = EVENT_MAIL;
	if (!word_next(&text, &sender))
		return false;
	event_field(ev, MEANING_SENDER, SPAN("sender"), word_bare(sender));
	rest = text;
	if (word_behind(&rest, SPAN(" A="))) {
		ev->class = EVENT_LOGIN;	/* it was sent by somebody who had logged in */
		ev->outcome = OUTCOME_LOGIN_OK;
		ev->user = word_until(rest, SPAN(" "));
		word_behind(&ev->user, SPAN(":"));
	}
	word_value(text, SPAN("id="), &ev->message);
	if (word_between(text, SPAN(" T=\""), SPAN("\" from <"), &value))
		event_field(ev, MEANING_SUBJECT, SPAN("T"), value);
	rest = text;
	if (word_behind_last(&rest, SPAN(" for ")))
		event_field(ev, MEANING_RECIPIENT, SPAN("for"), span_trim(rest));
	if (span_find_byte(span_trim(rest), ' ') == SPAN_NONE && rest.ptr != text.ptr)
		ev->mailbox = span_trim(rest);
	if (host_of(text, &address, &ev->src_port))
		event_src(ev, SPAN("H"), address);
	return true;
}

static bool delivery(struct event *ev, struct span text, enum outcome outcome)
{
	struct span recipient, address;

	ev->class = EVENT_MAIL;
	ev->outcome = outcome;
	if (!word_next(&text, &recipient))
		return false;
	/* "=> :blackhole: <a@b>": nobody gets it. */
	if (span_equal(recipient, SPAN(":blackhole:")))
		ev->outcome = OUTCOME_REFUSED;
	event_field(ev, MEANING_RECIPIENT, SPAN("recipient"), word_bare(recipient));
	ev->mailbox = word_bare(recipient);
	if (host_of(text, &address, &ev->dst_port)) {
		ev->src_local = 1;
		event_dst(ev, SPAN("H"), address);
	}
	return true;
}

/* "H=name [1.2.3.4] F=<a> rejected RCPT <b>: reason" */
static bool refused(struct event *ev, struct span text)
{
	struct span address;

	if (!word_has(text, SPAN(" rejected ")) || !host_of(text, &address, &ev->src_port))
		return false;
	ev->class = EVENT_MAIL;
	ev->outcome = OUTCOME_REFUSED;
	event_src(ev, SPAN("H"), address);
	word_field(ev, text, SPAN("F="), MEANING_SENDER);
	if (word_behind(&text, SPAN(" RCPT ")))
		event_field(ev, MEANING_RECIPIENT, SPAN("RCPT"), word_bare(word_until(text, SPAN(": "))));
	return true;
}

/* "plain authenticator failed for name (helo) [1.2.3.4]: 535 Incorrect authentication data (set_id=bob)" */
static bool log_in_failed(struct event *ev, struct span text)
{
	struct span rest = text;

	if (!word_behind(&rest, SPAN(" authenticator failed for ")) || !word_behind(&rest, SPAN("[")))
		return false;
	ev->class = EVENT_LOGIN;
	ev->outcome = OUTCOME_LOGIN_FAILED;
	word_value(text, SPAN("set_id="), &ev->user);
	return event_src(ev, SPAN("client"), word_until(rest, SPAN("]")));
}

static bool visit(struct event *ev, struct span text)
{
	struct span rest = text;

	if ((!span_starts(text, SPAN("SMTP ")) && !span_starts(text, SPAN("TLS error on connection from ")) &&
	     !span_starts(text, SPAN("no host name found for IP address ")) &&
	     !span_starts(text, SPAN("unexpected disconnection while reading SMTP command from "))))
		return false;
	ev->class = EVENT_MAIL;
	if (word_take(&rest, SPAN("no host name found for IP address ")))
		return event_src(ev, SPAN("client"), span_trim(rest));
	return word_behind(&rest, SPAN("[")) && event_src(ev, SPAN("client"), word_until(rest, SPAN("]")));
}

bool exim_read(struct span text, struct event *ev)
{
	struct span rest = text, word;

	struct span queue = SPAN("");
	bool known;

	if (word_next(&rest, &word) && exim_is_id(word)) {
		queue = word;
		text = rest = span_trim(rest);
	} else {
		rest = text;
	}
	word_next(&rest, &word);
	if (span_equal(word, SPAN("<=")))
		known = arrival(ev, rest);
	else if (word_among(word, "=> -> >> (="))
		known = delivery(ev, rest, OUTCOME_DELIVERED);
	else if (span_equal(word, SPAN("**")))
		known = delivery(ev, rest, OUTCOME_REFUSED);
	else if (span_equal(word, SPAN("==")))
		known = delivery(ev, rest, OUTCOME_NO_ANSWER);
	else
		known = refused(ev, text) || log_in_failed(ev, text) || visit(ev, text);
	ev->queue = queue;
	return known;
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	(void)log;
	return word_among(program, "exim exim4") && exim_read(message, ev);
}

const struct message_family message_exim = {
	.name = "exim",
	.about = "Exim arrivals, deliveries, refusals",
	.parse = parse,
};
