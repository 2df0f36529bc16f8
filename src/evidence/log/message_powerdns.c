/*
 * message_powerdns.c -- PowerDNS Recursor and Authoritative Server, CoreDNS.
 *
 * "1 [1/1] question for 'evil.example|A' from 10.0.0.5:1234"
 * "Remote 10.0.0.5 wants 'evil.example|A', do = 0, ..."
 * "[INFO] 10.0.0.5:50759 - 29008 "A IN evil.example. udp 41 false 4096" NOERROR qr,rd,ra 82 0.1s"
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

static bool recursor(struct event *ev, struct span text)
{
	struct span name, rest = text, word;

	if (!word_between(text, SPAN("question for '"), SPAN("'"), &name) ||
	    !word_behind_last(&rest, SPAN("' from ")) || !word_next(&rest, &word))
		return false;
	ev->class = EVENT_DNS;
	word_query(ev, SPAN("query"), word_until(name, SPAN("|")));
	return word_src(ev, SPAN("client"), word_bare(word), ':');
}

static bool server(struct event *ev, struct span text)
{
	struct span client, name;

	if (!word_take(&text, SPAN("Remote ")) || !word_next(&text, &client) ||
	    !word_between(text, SPAN(" wants '"), SPAN("'"), &name))
		return false;
	ev->class = EVENT_DNS;
	word_query(ev, SPAN("query"), word_until(name, SPAN("|")));
	return event_src(ev, SPAN("client"), client);
}

static bool coredns(struct event *ev, struct span text)
{
	struct span client, question, word;

	if (!word_take(&text, SPAN("[INFO] ")) || !word_next(&text, &client) ||
	    !word_is_end(client, ':') || !word_between(text, SPAN("\""), SPAN("\""), &question))
		return false;
	ev->class = EVENT_DNS;
	if (!word_next(&question, &word) || !word_next(&question, &word) ||
	    !word_next(&question, &word))
		return false;
	word_query(ev, SPAN("query"), word);
	if (word_behind(&text, SPAN("\" ")) && word_next(&text, &word))
		ev->outcome = span_equal(word, SPAN("NOERROR")) ? OUTCOME_ANSWERED :
			      span_equal(word, SPAN("REFUSED")) ? OUTCOME_REFUSED :
								  OUTCOME_NO_ANSWER;
	return word_src(ev, SPAN("client"), client, ':');
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	(void)log;
	if (span_starts(program, SPAN("pdns")))
		return recursor(ev, message) || server(ev, message);
	/* CoreDNS writes no name; what collects it may. */
	return (program.len == 0 || span_equal(program, SPAN("coredns"))) && coredns(ev, message);
}

const struct message_family message_powerdns = {
	.name = "powerdns",
	.about = "PowerDNS and CoreDNS questions",
	.parse = parse,
};
