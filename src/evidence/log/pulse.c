/*
 * pulse.c -- Pulse and Ivanti Connect Secure in files of their own, in the
 * standard form ("2020-06-04 14:03:07 - ive - [1.2.3.4] ...") and as WELF
 * ("id=firewall time="2020-06-04 14:03:07" ... vpn=ive ... msg="...").
 */
#include "evidence/log/pulse.h"
#include "evidence/log/words.h"

static bool is_welf(struct span line)
{
	return span_starts(line, SPAN("id=")) && word_has(line, SPAN(" vpn=")) &&
	       word_has(line, SPAN(" time="));
}

static bool is_standard(struct span line)
{
	struct civil civil;
	struct span rest = span_skip(line, time_read(line, &civil));

	return rest.len < line.len && civil.has_time && word_take(&rest, SPAN(" - ")) &&
	       word_has(span_cut(rest, 0, 80), SPAN(" - [")) &&
	       word_has(span_cut(rest, 0, 400), SPAN("] - "));
}

static int probe(struct span sample)
{
	size_t lines = 0, ours = 0;
	struct span line;

	while (lines < 200 && log_may_reach(ours, lines, 200, 8) && span_line(&sample, &line)) {
		if (span_trim(line).len == 0)
			continue;
		lines++;
		ours += is_welf(line) || is_standard(line);
	}
	return lines && ours * 10 >= lines * 8 ? 96 : 0;
}

static bool parse(struct log *log, struct span record, struct event *ev)
{
	struct span time;
	bool welf = is_welf(record), known;

	(void)log;
	if (!welf && !is_standard(record))
		return false;
	known = welf ? pulse_read_welf(record, ev) : pulse_read(record, ev);
	if (!known)
		event_clear(ev);
	if (welf && word_value(record, SPAN("time="), &time))
		event_when(ev, time);
	else
		event_when(ev, record);
	return true;
}

const struct log_family log_pulse = {
	.name = "pulse",
	.about = "Pulse and Ivanti Connect Secure",
	.people = "VPN",
	.dated = true,
	.probe = probe,
	.parse = parse,
};
