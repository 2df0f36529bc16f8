/*
 * message_alert.c -- alerts of Snort and Suricata in their one-line form:
 * "[1:2008120:3] text [Classification: c] [Priority: 1] {TCP} a:p -> b:q".
 *
 * The ends are those of the packet that raised it, not of who began.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	struct span text = message, rest = message, word;

	(void)log;
	if (!word_among(program, "snort suricata barnyard2 snort3"))
		return false;
	word_take(&text, SPAN("[Drop] "));
	word_take(&text, SPAN("[wDrop] "));
	if (!span_starts(text, SPAN("[")) || !word_behind(&text, SPAN("] ")) ||
	    !word_behind_last(&rest, SPAN("} ")) || !word_next(&rest, &word))
		return false;
	ev->class = EVENT_ALERT;
	ev->either_way = true;
	if (span_starts(message, SPAN("[Drop] ")))
		ev->outcome = OUTCOME_REFUSED;
	event_field(ev, MEANING_NONE, SPAN("rule"), word_until(text, SPAN(" [")));
	return word_src(ev, SPAN("source"), word, ':') && word_next(&rest, &word) &&
	       span_equal(word, SPAN("->")) && word_next(&rest, &word) &&
	       word_dst(ev, SPAN("destination"), word, ':');
}

const struct message_family message_alert = {
	.name = "alert",
	.about = "Snort and Suricata alerts by syslog",
	.parse = parse,
};
