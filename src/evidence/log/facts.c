/*
 * facts.c -- named values of one record are taken, each into its slot.
 *
 * Hostile input: values are spans of the record; every value is looked at
 * once, a name that comes again only adds a field.
 */
#include "evidence/log/facts.h"

#define RAW_MIN 24	/* shorter text holds no record */

void facts_begin(struct facts *f, struct log *log, struct event *ev)
{
	f->log = log;
	f->ev = ev;
	f->escaped = false;
	f->host_log = false;
	f->stated = false;
	f->utc = false;
	f->path_field = 0;
	memset(f->seen, 0, sizeof(f->seen));
}

static void put(struct facts *f, enum slot slot, struct span name, struct span value)
{
	f->seen[slot / 64] |= UINT64_C(1) << (slot % 64);
	f->name[slot] = name;
	f->value[slot] = value;
}

static bool has_byte(struct span s, char c)
{
	return span_find_byte(s, c) != SPAN_NONE;
}

static bool has_scheme(struct span s)
{
	size_t colon = span_find_byte(span_cut(s, 0, 12), ':');

	return colon != SPAN_NONE && colon >= 3 && colon + 2 < s.len &&
	       s.ptr[colon + 1] == '/' && s.ptr[colon + 2] == '/';
}

/* ---- taking ---- */

/* A time with a zone, or digits since the epoch, is worth more than one without. */
static void take_time(struct facts *f, struct span name, struct span value)
{
	char last = value.ptr[value.len - 1];
	bool utc = span_find_nocase(name, SPAN("utc")) != SPAN_NONE;
	bool stated = last == 'Z' || (value.len > 19 && (value.ptr[value.len - 6] == '+' ||
							 value.ptr[value.len - 5] == '+' ||
							 value.ptr[value.len - 6] == '-' ||
							 value.ptr[value.len - 5] == '-'));

	if (!stated && value.len >= 9 && !has_byte(value, '-') && !has_byte(value, ':') &&
	    !has_byte(value, '/') && !has_byte(value, ' '))
		stated = true;
	if (facts_has(f, SLOT_TIME) && (f->stated || f->utc || !(stated || utc)))
		return;
	put(f, SLOT_TIME, name, value);
	f->stated = stated;
	f->utc = utc;
}

/* "www.example.org/a": a URL whose scheme was left out. */
static bool is_host_first(struct span s)
{
	size_t slash = span_find_byte(s, '/'), dot = span_find_byte(s, '.');

	return dot != SPAN_NONE && dot > 0 && slash != SPAN_NONE && dot < slash &&
	       span_find_byte(s, ' ') == SPAN_NONE;
}

/* "GET /a HTTP/1.1" and "GET http://b/ HTTP/1.1"; else a URL or a path. */
static void take_request(struct facts *f, struct span name, struct span value)
{
	size_t blank = span_find_byte(value, ' ');
	struct span target = value;

	if (blank != SPAN_NONE && blank < 12) {
		facts_take(f, SLOT_METHOD, name, span_cut(value, 0, blank));
		target = span_skip(value, blank + 1);
		blank = span_rfind_byte(target, ' ');
		if (blank != SPAN_NONE &&
		    span_starts(span_skip(target, blank + 1), SPAN("HTTP/")))
			target = span_cut(target, 0, blank);
	}
	if (has_scheme(target) || is_host_first(target))
		facts_take(f, SLOT_URL, name, target);
	else if (target.len && target.ptr[0] == '/')
		facts_take(f, SLOT_PATH, name, target);
}

/* The slot that a value really has, when its name alone does not say so. */
static enum slot slot_by_value(enum slot slot, struct span value)
{
	struct address address;
	uint64_t number;
	uint16_t port;

	switch (slot) {
	case SLOT_SENDER: case SLOT_RECIPIENT:
		if (has_byte(value, '@') || value.ptr[0] == '<')
			return slot;
		if (!event_end_parse(value, &address, &port))
			return SLOT_NAMED;
		return slot == SLOT_SENDER ? SLOT_SRC : SLOT_DST;
	case SLOT_MESSAGE_ID:	/* of a message, not of a kind of record */
		return has_byte(value, '@') ? slot : SLOT_NAMED;
	case SLOT_SUBJECT:
		return span_find(value, SPAN("CN=")) == SPAN_NONE ? slot : SLOT_CERTIFICATE;
	case SLOT_QUERY:
		return has_byte(value, ' ') || has_byte(value, '=') || has_byte(value, '/') ?
			       SLOT_TEXT : slot;
	case SLOT_URL:
		if (value.ptr[0] == '/' && !(value.len > 1 && value.ptr[1] == '/'))
			return SLOT_PATH;
		return has_byte(value, '.') || has_byte(value, ':') ? slot : SLOT_NAMED;
	case SLOT_USER:		/* a number of one, not a name */
		return span_starts(value, SPAN("S-1-")) || span_u64(value, &number) ? SLOT_NAMED : slot;
	case SLOT_EVENT:
		return value.len >= 64 && (has_byte(value, '=') || has_byte(value, '{') ||
					   has_byte(value, ' ')) ? SLOT_RAW : slot;
	case SLOT_RAW:
		return value.len < RAW_MIN ? SLOT_TEXT : slot;
	case SLOT_HOST:		/* "host:443" is the caller's business; a sentence is no host */
		return has_byte(value, ' ') ? SLOT_TEXT : slot;
	default:
		return slot;
	}
}

static bool is_end(enum slot slot)
{
	return (slot >= SLOT_SRC && slot <= SLOT_MACHINE_IP);
}

static bool is_listed(enum slot slot)
{
	return slot_meaning(slot) != MEANING_NONE || slot == SLOT_NAMED || slot == SLOT_SRC_HOST;
}

/* A name that comes again: which value stays? The first, unless the later one says more. */
static bool better(const struct facts *f, enum slot slot, struct span name, struct span value)
{
	struct address address;
	uint16_t port;

	if (slot == SLOT_ACTION)
		return verdict_of(f->value[slot]) == VERDICT_NONE;
	if (slot == SLOT_EVENT)
		return verdict_of(f->value[slot]) == VERDICT_NONE &&
		       verdict_of(value) != VERDICT_NONE;
	if (slot == SLOT_MACHINE)	/* "host" is often the collector */
		return span_equal(f->name[slot], SPAN("host")) && !span_equal(name, SPAN("host"));
	if (slot == SLOT_MACHINE_IP && event_end_parse(f->value[slot], &address, &port))
		return address_class(&address) == ADDRESS_LOCAL;
	return false;
}

void facts_take(struct facts *f, enum slot slot, struct span name, struct span value)
{
	bool again;

	if (slot == SLOT_NONE || event_unset(value))
		return;
	if (slot == SLOT_TIME) {
		take_time(f, name, value);
		return;
	}
	if (slot == SLOT_REQUEST) {
		take_request(f, name, value);
		return;
	}
	slot = slot_by_value(slot, value);
	again = facts_has(f, slot);
	if (!again || better(f, slot, name, value))
		put(f, slot, name, value);
	else if (slot == SLOT_TYPE && !facts_has(f, SLOT_SUBTYPE))
		put(f, SLOT_SUBTYPE, name, value);
	if (slot == SLOT_RAW && again)
		slot = SLOT_TEXT;
	if (is_end(slot) && !again)
		return;		/* listed when it is known which end it is */
	if (is_listed(slot))
		event_field(f->ev, slot_meaning(slot), name, value);
	if (slot == SLOT_PATH_ANY && !again)
		f->path_field = f->ev->fields;
}

bool facts_say(const struct facts *f, enum slot slot, struct span word)
{
	return facts_has(f, slot) && span_find_nocase(f->value[slot], word) != SPAN_NONE;
}

