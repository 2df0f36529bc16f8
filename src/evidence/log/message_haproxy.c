/*
 * message_haproxy.c -- HAProxy: requests and connections to servers of ours.
 *
 * "1.2.3.4:5000 [04/Jun/2020:14:03:07.123] front back/server 0/0/1/2/3 200 1234
 * - - ---- 1/1/1/1/0 0/0 {host|agent} "GET /x HTTP/1.1"": captures in braces are
 * headers in an order that only the configuration knows: not read.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

/* "GET /x HTTP/1.1": the path, or a whole URL. */
static void request(struct event *ev, struct span line)
{
	struct span method, target;

	if (!word_next(&line, &method) || !word_next(&line, &target))
		return;
	event_field(ev, word_has(span_cut(target, 0, 16), SPAN("://")) ? MEANING_URL : MEANING_PATH,
		    SPAN("request"), target);
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	struct span client, date, word, line;
	uint64_t status = 0, bytes = 0;

	(void)log;
	if (!word_among(program, "haproxy") || !word_next(&message, &client) ||
	    !word_is_end(client, ':') || !word_between(message, SPAN("["), SPAN("]"), &date))
		return false;
	ev->class = EVENT_SERVER;
	if (!word_src(ev, SPAN("client"), client, ':') || !event_when(ev, date))
		return false;
	word_behind(&message, SPAN("] "));
	for (int i = 0; i < 3; i++)	/* frontend, backend/server, timers */
		word_next(&message, &word);
	if (word_next(&message, &word) && span_u64(word, &status) && word_next(&message, &word))
		span_u64(word, &bytes);
	if (word_between(message, SPAN(" \""), SPAN("\""), &line)) {
		request(ev, line);
		ev->outcome = status == 403 || status == 429 ? OUTCOME_REFUSED :
			      status >= 400 ? OUTCOME_ANSWERED :
			      status && bytes ? OUTCOME_DATA : OUTCOME_ANSWERED;
	} else {
		ev->outcome = OUTCOME_LET_THROUGH;	/* TCP mode: no status, one count */
	}
	return true;
}

const struct message_family message_haproxy = {
	.name = "haproxy",
	.about = "HAProxy requests",
	.parse = parse,
};
