/* zeek_fields.c -- what the columns of Zeek's logs mean. */
#include "evidence/log/zeek.h"

struct zeek_row {
	const char *path;	/* "": every log that has no row of its own */
	const char *name;	/* plain (names.h) */
	uint8_t slot;
};

/* Where Zeek's names differ from what others mean by them. */
static const struct zeek_row zeek_rows[] = {
	{ "dhcp", "assignedaddr", SLOT_MACHINE_IP },
	{ "dhcp", "clientaddr", SLOT_SRC },
	{ "dhcp", "clientfqdn", SLOT_SRC_HOST },
	{ "dhcp", "domain", SLOT_NAMED },
	{ "dhcp", "hostname", SLOT_COMPUTER },
	{ "dhcp", "leasetime", SLOT_BYTES },	/* not used for anything else there */
	{ "dhcp", "requestedaddr", SLOT_NAMED },
	{ "dhcp", "serveraddr", SLOT_DST },
	{ "files", "isorig", SLOT_DIRECTION },
	{ "files", "localorig", SLOT_NAMED },
	{ "files", "source", SLOT_NAMED },
	{ "intel", "seenindicator", SLOT_TEXT },
	{ "kerberos", "client", SLOT_USER },
	{ "kerberos", "service", SLOT_NAMED },
	{ "knowncerts", "host", SLOT_MACHINE_IP },
	{ "knownhosts", "host", SLOT_MACHINE_IP },
	{ "knownservices", "host", SLOT_MACHINE_IP },
	{ "krb", "client", SLOT_USER },
	{ "notice", "sub", SLOT_TEXT },
	{ "ntlm", "domainname", SLOT_NAMED },
	{ "ntlm", "hostname", SLOT_SRC_HOST },
	{ "ntlm", "servernbcomputername", SLOT_NAMED },
	{ "pe", "machine", SLOT_NAMED },
	{ "radius", "framedaddr", SLOT_NAMED },
	{ "rdp", "clientname", SLOT_SRC_HOST },
	{ "rdp", "cookie", SLOT_USER },
	{ "rdp", "result", SLOT_NAMED },	/* of the negotiation, not of the log-in */
	{ "sip", "requestfrom", SLOT_NAMED },
	{ "sip", "requestto", SLOT_NAMED },
	{ "smtp", "path", SLOT_FORWARDED },
	{ "smtp", "subject", SLOT_SUBJECT },
	{ "socks", "requesthost", SLOT_HOST },
	{ "software", "host", SLOT_MACHINE_IP },
	{ "ssl", "established", SLOT_RESULT },
	{ "ssh", "authsuccess", SLOT_RESULT },
	{ "ssh", "client", SLOT_NAMED },
	{ "ssh", "direction", SLOT_NAMED },
	{ "ssh", "server", SLOT_NAMED },
	{ "syslog", "message", SLOT_RAW },
	{ "weird", "name", SLOT_NAMED },
	{ "", "authsuccess", SLOT_RESULT },
	{ "", "certificateissuer", SLOT_CERTIFICATE },
	{ "", "certificatesubject", SLOT_CERTIFICATE },
	{ "", "clientissuer", SLOT_NAMED },
	{ "", "clientsubject", SLOT_NAMED },
	{ "", "duration", SLOT_NONE },
	{ "", "helo", SLOT_NAMED },
	{ "", "host", SLOT_HOST },
	{ "", "idorigl2addr", SLOT_MAC },
	{ "", "id", SLOT_NONE },
	{ "", "lastreply", SLOT_RESULT },
	{ "", "name", SLOT_NAMED },
	{ "", "note", SLOT_NAMED },
	{ "", "p", SLOT_DST_PORT },
	{ "", "peer", SLOT_NAMED },
	{ "", "proc", SLOT_NONE },
	{ "", "proto", SLOT_NONE },
	{ "", "proxied", SLOT_FORWARDED },
	{ "", "rejected", SLOT_NONE },
	{ "", "rxhosts", SLOT_SERVER },	/* files: turned by is_orig */
	{ "", "secondreceived", SLOT_TEXT },
	{ "", "firstreceived", SLOT_TEXT },
	{ "", "service", SLOT_NAMED },
	{ "", "statusmsg", SLOT_NAMED },
	{ "", "subject", SLOT_CERTIFICATE },
	{ "", "tlsversion", SLOT_NONE },
	{ "", "ts", SLOT_TIME },
	{ "", "txhosts", SLOT_CLIENT },
	{ "", "uri", SLOT_PATH },
	{ "", "version", SLOT_NONE },
	{ "", "xoriginatingip", SLOT_FORWARDED },
};

static const struct zeek_row *row_of(struct span path, struct span plain)
{
	for (size_t i = 0; i < sizeof(zeek_rows) / sizeof(zeek_rows[0]); i++)
		if (span_equal(plain, span_of(zeek_rows[i].name)) &&
		    span_equal(path, span_of(zeek_rows[i].path)))
			return &zeek_rows[i];
	return NULL;
}

enum slot zeek_slot(struct span path, struct span name)
{
	char plain[NAME_MAX_LEN], where[NAME_MAX_LEN];
	struct span key = { plain, name_plain(name, plain) };
	struct span log = { where, name_plain(path, where) };
	const struct zeek_row *row;

	if (key.len == 0)
		return SLOT_NONE;
	row = row_of(log, key);
	if (!row && log.len)
		row = row_of(SPAN(""), key);
	return row ? (enum slot)row->slot : name_slot(key);
}

/* ---- class ---- */

struct path_row {
	const char *path;
	uint8_t class;
	const char *people;
};

static const struct path_row path_rows[] = {
	{ "conn", EVENT_FLOW, "flows" },
	{ "dhcp", EVENT_LEASE, "DHCP" },
	{ "dns", EVENT_DNS, "DNS" },
	{ "files", EVENT_TRANSFER, "file transfers" },
	{ "ftp", EVENT_TRANSFER, "file transfers" },
	{ "http", EVENT_HTTP, "web traffic" },
	{ "intel", EVENT_ALERT, "intrusion sensor" },
	{ "kerberos", EVENT_LOGIN, "log-ins" },
	{ "notice", EVENT_ALERT, "intrusion sensor" },
	{ "ntlm", EVENT_LOGIN, "log-ins" },
	{ "radius", EVENT_LOGIN, "log-ins" },
	{ "rdp", EVENT_LOGIN, "log-ins" },
	{ "signatures", EVENT_ALERT, "intrusion sensor" },
	{ "smtp", EVENT_MAIL, "mail gateway" },
	{ "ssh", EVENT_LOGIN, "log-ins" },
	{ "ssl", EVENT_TLS, "flows" },
	{ "weird", EVENT_FLOW, "flows" },
	{ "x509", EVENT_TLS, "flows" },
};

static const struct path_row *path_row(struct span path)
{
	for (size_t i = 0; i < sizeof(path_rows) / sizeof(path_rows[0]); i++)
		if (span_equal(path, span_of(path_rows[i].path)))
			return &path_rows[i];
	return NULL;
}

const char *zeek_people(struct span path)
{
	const struct path_row *row = path_row(path);

	return row ? row->people : "flows";
}

static enum event_class class_of(const struct facts *f, struct span path)
{
	const struct path_row *row = path_row(path);

	if (row)
		return (enum event_class)row->class;
	if (path.len)
		return EVENT_FLOW;
	if (facts_has(f, SLOT_METHOD))
		return EVENT_HTTP;
	if (facts_has(f, SLOT_STATE))
		return EVENT_FLOW;
	if (facts_has(f, SLOT_QUERY))
		return EVENT_DNS;
	if (facts_has(f, SLOT_SENDER) || facts_has(f, SLOT_RECIPIENT))
		return EVENT_MAIL;
	if (facts_has(f, SLOT_CERTIFICATE) || facts_has(f, SLOT_JA3) || facts_has(f, SLOT_HOST))
		return EVENT_TLS;
	return facts_has(f, SLOT_RESULT) ? EVENT_LOGIN : EVENT_FLOW;
}

/* ---- outcome ---- */

/* conn_state; `both`: bytes were seen both ways. */
static enum outcome state_outcome(struct event *ev, struct span state)
{
	bool both = ev->has_bytes && ev->bytes_out && ev->bytes_in;

	if (span_equal(state, SPAN("SF")) || span_equal(state, SPAN("S1")) ||
	    span_equal(state, SPAN("S2")) || span_equal(state, SPAN("S3")))
		return both ? OUTCOME_DATA : OUTCOME_LET_THROUGH;
	if (span_equal(state, SPAN("RSTO")) || span_equal(state, SPAN("RSTR")))
		return both ? OUTCOME_DATA : OUTCOME_RESET;
	if (span_equal(state, SPAN("REJ")))
		return OUTCOME_REFUSED;
	if (span_equal(state, SPAN("S0")) || span_equal(state, SPAN("SH")) ||
	    span_equal(state, SPAN("RSTOS0")))
		return OUTCOME_NO_ANSWER;
	if (span_equal(state, SPAN("RSTRH")))
		return OUTCOME_RESET;
	/* OTH, SHR: the beginning was not seen, so neither who began. */
	ev->either_way = true;
	return both ? OUTCOME_DATA : OUTCOME_UNKNOWN;
}

static enum outcome mail_outcome(struct span reply)
{
	if (reply.len < 3)
		return OUTCOME_UNKNOWN;
	if (reply.ptr[0] == '2')
		return OUTCOME_DELIVERED;
	return reply.ptr[0] == '5' || reply.ptr[0] == '4' ? OUTCOME_REFUSED : OUTCOME_UNKNOWN;
}

/* Seen on the wire: a status is the server's own answer. */
static enum outcome wire_outcome(struct facts *f, struct span path)
{
	struct event *ev = f->ev;

	if (facts_has(f, SLOT_STATE))
		return state_outcome(ev, f->value[SLOT_STATE]);
	if (ev->class == EVENT_MAIL)
		return mail_outcome(facts_get(f, SLOT_RESULT));
	if (status_read(facts_get(f, SLOT_STATUS)))
		return OUTCOME_DATA;
	if (span_equal(path, SPAN("files")))
		return OUTCOME_DATA;
	if (ev->class == EVENT_TLS && facts_has(f, SLOT_RESULT))	/* established */
		return ascii_lower(f->value[SLOT_RESULT].ptr[0]) == 't' ? OUTCOME_DATA :
									 OUTCOME_UNKNOWN;
	return ev->outcome;
}

/* files.log before it had ends: the sender, and is_orig for who began. */
static void settle_files(struct facts *f)
{
	struct event *ev = f->ev;
	struct address rx = ev->dst;

	if (facts_has(f, SLOT_SRC) || !facts_has(f, SLOT_CLIENT))
		return;
	ev->either_way = !facts_has(f, SLOT_DIRECTION);
	if (facts_has(f, SLOT_DIRECTION) && ascii_lower(f->value[SLOT_DIRECTION].ptr[0]) == 't')
		return;
	ev->dst = ev->src;	/* the responder sent it */
	ev->src = rx;
	ev->has_src = ev->has_dst = ev->has_src && ev->has_dst;
	for (uint32_t i = 0; i < ev->fields; i++) {
		struct field *field = &ev->field[i];

		if (field->meaning == MEANING_SRC)
			field->meaning = MEANING_DST;
		else if (field->meaning == MEANING_DST)
			field->meaning = MEANING_SRC;
	}
}

static void settle_lease(struct facts *f, struct span seconds)
{
	struct event *ev = f->ev;
	uint64_t length = 0;
	size_t dot = span_find_byte(seconds, '.');

	if (facts_has(f, SLOT_MACHINE_IP)) {
		ev->fields = 0;
		ev->has_src = false;
		event_src(ev, f->name[SLOT_MACHINE_IP], f->value[SLOT_MACHINE_IP]);
	}
	ev->src_local = 1;
	ev->lease_from = ev->time;
	if (ev->time != TIME_NONE && span_u64(span_cut(seconds, 0, dot), &length) &&
	    length < 100000000)
		ev->lease_to = ev->time + (int64_t)length * TIME_SECOND;
}

void zeek_finish(struct facts *f, struct span path)
{
	struct event *ev = f->ev;

	ev->class = class_of(f, path);
	facts_finish(f);
	ev->outcome = wire_outcome(f, path);
	if (ev->class == EVENT_LEASE)
		settle_lease(f, facts_get(f, SLOT_BYTES));
	else if (!facts_has(f, SLOT_SRC))
		settle_files(f);
	if (ev->class != EVENT_LEASE && ev->sensor.len == 0 && ev->computer.len) {
		ev->sensor = ev->computer;	/* Zeek watches; it is about no machine */
		ev->computer = (struct span){ "", 0 };
	}
}
