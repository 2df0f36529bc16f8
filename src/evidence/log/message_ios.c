/*
 * message_ios.c -- Cisco IOS, IOS XE and NX-OS: access lists, the firewall's
 * audit trail, log-ins (%SEC-6-IPACCESSLOGP, %FW-6-SESS_AUDIT_TRAIL,
 * %SEC_LOGIN-5-LOGIN_SUCCESS).
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

/* "1.2.3.4(5000)", "1.2.3.4", both perhaps with a comma behind. */
static bool list_end(struct event *ev, struct span word, bool is_src)
{
	size_t open;
	uint16_t port = 0;

	word = word_until(word, SPAN(","));
	open = span_find_byte(word, '(');
	if (open != SPAN_NONE) {
		event_port(word_until(span_skip(word, open + 1), SPAN(")")), &port);
		word = span_cut(word, 0, open);
	}
	if (port && is_src)
		ev->src_port = port;
	else if (port)
		ev->dst_port = port;
	return is_src ? event_src(ev, SPAN("source"), word) :
			event_dst(ev, SPAN("destination"), word);
}

/*
 * "list 102 denied tcp 1.2.3.4(5000) (Gi0/1 aabb.cc00.0100) -> 10.0.0.5(22), 1 packet"
 * "list 10 permitted 1.2.3.4 1 packet" (IPACCESSLOGS)
 */
static bool access_list(struct event *ev, struct span text)
{
	struct span word, left, rest = text;

	ev->class = EVENT_FLOW;
	if (!word_next(&rest, &word) || !word_among(word, "list access-list"))
		return false;
	while (ev->outcome == OUTCOME_UNKNOWN && word_next(&rest, &word))
		ev->outcome = word_outcome(word);
	left = word_until(rest, SPAN("->"));
	while (word_next(&left, &word))
		if (word_is_end(word_until(word_until(word, SPAN("(")), SPAN(",")), ':'))
			break;
	if (!list_end(ev, word, true))
		return false;
	if (!word_behind(&rest, SPAN("->")))
		return true;		/* a standard list knows the source only */
	return word_next(&rest, &word) && list_end(ev, word, false);
}

/* "... initiator (10.0.0.5:5000) sent 100 bytes -- responder (1.2.3.4:443) sent 200 bytes" */
static bool audit_trail(struct event *ev, struct span text)
{
	struct span src, dst, sent, received;

	ev->class = EVENT_FLOW;
	ev->outcome = OUTCOME_LET_THROUGH;
	if (!word_between(text, SPAN("initiator ("), SPAN(")"), &src) ||
	    !word_between(text, SPAN("responder ("), SPAN(")"), &dst))
		return false;
	if (!word_src(ev, SPAN("initiator"), src, ':') || !word_dst(ev, SPAN("responder"), dst, ':'))
		return false;
	word_behind(&text, SPAN("initiator ("));
	ev->has_bytes = word_between(text, SPAN(") sent "), SPAN(" bytes"), &sent) &&
			span_u64(sent, &ev->bytes_out) &&
			word_behind(&text, SPAN("responder (")) &&
			word_between(text, SPAN(") sent "), SPAN(" bytes"), &received) &&
			span_u64(received, &ev->bytes_in);
	if (ev->has_bytes && ev->bytes_out && ev->bytes_in)
		ev->outcome = OUTCOME_DATA;
	return true;
}

/* "Dropping tcp session 1.2.3.4:80 10.0.0.5:5000 ...", newer: "... 1.2.3.4:80 => 10.0.0.5:5000" */
static bool drop_packet(struct event *ev, struct span text)
{
	struct span src, dst;

	ev->class = EVENT_FLOW;
	ev->outcome = OUTCOME_REFUSED;
	if (!word_behind(&text, SPAN(" session ")) && !word_behind(&text, SPAN(" pkt ")))
		return false;
	word_next(&text, &src);
	word_next(&text, &dst);
	if (span_equal(dst, SPAN("=>")))
		word_next(&text, &dst);
	return word_src(ev, SPAN("source"), src, ':') && word_dst(ev, SPAN("destination"), dst, ':');
}

/* "Login Success [user: admin] [Source: 1.2.3.4] [localport: 22] at ..." */
static bool log_in(struct event *ev, struct span text)
{
	struct span rest = text, source;

	ev->class = EVENT_LOGIN;
	ev->outcome = span_starts_nocase(text, SPAN("login success")) ? OUTCOME_LOGIN_OK :
								     OUTCOME_LOGIN_FAILED;
	word_between(text, SPAN("[user: "), SPAN("] [Source: "), &ev->user);
	if (!word_behind_last(&rest, SPAN("[Source: ")))
		return false;
	source = word_until(rest, SPAN("]"));
	return event_src(ev, SPAN("Source"), source);
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	(void)log;
	if (program.len == 0 || program.ptr[0] != '%')
		return false;
	if (word_has(program, SPAN("IPACCESSLOG")) || word_has(program, SPAN("-ACCESSLOG")))
		return access_list(ev, message);
	if (word_has(program, SPAN("-SESS_AUDIT_TRAIL")))
		return audit_trail(ev, message);
	if (word_has(program, SPAN("-DROP_PKT")))
		return drop_packet(ev, message);
	if (span_starts(program, SPAN("%SEC_LOGIN-")))
		return log_in(ev, message);
	return false;
}

const struct message_family message_ios = {
	.name = "ios",
	.about = "Cisco IOS: access lists, firewall sessions, log-ins",
	.parse = parse,
};
