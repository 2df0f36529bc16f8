/*
 * message_mailscan.c -- what a mail filter decided: Amavis, Rspamd.
 *
 * "(123-01) Blocked SPAM {DiscardedInbound,Quarantined}, [1.2.3.4]:1234 [1.2.3.4]
 * <a> -> <b>, quarantine: x, Queue-ID: ..., Message-ID: <..>, ..."
 * "id: <..>, qid: <..>, ip: 1.2.3.4, from: <a>, (default: T (reject): [15.0/15.0] [...]), ..."
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

static bool amavis(struct event *ev, struct span text)
{
	struct span verb, braces, end, sender, recipients;

	if (!span_starts(text, SPAN("(")) || !word_behind(&text, SPAN(") ")) ||
	    !word_next(&text, &verb) || !word_among(verb, "Blocked Passed"))
		return false;
	ev->class = EVENT_MAIL;
	ev->outcome = span_equal(verb, SPAN("Passed")) ? OUTCOME_DELIVERED : OUTCOME_REFUSED;
	if (word_between(text, SPAN("{"), SPAN("}"), &braces) && word_has(braces, SPAN("Quarantined")) &&
	    ev->outcome == OUTCOME_REFUSED)
		ev->outcome = OUTCOME_QUARANTINED;
	if (word_between(text, SPAN(", ["), SPAN("]"), &end) && word_is_end(end, ':'))
		event_src(ev, SPAN("client"), end);
	if (word_between(text, SPAN(" <"), SPAN("> -> "), &sender)) {
		event_field(ev, MEANING_SENDER, SPAN("sender"), sender);
		word_behind(&text, SPAN("> -> "));
		recipients = word_until(text, SPAN(", "));
		event_field(ev, MEANING_RECIPIENT, SPAN("recipients"), recipients);
	}
	word_between(text, SPAN("Message-ID: <"), SPAN(">"), &ev->message);
	if (word_between(text, SPAN("Subject: \""), SPAN("\", "), &end))
		event_field(ev, MEANING_SUBJECT, SPAN("Subject"), end);
	return true;
}

static bool rspamd(struct event *ev, struct span text)
{
	struct span action, value;

	if (!word_behind(&text, SPAN("id: <")) || !word_has(text, SPAN("ip: ")) ||
	    !word_between(text, SPAN(" ("), SPAN("): ["), &action))
		return false;
	word_behind_last(&action, SPAN("("));
	ev->class = EVENT_MAIL;
	ev->message = word_until(text, SPAN(">"));
	if (word_among(action, "quarantine discard"))
		ev->outcome = OUTCOME_QUARANTINED;
	else if (span_ends(action, SPAN("reject")) || span_equal(action, SPAN("greylist")))
		ev->outcome = OUTCOME_REFUSED;
	else if (span_equal(action, SPAN("no action")) || span_equal(action, SPAN("add header")) ||
		 span_equal(action, SPAN("rewrite subject")))
		ev->outcome = OUTCOME_DELIVERED;
	if (word_between(text, SPAN(" ip: "), SPAN(","), &value))
		event_src(ev, SPAN("ip"), value);
	word_field(ev, text, SPAN("from: "), MEANING_SENDER);
	word_field(ev, text, SPAN("rcpts: "), MEANING_RECIPIENT);
	word_value(text, SPAN("user: "), &ev->user);
	return true;
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	(void)log;
	if (span_equal(program, SPAN("amavis")))
		return amavis(ev, message);
	return word_among(program, "rspamd rspamd_proxy") && rspamd(ev, message);
}

const struct message_family message_mailscan = {
	.name = "mailscan",
	.about = "what Amavis and Rspamd decided of a message",
	.parse = parse,
};
