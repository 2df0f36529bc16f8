/*
 * bind.c -- BIND's own files: "02-Jun-2020 10:10:40.123 queries: info: client
 * ..."; category and severity are there when the configuration says so, the
 * time may be ISO 8601.  The sentence is message_bind.c's.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

#define LINES_MAX 200

/* "queries: ", "info: " and what BIND's sentences begin with. */
static bool is_bind(struct span text)
{
	static const char *const heads[] = {
		"queries: ", "query-errors: ", "rpz: ", "security: ", "client ", "client: ", "resolver: ",
		"lame-servers: ", "general: ", "network: ", "xfer-in: ", "xfer-out: ", "notify: ",
		"dnssec: ", "config: ", "database: ", "edns-disabled: ", "update: ",
		"update-security: ", "rate-limit: ", "unmatched: ", "default: ", "serve-stale: ",
		"zoneload: ", "info: client ", "info: rpz ", "zone ", "default_",
	};

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (span_starts(text, span_of(heads[i])))
			return true;
	return false;
}

static bool split(struct span line, struct civil *civil, struct span *raw, struct span *text)
{
	size_t n = line.len && ascii_digit(line.ptr[0]) ? time_read(line, civil) : 0;

	if (n == 0 || !civil->has_time || n + 1 >= line.len || line.ptr[n] != ' ')
		return false;
	*raw = span_cut(line, 0, n);
	*text = span_skip(line, n + 1);
	return true;
}

static int probe(struct span sample)
{
	size_t lines = 0, ours = 0;
	struct span line, raw, text;
	struct civil civil;

	while (lines < LINES_MAX && log_may_reach(ours, lines, LINES_MAX, 7) &&
	       span_line(&sample, &line)) {
		if (span_trim(line).len == 0)
			continue;
		lines++;
		ours += split(line, &civil, &raw, &text) && is_bind(text);
	}
	return lines && ours * 10 >= lines * 7 ? 92 : 0;
}

static bool parse(struct log *log, struct span record, struct event *ev)
{
	struct span raw, text;
	struct civil civil;

	if (!split(record, &civil, &raw, &text) || !is_bind(text))
		return false;
	message_parse(log, SPAN("named"), text, ev);
	ev->civil = civil;
	ev->time_raw = raw;
	return true;
}

const struct log_family log_bind = {
	.name = "named",
	.about = "BIND's own log files",
	.people = "DNS",
	.shows = LOG_SHOWS(KIND_DOMAIN) | LOG_SHOWS(KIND_ONION),
	.dated = true,
	.probe = probe,
	.parse = parse,
};
