/*
 * exim.c -- Exim's own main log: "2020-06-04 14:03:07 1jgXYZ-0001Ab-CD <= a@b
 * H=name [1.2.3.4] ...", with a zone and a process id where the configuration
 * asks for them.  The line is message_exim.c's.
 */
#include "evidence/log/exim.h"
#include "evidence/log/words.h"

static bool split(struct span line, struct civil *civil, struct span *raw, struct span *text)
{
	size_t n = line.len && ascii_digit(line.ptr[0]) ? time_read(line, civil) : 0;

	if (n == 0 || !civil->has_time || n >= line.len || line.ptr[n] != ' ')
		return false;
	*raw = span_cut(line, 0, n);
	*text = span_skip(line, n + 1);
	if (word_take(text, SPAN("[")))
		word_behind(text, SPAN("] "));
	return true;
}

static int probe(struct span sample)
{
	size_t lines = 0, timed = 0, ours = 0;
	struct span line, raw, text, word;
	struct civil civil;

	while (lines < 200 && log_may_reach(timed, lines, 200, 8) && span_line(&sample, &line)) {
		if (span_trim(line).len == 0)
			continue;
		lines++;
		if (!split(line, &civil, &raw, &text))
			continue;
		timed++;
		ours += (word_next(&text, &word) && exim_is_id(word)) ||
			word_has(line, SPAN("authenticator failed for ")) ||
			word_has(line, SPAN(" rejected RCPT "));
	}
	return lines && timed * 10 >= lines * 8 && ours * 10 >= lines * 3 ? 92 : 0;
}

static bool parse(struct log *log, struct span record, struct event *ev)
{
	struct span raw, text;
	struct civil civil;

	(void)log;
	if (!split(record, &civil, &raw, &text))
		return false;
	if (!exim_read(text, ev))
		event_clear(ev);
	ev->civil = civil;
	ev->time_raw = raw;
	return true;
}

const struct log_family log_exim = {
	.name = "exim",
	.about = "Exim's main log",
	.people = "mail gateway",
	.shows = LOG_SHOWS(KIND_EMAIL),
	.dated = true,
	.probe = probe,
	.parse = parse,
};
