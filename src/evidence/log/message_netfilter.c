/*
 * message_netfilter.c -- packets that Linux logs (iptables, nftables, ufw,
 * Shorewall, VyOS): "PREFIX IN=eth0 OUT= ... SRC= DST= ... PROTO= SPT= DPT=".
 *
 * What was done stands only in the prefix that the administrator chose: its
 * words decide, an unknown prefix leaves the outcome unknown.  The names of
 * interfaces say nothing about which end is ours.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

/* VyOS and EdgeOS end their prefix with the action's letter: "[WAN_IN-20-D]". */
static enum outcome letter_outcome(struct span prefix)
{
	prefix = span_trim(prefix);
	if (span_ends(prefix, SPAN("-A]")))
		return OUTCOME_LET_THROUGH;
	if (span_ends(prefix, SPAN("-D]")) || span_ends(prefix, SPAN("-R]")))
		return OUTCOME_REFUSED;
	return OUTCOME_UNKNOWN;
}

/* The words of the prefix; two that contradict each other say nothing. */
static enum outcome prefix_outcome(struct span prefix)
{
	enum outcome found = OUTCOME_UNKNOWN;
	size_t from = 0;

	for (size_t i = 0; i <= prefix.len; i++) {
		enum outcome one;

		if (i < prefix.len && ascii_alpha(prefix.ptr[i]))
			continue;
		one = word_outcome(span_cut(prefix, from, i - from));
		from = i + 1;
		if (one == OUTCOME_UNKNOWN || one == found)
			continue;
		if (found != OUTCOME_UNKNOWN)
			return OUTCOME_UNKNOWN;
		found = one;
	}
	return found == OUTCOME_UNKNOWN ? letter_outcome(prefix) : found;
}

/* "[812345.005000] " of the kernel's clock. */
static struct span without_uptime(struct span message)
{
	size_t end;

	if (message.len == 0 || message.ptr[0] != '[')
		return message;
	end = span_find_byte(span_cut(message, 0, 24), ']');
	for (size_t i = 1; end != SPAN_NONE && i < end; i++)
		if (!ascii_digit(message.ptr[i]) && message.ptr[i] != '.' && message.ptr[i] != ' ')
			return message;
	return end == SPAN_NONE ? message : span_trim(span_skip(message, end + 1));
}

static bool port_of(struct span packet, struct span key, uint16_t *port)
{
	struct span value;

	return word_value(packet, key, &value) && event_port(value, port);
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	struct span packet, prefix, src, dst;
	size_t at;

	(void)log;
	message = without_uptime(message);
	at = span_find(span_cut(message, 0, 100), SPAN("IN="));
	if (at == SPAN_NONE)
		return false;
	/* Only the kernel, or a prefix that syslog took for the program's name. */
	if (!word_among(program, "kernel ulogd ulogd2") && program.len && at != 0)
		return false;
	prefix = at || program.len == 0 || word_among(program, "kernel ulogd ulogd2") ?
			 span_cut(message, 0, at) :
			 program;
	/* Behind " [" an ICMP error quotes the packet that it answers. */
	packet = word_until(span_skip(message, at), SPAN(" ["));
	if (!word_has(packet, SPAN(" OUT=")) || !word_value(packet, SPAN("SRC="), &src) ||
	    !word_value(packet, SPAN("DST="), &dst) || !word_has(packet, SPAN(" PROTO=")))
		return false;
	ev->class = EVENT_FLOW;
	ev->outcome = prefix_outcome(prefix);
	event_src(ev, SPAN("SRC"), src);
	event_dst(ev, SPAN("DST"), dst);
	port_of(packet, SPAN("SPT="), &ev->src_port);
	port_of(packet, SPAN("DPT="), &ev->dst_port);
	word_field(ev, packet, SPAN("MAC="), MEANING_NONE);
	return true;
}

const struct message_family message_netfilter = {
	.name = "netfilter",
	.about = "Linux packet filters: iptables, nftables, ufw, Shorewall, VyOS",
	.parse = parse,
};
