/*
 * leases_dnsmasq.c -- dnsmasq.leases: "1591264800 52:54:00:aa:07:07 10.20.3.41
 * ws07 01:52:54:00:aa:07:07": when the lease ends (UTC epoch, 0: never), MAC,
 * address, name or "*", client's id.
 *
 * The file holds only what is leased when it was copied; since when is not
 * written, so lease_from stays unset.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

struct lease {
	struct span end, mac, address, name;
};

static bool split(struct span line, struct lease *l)
{
	struct address any;
	uint64_t seconds;

	if (!word_next(&line, &l->end) || !word_next(&line, &l->mac) ||
	    !word_next(&line, &l->address) || !word_next(&line, &l->name))
		return false;
	return span_u64(l->end, &seconds) && (l->end.len == 10 || l->end.len == 1) &&
	       (word_is_mac(l->mac) || span_u64(l->mac, &seconds)) &&
	       address_parse(l->address, &any);
}

static int probe(struct span sample)
{
	size_t lines = 0, ours = 0;
	struct span line;
	struct lease l;

	while (lines < 200 && log_may_reach(ours, lines, 200, 9) && span_line(&sample, &line)) {
		if (span_trim(line).len == 0 || span_starts(line, SPAN("duid ")))
			continue;
		lines++;
		ours += split(line, &l);
	}
	return lines && ours * 10 >= lines * 9 ? 94 : 0;
}

static bool parse(struct log *log, struct span record, struct event *ev)
{
	uint64_t seconds = 0;
	struct lease l;

	(void)log;
	if (!split(record, &l))
		return false;
	ev->class = EVENT_LEASE;
	span_u64(l.end, &seconds);
	if (seconds)
		ev->lease_to = (int64_t)seconds * TIME_SECOND;
	if (word_is_mac(l.mac))
		ev->mac = l.mac;
	if (!span_equal(l.name, SPAN("*"))) {
		ev->computer = l.name;
		event_field(ev, MEANING_NONE, SPAN("name"), l.name);
	}
	return event_src(ev, SPAN("address"), l.address);
}

const struct log_family log_leases_dnsmasq = {
	.name = "dnsmasq-leases",
	.about = "leases of dnsmasq (dnsmasq.leases)",
	.people = "DHCP",
	.shows = LOG_SHOWS(KIND_MAC),
	.probe = probe,
	.parse = parse,
};
