/* text_mail.h -- messages that groups of findings are about; private to text*.c. */
#ifndef REPORT_TEXT_MAIL_H
#define REPORT_TEXT_MAIL_H

#include "base/json.h"
#include "report/record.h"

#define MESSAGES_KEPT 100000	/* of all groups */

struct group;
struct text;

/* A finding about a message, and whose mailbox it names. */
struct id_seen {
	struct span id, mailbox;
	struct id_seen *next;
};

/* A message that findings of a group are about. */
struct mail_seen {
	uint64_t hash;		/* of its Message-ID, or of where it lies */
	struct id_seen *ids, *last;
	int64_t from, to;
	struct mail_seen *next;		/* of the group */
};

/*
 * text_messages.c: of mail, count messages and not what stands in them.  False: it is
 * about no mail.  A `copy` of what is counted names its messages once more and counts none.
 */
bool group_messages(struct text *t, struct group *g, const struct node *n, bool copy);

/*
 * text_mail.c: messages that came, each in one row with all who saw it.  mail_rows_begin
 * when all groups are there, at most once for a text; mail_row says the i-th into t->line.
 */
bool group_is_mail(const struct group *g);
uint32_t mail_rows_begin(struct text *t);
void mail_row(struct text *t, uint32_t i);
void mail_rows_release(struct text *t);

#endif
