/*
 * message_unbound.c -- Unbound: questions (log-queries), replies (log-replies),
 * what local zones and response policies did.
 *
 * "info: 10.0.0.1 evil.example. A IN NOERROR 0.012 0 64"
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

static bool echo(struct event *ev, struct span name, enum outcome outcome)
{
	ev->class = EVENT_DNS_ECHO;
	ev->outcome = outcome;
	word_query(ev, SPAN("query"), name);
	return name.len > 0;
}

/* Types of a local zone that keep the answer from the client. */
static bool keeps_back(struct span type)
{
	return word_among(type, "deny refuse static redirect always_refuse always_nxdomain "
				"always_nodata always_deny always_null inform_deny rpz-nxdomain "
				"rpz-nodata rpz-drop rpz-local-data rpz-cname-override");
}

/* "evil.example. always_nxdomain 10.0.0.1@12345 www.evil.example. A IN" */
static bool local_zone(struct event *ev, struct span zone, struct span rest)
{
	struct span type, end, name;

	if (!word_next(&rest, &type) || !word_next(&rest, &end) || !word_next(&rest, &name) ||
	    span_find_byte(end, '@') == SPAN_NONE || !word_is_end(end, '@'))
		return false;
	ev->class = EVENT_DNS;
	ev->outcome = keeps_back(type) ? OUTCOME_REFUSED : OUTCOME_UNKNOWN;
	event_field(ev, MEANING_NONE, SPAN("zone"), zone);
	word_query(ev, SPAN("query"), name);
	return word_src(ev, SPAN("client"), end, '@');
}

static bool question(struct event *ev, struct span client, struct span rest)
{
	struct span name, word;

	if (!word_next(&rest, &name) || !word_next(&rest, &word) || !word_next(&rest, &word) ||
	    !word_among(word, "IN CH HS ANY"))
		return false;
	ev->class = EVENT_DNS;
	word_query(ev, SPAN("query"), name);
	if (word_next(&rest, &word))
		ev->outcome = span_equal(word, SPAN("NOERROR")) ? OUTCOME_ANSWERED :
			      span_equal(word, SPAN("REFUSED")) ? OUTCOME_REFUSED :
								  OUTCOME_NO_ANSWER;
	return event_src(ev, SPAN("client"), client);
}

/* "resolving NAME A IN", "response for NAME A IN", "reply from <zone> 1.2.3.4#53" */
static bool own_words(struct event *ev, struct span text)
{
	struct span word;

	if (word_take(&text, SPAN("resolving ")) || word_take(&text, SPAN("response for ")))
		return word_next(&text, &word) && echo(ev, word, OUTCOME_UNKNOWN);
	if (word_take(&text, SPAN("reply from <"))) {
		ev->class = EVENT_DNS_ECHO;
		event_field(ev, MEANING_NONE, SPAN("zone"), word_until(text, SPAN(">")));
		return word_behind(&text, SPAN("> ")) && word_is_end(text, '#') &&
		       word_dst(ev, SPAN("server"), text, '#');
	}
	return false;
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	struct span rest = message, word;

	(void)log;
	if (!word_among(program, "unbound"))
		return false;
	if (rest.len && rest.ptr[0] == '[' && !word_behind(&rest, SPAN("] ")))
		return false;
	if (!word_take(&rest, SPAN("info: ")))
		return false;
	if (!word_take(&rest, SPAN("query: ")))
		word_take(&rest, SPAN("reply: "));
	if (word_take(&rest, SPAN("rpz: applied ")))
		word_behind(&rest, SPAN("] "));
	if (own_words(ev, rest))
		return true;
	if (!word_next(&rest, &word))
		return false;
	return word_is_end(word, '@') ? question(ev, word, rest) : local_zone(ev, word, rest);
}

const struct message_family message_unbound = {
	.name = "unbound",
	.about = "Unbound: questions, replies, local zones",
	.parse = parse,
};
