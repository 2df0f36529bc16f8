/*
 * message_filterlog.c -- the packet filter of pfSense and OPNsense: one CSV
 * line a packet (rule,subrule,anchor,tracker,interface,reason,action,direction,
 * IP version, then the header's fields).
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

#define COLUMNS 24

/* Columns by IP version: protocol's name, source, destination, ports behind. */
static const struct layout {
	size_t protocol, src;
} layout_v4 = { 16, 18 }, layout_v6 = { 12, 15 };

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	struct span column[COLUMNS], rest = message;
	const struct layout *l;
	size_t n = 0;

	(void)log;
	if (!word_among(program, "filterlog"))
		return false;
	while (n < COLUMNS && span_split(&rest, ',', &column[n]))
		n++;
	if (n < 17 || (!span_equal(column[8], SPAN("4")) && !span_equal(column[8], SPAN("6"))))
		return false;
	l = column[8].ptr[0] == '4' ? &layout_v4 : &layout_v6;
	if (n < l->src + 2)
		return false;
	ev->class = EVENT_FLOW;
	ev->outcome = word_outcome(column[6]);
	if (!event_src(ev, SPAN("source"), column[l->src]) ||
	    !event_dst(ev, SPAN("destination"), column[l->src + 1]))
		return false;
	if (word_among(column[l->protocol], "tcp udp") && n > l->src + 3) {
		event_port(column[l->src + 2], &ev->src_port);
		event_port(column[l->src + 3], &ev->dst_port);
	}
	return true;
}

const struct message_family message_filterlog = {
	.name = "filterlog",
	.about = "pfSense and OPNsense packet filter",
	.parse = parse,
};
