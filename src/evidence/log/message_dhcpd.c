/*
 * message_dhcpd.c -- leases as ISC dhcpd, Kea and udhcpd tell them.
 *
 * "DHCPACK on 10.0.0.5 to 52:54:00:aa:07:07 (ws07) via eth0".  Offers and
 * requests tie nothing; "DHCPACK to ADDRESS (MAC)" answers an inform of a
 * machine that has its address already, and ties it all the same.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

static void name_in_brackets(struct event *ev, struct span rest)
{
	struct span word;

	if (word_next(&rest, &word) && word.len > 2 && word.ptr[0] == '(' &&
	    span_ends(word, SPAN(")")))
		ev->computer = span_cut(word, 1, word.len - 2);
}

static bool tie(struct event *ev, struct span address, struct span mac, struct span rest)
{
	mac = word_bare(mac);
	ev->class = EVENT_LEASE;
	if (!word_is_mac(mac) || !event_src(ev, SPAN("address"), address))
		return false;
	ev->mac = mac;
	name_in_brackets(ev, rest);
	return true;
}

static bool isc(struct event *ev, struct span text)
{
	struct span address, word, mac;
	bool inform = span_starts(text, SPAN("DHCPACK to "));

	if (word_take(&text, SPAN("DHCPRELEASE of ")))
		ev->lease_ended = true;
	else if (!inform && !word_take(&text, SPAN("DHCPACK on ")))
		return false;
	if (inform)
		word_take(&text, SPAN("DHCPACK to "));
	if (!word_next(&text, &address) || (!inform && !word_next(&text, &word)) ||
	    !word_next(&text, &mac))
		return false;
	return tie(ev, address, mac, text);
}

/* "DHCP4_LEASE_ALLOC [hwtype=1 52:54:..], cid=[..], tid=0x1: lease 10.0.0.5 has been allocated ..." */
static bool kea(struct event *ev, struct span text)
{
	struct span mac, address;

	if (!word_has(text, SPAN("DHCP4_LEASE_ALLOC")) && !word_has(text, SPAN("DHCP4_RELEASE ")))
		return false;
	ev->lease_ended = word_has(text, SPAN("DHCP4_RELEASE "));
	if (!word_between(text, SPAN("[hwtype=1 "), SPAN("]"), &mac) ||
	    (!word_behind(&text, SPAN(": lease ")) && !word_behind(&text, SPAN(": address "))) ||
	    !word_next(&text, &address))
		return false;
	return tie(ev, address, mac, SPAN(""));
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	(void)log;
	if (span_equal(program, SPAN("dhcpd")))
		return isc(ev, message);
	return span_starts(program, SPAN("kea-dhcp")) && kea(ev, message);
}

const struct message_family message_dhcpd = {
	.name = "dhcpd",
	.about = "ISC dhcpd and Kea leases",
	.parse = parse,
};
