/* cases.c -- the public face of what a case holds. */
#include <stdio.h>
#include <time.h>

#include "run.h"

struct giving {
	tocsin_file_fn *fn;
	void *context;
	bool over;
	struct buf path, sha256, reason;
};

static const char *string_of(struct buf *b, struct span text)
{
	buf_clear(b);
	buf_add(b, text);
	return buf_string(b);
}

static int give_file(void *context, const struct met *m, struct error *e)
{
	struct giving *g = context;
	struct tocsin_file file = { .size = m->size, .mtime = m->mtime };

	(void)e;
	if (g->over)
		return 0;
	file.path = string_of(&g->path, m->path);
	file.sha256 = m->sha256.len ? string_of(&g->sha256, m->sha256) : NULL;
	file.reason = m->sha256.len ? NULL : string_of(&g->reason, m->reason);
	g->over = g->fn(g->context, &file) != 0;
	return 0;
}

int tocsin_case_files(const char *folder, tocsin_file_fn *fn, void *context, char digest[65],
		      struct tocsin_error *error)
{
	struct giving g = { .fn = fn, .context = context };
	struct casebook *c = NULL;
	struct error e = { 0 };
	int rc = casebook_open(&c, folder, DATABASE_READ, &e);

	buf_init(&g.path, 1u << 20);
	buf_init(&g.sha256, 1u << 20);
	buf_init(&g.reason, 1u << 20);
	if (rc == 0 && fn)
		rc = casebook_met(c, SPAN(""), give_file, &g, &e);
	if (rc == 0)
		rc = casebook_met_digest(c, digest, &e);
	buf_release(&g.path);
	buf_release(&g.sha256);
	buf_release(&g.reason);
	casebook_close(c);
	if (rc < 0)
		run_error(error, &e);
	return rc;
}

static int mark_put(struct casebook *c, const struct tocsin_mark *mark, struct error *e)
{
	struct timespec t;
	int rc;

	clock_gettime(CLOCK_REALTIME, &t);
	if (mark->judgement && strcmp(mark->judgement, "benign") != 0)
		return fail(e, ERR_USAGE, "a finding is marked benign, not '%.40s'", mark->judgement);
	if (mark->judgement)
		rc = casebook_mark_set(c, &(struct mark){
			.uid = span_of(mark->uid), .host = span_of(mark->subject),
			.judgement = span_of(mark->judgement), .why = span_of(mark->why),
			.who = span_of(mark->who), .at = (int64_t)t.tv_sec * TIME_SECOND }, e);
	else
		rc = casebook_mark_undo(c, span_of(mark->uid), e);
	if (!mark->judgement && rc == 0)
		return fail(e, ERR_USAGE, "it was not marked");
	return rc < 0 ? -1 : casebook_commit(c, e);
}

int tocsin_case_mark(const char *folder, const struct tocsin_mark *mark,
		     struct tocsin_error *error)
{
	struct casebook *c = NULL;
	struct error e = { 0 };
	int rc = casebook_open(&c, folder, DATABASE_WRITE, &e);

	if (rc == 0)
		rc = mark_put(c, mark, &e);
	casebook_close(c);
	if (rc < 0)
		run_error(error, &e);
	return rc;
}
