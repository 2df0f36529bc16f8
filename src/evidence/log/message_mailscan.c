/*
 * message_mailscan.c -- what a mail filter decided: Amavis, Rspamd, MailScanner.
 *
 * "(123-01) Blocked SPAM {DiscardedInbound,Quarantined}, [1.2.3.4]:1234 [1.2.3.4]
 * <a> -> <b>, quarantine: x, Queue-ID: ..., Message-ID: <..>, ..."
 * "id: <..>, qid: <..>, ip: 1.2.3.4, from: <a>, (default: T (reject): [15.0/15.0] [...]), ..."
 * "Message QID.A1B2C from 1.2.3.4 (a) to domain is spam, ...", "Spam Actions: message QID.A1B2C
 * actions are store", "Requeue: QID.A1B2C to QID2", "Saved entire message to DIR/QID.A1B2C"
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
		ev->mailbox = word_only(recipients);
	}
	word_value(text, SPAN("Queue-ID: "), &ev->queue);
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
	if (word_between(text, SPAN(" rcpts: "), SPAN(", "), &value))
		ev->mailbox = word_only(word_until(value, SPAN(" ")));
	word_value(text, SPAN("qid: "), &ev->queue);
	word_value(text, SPAN("user: "), &ev->user);
	return true;
}

/* "4F1A2C3D4E.A1B2C": Postfix's id and what MailScanner put behind it. */
static struct span scanned_queue(struct span text)
{
	struct span id;

	return word_next(&text, &id) ? word_until(word_bare(id), SPAN(".")) : SPAN("");
}

/* "store", "store,notify": kept back; "deliver", "store,deliver": it went on. */
static enum outcome scanned_outcome(struct span actions)
{
	if (word_has(actions, SPAN("deliver")))
		return OUTCOME_DELIVERED;
	if (word_has(actions, SPAN("store")))
		return OUTCOME_QUARANTINED;
	return word_has(actions, SPAN("delete")) ? OUTCOME_REFUSED : OUTCOME_UNKNOWN;
}

/* "QID.A from 1.2.3.4 (a@b) to domain is spam, ..." */
static bool scanned_message(struct event *ev, struct span text)
{
	struct span end, sender;

	ev->queue = scanned_queue(text);
	if (!word_between(text, SPAN(" from "), SPAN(" ("), &end) || !word_is_end(end, ':'))
		return false;
	event_src(ev, SPAN("from"), end);
	if (word_between(text, SPAN(" ("), SPAN(") to "), &sender))
		event_field(ev, MEANING_SENDER, SPAN("sender"), sender);
	return true;
}

static bool mailscanner(struct event *ev, struct span text)
{
	struct span rest = text;

	ev->class = EVENT_MAIL;
	if (word_take(&rest, SPAN("Message ")))
		return scanned_message(ev, rest);
	if (word_behind(&rest, SPAN("Actions: message "))) {
		ev->queue = scanned_queue(rest);
		if (word_behind(&rest, SPAN(" actions are ")))
			ev->outcome = scanned_outcome(rest);
		return true;
	}
	if (word_take(&rest, SPAN("Requeue: "))) {
		ev->queue = scanned_queue(rest);
		if (word_behind(&rest, SPAN(" to ")))
			ev->next_queue = scanned_queue(rest);
		return true;
	}
	if (word_take(&rest, SPAN("Saved entire message to "))) {
		ev->outcome = OUTCOME_QUARANTINED;
		ev->queue = scanned_queue(span_skip(rest, span_rfind_byte(rest, '/') + 1));
		return true;
	}
	if (!word_take(&rest, SPAN("Infected message ")))
		return false;
	ev->queue = scanned_queue(rest);
	return word_behind(&rest, SPAN(" came from ")) &&
	       event_src(ev, SPAN("came from"), word_bare(rest));
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	(void)log;
	if (span_equal(program, SPAN("amavis")))
		return amavis(ev, message);
	if (span_equal(program, SPAN("MailScanner")))
		return mailscanner(ev, message);
	return word_among(program, "rspamd rspamd_proxy") && rspamd(ev, message);
}

const struct message_family message_mailscan = {
	.name = "mailscan",
	.about = "what Amavis, Rspamd and MailScanner decided of a message",
	.parse = parse,
};
