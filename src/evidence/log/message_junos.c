/*
 * message_junos.c -- sessions of Juniper SRX (RT_FLOW), as sentences and as
 * RFC 5424 structured data; log-ins to the device (SSHD, UI_AUTH).
 *
 * "session created 10.0.0.5/50000->1.2.3.4/443 ..." ; a closed session ends in
 * packets(bytes) from the client and from the server.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

static enum outcome kind_of(struct span text)
{
	if (word_has(text, SPAN("SESSION_DENY")) || span_starts(text, SPAN("session denied")))
		return OUTCOME_REFUSED;
	return OUTCOME_LET_THROUGH;
}

/* "10(1234)" */
static bool counted(struct span word, uint64_t *bytes)
{
	struct span packets, in;
	uint64_t n;

	if (!word_between(word, SPAN("("), SPAN(")"), &in) || !span_ends(word, SPAN(")")))
		return false;
	packets = word_until(word, SPAN("("));
	return span_u64(packets, &n) && span_u64(in, bytes);
}

/* Two such words in a row. */
static bool bytes_of(struct event *ev, struct span text)
{
	struct span word;
	uint64_t before = 0, bytes = 0;
	bool one = false;

	while (word_next(&text, &word)) {
		bool this = counted(word, &bytes);

		if (this && one) {
			ev->bytes_out = before;
			ev->bytes_in = bytes;
			return true;
		}
		one = this;
		before = bytes;
	}
	return false;
}

static bool sentence(struct event *ev, struct span text)
{
	struct span rest = text, word;
	size_t arrow;

	if (!word_behind(&rest, SPAN("session ")))
		return false;
	while (word_next(&rest, &word)) {
		arrow = span_find(word, SPAN("->"));
		if (arrow == SPAN_NONE)
			continue;
		if (!word_src(ev, SPAN("source"), span_cut(word, 0, arrow), '/') ||
		    !word_dst(ev, SPAN("destination"), span_skip(word, arrow + 2), '/'))
			return false;
		ev->has_bytes = word_has(text, SPAN("session closed")) && bytes_of(ev, rest);
		return true;
	}
	return false;
}

static bool number_of(struct span text, struct span key, uint64_t *out)
{
	struct span value;

	return word_value(text, key, &value) && span_u64(value, out);
}

static bool structured(struct event *ev, struct span text)
{
	struct span src, dst, port;

	if (!word_value(text, SPAN("source-address="), &src) ||
	    !word_value(text, SPAN("destination-address="), &dst) ||
	    !event_src(ev, SPAN("source-address"), src) ||
	    !event_dst(ev, SPAN("destination-address"), dst))
		return false;
	if (word_value(text, SPAN("source-port="), &port))
		event_port(port, &ev->src_port);
	if (word_value(text, SPAN("destination-port="), &port))
		event_port(port, &ev->dst_port);
	ev->has_bytes = number_of(text, SPAN("bytes-from-client="), &ev->bytes_out) &&
			number_of(text, SPAN("bytes-from-server="), &ev->bytes_in);
	word_field(ev, text, SPAN("nat-source-address="), MEANING_NONE);
	word_field(ev, text, SPAN("nat-destination-address="), MEANING_NONE);
	return true;
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	(void)log;
	if (!word_among(program, "RT_FLOW RT_FLOW_SESSION_CREATE RT_FLOW_SESSION_CLOSE "
				 "RT_FLOW_SESSION_DENY RT_FLOW_SESSION_CREATE_LS "
				 "RT_FLOW_SESSION_CLOSE_LS RT_FLOW_SESSION_DENY_LS"))
		return false;
	if (word_has(program, SPAN("DENY")))
		ev->outcome = OUTCOME_REFUSED;
	ev->class = EVENT_FLOW;
	if (!structured(ev, message) && !sentence(ev, message))
		return false;
	ev->part = word_has(program, SPAN("CREATE")) || word_has(message, SPAN("SESSION_CREATE")) ||
		   word_has(message, SPAN("session created")) ? PART_BEGINS : PART_WHOLE;
	if (word_has(program, SPAN("CLOSE")) || word_has(message, SPAN("SESSION_CLOSE")) ||
	    word_has(message, SPAN("session closed")))
		ev->part = PART_ENDS;
	if (ev->outcome == OUTCOME_UNKNOWN)
		ev->outcome = word_has(message, SPAN("session denied")) ? OUTCOME_REFUSED :
									  kind_of(message);
	if (ev->outcome == OUTCOME_LET_THROUGH && ev->has_bytes && ev->bytes_out && ev->bytes_in)
		ev->outcome = OUTCOME_DATA;
	return true;
}

const struct message_family message_junos = {
	.name = "junos",
	.about = "Juniper SRX sessions (RT_FLOW)",
	.parse = parse,
};
