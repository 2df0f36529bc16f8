/*
 * json_events.c -- events as JSON objects, one a line or handed over one by
 * one: ECS, Winlogbeat and other shapes of Windows events, Suricata EVE, Zeek,
 * CloudTrail, Microsoft 365 and Azure, endpoint agents, raw lines wrapped by
 * a SIEM, and whoever else names things so that the dictionary knows them.
 *
 * Not here: the framing of records in arrays ([{..},{..}], {"Records":[..]}):
 * an object that holds records is no record.  Lists of indicators (STIX, MISP,
 * feeds) bid nothing.  Hostile input: json_walk.c.
 */
#include "evidence/log/json_walk.h"
#include "evidence/log/zeek.h"

#define PROBE_OBJECTS 5

struct json_log {
	struct name_cache cache;
};

/* ---- dialects ---- */

/* An answer's packet goes from the resolver to the client: turn it round. */
static void turn_answer(struct event *ev)
{
	struct address address = ev->src;
	uint16_t port = ev->src_port;
	int8_t local = ev->src_local;

	if (ev->src_port != 53 || ev->dst_port == 53 || !ev->has_src || !ev->has_dst)
		return;
	ev->src = ev->dst;
	ev->src_port = ev->dst_port;
	ev->src_local = ev->dst_local;
	ev->dst = address;
	ev->dst_port = port;
	ev->dst_local = local;
	for (uint32_t i = 0; i < ev->fields; i++) {
		enum meaning *m = &ev->field[i].meaning;

		if (*m == MEANING_SRC || *m == MEANING_DST)
			*m = *m == MEANING_SRC ? MEANING_DST : MEANING_SRC;
	}
}

/*
 * These give the ends of the packet at hand, and so not who began, unless it
 * says that it went to the server.
 */
static bool is_packet_way(const struct facts *f, struct span type)
{
	static const char *const types[] = { "alert", "anomaly", "drop", "fileinfo", "netflow" };

	if (span_equal(facts_get(f, SLOT_DIRECTION), SPAN("to_server")))
		return false;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (span_equal(type, span_of(types[i])))
			return true;
	return false;
}

/* Suricata's EVE: event_type says which kind of record it is. */
static bool finish_suricata(struct facts *f)
{
	static const struct name_row types[] = {
		{ "alert", EVENT_ALERT }, { "anomaly", EVENT_ALERT },  { "dns", EVENT_DNS },
		{ "drop", EVENT_FLOW },	  { "fileinfo", EVENT_TRANSFER },  { "flow", EVENT_FLOW },
		{ "ftp", EVENT_TRANSFER },	  { "http", EVENT_HTTP },      { "http2", EVENT_HTTP },
		{ "netflow", EVENT_FLOW }, { "quic", EVENT_TLS },      { "rdp", EVENT_LOGIN },
		{ "smb", EVENT_FLOW },	  { "smtp", EVENT_MAIL },      { "ssh", EVENT_FLOW },
		{ "tls", EVENT_TLS },
	};
	struct event *ev = f->ev;
	struct span type = facts_get(f, SLOT_EVENT);

	if (!facts_has(f, SLOT_EVENT) || !span_equal(f->name[SLOT_EVENT], SPAN("event_type")) ||
	    !facts_has(f, SLOT_SRC))
		return false;
	ev->class = (enum event_class)name_search(types, sizeof(types) / sizeof(types[0]), type);
	ev->either_way = is_packet_way(f, type);
	facts_finish(f);
	if (span_equal(type, SPAN("drop")))
		ev->outcome = OUTCOME_REFUSED;
	if (ev->class == EVENT_DNS)
		turn_answer(ev);
	else if (status_read(facts_get(f, SLOT_STATUS)))
		ev->outcome = OUTCOME_DATA;	/* seen on the wire: the server's own answer */
	return true;
}

/*
 * Audit logs of clouds: whoever calls is known, so every accepted call is a
 * log-in that succeeded.
 */
static void note_cloud(struct facts *f)
{
	struct event *ev = f->ev;
	struct span provider = facts_get(f, SLOT_PROVIDER);
	bool cloud = span_ends(provider, SPAN(".amazonaws.com")) ||
		     span_ends(provider, SPAN(".googleapis.com")) ||
		     (facts_has(f, SLOT_PROVIDER) &&
		      span_equal_nocase(f->name[SLOT_PROVIDER], SPAN("Workload")));

	if (!cloud || !facts_has(f, SLOT_USER) ||
	    !(facts_has(f, SLOT_SRC) || facts_has(f, SLOT_CLIENT)))
		return;
	ev->class = EVENT_LOGIN;
	if (!facts_has(f, SLOT_RESULT) && !facts_has(f, SLOT_STATUS))
		ev->outcome = OUTCOME_LOGIN_OK;
}

/* What a person reads there is the event once more. */
static void message_is_text(struct event *ev)
{
	for (uint32_t i = 0; i < ev->fields; i++)
		if (ev->field[i].meaning == MEANING_NESTED)
			ev->field[i].meaning = MEANING_TEXT;
}

static void finish(struct walk *w)
{
	struct facts *f = w->f;

	if (w->zeek) {
		zeek_finish(f, w->zeek_path);
		f->log->people = f->log->people ? f->log->people : zeek_people(w->zeek_path);
		return;
	}
	if (finish_suricata(f))
		return;
	if (facts_windows(f) || f->host_log) {
		message_is_text(f->ev);
		if (!f->log->people)
			f->log->people = "event log";
	}
	note_cloud(f);
	facts_finish(f);
}

/* ---- records ---- */

static bool walk_record(struct log *log, struct name_cache *cache, struct span record,
			struct event *ev, struct walk *w, struct facts *f)
{
	facts_begin(f, log, ev);
	f->escaped = true;
	*w = (struct walk){ .f = f, .cache = cache };
	return json_walk(w, record) && !w->wrapper;
}

static bool json_parse(struct log *log, struct span record, struct event *ev)
{
	struct json_log *state = log->state;
	struct facts f;
	struct walk w;

	record = span_trim(record);
	if (record.len && record.ptr[record.len - 1] == ',')	/* a line of a pretty array */
		record.len--;
	if (record.len < 2 || record.ptr[0] != '{')
		return false;
	if (!walk_record(log, &state->cache, record, ev, &w, &f)) {
		event_clear(ev);
		return false;
	}
	finish(&w);
	return ev->time != TIME_NONE || ev->time_raw.len || ev->has_src || ev->has_dst ||
	       event_find(ev, MEANING_NESTED);
}

/* ---- opening ---- */

static int json_open(struct log *log, struct span sample, struct error *e)
{
	(void)sample;
	log->state = arena_new(log->arena, struct json_log);
	return log->state ? 0 : fail(e, ERR_LIMIT, "json: no memory left");
}

/* In an array the lines are no records: the object around `at`, or the line. */
static struct span json_record(struct span text, size_t at)
{
	struct span rest = text, object;
	size_t n = 0;

	/* The text may begin behind an element. */
	while (n < text.len && ascii_space(text.ptr[n]))
		n++;
	if (n == text.len || (text.ptr[n] != '[' && text.ptr[n] != ','))
		return log_line_at(text, at);
	while (json_object_next(&rest, &object))
		if ((size_t)(object.ptr - text.ptr) + object.len > at)
			return object;
	return log_line_at(text, at);
}

/* 2: an event; 1: a wrapped line with a time; 0: neither. */
static int probe_object(struct span object)
{
	struct log log = { .arena = NULL };
	struct event ev;
	struct facts f;
	struct walk w;
	bool deed;

	event_clear(&ev);
	if (!walk_record(&log, NULL, object, &ev, &w, &f) || w.list)
		return 0;
	if (w.zeek)
		return 2;
	if (!facts_has(&f, SLOT_TIME) && !facts_has(&f, SLOT_TIME_LATE) &&
	    !facts_has(&f, SLOT_DATE))
		return 0;
	deed = facts_has(&f, SLOT_SRC) || facts_has(&f, SLOT_CLIENT) || facts_has(&f, SLOT_DST) ||
	       facts_has(&f, SLOT_REMOTE) || facts_has(&f, SLOT_COMPUTER) ||
	       facts_has(&f, SLOT_MACHINE) || facts_has(&f, SLOT_EVENT_ID) ||
	       facts_has(&f, SLOT_USER) || facts_has(&f, SLOT_SENSOR) ||
	       (facts_has(&f, SLOT_SENDER) && facts_has(&f, SLOT_RECIPIENT));
	if (deed)
		return 2;
	return facts_has(&f, SLOT_RAW) ? 1 : 0;
}

/* Marks of advisories and lists: STIX, MISP, CSAF. */
static bool is_advisory(struct span sample)
{
	static const char *const marks[] = { "\"spec_version\"", "\"to_ids\"", "\"threat_level_id\"",
					     "\"pattern_type\"", "\"csaf_version\"",
					     "\"Attribute\"" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (span_find(sample, span_of(marks[i])) != SPAN_NONE)
			return true;
	return false;
}

static int probe(struct span sample)
{
	struct span rest = span_trim(sample), object;
	int objects = 0, points = 0;

	if (rest.len == 0 || (rest.ptr[0] != '{' && rest.ptr[0] != '[') || is_advisory(sample))
		return 0;
	while (objects < PROBE_OBJECTS && json_object_next(&rest, &object)) {
		objects++;
		points += probe_object(object);
	}
	if (objects == 0 || points < objects)
		return 0;
	return points * 2 >= objects * 3 ? 90 : 50;
}

const struct log_family log_json_events = {
	.name = "json_events",
	.about = "events as JSON: ECS, Windows, Suricata EVE, Zeek, CloudTrail, agents, SIEM exports",
	.probe = probe,
	.open = json_open,
	.parse = json_parse,
	.record = json_record,
};
