/*
 * log.c -- choosing a log's family, parsing its records and records inside
 * them.
 *
 * Hostile input: at most SAMPLE_MAX bytes of a sample are looked at, records are
 * followed inside records LOG_NESTING deep, and unescaped text is at most
 * SCRATCH_MAX bytes a record, out of the item's arena.
 */
#include "evidence/log/log.h"

#include "base/json.h"
#include "evidence/log/names.h"

#define SAMPLE_MAX   65536	/* that a family learns from */
#define PROBE_MAX    16384	/* of it, that it is chosen by */
#define SCRATCH_MAX  (8u << 20)
#define DATED_MAX    200		/* lines of it that are looked at for a time */
#define TIME_WITHIN  1024	/* bytes of such a line */
#define BID_MIN      30
#define OBSERVE_MAX  200	/* records looked at to learn what a log can show */

#define LOG_FAMILY(name) extern const struct log_family log_##name;
#include "evidence/log/list.h"
#undef LOG_FAMILY

static const struct log_family *const families[] = {
#define LOG_FAMILY(name) &log_##name,
#include "evidence/log/list.h"
#undef LOG_FAMILY
	NULL,
};

#define FAMILIES (sizeof(families) / sizeof(families[0]) - 1)

const struct log_family *log_family_at(size_t i)
{
	return i < FAMILIES ? families[i] : NULL;
}

const struct log_family *log_named(struct span name)
{
	for (size_t i = 0; i < FAMILIES; i++)
		if (span_equal(name, span_of(families[i]->name)))
			return families[i];
	return NULL;
}

void log_begin(struct log *log, struct arena *arena)
{
	*log = (struct log){ .arena = arena, .mtime = TIME_NONE };
}

struct name_cache *log_names(struct log *log)
{
	if (!log->names)
		log->names = arena_new(log->arena, struct name_cache);
	return log->names;
}

char *log_scratch(struct log *log, size_t n)
{
	size_t room;
	char *taken;

	if (!log->arena || n > SCRATCH_MAX - log->scratch_used)
		return NULL;
	if (n > log->scratch_room - log->scratch_used) {
		/* The block at hand stays where it is: spans may point into it. */
		room = log->scratch_room ? log->scratch_room * 2 : 4096;
		while (room < n)
			room *= 2;
		taken = arena_alloc(log->arena, room);
		if (!taken)
			return NULL;
		log->scratch = taken;
		log->scratch_room = room;
		log->scratch_used = 0;
	}
	taken = log->scratch + log->scratch_used;
	log->scratch_used += n;
	return taken;
}

struct span log_unescape(struct log *log, struct span inner)
{
	struct buf out;

	if (span_find_byte(inner, '\\') == SPAN_NONE)
		return inner;
	buf_init(&out, inner.len);
	out.ptr = log_scratch(log, inner.len);	/* unescaping never lengthens */
	out.room = inner.len;
	if (!out.ptr || !json_unescape(inner, &out) || out.bad)
		return inner;
	return buf_span(&out);
}

uint64_t log_shows_meaning(enum meaning meaning)
{
	static const uint64_t hashes = LOG_SHOWS(KIND_MD5) | LOG_SHOWS(KIND_SHA1) |
				       LOG_SHOWS(KIND_SHA256) | LOG_SHOWS(KIND_SHA512);

	switch (meaning) {
	case MEANING_SRC: case MEANING_DST:
		return LOG_SHOWS_ADDRESS;
	case MEANING_QUERY: case MEANING_HOST:
		return LOG_SHOWS(KIND_DOMAIN) | LOG_SHOWS(KIND_ONION);
	case MEANING_ANSWER:
		return LOG_SHOWS(KIND_DOMAIN) | LOG_SHOWS_ADDRESS;
	case MEANING_URL:
		return LOG_SHOWS(KIND_URL) | LOG_SHOWS(KIND_DOMAIN) | LOG_SHOWS(KIND_ONION);
	case MEANING_PATH:
		return LOG_SHOWS(KIND_URL);
	case MEANING_AGENT:
		return LOG_SHOWS(KIND_USER_AGENT);
	case MEANING_CERTIFICATE:
		return LOG_SHOWS(KIND_X509_SHA1) | LOG_SHOWS(KIND_X509_SHA256) |
		       LOG_SHOWS(KIND_X509_SERIAL) | LOG_SHOWS(KIND_X509_SUBJECT) |
		       LOG_SHOWS(KIND_X509_ISSUER);
	case MEANING_HASH:
		return hashes;
	case MEANING_FILE:
		return LOG_SHOWS(KIND_FILENAME) | LOG_SHOWS(KIND_PATH);
	case MEANING_COMMAND:
		return LOG_SHOWS(KIND_COMMAND_LINE);
	case MEANING_SENDER: case MEANING_RECIPIENT:
		return LOG_SHOWS(KIND_EMAIL);
	case MEANING_SUBJECT:
		return LOG_SHOWS(KIND_EMAIL_SUBJECT);
	case MEANING_LINK:
		return LOG_SHOWS(KIND_URL) | LOG_SHOWS(KIND_DOMAIN);
	case MEANING_REGISTRY:
		return LOG_SHOWS(KIND_REGISTRY_KEY);
	default:
		return 0;
	}
}

struct span log_line_at(struct span text, size_t at)
{
	struct span head, tail;
	size_t from, to;

	if (at > text.len)
		at = text.len;
	head = span_cut(text, 0, at);
	tail = span_skip(text, at);
	from = span_rfind_byte(head, '\n');
	from = from == SPAN_NONE ? 0 : from + 1;
	to = span_find_byte(tail, '\n');
	to = to == SPAN_NONE ? text.len : at + to;
	if (to > from && text.ptr[to - 1] == '\r')
		to--;
	return span_cut(text, from, to - from);
}

/* The bytes in front of `end`: a buffer that was filled anew has others there. */
static uint64_t mark_of(struct span text, size_t end)
{
	size_t from = end > 32 ? end - 32 : 0;

	return span_hash(span_cut(text, from, end - from), end);
}

struct span log_record(struct log *log, struct span text, size_t at)
{
	struct span record;
	size_t from = 0;

	if (!log->family || !log->family->record)
		return log_line_at(text, at);
	if (log->framed.text.ptr == text.ptr && log->framed.text.len == text.len &&
	    log->framed.end <= at && log->framed.mark == mark_of(text, log->framed.end))
		from = log->framed.end;
	record = log->family->record(span_skip(text, from), at - from);
	log->framed.text = text;
	log->framed.end = (size_t)(record.ptr - text.ptr) + record.len;
	log->framed.mark = mark_of(text, log->framed.end);
	return record;
}

/* ---- records inside records ---- */

/* Whole lines from the front; more than PROBE_MAX when one is so long. */
static struct span to_probe(struct span sample)
{
	size_t more = span_find_byte(span_skip(sample, PROBE_MAX), '\n');

	return span_cut(sample, 0, more == SPAN_NONE ? sample.len : PROBE_MAX + more + 1);
}

/* "9:05", or six digits on end, which a moment in seconds has: a time may stand in it. */
static bool may_hold_time(struct span line)
{
	for (size_t i = 5; i < line.len; i += 6) {
		size_t from = i, to = i;

		while (ascii_digit(line.ptr[from]) && from && ascii_digit(line.ptr[from - 1]))
			from--;
		while (to < line.len && ascii_digit(line.ptr[to]))
			to++;
		if (to - from >= 6)
			return true;
	}
	for (size_t i = 1; i + 1 < line.len; i++) {
		size_t colon = span_find_byte(span_skip(line, i), ':');

		if (colon == SPAN_NONE || (i += colon) + 1 == line.len)
			return false;
		if (ascii_digit(line.ptr[i - 1]) && ascii_digit(line.ptr[i + 1]))
			return true;
	}
	return false;
}

/* As many lines hold a time as every family wants that is `dated`, and some more. */
static bool is_dated(struct span sample)
{
	size_t lines = 0, dated = 0;
	struct span line;

	while (lines < DATED_MAX && span_line(&sample, &line)) {
		if (line.len == 0)
			continue;
		lines++;
		dated += line.ptr[0] == '<' || may_hold_time(span_cut(line, 0, TIME_WITHIN));
	}
	return dated * 2 >= lines;
}

static const struct log_family *best_bidder(struct span sample)
{
	const struct log_family *best = NULL;
	int highest = BID_MIN - 1;
	bool dated;

	sample = to_probe(sample);
	dated = is_dated(sample);
	for (size_t i = 0; i < FAMILIES; i++) {
		int bid = families[i]->dated && !dated ? 0 : families[i]->probe(sample);

		if (bid > highest) {
			highest = bid;
			best = families[i];
		}
	}
	return best;
}

static int open_family(struct log *log, const struct log_family *family, struct span sample,
		       struct error *e)
{
	log->family = family;
	log->shows = family->shows;
	log->people = family->people;
	if (family->open && family->open(log, sample, e) < 0) {
		log->family = NULL;
		return -1;
	}
	return 0;
}

/* The log for a record found inside one of `log`: one a family, opened when first met. */
static struct log *inner_log(struct log *log, struct span text)
{
	const struct log_family *family = best_bidder(span_cut(text, 0, SAMPLE_MAX));
	struct log *inner;
	struct error e;
	size_t i = 0;

	if (!family)
		return NULL;
	while (i < sizeof(log->inner) / sizeof(log->inner[0]) && log->inner[i]) {
		if (log->inner[i]->family == family)
			return log->inner[i];
		i++;
	}
	if (i == sizeof(log->inner) / sizeof(log->inner[0]))
		return NULL;
	inner = arena_new(log->arena, struct log);
	if (!inner)
		return NULL;
	log_begin(inner, log->arena);
	inner->path = log->path;
	inner->zone = log->zone;
	inner->year = log->year;
	inner->mtime = log->mtime;
	inner->depth = log->depth + 1;
	if (open_family(inner, family, span_cut(text, 0, SAMPLE_MAX), &e) < 0)
		return NULL;
	return log->inner[i] = inner;
}

static void take_span(struct span *to, struct span from)
{
	if (to->len == 0)
		*to = from;
}

static bool is_about_host(enum event_class class)
{
	return class == EVENT_PROCESS || class == EVENT_FILE || class == EVENT_LOGIN ||
	       class == EVENT_LOGON || class == EVENT_OTHER;
}

/* What the record inside (`ev`) does not say, the one around it may: a stated time, machines. */
static void fill_from_outer(struct event *ev, const struct event *outer)
{
	if (outer->time != TIME_NONE && (ev->time == TIME_NONE || ev->zone != TIME_STATED)) {
		ev->time = outer->time;
		ev->zone = outer->zone;
		ev->time_raw = outer->time_raw;
		ev->civil = outer->civil;
	}
	if (ev->sensor.len == 0 && ev->computer.len == 0 && is_about_host(ev->class))
		ev->computer = outer->computer;
	else if (!is_about_host(ev->class))
		take_span(&ev->sensor, outer->computer);
	take_span(&ev->sensor, outer->sensor);
	take_span(&ev->user, outer->user);
	if (!ev->has_record_id) {
		ev->has_record_id = outer->has_record_id;
		ev->record_id = outer->record_id;
	}
	for (uint32_t i = 0; i < outer->fields; i++)
		if (outer->field[i].meaning != MEANING_NESTED)
			event_field(ev, outer->field[i].meaning, outer->field[i].name,
				    outer->field[i].value);
}

/*
 * Nobody reads the text inside: in a record that told what happened it is a
 * mention, else a hit in it stays unjudged.
 */
static void settle_raw(struct event *ev)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < ev->fields; i++) {
		if (ev->field[i].meaning == MEANING_NESTED) {
			if (ev->class == EVENT_OTHER)
				continue;
			ev->field[i].meaning = MEANING_TEXT;
		}
		ev->field[kept++] = ev->field[i];
	}
	ev->fields = kept;
}

/* Follow the record inside `ev`, if there is one that somebody can read. */
static void follow_nested(struct log *log, struct event *ev)
{
	const struct field *raw = event_find(ev, MEANING_NESTED);
	struct event *inside;
	struct log *inner;
	struct span text;

	if (!raw)
		return;
	if (log->depth >= LOG_NESTING) {
		settle_raw(ev);
		return;
	}
	if (!log->inner_event)
		log->inner_event = arena_new(log->arena, struct event);
	inside = log->inner_event;
	text = log_unescape(log, raw->value);
	inner = inside ? inner_log(log, text) : NULL;
	if (!inner || !log_parse(inner, text, inside)) {
		settle_raw(ev);
		return;
	}
	log->shows |= inner->shows;
	if (text.ptr != raw->value.ptr && !inside->nested) {
		inside->nested = true;
		inside->nested_text = text;
	}
	fill_from_outer(inside, ev);
	memcpy(ev, inside,
	       offsetof(struct event, field) + inside->fields * sizeof(inside->field[0]));
}

/*
 * What a field proves to be visible in this log.  The addresses of questions,
 * log-ins, mails, leases and of clients of our servers are only the other ends
 * of those: such a log would not show a connection to a listed address.  A
 * sensor's alerts show nothing but what its rules know.
 */
static uint64_t shown_by(enum event_class class, const struct field *field)
{
	uint64_t shown = log_shows_meaning(field->meaning);

	if (class == EVENT_ALERT)
		return 0;
	if (class != EVENT_FLOW && class != EVENT_PROXY && class != EVENT_TLS)
		shown &= ~LOG_SHOWS_ADDRESS;
	if (class == EVENT_SERVER)	/* hosts and paths are our own */
		shown &= LOG_SHOWS(KIND_USER_AGENT);
	if (field->meaning == MEANING_CERTIFICATE && span_starts_nocase(field->name, SPAN("ja")))
		shown = LOG_SHOWS(KIND_JA3) | LOG_SHOWS(KIND_JA3S) | LOG_SHOWS(KIND_JA4);
	return shown;
}

static void add_shown(struct log *log, const struct event *ev)
{
	for (uint32_t i = 0; i < ev->fields; i++)
		log->shows |= shown_by(ev->class, &ev->field[i]);
}

uint64_t log_columns(const struct log *log)
{
	return log->family && log->family->columns ? log->family->columns(log) : 0;
}

bool log_parse(struct log *log, struct span record, struct event *ev)
{
	event_clear(ev);
	if (!log->family)
		return false;
	if (record.len && record.ptr[0] == '#' && log->family->comment) {
		log->family->comment(log, record);
		return false;
	}
	log->scratch_used = 0;
	if (!log->family->parse(log, record, ev))
		return false;
	take_span(&ev->sensor, log->sensor);
	log_settle_time(log, ev);
	follow_nested(log, ev);
	if (!log->family->shows)
		add_shown(log, ev);
	return true;
}

/* ---- opening ---- */

static const char *people_of(enum event_class class)
{
	static const char *const names[EVENT_CLASSES] = {
		[EVENT_FLOW] = "firewall", [EVENT_DNS] = "DNS", [EVENT_DNS_ECHO] = "DNS",
		[EVENT_PROXY] = "web proxy", [EVENT_SERVER] = "web server",
		[EVENT_LOGIN] = "log-ins", [EVENT_LOGON] = "log-ins",
		[EVENT_MAIL] = "mail gateway", [EVENT_PROCESS] = "endpoint agent",
		[EVENT_FILE] = "endpoint agent", [EVENT_LEASE] = "DHCP",
		[EVENT_TLS] = "flows", [EVENT_ALERT] = "intrusion sensor",
	};

	return class < EVENT_CLASSES ? names[class] : NULL;
}

/* Families whose ability depends on the source: what the records of the sample are. */
static void observe(struct log *log, struct span sample)
{
	size_t seen[EVENT_CLASSES] = { 0 }, most = 0, records = 0;
	struct event *ev = arena_new(log->arena, struct event);
	bool preset;

	for (size_t at = 0; ev && at < sample.len && records < OBSERVE_MAX; records++) {
		struct span record = log_record(log, sample, at);
		size_t next = (size_t)(record.ptr - sample.ptr) + record.len + 1;

		if (log_parse(log, record, ev))
			seen[ev->class]++;
		at = next > at ? next : at + 1;
	}
	preset = log->people != NULL;
	for (size_t i = 1; i < EVENT_CLASSES && !preset; i++)
		if (seen[i] > most && people_of((enum event_class)i)) {
			most = seen[i];
			log->people = people_of((enum event_class)i);
		}
}

int log_open(struct log *log, struct span sample, struct error *e)
{
	const struct log_family *family;

	sample = span_cut(sample, 0, SAMPLE_MAX);
	family = log->known;
	if (!family)
		family = log->columns.len ? log_named(SPAN("table")) : best_bidder(sample);
	if (!family)
		return 0;
	if (open_family(log, family, sample, e) < 0)
		return -1;
	if (!log->observed && (log->shows == 0 || !log->people))
		observe(log, sample);
	return 0;
}
