/* marks.h -- a person's judgements of findings, as the case keeps them. */
#ifndef FINDING_MARKS_H
#define FINDING_MARKS_H

#include "base/table.h"
#include "finding/casebook.h"
#include "finding/finding.h"

struct marks {
	struct arena arena;
	struct table by_uid;
	struct judgement *list;
	uint32_t count, room;
};

/* `c` NULL: there are none. */
int  marks_load(struct marks *m, struct casebook *c, struct error *e);
void marks_release(struct marks *m);

/* The machine, mailbox or place that a finding speaks of: a mark holds for no other. */
void marks_subject(const struct finding *f, struct buf *out);

/* A finding that was marked becomes `explained`, and says by whom. */
void marks_apply(const struct marks *m, struct finding *f);

#endif
