/*
 * message_sendmail.c -- Sendmail: "QID: from=<a>, size=.., relay=name [1.2.3.4]",
 * "QID: to=<b>, ..., relay=mx. [1.2.3.4], dsn=2.0.0, stat=Sent (ok)".
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

static bool relay_of(struct span text, struct span *address)
{
	if (!word_behind_last(&text, SPAN(" relay=")) || !word_behind(&text, SPAN("[")))
		return false;
	*address = word_until(text, SPAN("]"));
	return word_is_end(*address, ':');
}

static enum outcome outcome_of(struct span text)
{
	if (!word_behind_last(&text, SPAN("stat=")))
		return OUTCOME_UNKNOWN;
	if (span_starts(text, SPAN("Sent")))
		return OUTCOME_DELIVERED;
	if (span_starts(text, SPAN("Deferred")))
		return OUTCOME_NO_ANSWER;
	return word_has(text, SPAN("ejected")) || word_has(text, SPAN("nknown")) ? OUTCOME_REFUSED :
										   OUTCOME_UNKNOWN;
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	struct span address, text = message;

	(void)log;
	if (!word_among(program, "sendmail sm-mta sm-msp-queue") || !word_behind(&text, SPAN(": ")))
		return false;
	ev->class = EVENT_MAIL;
	ev->queue = word_until(message, SPAN(": "));
	if (span_starts(text, SPAN("from="))) {
		word_field(ev, text, SPAN("from="), MEANING_SENDER);
		word_between(text, SPAN("msgid=<"), SPAN(">"), &ev->message);
		if (relay_of(text, &address))
			event_src(ev, SPAN("relay"), address);
		return true;
	}
	if (!span_starts(text, SPAN("to=")))
		return false;
	word_field(ev, text, SPAN("to="), MEANING_RECIPIENT);
	if (word_value(text, SPAN("to="), &address))
		ev->mailbox = word_only(address);
	ev->outcome = outcome_of(text);
	if (relay_of(text, &address)) {
		ev->src_local = 1;
		event_dst(ev, SPAN("relay"), address);
	}
	return true;
}

const struct message_family message_sendmail = {
	.name = "sendmail",
	.about = "Sendmail senders, recipients, relays",
	.parse = parse,
};
