/* marks.c -- what a person has judged is explained, for the very finding and machine only. */
#include "finding/marks.h"

#include <stdlib.h>

#include "base/time.h"

#define MARKS_MAX   100000
#define MARK_BUDGET (64u << 20)

struct judgement {
	struct span subject, told;
};

/* "marked benign by ana on 2020-07-16: our own test" */
static struct span told_of(struct marks *m, const struct mark *mark)
{
	struct civil day = civil_of(mark->at);
	struct span told;
	struct buf b;

	buf_init(&b, 1u << 16);
	buf_printf(&b, "marked %.*s", SPAN_ARG(mark->judgement));
	if (mark->who.len)
		buf_printf(&b, " by %.*s", SPAN_ARG(mark->who));
	buf_printf(&b, " on %04d-%02d-%02d: ", day.year, day.month, day.day);
	buf_add(&b, mark->why);
	/* It is one of the reasons, too: ends with a zero byte. */
	buf_byte(&b, '\0');
	told = arena_copy(&m->arena, buf_span(&b));
	told.len -= told.len > 0;
	buf_release(&b);
	return told;
}

static int take_mark(void *context, const struct mark *mark, struct error *e)
{
	struct marks *m = context;
	uint64_t *at;

	if (m->count == m->room) {
		uint32_t room = m->room ? m->room * 2 : 16;
		struct judgement *wider = realloc(m->list, room * sizeof(*wider));

		if (!wider)
			return fail(e, ERR_MEMORY, "no memory for the marks");
		m->list = wider;
		m->room = room;
	}
	at = table_add(&m->by_uid, mark->uid, NULL, e);
	if (!at)
		return -1;
	*at = m->count;
	m->list[m->count] = (struct judgement){ .subject = arena_copy(&m->arena, mark->host),
						.told = told_of(m, mark) };
	return m->list[m->count++].told.ptr ? 0 : fail(e, ERR_MEMORY, "no memory for the marks");
}

int marks_load(struct marks *m, struct casebook *c, struct error *e)
{
	*m = (struct marks){ 0 };
	arena_init(&m->arena, MARK_BUDGET);
	table_init(&m->by_uid, &m->arena, MARKS_MAX);
	return c ? casebook_marks(c, take_mark, m, e) : 0;
}

void marks_release(struct marks *m)
{
	table_release(&m->by_uid);
	arena_release(&m->arena);
	free(m->list);
}

void marks_subject(const struct finding *f, struct buf *out)
{
	if (f->has_host)
		address_text(&f->host, out);
	else if (f->mailbox.len)
		buf_add(out, f->mailbox);
	else if (f->name.len)
		buf_add(out, f->name);
	else
		buf_add(out, f->owner);
}

void marks_apply(const struct marks *m, struct finding *f)
{
	const struct judgement *j;
	const uint64_t *at;
	struct buf subject;

	if (m->count == 0 || f->class == FINDING_MENTION)
		return;
	at = table_find(&m->by_uid, span_of(f->uid));
	if (!at)
		return;
	j = &m->list[*at];
	buf_init(&subject, 1u << 16);
	marks_subject(f, &subject);
	if (span_equal(buf_span(&subject), j->subject)) {
		f->class = FINDING_EXPLAINED;
		f->marked = j->told;
		finding_why(f, j->told.ptr);
	}
	buf_release(&subject);
}
