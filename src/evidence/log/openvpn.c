/*
 * openvpn.c -- OpenVPN's own log file: "Thu Jun  4 14:03:07 2020 us=123
 * client1/1.2.3.4:1194 MULTI_sva: ...", since 2.5 "2020-06-04 14:03:07 ...".
 * The sentence is message_openvpn.c's.
 */
#include "evidence/log/openvpn.h"
#include "evidence/log/message.h"
#include "evidence/log/words.h"

static bool split(struct span line, struct civil *civil, struct span *raw, struct span *text)
{
	struct span word, rest;
	size_t n = time_read(line, civil);

	/* Neither syslog's "Jun  4 14:03:07" nor its ISO form with a T. */
	if (n == 0 || !civil->has_time || civil->year == 0 || civil->has_zone || n >= line.len ||
	    line.ptr[n] != ' ' || word_has(span_cut(line, 4, n - 4), SPAN("T")))
		return false;
	*raw = span_cut(line, 0, n);
	*text = rest = span_skip(line, n + 1);
	if (word_next(&rest, &word) && span_starts(word, SPAN("us=")))
		*text = span_trim(rest);
	return true;
}

static bool is_sentence(struct span line, struct span text)
{
	static const char *const marks[] = {
		"[AF_INET", "TLS: ", "TLS Error", "VERIFY OK", "VERIFY ERROR", "MULTI: ", "MULTI_sva",
		"peer info: IV_", "OpenVPN ", "Control Channel: ", "SENT CONTROL [", "PUSH: ",
		"Data Channel", "Initialization Sequence Completed", "SIGUSR1[soft",
	};

	struct syslog_header h;

	if (syslog_header(line, &h) && word_has(h.program, SPAN("vpn")))
		return false;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (word_has(text, span_of(marks[i])))
			return true;
	return false;
}

static int probe(struct span sample)
{
	size_t lines = 0, timed = 0, ours = 0;
	struct span line, raw, text;
	struct civil civil;

	while (lines < 200 && log_may_reach(timed, lines, 200, 8) && span_line(&sample, &line)) {
		if (span_trim(line).len == 0)
			continue;
		lines++;
		if (!split(line, &civil, &raw, &text))
			continue;
		timed++;
		ours += is_sentence(line, text);
	}
	return lines && timed * 10 >= lines * 8 && ours * 10 >= lines * 3 ? 88 : 0;
}

static bool parse(struct log *log, struct span record, struct event *ev)
{
	struct span raw, text;
	struct civil civil;

	(void)log;
	if (!split(record, &civil, &raw, &text))
		return false;
	if (!openvpn_read(text, ev))
		event_clear(ev);
	ev->civil = civil;
	ev->time_raw = raw;
	return true;
}

const struct log_family log_openvpn = {
	.name = "openvpn",
	.about = "OpenVPN's own log file",
	.people = "VPN",
	.dated = true,
	.probe = probe,
	.parse = parse,
};
