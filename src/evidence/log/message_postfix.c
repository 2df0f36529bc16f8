/*
 * message_postfix.c -- Postfix: who connected, what was refused, who sent, to
 * whom and through which relay a message went.
 *
 * Names in front of "[address]" are what DNS or the other side says; HELO,
 * subjects and reasons are theirs.  What the queue hands to a relay began here.
 * A relay on this machine is a filter, which says itself what it decided; and a
 * hold for the sake of a header's Received line is how MailScanner gets its mail.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

/* "name[1.2.3.4]:25" : the address of the first pair of brackets. */
static bool bracketed(struct span text, struct span *address, uint16_t *port)
{
	struct span rest = text;

	if (!word_behind(&rest, SPAN("[")) || !word_has(rest, SPAN("]")))
		return false;
	*address = word_until(rest, SPAN("]"));
	word_behind(&rest, SPAN("]"));
	if (word_take(&rest, SPAN(":"))) {
		size_t n = 0;

		while (n < rest.len && ascii_digit(rest.ptr[n]))
			n++;
		event_port(span_cut(rest, 0, n), port);
	}
	return word_is_end(*address, ':');
}

static bool client(struct event *ev, struct span text)
{
	struct span address;

	return bracketed(text, &address, &ev->src_port) && event_src(ev, SPAN("client"), address);
}

static void envelope(struct event *ev, struct span text)
{
	word_field(ev, text, SPAN("from="), MEANING_SENDER);
	word_field(ev, text, SPAN("to="), MEANING_RECIPIENT);
	word_field(ev, text, SPAN("orig_to="), MEANING_RECIPIENT);
	word_field(ev, text, SPAN("helo="), MEANING_TEXT);
}

/* "warning: name[1.2.3.4]: SASL LOGIN authentication failed: ..." */
static bool sasl_failed(struct event *ev, struct span text)
{
	struct span rest = text;

	if (!word_take(&rest, SPAN("warning: ")) || !word_has(rest, SPAN(": SASL ")) ||
	    !word_has(rest, SPAN("authentication failed")))
		return false;
	ev->class = EVENT_LOGIN;
	ev->outcome = OUTCOME_LOGIN_FAILED;
	word_value(text, SPAN("sasl_username="), &ev->user);
	return client(ev, rest);
}

/* "client=name[1.2.3.4], sasl_method=PLAIN, sasl_username=bob" */
static bool accepted(struct event *ev, struct span text)
{
	if (!word_take(&text, SPAN("client=")))
		return false;
	ev->class = EVENT_MAIL;
	if (word_value(text, SPAN("sasl_username="), &ev->user)) {
		ev->class = EVENT_LOGIN;
		ev->outcome = OUTCOME_LOGIN_OK;
	}
	return client(ev, text);
}

/* "reject: RCPT from name[1.2.3.4]: 554 ...; from=<a> to=<b> proto=ESMTP helo=<c>", also milter's */
static bool judged(struct event *ev, struct span text)
{
	struct span verb = word_until(text, SPAN(": ")), whole = text;

	if (!word_among(verb, "reject milter-reject reject_warning hold milter-hold discard "
			      "milter-discard quarantine redirect") ||
	    !word_behind(&text, SPAN(" from ")))
		return false;
	ev->class = EVENT_MAIL;
	ev->outcome = word_has(whole, SPAN(": header Received: ")) ? OUTCOME_UNKNOWN :
		      word_among(verb, "hold milter-hold quarantine") ? OUTCOME_QUARANTINED :
		      word_among(verb, "reject_warning redirect") ? OUTCOME_UNKNOWN : OUTCOME_REFUSED;
	envelope(ev, text);
	return client(ev, text);
}

/* cleanup: "warning: header Subject: hello from name[1.2.3.4]; from=<a> to=<b> proto=ESMTP helo=<c>" */
static bool header(struct event *ev, struct span text)
{
	struct span rest = text, subject;

	if (!word_behind(&text, SPAN("header Subject: ")) || !word_behind_last(&rest, SPAN(" from ")))
		return false;
	ev->class = EVENT_MAIL;
	subject = span_cut(text, 0, (size_t)(rest.ptr - text.ptr) - SPAN(" from ").len);
	event_field(ev, MEANING_SUBJECT, SPAN("Subject"), subject);
	envelope(ev, rest);
	client(ev, rest);
	return true;
}

/* Handed to a filter here: only what it called the message is taken from its answer. */
static bool filtered(struct event *ev, struct span text, struct span address, uint16_t port)
{
	struct address a;

	if (!address_parse(address, &a) || address_class(&a) != ADDRESS_LOCAL || port == 24)
		return false;
	ev->outcome = OUTCOME_UNKNOWN;
	if (word_behind_last(&text, SPAN("queued as ")))
		ev->next_queue = word_bare(word_until(text, SPAN(" ")));
	return true;
}

/* "to=<b>, relay=name[1.2.3.4]:25, delay=1, ..., status=sent (250 ok)" */
static bool delivery(struct event *ev, struct span text)
{
	struct span relay, status, address;

	if (!span_starts(text, SPAN("to=<")) || !word_value(text, SPAN("status="), &status) ||
	    !word_value(text, SPAN("relay="), &relay))
		return false;
	ev->class = EVENT_MAIL;
	ev->outcome = span_equal(status, SPAN("sent")) ? OUTCOME_DELIVERED :
		      word_among(status, "bounced expired") ? OUTCOME_REFUSED :
		      span_equal(status, SPAN("deferred")) ? OUTCOME_NO_ANSWER : OUTCOME_UNKNOWN;
	word_field(ev, text, SPAN("to="), MEANING_RECIPIENT);
	word_field(ev, text, SPAN("orig_to="), MEANING_RECIPIENT);
	word_between(text, SPAN("to=<"), SPAN(">"), &ev->mailbox);
	relay = text;
	word_behind(&relay, SPAN(" relay="));
	relay = word_until(relay, SPAN(", delay="));
	if (!bracketed(relay, &address, &ev->dst_port))
		return true;
	ev->src_local = 1;
	event_dst(ev, SPAN("relay"), address);
	filtered(ev, text, address, ev->dst_port);
	return true;
}

/* "connect to name[1.2.3.4]:25: Connection timed out", "Trusted TLS connection established to ..." */
static bool outward(struct event *ev, struct span text)
{
	struct span address, rest = text;

	if (!word_take(&rest, SPAN("connect to ")) &&
	    !word_behind(&rest, SPAN("TLS connection established to ")) &&
	    !word_take(&rest, SPAN("SSL_connect error to ")) &&
	    !word_take(&rest, SPAN("lost connection with ")))
		return false;
	ev->class = EVENT_FLOW;
	ev->src_local = 1;
	ev->outcome = word_has(text, SPAN("established")) ? OUTCOME_LET_THROUGH :
		      word_has(text, SPAN("timed out")) ? OUTCOME_NO_ANSWER :
		      word_has(text, SPAN("refused")) ? OUTCOME_RESET : OUTCOME_UNKNOWN;
	return bracketed(rest, &address, &ev->dst_port) && event_dst(ev, SPAN("host"), address);
}

/* "connect from", "disconnect from", "lost connection after AUTH from", postscreen's words */
static bool visit(struct event *ev, struct span text)
{
	struct span rest = text;

	ev->class = EVENT_MAIL;
	if (word_take(&rest, SPAN("CONNECT from ")) || word_take(&rest, SPAN("connect from ")) ||
	    word_take(&rest, SPAN("disconnect from ")) || word_take(&rest, SPAN("DISCONNECT ")) ||
	    word_take(&rest, SPAN("PASS NEW ")) || word_take(&rest, SPAN("PASS OLD ")) ||
	    word_take(&rest, SPAN("HANGUP ")) || word_take(&rest, SPAN("Anonymous TLS connection established from ")) ||
	    word_take(&rest, SPAN("Trusted TLS connection established from ")))
		return client(ev, rest);
	if ((span_starts(text, SPAN("lost connection after ")) ||
	     span_starts(text, SPAN("timeout after ")) || span_starts(text, SPAN("too many errors after ")) ||
	     span_starts(text, SPAN("PREGREET ")) || span_starts(text, SPAN("SSL_accept error ")) ||
	     span_starts(text, SPAN("improper command pipelining after "))) &&
	    word_behind(&rest, SPAN(" from ")))
		return client(ev, rest);
	return span_starts(text, SPAN("DNSBL rank ")) && client(ev, rest);
}

/* qmgr: "from=<a@b>, size=1234, nrcpt=1 (queue active)" */
static bool queued(struct event *ev, struct span text)
{
	if (!span_starts(text, SPAN("from=<")))
		return false;
	ev->class = EVENT_MAIL;
	word_field(ev, text, SPAN("from="), MEANING_SENDER);
	return true;
}

/* "message-id=<a@b>" */
static bool named(struct event *ev, struct span text)
{
	if (!word_take(&text, SPAN("message-id=")))
		return false;
	ev->class = EVENT_MAIL;
	ev->message = word_bare(text);
	return true;
}

/* "4A1B2C3D4E5F: ", "NOQUEUE: " */
static struct span take_queue(struct span *text)
{
	struct span id = word_until(*text, SPAN(": "));
	size_t i = 0;

	while (i < id.len && ascii_alnum(id.ptr[i]))
		i++;
	if (i != id.len || i < 5 || i > 20 || id.len == text->len)
		return SPAN("");
	*text = span_skip(*text, id.len + 2);
	return span_equal(id, SPAN("NOQUEUE")) ? SPAN("") : id;
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	struct span queue;
	bool known;

	(void)log;
	if (!span_starts(program, SPAN("postfix")))
		return false;
	if (sasl_failed(ev, message))
		return true;
	queue = take_queue(&message);
	known = accepted(ev, message) || named(ev, message) || judged(ev, message) ||
		delivery(ev, message) || queued(ev, message) || header(ev, message) ||
		outward(ev, message) || visit(ev, message);
	ev->queue = queue;
	return known;
}

const struct message_family message_postfix = {
	.name = "postfix",
	.about = "Postfix connections, refusals, deliveries",
	.parse = parse,
};
