/*
 * syslog.c -- lines with a syslog header: host and time from the header, the
 * rest from the family of its message (messages.h), or, where the message is
 * a record of its own (JSON, key=value, a web server's line), from the family
 * of that.
 *
 * What nobody knows has no fields, so that a hit in it stays unjudged.
 * Hostile input: the header is read within fixed bounds, the message once by
 * each family that wants the program.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

#define LINES_MAX 400		/* of the sample, looked at to bid */

/*
 * 60 to 85 when most lines have a header with a program or PRI; 35 when they
 * begin with a time and a name only, as many home-made logs do.
 */
static int probe(struct span sample)
{
	size_t lines = 0, sure = 0, begun = 0;
	struct syslog_header h;
	struct span line;

	while (lines < LINES_MAX && log_may_reach(begun, lines, LINES_MAX, 6) &&
	       span_line(&sample, &line)) {
		if (span_trim(line).len == 0)
			continue;
		lines++;
		if (!syslog_header(line, &h))
			continue;
		begun++;
		sure += h.program.len > 0 || line.ptr[0] == '<';
	}
	if (lines == 0 || begun * 10 < lines * 6)
		return 0;
	return sure * 10 < lines * 6 ? 35 : (int)(60 + 25 * sure / lines);
}

/* A message that is a record of its own, by how it begins. */
static bool is_record(struct span program, struct span message)
{
	struct span word, rest = message;
	size_t pairs = 0;

	if (message.len == 0)
		return false;
	if (message.ptr[0] == '{' || span_starts(message, SPAN("CEF:")) ||
	    span_starts(message, SPAN("LEEF:")))
		return true;
	if (word_among(program, "cef leef squid nginx httpd apache apache2 access_log caddy logger"))
		return true;
	word_take(&rest, SPAN("["));	/* Check Point: [action:"Accept"; src:"10.0.0.5"; ...] */
	for (int i = 0; i < 4 && word_next(&rest, &word); i++)
		pairs += ascii_alpha(word.ptr[0]) && (span_find_byte(word, '=') != SPAN_NONE ||
						      word_has(word, SPAN(":\"")));
	return pairs >= 3;
}

/* The whole of what follows the header, for records whose own mark looks like a tag ("CEF:0|"). */
static struct span record_in(const struct syslog_header *h)
{
	struct span message = h->message;

	if (message.len == 0 && h->structured.len)	/* all of it stands in brackets */
		message = span_skip(h->structured, span_find_byte(h->structured, '['));
	if (word_among(h->program, "CEF LEEF"))
		message = span_make(h->program.ptr,
				    (size_t)(message.ptr - h->program.ptr) + message.len);
	if (word_take(&message, SPAN("@cee:")))
		message = span_trim(message);
	return message;
}

static bool parse(struct log *log, struct span record, struct event *ev)
{
	const struct message_family *family;
	struct syslog_header h;

	if (!syslog_header(record, &h))
		return false;
	family = message_parse(log, h.program, h.message, ev);
	if (!family && h.structured.len)
		family = message_parse(log, h.program, h.structured, ev);
	if (!family && is_record(h.program, record_in(&h)))
		event_field(ev, MEANING_NESTED, SPAN("message"), record_in(&h));
	if (ev->time == TIME_NONE && ev->time_raw.len == 0) {
		ev->civil = h.civil;
		ev->time_raw = h.time_raw;
	}
	if (ev->sensor.len == 0)
		ev->sensor = h.host;
	if (ev->process.len == 0 && ev->class == EVENT_OTHER)
		ev->process = h.program;
	if (family && family->about_host && ev->computer.len == 0)
		ev->computer = h.host;
	return true;
}

const struct log_family log_syslog = {
	.name = "syslog",
	.about = "syslog (RFC 3164, RFC 5424, journald, Cisco) and what programs write into it",
	.people = NULL,
	.shows = 0,
	.dated = true,
	.probe = probe,
	.parse = parse,
};
