/*
 * auditd.c -- the audit system's own file, audit.log: one record a line, by
 * audit_read (message_audit.c).  Times are UTC by definition.
 */
#include "evidence/log/audit.h"
#include "evidence/log/words.h"

#define LINES_MAX 200

static bool is_record(struct span line)
{
	return (span_starts(line, SPAN("type=")) || span_starts(line, SPAN("node="))) &&
	       word_has(span_cut(line, 0, 200), SPAN("msg=audit("));
}

static int probe(struct span sample)
{
	size_t lines = 0, records = 0;
	struct span line;

	while (lines < LINES_MAX && log_may_reach(records, lines, LINES_MAX, 7) &&
	       span_line(&sample, &line)) {
		if (span_trim(line).len == 0 || span_equal(line, SPAN("----")))
			continue;
		lines++;
		records += is_record(line);
	}
	return lines && records * 10 >= lines * 7 ? 95 : 0;
}

static bool parse(struct log *log, struct span record, struct event *ev)
{
	(void)log;
	return is_record(record) && audit_read(record, ev);
}

const struct log_family log_auditd = {
	.name = "auditd",
	.about = "Linux audit.log: commands, files, log-ins",
	.people = "audit log",
	.shows = LOG_SHOWS(KIND_FILENAME) | LOG_SHOWS(KIND_PATH) | LOG_SHOWS(KIND_COMMAND_LINE),
	.dated = true,
	.probe = probe,
	.parse = parse,
};
