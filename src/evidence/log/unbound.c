/*
 * unbound.c -- Unbound's own file: "[1591092611] unbound[1:0] info: 10.0.0.1
 * evil.example. A IN"; with log-time-ascii the time is a date.  The sentence
 * is message_unbound.c's.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

#define LINES_MAX 200

static bool split(struct span line, struct span *stamp, struct span *text)
{
	if (word_take(&line, SPAN("["))) {
		*stamp = word_until(line, SPAN("]"));
		if (!word_behind(&line, SPAN("] ")))
			return false;
	} else {
		struct civil civil;
		size_t n = time_read(line, &civil);

		if (n == 0 || !civil.has_time)
			return false;
		*stamp = span_cut(line, 0, n);
		line = span_trim(span_skip(line, n));
	}
	*text = line;
	return word_take(text, SPAN("unbound[")) && word_behind(text, SPAN("] "));
}

static int probe(struct span sample)
{
	size_t lines = 0, ours = 0;
	struct span line, stamp, text;

	while (lines < LINES_MAX && log_may_reach(ours, lines, LINES_MAX, 7) &&
	       span_line(&sample, &line)) {
		if (span_trim(line).len == 0)
			continue;
		lines++;
		ours += split(line, &stamp, &text);
	}
	return lines && ours * 10 >= lines * 7 ? 92 : 0;
}

static bool parse(struct log *log, struct span record, struct event *ev)
{
	struct span stamp, text;

	if (!split(record, &stamp, &text))
		return false;
	message_parse(log, SPAN("unbound"), text, ev);
	if (!event_epoch(ev, stamp))
		event_when(ev, stamp);
	return true;
}

const struct log_family log_unbound = {
	.name = "unbound",
	.about = "Unbound's own log file",
	.people = "DNS",
	.shows = LOG_SHOWS(KIND_DOMAIN) | LOG_SHOWS(KIND_ONION),
	.dated = true,
	.probe = probe,
	.parse = parse,
};
