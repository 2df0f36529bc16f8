/*
 * keyvalue.c -- logs of key=value pairs: FortiGate, Sophos, Check Point,
 * SonicWall, WatchGuard, Juniper, Meraki, logfmt and whoever else writes so.
 *
 * Not here: CEF and LEEF (cef.c), syslog headers (words before the first pair
 * are skipped; a time at their front is taken when the pairs have none).
 * Hostile input: pairs.c; one pass over the record.
 */
#include "evidence/log/keyvalue.h"

#include "evidence/log/facts.h"
#include "evidence/log/pairs.h"

#define PAIRS_MIN 3
#define KNOWN_MIN 2
#define PROBE_LINES 60

/* ---- FortiGate ---- */

/* Its own device id or log id: names mean what they mean there. */
static bool is_fortigate_key(struct span key)
{
	return span_equal(key, SPAN("devid")) || span_equal(key, SPAN("logid"));
}

static enum slot fortigate_slot(enum slot slot, struct span key)
{
	switch (slot) {
	case SLOT_TIME:		/* the counter: only when date and time are missing */
		return span_equal(key, SPAN("eventtime")) ? SLOT_TIME_LATE : slot;
	case SLOT_MACHINE:	/* the site that was asked for */
		return span_equal(key, SPAN("hostname")) ? SLOT_HOST : slot;
	case SLOT_DIRECTION:	/* of the message in its session: says nothing of who began */
		return SLOT_NONE;
	default:
		return slot;
	}
}

/*
 * The session was accepted, then content inspection stopped it: the later
 * word holds.
 */
static void take_utm_action(struct facts *f, struct span value)
{
	if (verdict_of(value) == VERDICT_REFUSED)
		f->value[SLOT_ACTION] = value;
}

/* ---- a message ---- */

/* Words before and after the pairs that say what happened (Juniper, Meraki). */
static void take_words(struct facts *f, struct span message, struct span before)
{
	size_t at = span_find(before, SPAN("RT_FLOW_SESSION_"));
	struct span tail;

	if (at != SPAN_NONE) {
		tail = span_skip(before, at + sizeof("RT_FLOW_SESSION_") - 1);
		at = span_find_byte(tail, ' ');
		facts_take(f, SLOT_ACTION, SPAN("RT_FLOW"), span_cut(tail, 0, at));
	}
	tail = span_skip(message, message.len > 4096 ? message.len - 4096 : 0);
	at = span_find(tail, SPAN(" request: "));
	if (at != SPAN_NONE)
		facts_take(f, SLOT_REQUEST, SPAN("request"),
			   span_skip(tail, at + sizeof(" request: ") - 1));
	at = span_find(tail, SPAN(" pattern: "));
	if (at != SPAN_NONE)
		facts_take(f, SLOT_ACTION, SPAN("pattern"),
			   span_skip(tail, at + sizeof(" pattern: ") - 1));
}

/* An end is one word, whatever follows it up to the next key. */
static struct span one_word(enum slot slot, struct span value)
{
	size_t blank;

	if (slot < SLOT_SRC || slot > SLOT_MACHINE_IP)
		return value;
	blank = span_find_byte(value, ' ');
	return blank == SPAN_NONE ? value : span_cut(value, 0, blank);
}

static bool take_pairs(struct log *log, struct facts *f, struct span message)
{
	struct span rest = message, key, value, first = { NULL, 0 };
	struct name_cache *names = log_names(log);
	uint32_t pairs = 0, known = 0;
	bool fortigate = false;

	if (!names)
		return false;
	while (pair_next(&rest, &key, &value)) {
		enum slot slot = name_cached(names, NULL, 0, key);

		if (!first.ptr)
			first = key;
		pairs++;
		fortigate = fortigate || is_fortigate_key(key);
		if (slot == SLOT_NONE)
			continue;
		known++;
		if (fortigate)
			slot = fortigate_slot(slot, key);
		if (slot == SLOT_ACTION && facts_has(f, SLOT_ACTION) &&
		    span_starts(key, SPAN("utm")))
			take_utm_action(f, value);
		else
			facts_take(f, slot, key, one_word(slot, value));
	}
	if (pairs < PAIRS_MIN || known < KNOWN_MIN)
		return false;
	if (!fortigate)
		take_words(f, message, span_cut(message, 0, (size_t)(first.ptr - message.ptr)));
	return true;
}

void keyvalue_time_before(struct event *ev, struct span message)
{
	size_t close = span_find_byte(span_cut(message, 0, 6), '>');
	size_t blank;

	if (message.len && message.ptr[0] == '<' && close != SPAN_NONE)
		message = span_skip(message, close + 1);
	blank = span_find_byte(span_cut(message, 0, 24), ' ');
	if (blank != SPAN_NONE && event_epoch(ev, span_cut(message, 0, blank)))
		return;
	event_when(ev, span_cut(message, 0, 40));
}

bool keyvalue_message(struct log *log, struct span message, struct event *ev)
{
	struct facts f;

	if (cef_message(log, message, ev) || palo_alto_message(log, message, ev))
		return true;
	facts_begin(&f, log, ev);
	if (!take_pairs(log, &f, message)) {
		event_clear(ev);
		return false;
	}
	facts_finish(&f);
	return true;
}

/* ---- the family ---- */

/* 2: pairs from the line's beginning on, 1: behind some words, 0: no such line. */
static unsigned probe_line(struct span line)
{
	struct span rest = line, key, value;
	uint32_t pairs = 0, known = 0;
	size_t covered = 0;
	bool ends = false, first = false;

	while (pairs < 64 && pair_next(&rest, &key, &value)) {
		enum slot slot = name_find(NULL, 0, key);

		if (pairs++ == 0)
			first = key.ptr - line.ptr <= 5;
		known += slot != SLOT_NONE && slot != SLOT_TEXT && slot != SLOT_NAMED;
		ends = ends || (slot >= SLOT_SRC && slot <= SLOT_MACHINE_IP) ||
		       slot == SLOT_USER || slot == SLOT_MACHINE || slot == SLOT_SENSOR ||
		       slot == SLOT_COMPUTER;
		covered += key.len + value.len + 1;
	}
	if (pairs < 4 || known < 3 || !ends || covered * 2 < (size_t)(rest.ptr - line.ptr))
		return 0;
	return first ? 2 : 1;
}

static int probe(struct span sample)
{
	struct span line;
	unsigned bid;
	size_t lines = 0, points = 0, good = 0;

	while (lines < PROBE_LINES && log_may_reach(good, lines, PROBE_LINES, 5) &&
	       span_line(&sample, &line)) {
		if (line.len == 0 || line.ptr[0] == '#')
			continue;
		bid = line.ptr[0] != '{' ? probe_line(line) : 0;
		lines++;
		good += bid > 0;
		points += bid;
	}
	if (lines == 0 || points < lines)
		return 0;
	return points * 4 >= lines * 7 ? 85 : 45;
}

static bool keyvalue_parse(struct log *log, struct span record, struct event *ev)
{
	if (!keyvalue_message(log, record, ev))
		return false;
	if (ev->time == TIME_NONE && ev->time_raw.len == 0)
		keyvalue_time_before(ev, record);
	return true;
}

const struct log_family log_keyvalue = {
	.name = "keyvalue",
	.about = "key=value: FortiGate, Sophos, Check Point, SonicWall, WatchGuard and others",
	.probe = probe,
	.parse = keyvalue_parse,
};
