/*
 * message.h -- what programs write behind a syslog header: one file and one
 * row in messages.h each.
 *
 * A message family looks at the program's name and the message, and fills the
 * event when it knows the sentence.  What no family knows gets no field: the
 * record has a time and a sensor, and a hit in it stays unjudged.
 */
#ifndef EVIDENCE_LOG_MESSAGE_H
#define EVIDENCE_LOG_MESSAGE_H

#include "evidence/log/log.h"

struct message_family {
	const char *name;
	const char *about;
	const char *people;	/* first word of the source's label, or NULL: says nothing of it */
	uint64_t shows;		/* LOG_SHOWS bits of a whole record of it */
	bool about_host;	/* its records are about the machine that wrote them */
	/*
	 * `program` without path, "(pam)" and process id; may be empty.  False:
	 * not a sentence of mine; `ev` may have been touched.
	 */
	bool (*parse)(struct log *log, struct span program, struct span message, struct event *ev);
};

const struct message_family *message_family_at(size_t i);	/* NULL behind the last */

/*
 * Ask the families in their order; NULL when none knows the message.  On NULL
 * `ev` is as it was.  Families read nothing outside of `message`.
 */
const struct message_family *message_parse(struct log *log, struct span program,
					   struct span message, struct event *ev);

/* A line's header by RFC 3164, RFC 5424, journald, Cisco, or as daemons write it themselves. */
struct syslog_header {
	struct civil civil;	/* year 0: not written */
	struct span time_raw;	/* empty: no time */
	struct span host;	/* as written; empty: none */
	struct span program, pid;
	struct span message;
	struct span structured;	/* RFC 5424: from MSGID on, when structured data is there */
};

/* False: the line has no such header. */
bool syslog_header(struct span line, struct syslog_header *out);

#endif
