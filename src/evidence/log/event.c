/* event.c -- what every log family needs to fill an event: ends, times, fields. */
#include "evidence/log/event.h"

#include <stdio.h>

#define WORD(text) { (text), sizeof(text) - 1 }	/* a span in a static table */
#define PREFIX offsetof(struct event, field)

const char *event_class_name(enum event_class c)
{
	static const char *const names[EVENT_CLASSES] = {
		[EVENT_OTHER] = "other", [EVENT_FLOW] = "flow", [EVENT_DNS] = "dns",
		[EVENT_DNS_ECHO] = "dns-echo", [EVENT_PROXY] = "proxy",
		[EVENT_HTTP] = "http", [EVENT_TRANSFER] = "transfer", [EVENT_SERVER] = "server",
		[EVENT_LOGIN] = "login", [EVENT_MAIL] = "mail", [EVENT_PROCESS] = "process",
		[EVENT_FILE] = "file", [EVENT_LEASE] = "lease", [EVENT_LOGON] = "logon",
		[EVENT_TLS] = "tls", [EVENT_ALERT] = "alert",
	};

	return names[c];
}

const char *outcome_name(enum outcome o)
{
	static const char *const names[OUTCOME_COUNT] = {
		[OUTCOME_UNKNOWN] = "unknown",
		[OUTCOME_DATA] = "data",
		[OUTCOME_LET_THROUGH] = "let-through",
		[OUTCOME_REFUSED] = "refused",
		[OUTCOME_RESET] = "reset",
		[OUTCOME_NO_ANSWER] = "no-answer",
		[OUTCOME_LOGIN_OK] = "login-ok",
		[OUTCOME_LOGIN_FAILED] = "login-failed",
		[OUTCOME_BLOCKED_BY_AGENT] = "blocked-by-agent",
		[OUTCOME_DELIVERED] = "delivered",
		[OUTCOME_QUARANTINED] = "quarantined",
		[OUTCOME_ANSWERED] = "answered",
		[OUTCOME_STARTED] = "started",
		[OUTCOME_AT_REST] = "at-rest",
	};

	return (unsigned)o < OUTCOME_COUNT ? names[o] : names[OUTCOME_UNKNOWN];
}

void event_clear(struct event *ev)
{
	memset(ev, 0, PREFIX);
	ev->time = TIME_NONE;
	ev->lease_from = TIME_NONE;
	ev->lease_to = TIME_NONE;
	ev->src_local = -1;
	ev->dst_local = -1;
}

void event_field(struct event *ev, enum meaning meaning, struct span name, struct span value)
{
	if (ev->fields < EVENT_FIELDS)
		ev->field[ev->fields++] = (struct field){ meaning, name, value };
}

const struct field *event_find(const struct event *ev, enum meaning meaning)
{
	for (uint32_t i = 0; i < ev->fields; i++)
		if (ev->field[i].meaning == meaning)
			return &ev->field[i];
	return NULL;
}

bool event_unset(struct span text)
{
	static const struct span words[] = {
		WORD("n/a"), WORD("(null)"), WORD("null"), WORD("none"), WORD("(none)"),
		WORD("unknown"), WORD("(unknown)"), WORD("undefined"), WORD("unspecified"),
		WORD("(empty)"), WORD("(unset)"), WORD("unset"), WORD("nil"), WORD("\\n"),
		WORD("na"),
	};

	if (text.len == 0)
		return true;
	if (text.len > sizeof("unspecified") - 1)
		return false;
	switch (text.ptr[0]) {
	case '-':
		return text.len == 1 || (text.len == 2 && text.ptr[1] == '-');
	case 'n': case 'N': case 'u': case 'U': case '(': case '\\':
		break;
	default:
		return false;
	}
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_equal_nocase(text, words[i]))
			return true;
	return false;
}

bool event_port(struct span text, uint16_t *out)
{
	uint32_t port = 0;

	if (text.len == 0 || text.len > 5)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		if (!ascii_digit(text.ptr[i]))
			return false;
		port = port * 10 + (uint32_t)(text.ptr[i] - '0');
	}
	if (port > UINT16_MAX)
		return false;
	*out = (uint16_t)port;
	return true;
}

/* "]:443", ":443", "#53" behind an address. */
static bool port_behind(struct span rest, uint16_t *port)
{
	uint16_t number;

	if (rest.len == 0)
		return true;
	if (rest.ptr[0] != ':' && rest.ptr[0] != '#')
		return false;
	rest = span_skip(rest, 1);
	if (rest.len == 0)
		return true;
	if (!event_port(rest, &number))
		return false;
	*port = number;
	return true;
}

bool event_end_parse(struct span text, struct address *out, uint16_t *port)
{
	size_t n = 0;

	if (address_parse_ipv4(text, out))
		return true;
	text = span_trim(text);
	if (text.len == 0)
		return false;
	if (text.ptr[0] == '[') {
		n = span_find_byte(text, ']');
		return n != SPAN_NONE && address_parse(span_cut(text, 1, n - 1), out) &&
		       port_behind(span_skip(text, n + 1), port);
	}
	while (n < text.len && (ascii_digit(text.ptr[n]) || text.ptr[n] == '.'))
		n++;
	if (n >= 7)
		return address_parse(span_cut(text, 0, n), out) &&
		       port_behind(span_skip(text, n), port);
	return address_parse(text, out);
}

/* "10.1.x.x", "xxx.xxx.xxx.xxx", "10.1.*.*": an address with parts taken out. */
static bool part_taken_out(struct span text)
{
	struct span label;
	size_t labels = 0, numbers = 0, veiled = 0;

	while (span_split(&text, '.', &label)) {
		size_t digits = 0, marks = 0;

		for (size_t i = 0; i < label.len; i++) {
			digits += ascii_digit(label.ptr[i]);
			marks += ascii_lower(label.ptr[i]) == 'x' || label.ptr[i] == '*';
		}
		labels++;
		numbers += label.len > 0 && digits == label.len;
		veiled += label.len > 0 && marks == label.len;
	}
	return labels == 4 && veiled > 0 && numbers + veiled == 4;
}

/* Could stand for a machine by its name; long runs of hex are digests of addresses. */
static bool like_host(struct span text)
{
	size_t hex = 0, letters = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (!ascii_alnum(c) && c != '-' && c != '.' && c != '_' && (c & 0x80) == 0)
			return false;
		hex += ascii_hex(c) >= 0;
		letters += ascii_alpha(c);
	}
	return letters > 0 && text.len <= 255 && !(text.len >= 16 && hex == text.len) &&
	       !part_taken_out(text);
}

static bool event_end(struct event *ev, struct span text, struct address *out, uint16_t *port)
{
	uint16_t found = *port;

	if (event_end_parse(text, out, &found)) {
		if (*port == 0)
			*port = found;
		return true;
	}
	text = span_trim(text);
	if (!event_unset(text) && !like_host(text))
		ev->masked++;
	return false;
}

bool event_src(struct event *ev, struct span name, struct span text)
{
	bool is = event_end(ev, text, &ev->src, &ev->src_port);

	ev->has_src = ev->has_src || is;
	if (text.len)
		event_field(ev, MEANING_SRC, name, text);
	return is;
}

bool event_dst(struct event *ev, struct span name, struct span text)
{
	bool is = event_end(ev, text, &ev->dst, &ev->dst_port);

	ev->has_dst = ev->has_dst || is;
	if (text.len)
		event_field(ev, MEANING_DST, name, text);
	return is;
}

size_t event_when(struct event *ev, struct span text)
{
	struct civil civil;
	size_t n = time_read(text, &civil);

	if (n == 0)
		return 0;
	ev->civil = civil;
	ev->time_raw = span_cut(text, 0, n);
	return n;
}

struct zone_name {
	struct span name;
	int hours;
};

/* Only those that mean one thing all over the world (so not CST, IST, BST). */
static const struct zone_name zone_names[] = {
	{ WORD("utc"), 0 },  { WORD("gmt"), 0 },  { WORD("z"), 0 },    { WORD("wet"), 0 },
	{ WORD("west"), 1 }, { WORD("cet"), 1 },  { WORD("cest"), 2 }, { WORD("eet"), 2 },
	{ WORD("eest"), 3 }, { WORD("msk"), 3 },  { WORD("est"), -5 }, { WORD("edt"), -4 },
	{ WORD("cdt"), -5 }, { WORD("mst"), -7 }, { WORD("mdt"), -6 }, { WORD("pst"), -8 },
	{ WORD("pdt"), -7 },
};

/* "+0200", "+02:00", "-5", "UTC", "GMT+02:00". */
static bool zone_read(struct span text, int *offset)
{
	int digits[4] = { 0 };
	size_t n = 0;
	bool west;

	text = span_trim(text);
	for (size_t i = 0; text.len && ascii_alpha(text.ptr[0]) &&
			   i < sizeof(zone_names) / sizeof(zone_names[0]); i++)
		if (span_equal_nocase(text, zone_names[i].name)) {
			*offset = zone_names[i].hours * 3600;
			return true;
		}
	if (span_starts_nocase(text, SPAN("GMT")) || span_starts_nocase(text, SPAN("UTC")))
		text = span_skip(text, 3);
	if (text.len < 2 || text.len > 6 || (text.ptr[0] != '+' && text.ptr[0] != '-'))
		return false;
	west = text.ptr[0] == '-';
	for (size_t i = 1; i < text.len; i++) {
		if (text.ptr[i] == ':' && i > 1)
			continue;
		if (!ascii_digit(text.ptr[i]) || n == 4)
			return false;
		digits[n++] = text.ptr[i] - '0';
	}
	if (n == 1 || n == 3) {		/* "+5", "+530" */
		memmove(digits + 1, digits, 3 * sizeof(*digits));
		digits[0] = 0;
	}
	*offset = (digits[0] * 10 + digits[1]) * 3600 + (digits[2] * 10 + digits[3]) * 60;
	if (*offset > 15 * 3600)
		return false;
	*offset = west ? -*offset : *offset;
	return true;
}

void event_zone(struct event *ev, struct span zone)
{
	int offset;

	if (ev->civil.has_zone || !zone_read(zone, &offset))
		return;
	ev->civil.has_zone = true;
	ev->civil.offset = offset;
}

static int two_digits(const char *p)
{
	return ascii_digit(p[0]) && ascii_digit(p[1]) ? (p[0] - '0') * 10 + p[1] - '0' : -1;
}

/* "2020-05-02" and "11:03:07": what nearly all of them write. */
static bool plain_apart(struct span date, struct span clock, struct civil *out)
{
	int part[7];

	if (date.len != 10 || clock.len != 8 || date.ptr[4] != date.ptr[7] ||
	    (date.ptr[4] != '-' && date.ptr[4] != '/') || clock.ptr[2] != ':' ||
	    clock.ptr[5] != ':')
		return false;
	part[0] = two_digits(date.ptr);
	part[1] = two_digits(date.ptr + 2);
	part[2] = two_digits(date.ptr + 5);
	part[3] = two_digits(date.ptr + 8);
	part[4] = two_digits(clock.ptr);
	part[5] = two_digits(clock.ptr + 3);
	part[6] = two_digits(clock.ptr + 6);
	for (size_t i = 0; i < 7; i++)
		if (part[i] < 0)
			return false;
	*out = (struct civil){ .year = part[0] * 100 + part[1], .month = part[2], .day = part[3],
			       .hour = part[4], .minute = part[5], .second = part[6],
			       .has_time = true };
	return civil_valid(out);
}

bool event_when_apart(struct event *ev, struct span date, struct span clock, struct span zone)
{
	struct civil civil;
	char text[80];
	int n;

	if (!plain_apart(date, clock, &civil)) {
		if (date.len > 32 || clock.len > 32)
			return false;
		n = snprintf(text, sizeof(text), "%.*s %.*s", SPAN_ARG(date), SPAN_ARG(clock));
		if (n <= 0 || !time_read(span_make(text, (size_t)n), &civil) || !civil.has_time)
			return false;
	}
	ev->civil = civil;
	event_zone(ev, zone);
	ev->time_raw = date;
	/* Within one record the raw time is all from the first to the last part. */
	if (clock.ptr > date.ptr && clock.ptr - date.ptr < 64)
		ev->time_raw.len = (size_t)(clock.ptr - date.ptr) + clock.len;
	return true;
}

bool event_epoch(struct event *ev, struct span text)
{
	uint64_t whole = 0;
	int64_t micro = 0, scale = TIME_SECOND / 10;
	size_t i = 0;

	while (i < text.len && ascii_digit(text.ptr[i]) && i < 19)
		whole = whole * 10 + (uint64_t)(text.ptr[i++] - '0');
	if (i < 9 || (i < text.len && text.ptr[i] != '.'))
		return false;
	for (i++; i < text.len; i++) {
		if (!ascii_digit(text.ptr[i]))
			return false;
		micro += (text.ptr[i] - '0') * scale;
		scale /= 10;
	}
	if (whole < 100000000000)
		ev->time = (int64_t)whole * TIME_SECOND + micro;
	else if (whole < 100000000000000)
		ev->time = (int64_t)whole * 1000;
	else if (whole < 100000000000000000)
		ev->time = (int64_t)whole;
	else
		ev->time = (int64_t)(whole / 1000);
	ev->zone = TIME_STATED;
	ev->time_raw = text;
	return true;
}
