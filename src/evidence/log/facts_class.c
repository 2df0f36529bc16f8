/*
 * facts_class.c -- what kind of happening a record with named values tells,
 * and what became of it.  Where the names do not say, it stays open.
 */
#include "evidence/log/facts.h"

/* ---- class ---- */

#define WORD(text) { (text), sizeof(text) - 1 }	/* a span in a static table */

/* What the words of type, event and product hint at. */
enum hint {
	HINT_LOGIN = 1, HINT_MAIL = 2, HINT_PROXY = 4, HINT_SERVER = 8, HINT_PROCESS = 16,
	HINT_FILE = 32, HINT_ALERT = 64, HINT_TLS = 128
};

static const struct {
	struct span word;
	unsigned hint;
} hint_words[] = {
	{ WORD("login"), HINT_LOGIN },	    { WORD("logon"), HINT_LOGIN },
	{ WORD("sign-in"), HINT_LOGIN },    { WORD("signin"), HINT_LOGIN },
	{ WORD("authenticat"), HINT_LOGIN }, { WORD("loggedin"), HINT_LOGIN },
	{ WORD("user.session.start"), HINT_LOGIN },
	{ WORD("mail"), HINT_MAIL },	    { WORD("smtp"), HINT_MAIL },
	{ WORD("spam"), HINT_MAIL },
	{ WORD("proxy"), HINT_PROXY },	    { WORD("squid"), HINT_PROXY },
	{ WORD("zscaler"), HINT_PROXY },    { WORD("nssweblog"), HINT_PROXY },
	{ WORD("umbrella"), HINT_PROXY },   { WORD("bluecoat"), HINT_PROXY },
	{ WORD("webgateway"), HINT_PROXY }, { WORD("webfilter"), HINT_PROXY },
	{ WORD("nginx"), HINT_SERVER },	    { WORD("apache"), HINT_SERVER },
	{ WORD("iis"), HINT_SERVER },	    { WORD("access_log"), HINT_SERVER },
	{ WORD("accesslog"), HINT_SERVER }, { WORD("httpd"), HINT_SERVER },
	{ WORD("waf"), HINT_SERVER },
	{ WORD("process"), HINT_PROCESS },  { WORD("exec"), HINT_PROCESS },
	{ WORD("started"), HINT_PROCESS },  { WORD("launch"), HINT_PROCESS },
	{ WORD("file"), HINT_FILE },	    { WORD("write"), HINT_FILE },
	{ WORD("creat"), HINT_FILE },	    { WORD("quarantin"), HINT_FILE },
	{ WORD("malware"), HINT_FILE },	    { WORD("virus"), HINT_FILE },
	{ WORD("scan"), HINT_FILE },	    { WORD("detect"), HINT_FILE },
	{ WORD("threat"), HINT_FILE },
	{ WORD("alert"), HINT_ALERT },	    { WORD("ips"), HINT_ALERT },
	{ WORD("intrusion"), HINT_ALERT },  { WORD("anomaly"), HINT_ALERT },
	{ WORD("botnet"), HINT_ALERT },	    { WORD("attack"), HINT_ALERT },
	{ WORD("exploit"), HINT_ALERT },
	{ WORD("tls"), HINT_TLS },	    { WORD("ssl"), HINT_TLS },
};

static const uint8_t hint_slots[] = { SLOT_TYPE, SLOT_SUBTYPE, SLOT_EVENT, SLOT_PROVIDER,
				      SLOT_CHANNEL };

/* The short words ("ips", "tls") only when they stand alone. */
static bool hint_in(struct span text, struct span word)
{
	size_t at = span_find_nocase(text, word), end = at + word.len;

	if (at == SPAN_NONE || word.len > 3)
		return at != SPAN_NONE;
	return (at == 0 || !ascii_alnum(text.ptr[at - 1])) &&
	       (end == text.len || !ascii_alnum(text.ptr[end]));
}

static unsigned search_hints(const struct facts *f)
{
	unsigned hints = 0;

	for (size_t i = 0; i < sizeof(hint_words) / sizeof(hint_words[0]); i++)
		for (size_t k = 0; k < sizeof(hint_slots); k++)
			if (hint_in(facts_get(f, (enum slot)hint_slots[k]), hint_words[i].word))
				hints |= hint_words[i].hint;
	return hints;
}

/* Types and products are the same in most records of a log: what was found is kept. */
static unsigned hints_of(const struct facts *f)
{
	uint64_t key = 1;
	struct hint_row *row;

	for (size_t i = 0; i < sizeof(hint_slots); i++)
		if (facts_has(f, (enum slot)hint_slots[i]))
			key = span_hash(f->value[hint_slots[i]], key + i);
	row = &f->log->hint[key % LOG_HINTS];
	if (row->key != key) {
		row->key = key;
		row->hints = search_hints(f);
	}
	return row->hints;
}

static bool has_ends(const struct facts *f)
{
	return (facts_has(f, SLOT_SRC) || facts_has(f, SLOT_CLIENT) || facts_has(f, SLOT_LOCAL)) &&
	       (facts_has(f, SLOT_DST) || facts_has(f, SLOT_SERVER) || facts_has(f, SLOT_REMOTE));
}

static bool is_login(const struct facts *f, unsigned hints)
{
	enum verdict action = verdict_of(facts_get(f, SLOT_ACTION));
	enum verdict result = verdict_of(facts_get(f, SLOT_RESULT));

	if (action == VERDICT_LOGIN_OK || action == VERDICT_LOGIN_FAILED ||
	    result == VERDICT_LOGIN_OK || result == VERDICT_LOGIN_FAILED)
		return true;
	return (hints & HINT_LOGIN) || facts_say(f, SLOT_ACTION, SPAN("login")) || facts_say(f, SLOT_ACTION, SPAN("logon"));
}

static bool is_mail(const struct facts *f, unsigned hints)
{
	bool sender = facts_has(f, SLOT_SENDER), recipient = facts_has(f, SLOT_RECIPIENT);

	return (sender && recipient) ||
	       ((sender || recipient) &&
		(facts_has(f, SLOT_SUBJECT) || (hints & HINT_MAIL)));
}

static bool has_web(const struct facts *f)
{
	return facts_has(f, SLOT_URL) || facts_has(f, SLOT_PATH) || facts_has(f, SLOT_REQUEST) ||
	       ((facts_has(f, SLOT_HOST) || facts_has(f, SLOT_AGENT)) &&
		(facts_has(f, SLOT_METHOD) || facts_has(f, SLOT_STATUS)));
}

static bool has_program(const struct facts *f)
{
	return facts_has(f, SLOT_PROCESS) || facts_has(f, SLOT_COMMAND) ||
	       facts_has(f, SLOT_PARENT);
}

static bool has_file(const struct facts *f)
{
	return facts_has(f, SLOT_HASH) || facts_has(f, SLOT_HASHES) || facts_has(f, SLOT_FILE);
}

static enum event_class web_class(const struct facts *f, unsigned hints)
{
	if (hints & HINT_PROXY)
		return EVENT_PROXY;
	if (hints & HINT_SERVER)
		return EVENT_SERVER;
	if (has_ends(f))
		return EVENT_HTTP;
	return facts_has(f, SLOT_URL) ? EVENT_PROXY : EVENT_SERVER;
}

static enum event_class host_class(const struct facts *f, unsigned hints)
{
	if (facts_has(f, SLOT_COMMAND) || (hints & HINT_PROCESS))
		return EVENT_PROCESS;
	if (has_file(f) && (hints & HINT_FILE))
		return EVENT_FILE;
	if (has_program(f))
		return EVENT_PROCESS;
	return has_file(f) ? EVENT_FILE : EVENT_OTHER;
}

enum event_class facts_class(const struct facts *f)
{
	unsigned hints = hints_of(f);
	bool ends = has_ends(f);

	if (is_login(f, hints))
		return EVENT_LOGIN;
	if (is_mail(f, hints))
		return EVENT_MAIL;
	if (facts_has(f, SLOT_QUERY) && !has_web(f))
		return EVENT_DNS;
	if (!ends && (has_program(f) || has_file(f) || facts_has(f, SLOT_REGISTRY)) && !has_web(f))
		return host_class(f, hints);
	if (ends && (hints & HINT_ALERT))
		return EVENT_ALERT;
	if (has_web(f) && (ends || facts_has(f, SLOT_SRC) || facts_has(f, SLOT_CLIENT) ||
			   facts_has(f, SLOT_REMOTE)))
		return web_class(f, hints);
	if (facts_has(f, SLOT_CERTIFICATE) || facts_has(f, SLOT_JA3) ||
	    (facts_has(f, SLOT_HOST) && (hints & HINT_TLS)))
		return EVENT_TLS;
	if (ends || facts_has(f, SLOT_HOST))
		return EVENT_FLOW;
	if (has_web(f))
		return EVENT_PROXY;
	if ((facts_has(f, SLOT_SRC) || facts_has(f, SLOT_DST)) && facts_has(f, SLOT_ACTION))
		return EVENT_FLOW;
	return EVENT_OTHER;
}

/* ---- outcome ---- */

enum verdict facts_verdict(const struct facts *f)
{
	static const uint8_t slots[] = { SLOT_ACTION, SLOT_RESULT, SLOT_STATUS, SLOT_EVENT,
					 SLOT_STATE };

	for (size_t i = 0; i < sizeof(slots); i++) {
		enum verdict v = verdict_of(facts_get(f, (enum slot)slots[i]));

		if (v != VERDICT_NONE)
			return v;
	}
	return VERDICT_NONE;
}

/* A result that is a number: zero is success. */
static enum verdict number_verdict(struct span text)
{
	bool number = text.len > 0;
	bool zero = true;

	if (span_starts_nocase(text, SPAN("0x")))
		text = span_skip(text, 2);
	for (size_t i = 0; i < text.len; i++) {
		number = number && ascii_hex(text.ptr[i]) >= 0;
		zero = zero && text.ptr[i] == '0';
	}
	return !number ? VERDICT_NONE : zero ? VERDICT_SUCCESS : VERDICT_FAILURE;
}

static enum outcome login_outcome(const struct facts *f)
{
	static const uint8_t slots[] = { SLOT_RESULT, SLOT_STATUS, SLOT_ACTION, SLOT_EVENT };

	for (size_t i = 0; i < sizeof(slots); i++) {
		struct span text = facts_get(f, (enum slot)slots[i]);
		enum verdict v = verdict_of(text);

		if (v == VERDICT_NONE && slots[i] != SLOT_EVENT)
			v = number_verdict(text);
		if (v == VERDICT_LOGIN_OK || v == VERDICT_SUCCESS || v == VERDICT_ACCEPTED)
			return OUTCOME_LOGIN_OK;
		if (v == VERDICT_LOGIN_FAILED || v == VERDICT_FAILURE || v == VERDICT_REFUSED)
			return OUTCOME_LOGIN_FAILED;
	}
	return OUTCOME_UNKNOWN;
}

static enum outcome dns_outcome(const struct facts *f)
{
	struct span code = facts_get(f, facts_has(f, SLOT_RCODE) ? SLOT_RCODE : SLOT_STATUS);
	struct span answer = facts_get(f, SLOT_ANSWER);
	enum outcome o = outcome_of_rcode(code);

	if (verdict_of(facts_get(f, SLOT_ACTION)) == VERDICT_REFUSED)
		return OUTCOME_REFUSED;
	if (span_equal(answer, SPAN("0.0.0.0")) || span_equal(answer, SPAN("::")))
		return OUTCOME_REFUSED;
	if (o != OUTCOME_UNKNOWN)
		return o;
	return answer.len ? OUTCOME_ANSWERED : OUTCOME_UNKNOWN;
}

/* A gateway that stops a message may say beside it that it was kept: where counts. */
static bool is_quarantined(const struct facts *f)
{
	static const uint8_t slots[] = { SLOT_ACTION, SLOT_RESULT, SLOT_STATUS, SLOT_STATE };

	for (size_t i = 0; i < sizeof(slots); i++)
		if (verdict_of(facts_get(f, (enum slot)slots[i])) == VERDICT_QUARANTINED)
			return true;
	return facts_get(f, SLOT_QUARANTINE).len > 0;
}

static enum outcome mail_outcome(const struct facts *f, enum verdict v)
{
	if (v != VERDICT_DELIVERED && is_quarantined(f))
		return OUTCOME_QUARANTINED;
	switch (v) {
	case VERDICT_DELIVERED: case VERDICT_ACCEPTED: case VERDICT_SUCCESS:
		return OUTCOME_DELIVERED;
	case VERDICT_QUARANTINED:
		return OUTCOME_QUARANTINED;
	case VERDICT_REFUSED: case VERDICT_FAILURE: case VERDICT_RESET:
		return OUTCOME_REFUSED;
	default:
		return OUTCOME_UNKNOWN;
	}
}

/* On a machine: what an agent stopped did not run, all else did or lies there. */
static enum outcome host_outcome(struct facts *f, enum verdict v)
{
	if (v == VERDICT_REFUSED || v == VERDICT_QUARANTINED || v == VERDICT_RESET) {
		f->ev->agent_mark = true;
		return OUTCOME_BLOCKED_BY_AGENT;
	}
	if (v == VERDICT_FAILURE || v == VERDICT_SILENT)
		return OUTCOME_UNKNOWN;
	return f->ev->class == EVENT_PROCESS ? OUTCOME_STARTED : OUTCOME_AT_REST;
}

static enum outcome web_outcome(const struct facts *f, enum verdict v)
{
	const struct event *ev = f->ev;
	unsigned status = status_read(facts_get(f, SLOT_STATUS));

	if (v == VERDICT_REFUSED || v == VERDICT_RESET)
		return OUTCOME_REFUSED;
	if (ev->class == EVENT_SERVER) {
		if (status == 0)
			return OUTCOME_UNKNOWN;
		return status < 400 ? OUTCOME_DATA : OUTCOME_ANSWERED;
	}
	if (status)
		return outcome_of_status(status, ev->has_bytes ? ev->bytes_in : 0);
	return verdict_flow(v, ev);
}

enum outcome facts_outcome(struct facts *f)
{
	enum verdict v = facts_verdict(f);

	switch (f->ev->class) {
	case EVENT_LOGIN:
		return login_outcome(f);
	case EVENT_DNS: case EVENT_DNS_ECHO:
		return dns_outcome(f);
	case EVENT_MAIL:
		return mail_outcome(f, v);
	case EVENT_PROCESS: case EVENT_FILE:
		return host_outcome(f, v);
	case EVENT_PROXY: case EVENT_SERVER:
		return web_outcome(f, v);
	case EVENT_FLOW: case EVENT_HTTP: case EVENT_TRANSFER: case EVENT_TLS: case EVENT_ALERT:
		return has_web(f) && v == VERDICT_NONE ? web_outcome(f, v) : verdict_flow(v, f->ev);
	default:
		return OUTCOME_UNKNOWN;
	}
}
