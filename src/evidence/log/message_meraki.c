/*
 * message_meraki.c -- Cisco Meraki: flows, requests for URLs, leases.
 *
 * "flows allow src=10.0.0.5 dst=1.2.3.4 mac=.. protocol=tcp sport=5000 dport=443"
 * "urls src=10.0.0.5:5000 dst=1.2.3.4:80 mac=.. request: GET http://evil.example/x"
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

static bool ends(struct event *ev, struct span message)
{
	struct span src, dst, port;

	if (!word_value(message, SPAN("src="), &src) || !word_value(message, SPAN("dst="), &dst) ||
	    !word_src(ev, SPAN("src"), src, ':') || !word_dst(ev, SPAN("dst"), dst, ':'))
		return false;
	if (word_value(message, SPAN("sport="), &port))
		event_port(port, &ev->src_port);
	if (word_value(message, SPAN("dport="), &port))
		event_port(port, &ev->dst_port);
	return true;
}

static bool flow(struct event *ev, struct span message)
{
	struct span word, pattern;

	ev->class = EVENT_FLOW;
	if (word_value(message, SPAN("pattern: "), &pattern)) {
		ev->outcome = span_equal(pattern, SPAN("0")) ? OUTCOME_REFUSED :
			      span_equal(pattern, SPAN("1")) ? OUTCOME_LET_THROUGH :
							       word_outcome(pattern);
	} else {
		struct span rest = message;

		word_next(&rest, &word);
		ev->outcome = word_outcome(word);
	}
	return ends(ev, message);
}

static bool request(struct event *ev, struct span message)
{
	struct span url, agent;

	ev->class = EVENT_PROXY;
	ev->outcome = OUTCOME_LET_THROUGH;
	if (word_between(message, SPAN("agent='"), SPAN("' request: "), &agent))
		event_field(ev, MEANING_AGENT, SPAN("agent"), agent);
	if (!word_behind_last(&message, SPAN("request: ")) || !word_next(&message, &url))
		return false;
	if (!word_next(&message, &url))
		return false;
	event_field(ev, MEANING_URL, SPAN("request"), url);
	return true;
}

static bool lease(struct event *ev, struct span message)
{
	struct span address, mac;

	if (!word_between(message, SPAN("dhcp lease of ip "), SPAN(" "), &address) ||
	    !word_between(message, SPAN(" for client mac "), SPAN(" "), &mac))
		return false;
	ev->class = EVENT_LEASE;
	ev->mac = mac;
	return event_src(ev, SPAN("ip"), address);
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	(void)log;
	if (word_among(program, "flows ip_flow_start firewall cellular_firewall vpn_firewall"))
		return flow(ev, message);
	if (span_equal(program, SPAN("urls")))
		return request(ev, message) && ends(ev, message);
	if (span_equal(program, SPAN("events")))
		return lease(ev, message);
	return false;
}

const struct message_family message_meraki = {
	.name = "meraki",
	.about = "Cisco Meraki flows, URLs and leases",
	.parse = parse,
};
