/* learning.c -- the library: what learn puts there, what a sweep takes, and its public face. */
#include <errno.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "run.h"

#define TITLE_MOST 300

static int allow_too(void *context, const struct allowed *a, struct error *e)
{
	struct tocsin_run *run = context;

	return table_add(&run->o.allow, a->value, NULL, e) ? 0 : -1;
}

/* The folder of a file, made when it is not there. */
static int folder_for(const char *file, struct error *e)
{
	char folder[4096];
	char *slash;

	snprintf(folder, sizeof(folder), "%s", file);
	slash = strrchr(folder, '/');
	if (!slash || slash == folder)
		return 0;
	*slash = '\0';
	return database_folder(folder, e);
}

int learning_open(struct tocsin_run *run, struct error *e)
{
	bool learns = run->o.verb == TOCSIN_LEARN;
	char file[4096];

	if (!run->o.library.len)
		return learns ? fail(e, ERR_USAGE, "no library to learn into") : 0;
	snprintf(file, sizeof(file), "%.*s", SPAN_ARG(run->o.library));
	if (!learns && access(file, F_OK) < 0)
		return 0;
	if (learns && folder_for(file, e) < 0)
		return -1;
	if (library_open(&run->library, file, learns ? DATABASE_WRITE : DATABASE_READ, e) < 0) {
		/* A document is read without it; only what names lead to stays untold. */
		if (run->o.verb != TOCSIN_READ || run->o.learnt)
			return -1;
		*e = (struct error){ 0 };
		return 0;
	}
	return library_allowed(run->library, allow_too, run, e);
}

/* ---- learning */

static int put_line(struct tocsin_run *run, struct out *o, struct error *e)
{
	int rc;

	out_raw(o, SPAN("\n"));
	rc = o->failed ? fail(e, ERR_MEMORY, "no memory for a record")
		       : spool_add(&run->lines, buf_span(&o->buf), NULL, e);
	out_release(o);
	return rc;
}

int learning_take(struct tocsin_run *run, const struct intel_record *r, struct span wire,
		  struct error *e)
{
	if (r->type == INTEL_ADVISORY) {
		struct span title = r->advisory.title.len ? r->advisory.title : r->advisory.source;
		size_t n = title.len < TITLE_MOST ? title.len : TITLE_MOST;

		/* Never through the middle of a character. */
		while (n && n < title.len && ((unsigned char)title.ptr[n] & 0xc0) == 0x80)
			n--;
		snprintf(run->learning, sizeof(run->learning), "%.*s",
			 SPAN_ARG(span_cut(title, 0, n)));
	}
	return library_take(run->library, r, wire,
			    r->type == INTEL_INDICATOR && indicator_usable(&r->indicator), e);
}

int learning_end(struct tocsin_run *run, uint64_t size, struct error *e)
{
	static const char *const states[] = {
		[LEARNT_NEW] = "new", [LEARNT_KNOWN] = "known", [LEARNT_REVISED] = "revised",
	};
	struct learnt l;
	struct out o;

	if (library_end(run->library, size, run->o.now, &l, e) < 0)
		return -1;
	out_to_memory(&o, 1u << 20);
	json_object(&o, NULL);
	json_cstring(&o, "type", "learnt");
	json_int(&o, "number", l.number);
	json_cstring(&o, "state", states[l.state]);
	json_string(&o, "title", span_of(run->learning));
	json_uint(&o, "values", l.values);
	json_uint(&o, "rules", l.rules);
	if (l.state == LEARNT_REVISED) {
		json_uint(&o, "revision", l.revision);
		json_uint(&o, "added", l.added);
		json_uint(&o, "dropped", l.dropped);
	}
	json_object_end(&o);
	return put_line(run, &o, e);
}

int learning_failed(struct tocsin_run *run, struct span name, struct error *e)
{
	struct out o;

	library_drop(run->library);
	if (library_commit(run->library, e) < 0)
		return -1;
	run->status = 2;
	out_to_memory(&o, 1u << 20);
	json_object(&o, NULL);
	json_cstring(&o, "type", "learnt");
	json_cstring(&o, "state", "unread");
	json_string(&o, "source", name);
	json_cstring(&o, "why", e->text);
	json_object_end(&o);
	return put_line(run, &o, e);
}

/* ---- the public face */

struct telling {
	tocsin_document_fn *document;
	tocsin_allowed_fn *allowed;
	void *context;
	bool over;
	struct buf text[3];
};

static const char *string_of(struct buf *b, struct span text)
{
	buf_clear(b);
	buf_add(b, text);
	return buf_string(b);
}

static int tell_document(void *context, const struct document *d, struct error *e)
{
	struct telling *t = context;
	struct tocsin_document out = {
		.number = d->number, .published = d->published, .learnt = d->learnt,
		.id = string_of(&t->text[0], d->id), .title = string_of(&t->text[1], d->title),
		.source = string_of(&t->text[2], d->source), .values = d->values, .rules = d->rules,
		.revision = d->revision, .current = d->current,
	};

	(void)e;
	t->over = t->over || t->document(t->context, &out) != 0;
	return 0;
}

static int tell_allowed(void *context, const struct allowed *a, struct error *e)
{
	struct telling *t = context;
	struct tocsin_allowed out = {
		.value = string_of(&t->text[0], a->value), .why = string_of(&t->text[1], a->why),
		.who = string_of(&t->text[2], a->who), .at = a->at,
	};

	(void)e;
	t->over = t->over || t->allowed(t->context, &out) != 0;
	return 0;
}

static int tell(const char *file, struct telling *t, struct tocsin_error *error)
{
	struct library *l = NULL;
	struct error e = { 0 };
	int rc;

	/* Nothing was learnt yet. */
	if (access(file, F_OK) < 0 && errno == ENOENT)
		return 0;
	for (unsigned i = 0; i < 3; i++)
		buf_init(&t->text[i], 1u << 20);
	rc = library_open(&l, file, DATABASE_READ, &e);
	if (rc == 0)
		rc = t->document ? library_documents(l, tell_document, t, &e)
				 : library_allowed(l, tell_allowed, t, &e);
	library_close(l);
	for (unsigned i = 0; i < 3; i++)
		buf_release(&t->text[i]);
	if (rc < 0)
		run_error(error, &e);
	return rc;
}

int tocsin_library_list(const char *file, tocsin_document_fn *fn, void *context,
			struct tocsin_error *error)
{
	return tell(file, &(struct telling){ .document = fn, .context = context }, error);
}

int tocsin_library_allowed(const char *file, tocsin_allowed_fn *fn, void *context,
			   struct tocsin_error *error)
{
	return tell(file, &(struct telling){ .allowed = fn, .context = context }, error);
}

int tocsin_library_forget(const char *file, int64_t number, struct tocsin_error *error)
{
	struct library *l = NULL;
	struct error e = { 0 };
	int rc = library_open(&l, file, DATABASE_WRITE, &e);

	if (rc == 0)
		rc = library_forget(l, number, &e);
	library_close(l);
	if (rc == 0)
		fail(&e, ERR_USAGE, "the library has no document %lld (library list)",
		     (long long)number);
	if (rc <= 0)
		run_error(error, &e);
	return rc <= 0 ? -1 : 0;
}

static int allow_put(struct library *l, const struct tocsin_allowed *a, struct error *e)
{
	struct timespec t;
	struct buf value;
	int rc;

	clock_gettime(CLOCK_REALTIME, &t);
	buf_init(&value, 65536);
	allow_canonical(span_of(a->value), &value);
	if (a->why)
		rc = library_allow(l, &(struct allowed){ .value = buf_span(&value),
							 .why = span_of(a->why),
							 .who = span_of(a->who),
							 .at = t.tv_sec * TIME_SECOND }, e);
	else
		rc = library_disallow(l, buf_span(&value), e);
	if (!a->why && rc == 0)
		rc = fail(e, ERR_USAGE, "'%.100s' was not allowed", a->value);
	buf_release(&value);
	return rc < 0 ? -1 : 0;
}

int tocsin_library_allow(const char *file, const struct tocsin_allowed *allowed,
			 struct tocsin_error *error)
{
	struct library *l = NULL;
	struct error e = { 0 };
	int rc = folder_for(file, &e);

	if (rc == 0)
		rc = library_open(&l, file, DATABASE_WRITE, &e);
	if (rc == 0)
		rc = allow_put(l, allowed, &e);
	library_close(l);
	if (rc < 0)
		run_error(error, &e);
	return rc;
}
