/*
 * web_error.c -- error logs of Apache and nginx.
 *
 *   [Fri Sep 09 10:42:29.902022 2011] [core:error] [pid 35708] [client 192.0.2.9:5555] Text
 *   2020/06/04 10:00:00 [error] 1234#0: *5 open() "/x" failed, client: 192.0.2.9, server: _, request: "GET /x HTTP/1.1"
 *
 * A client asked a server of ours; what became of it is not said.  Lines
 * without a client are about the server itself.
 */
#include "evidence/log/log.h"

static bool behind(struct span text, struct span mark, struct span *out)
{
	size_t at = span_find(text, mark);

	if (at == SPAN_NONE)
		return false;
	*out = span_skip(text, at + mark.len);
	return true;
}

/* Up to a comma, or inside the quotes that it begins with. */
static struct span value_of(struct span text)
{
	size_t end;

	if (text.len && text.ptr[0] == '"') {
		text = span_skip(text, 1);
		end = span_find_byte(text, '"');
	} else {
		end = span_find_byte(text, ',');
	}
	return span_trim(span_cut(text, 0, end));
}

static void take(struct event *ev, struct span text, struct span mark, enum meaning meaning)
{
	struct span value;

	if (!behind(text, mark, &value))
		return;
	value = value_of(value);
	if (!event_unset(value))
		event_field(ev, meaning, span_cut(mark, 2, mark.len - 4), value);
}

/* "GET /x HTTP/1.1": the path of it. */
static void take_request(struct event *ev, struct span text)
{
	struct span value;
	size_t blank;

	if (!behind(text, SPAN(", request: "), &value))
		return;
	value = value_of(value);
	blank = span_find_byte(value, ' ');
	if (blank != SPAN_NONE)
		value = span_skip(value, blank + 1);
	value = span_cut(value, 0, span_rfind_byte(value, ' '));
	if (value.len)
		event_field(ev, MEANING_PATH, SPAN("request"), value);
}

static bool parse_apache(struct span record, struct event *ev)
{
	struct span rest = span_skip(record, 1), part, message = rest;
	size_t close = span_find_byte(rest, ']');

	if (close == SPAN_NONE || close > 48 || !event_when(ev, span_cut(rest, 0, close)) ||
	    !ev->civil.has_time)
		return false;
	rest = span_skip(rest, close + 1);
	for (size_t i = 0; i < 8 && span_starts(rest, SPAN(" [")); i++) {
		close = span_find_byte(rest, ']');
		if (close == SPAN_NONE)
			return false;
		part = span_cut(rest, 2, close - 2);
		if (span_starts(part, SPAN("client ")))
			event_src(ev, SPAN("client"), span_skip(part, 7));
		rest = span_skip(rest, close + 1);
		message = rest;
	}
	take(ev, message, SPAN(", referer: "), MEANING_REFERRER);
	message = span_cut(message, 0, span_find(message, SPAN(", referer: ")));
	event_field(ev, MEANING_TEXT, SPAN("message"), span_trim(message));
	return true;
}

static bool parse_nginx(struct span record, struct event *ev)
{
	size_t taken = event_when(ev, record);
	struct span rest = span_skip(record, taken), client;

	if (taken < 19 || !ev->civil.has_time || !span_starts(rest, SPAN(" [")))
		return false;
	if (behind(rest, SPAN(", client: "), &client))
		event_src(ev, SPAN("client"), value_of(client));
	take_request(ev, rest);
	take(ev, rest, SPAN(", host: "), MEANING_HOST);
	take(ev, rest, SPAN(", referrer: "), MEANING_REFERRER);
	take(ev, rest, SPAN(", upstream: "), MEANING_NONE);
	rest = span_cut(rest, 0, span_find(rest, SPAN(", client: ")));
	event_field(ev, MEANING_TEXT, SPAN("message"), span_trim(rest));
	return true;
}

static bool web_error_parse(struct log *log, struct span record, struct event *ev)
{
	bool good;

	(void)log;
	if (record.len < 24)
		return false;
	good = record.ptr[0] == '[' ? parse_apache(record, ev) : parse_nginx(record, ev);
	ev->class = ev->has_src ? EVENT_SERVER : EVENT_OTHER;
	return good;
}

static int probe(struct span sample)
{
	/* Each stands in brackets. */
	static const char *const levels[] = { "[error]",  "[notice]", ":error]", ":notice]",
					      "[warn]",	  ":warn]",   "[crit]",	 "[info]",
					      "[client ", ":info]",   "[alert]", "[emerg]" };
	struct span line;
	struct event ev;
	size_t lines = 0, good = 0;

	while (lines < 40 && log_may_reach(good, lines, 40, 6) && span_line(&sample, &line)) {
		bool level = false;

		if (line.len == 0)
			continue;
		lines++;
		if (span_find_byte(span_cut(line, 0, 100), '[') == SPAN_NONE)
			continue;
		for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
			level = level || span_find(span_cut(line, 0, 100), span_of(levels[i])) !=
						 SPAN_NONE;
		if (!level)
			continue;
		event_clear(&ev);
		good += web_error_parse(NULL, line, &ev);
	}
	return lines && good * 10 >= lines * 6 ? 80 : 0;
}

const struct log_family log_web_error = {
	.name = "web_error",
	.about = "Apache and nginx error logs",
	.people = "web server",
	.dated = true,
	.probe = probe,
	.parse = web_error_parse,
};
