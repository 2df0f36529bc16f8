/*
 * message_panos.c -- Palo Alto Networks: TRAFFIC, THREAT, GLOBALPROTECT and
 * SYSTEM records as CSV (PAN-OS Administrator's Guide, syslog fields).
 *
 * In THREAT records other than `url` source and destination follow the packet
 * that raised the alarm: seen from server to client, the ends are merely ends.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

#define COLUMNS 64

enum column {
	TYPE = 3, SUBTYPE = 4, GENERATED = 6, SRC = 7, DST = 8, NAT_SRC = 9, NAT_DST = 10,
	SRC_USER = 12, SPORT = 24, DPORT = 25, ACTION = 30,
	SENT = 32, RECEIVED = 33,					/* TRAFFIC */
	MISC = 31, DIRECTION = 35, DIGEST = 43, AGENT = 46, FORWARDED = 48, REFERRER = 49,
	SENDER = 50, SUBJECT = 51, RECIPIENT = 52,			/* THREAT */
	GP_USER = 12, GP_MACHINE = 14, GP_PUBLIC = 15, GP_PRIVATE = 17, GP_STATUS = 28,
};

struct record {
	struct span cell[COLUMNS];
	size_t n;
};

static struct span cell(const struct record *r, enum column c)
{
	return (size_t)c < r->n ? span_trim(r->cell[c]) : SPAN("");
}

static void add(struct event *ev, const struct record *r, enum column c, enum meaning meaning,
		struct span name)
{
	if (cell(r, c).len)
		event_field(ev, meaning, name, cell(r, c));
}

static bool ends(struct event *ev, const struct record *r)
{
	ev->class = EVENT_FLOW;
	ev->outcome = word_outcome(cell(r, ACTION));
	event_port(cell(r, SPORT), &ev->src_port);
	event_port(cell(r, DPORT), &ev->dst_port);
	ev->user = cell(r, SRC_USER);
	add(ev, r, NAT_SRC, MEANING_NONE, SPAN("NAT source"));
	add(ev, r, NAT_DST, MEANING_NONE, SPAN("NAT destination"));
	return event_src(ev, SPAN("source"), cell(r, SRC)) &&
	       event_dst(ev, SPAN("destination"), cell(r, DST));
}

static bool traffic(struct event *ev, const struct record *r)
{
	if (!ends(ev, r))
		return false;
	if (span_equal(cell(r, SUBTYPE), SPAN("start")))
		ev->part = PART_BEGINS;
	else if (span_equal(cell(r, SUBTYPE), SPAN("end")))
		ev->part = PART_ENDS;
	ev->has_bytes = span_u64(cell(r, SENT), &ev->bytes_out) &&
			span_u64(cell(r, RECEIVED), &ev->bytes_in);
	if (ev->outcome == OUTCOME_LET_THROUGH && ev->bytes_out && ev->bytes_in)
		ev->outcome = OUTCOME_DATA;
	return true;
}

static bool threat(struct event *ev, const struct record *r)
{
	if (!ends(ev, r))
		return false;
	if (span_equal(cell(r, SUBTYPE), SPAN("url"))) {
		ev->class = EVENT_PROXY;
		if (ev->outcome == OUTCOME_UNKNOWN)
			ev->outcome = word_among(cell(r, ACTION), "alert continue") ?
					      OUTCOME_LET_THROUGH : OUTCOME_REFUSED;
		add(ev, r, MISC, MEANING_URL, SPAN("URL"));
	} else {
		ev->class = EVENT_ALERT;
		ev->either_way = span_equal(cell(r, DIRECTION), SPAN("server-to-client"));
		if (ev->outcome == OUTCOME_UNKNOWN && span_equal(cell(r, ACTION), SPAN("sinkhole")))
			ev->outcome = OUTCOME_REFUSED;
		add(ev, r, MISC, span_equal(cell(r, SUBTYPE), SPAN("spyware")) ? MEANING_HOST :
										 MEANING_FILE,
		    SPAN("file"));
	}
	add(ev, r, DIGEST, MEANING_HASH, SPAN("digest"));
	add(ev, r, AGENT, MEANING_AGENT, SPAN("agent"));
	add(ev, r, FORWARDED, MEANING_FORWARDED, SPAN("X-Forwarded-For"));
	add(ev, r, REFERRER, MEANING_REFERRER, SPAN("referer"));
	add(ev, r, SENDER, MEANING_SENDER, SPAN("sender"));
	add(ev, r, SUBJECT, MEANING_SUBJECT, SPAN("subject"));
	add(ev, r, RECIPIENT, MEANING_RECIPIENT, SPAN("recipient"));
	return true;
}

static bool vpn(struct event *ev, const struct record *r)
{
	ev->class = EVENT_LOGIN;
	ev->user = cell(r, GP_USER);
	if (span_equal(cell(r, GP_STATUS), SPAN("success")))
		ev->outcome = OUTCOME_LOGIN_OK;
	else if (span_equal(cell(r, GP_STATUS), SPAN("failure")))
		ev->outcome = OUTCOME_LOGIN_FAILED;
	ev->has_given = address_parse(cell(r, GP_PRIVATE), &ev->given) &&
			!span_equal(cell(r, GP_PRIVATE), SPAN("0.0.0.0"));
	add(ev, r, GP_PRIVATE, MEANING_NONE, SPAN("private"));
	add(ev, r, GP_MACHINE, MEANING_NONE, SPAN("machine"));
	return event_src(ev, SPAN("public"), cell(r, GP_PUBLIC));
}

/* "GlobalProtect portal user authentication failed. Login from: 1.2.3.4, ..., User name: bob" */
static bool system_text(struct event *ev, const struct record *r, struct span message)
{
	struct span address;

	(void)r;
	ev->class = EVENT_LOGIN;
	if (!word_between(message, SPAN("Login from: "), SPAN(","), &address) &&
	    !word_between(message, SPAN(" From: "), SPAN("."), &address))
		return false;
	if (word_has(message, SPAN("failed")) || word_has(message, SPAN("fail")))
		ev->outcome = OUTCOME_LOGIN_FAILED;
	else if (word_has(message, SPAN("succeeded")) || word_has(message, SPAN("success")))
		ev->outcome = OUTCOME_LOGIN_OK;
	word_between(message, SPAN("User name: "), SPAN(","), &ev->user);
	return word_is_end(address, ':') && word_src(ev, SPAN("Login from"), address, ':');
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	struct record r = { .n = 0 };
	struct span rest = message, type;
	bool read;

	(void)log;
	if (program.len || !word_cell(&rest, ',', &r.cell[0]) || r.cell[0].len > 2)
		return false;
	for (r.n = 1; r.n < COLUMNS && word_cell(&rest, ',', &r.cell[r.n]);)
		r.n++;
	type = cell(&r, TYPE);
	if (span_equal(type, SPAN("TRAFFIC")))
		read = traffic(ev, &r);
	else if (span_equal(type, SPAN("THREAT")))
		read = threat(ev, &r);
	else if (span_equal(type, SPAN("GLOBALPROTECT")))
		read = vpn(ev, &r);
	else
		read = span_equal(type, SPAN("SYSTEM")) && system_text(ev, &r, message);
	if (read && ev->class != EVENT_LOGIN)
		event_when(ev, cell(&r, GENERATED));
	return read;
}

const struct message_family message_panos = {
	.name = "panos",
	.about = "Palo Alto Networks traffic, threat and GlobalProtect records",
	.parse = parse,
};
