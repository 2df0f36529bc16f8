/*
 * openvpn_status.c -- OpenVPN's status file, versions 1 to 3: who is connected,
 * since when, from where, with which address of the pool.
 *
 * Version 1 separates the address of the pool into a second table; it has the
 * client's address too, so each of its lines is read by itself.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

#define COLUMNS 10

static int probe(struct span sample)
{
	struct span head = span_cut(sample, 0, 400);

	if (span_starts(head, SPAN("OpenVPN CLIENT LIST")) || span_starts(head, SPAN("OpenVPN STATISTICS")))
		return 96;
	return (span_starts(head, SPAN("TITLE,OpenVPN")) || span_starts(head, SPAN("TITLE\tOpenVPN"))) ?
		       96 : 0;
}

static bool session(struct event *ev, struct span user, struct span real, struct span given)
{
	ev->class = EVENT_LOGIN;
	ev->outcome = OUTCOME_LOGIN_OK;
	ev->user = user;
	ev->has_given = given.len && address_parse(given, &ev->given);
	if (ev->has_given)
		event_field(ev, MEANING_NONE, SPAN("Virtual Address"), given);
	return word_is_end(real, ':') && word_src(ev, SPAN("Real Address"), real, ':');
}

static void counted(struct event *ev, struct span received, struct span sent)
{
	ev->has_bytes = span_u64(received, &ev->bytes_out) && span_u64(sent, &ev->bytes_in);
}

static bool parse(struct log *log, struct span record, struct event *ev)
{
	char separator = span_find_byte(record, '\t') == SPAN_NONE ? ',' : '\t';
	struct span cell[COLUMNS];
	size_t n = 0;

	(void)log;
	while (n < COLUMNS && span_split(&record, separator, &cell[n]))
		n++;
	if (n >= 8 && span_equal(cell[0], SPAN("CLIENT_LIST"))) {
		counted(ev, cell[5], cell[6]);
		if (n < 9 || !event_epoch(ev, cell[8]))
			event_when(ev, cell[7]);
		return session(ev, cell[1], cell[2], cell[3]);
	}
	if (n >= 5 && span_equal(cell[0], SPAN("ROUTING_TABLE"))) {
		if (n < 6 || !event_epoch(ev, cell[5]))
			event_when(ev, cell[4]);
		return session(ev, cell[2], cell[3], cell[1]);
	}
	if (n == 5 && word_is_end(cell[1], ':')) {
		counted(ev, cell[2], cell[3]);
		event_when(ev, cell[4]);
		return session(ev, cell[0], cell[1], SPAN(""));
	}
	if (n == 4 && word_is_end(cell[2], ':')) {
		event_when(ev, cell[3]);
		return session(ev, cell[1], cell[2], cell[0]);
	}
	return false;
}

const struct log_family log_openvpn_status = {
	.name = "openvpn-status",
	.about = "OpenVPN's list of connected clients",
	.people = "VPN",
	.probe = probe,
	.parse = parse,
};
