/* reading.c -- advisories through a worker into what the answer needs, and the log of a set. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "advisory/advisory.h"
#include "advisory/job_read.h"
#include "base/file.h"
#include "base/out.h"
#include "match/set.h"
#include "caching.h"
#include "given.h"
#include "halves.h"
#include "naming.h"
#include "reader.h"
#include "run.h"
#include "why.h"

#define QUIET_MS   120000	/* a reader that says nothing for so long is ended */
#define LOG_BATCH  (1u << 20)
#define CARRIED_MOST ((size_t)1 << 30)
#define TOLD_MOST  20000	/* records of advisories that a sweep repeats, but values */

struct advisory_reading {
	struct tocsin_run *run;
	struct pool *pool;
	struct buf log;		/* wire records not written to the log yet */
	struct buf one;		/* the last of them */
	struct out out;
	uint64_t indicators, rules, entities, gaps, told, told_values;
	uint32_t advisory;	/* documents met in the library */
	bool keeps;		/* what is read goes into the case */
	struct why why;		/* of --why */
	bool loads;		/* out of a set file: all is compiled already */
	bool tells;		/* the same once more: only what is told of it */
	struct halves halves;
	bool two;		/* readers are there */
	bool full, heard;	/* a reader lacked something; one told of the document at hand */
	bool brief;		/* of long lists only what a set needs is asked for */
	bool partial;		/* `read`: something could not be read */
	uint32_t unread;	/* documents of which nothing could be */
	struct naming *naming;	/* while a list is read that names led to */
	struct naming_list *list;
	bool counts;		/* `read`: of such a list only what a sweep would take is counted */
};

static int log_flush(struct advisory_reading *r, struct error *e)
{
	if (r->log.bad)
		return fail(e, ERR_MEMORY, "no memory for the indicators");
	if (file_put(r->run->log_fd, buf_span(&r->log), "keeping the indicators", e) < 0)
		return -1;
	r->run->log_size += r->log.len;
	buf_clear(&r->log);
	return 0;
}

static bool is_allowed(const struct options *o, const struct indicator *i)
{
	return o->allow.count && table_find(&o->allow, i->value);
}

static int put_record(struct advisory_reading *r, const struct intel_record *record,
		      struct error *e)
{
	int rc;

	intel_json(&r->out, record);
	out_raw(&r->out, SPAN("\n"));
	rc = r->out.failed ? fail(e, ERR_MEMORY, "no memory for a record")
			   : spool_add(&r->run->lines, buf_span(&r->out.buf), NULL, e);
	out_clear(&r->out);
	return rc;
}

/* What goes into the set. */
static bool is_searched_for(const struct intel_record *r)
{
	if (r->type == INTEL_RULE)
		return r->rule.runs;
	return r->type == INTEL_INDICATOR &&
	       (indicator_usable(&r->indicator) || indicator_is_leaf(&r->indicator));
}

/*
 * A sweep says first what it looks for and who says what, so that reports need
 * nothing but its records.  Large feeds are not repeated: the verdict has the
 * numbers of all.
 */
static bool is_told(struct advisory_reading *r, const struct intel_record *record)
{
	if (r->run->o.verb == TOCSIN_COMPILE)
		return false;
	if (record->type == INTEL_ADVISORY)
		return true;
	if (record->type == INTEL_INDICATOR)
		return indicator_usable(&record->indicator) &&
			r->told_values++ < CARRIED_VALUES;
	return (intel_is_entity(record) || record->type == INTEL_ASSESSMENT) &&
	       r->told++ < TOLD_MOST;
}

/* Of an indicator the set needs little. */
static void log_add(struct advisory_reading *r, const struct intel_record *record,
		    struct span wire)
{
	if (record->type == INTEL_INDICATOR) {
		struct wanted w = wanted_of(&record->indicator);

		r->run->patterns |= indicator_is_pattern(&record->indicator);
		buf_clear(&r->one);
		wanted_encode(&r->one, &w);
		wire = buf_span(&r->one);
		r->log.bad |= r->one.bad;
	}
	frame_span(&r->log, wire);
}

/* Into the case; of a long list it keeps the set instead. */
static int keep_record(struct advisory_reading *r, struct span wire, struct error *e)
{
	struct tocsin_run *run = r->run;

	if (run->cached.in_case)
		return 0;
	if (run->carried && run->cached.on && carried_is_long(run->carried)) {
		run->cached.in_case = true;
		return casebook_intel_clear(run->casebook, e);
	}
	return casebook_intel_add(run->casebook, wire, e);
}

/* What the reader says briefly is searched for; it was asked to where nobody needs more. */
static int take_brief(struct advisory_reading *r, struct span wire, struct error *e)
{
	struct tocsin_run *run = r->run;
	struct cursor c = { .left = wire };
	struct wanted w;

	if (!r->brief || !wanted_decode(&c, &w) || w.leaf || w.regex || run->bulletins.count == 0 ||
	    kind_row(w.kind)->group == GROUP_NONE)
		return fail(e, ERR_MALFORMED, "the reader answers nonsense");
	r->indicators++;
	if (run->carried)
		carried_count(run->carried, w.kind, w.value);
	run->patterns |= wanted_is_pattern(&w);
	bulletins_listed(&run->bulletins, w.kind, w.value);
	frame_span(&r->log, wire);
	return r->log.len > LOG_BATCH ? log_flush(r, e) : 0;
}

/* Hand a record on: to the reader of `read`, or to the bulletins and the log. */
static int take_record(struct advisory_reading *r, struct span wire, struct error *e)
{
	struct intel_record record;
	struct cursor c = { .left = wire };
	bool usable;

	if (wire.len && wire.ptr[0] == INTEL_WANTED)
		return take_brief(r, wire, e);
	if (!intel_decode(&c, &record))
		return fail(e, ERR_MALFORMED, "the reader answers nonsense");
	if (!why_answers(&r->why, &record))
		return 0;
	r->indicators += record.type == INTEL_INDICATOR;
	r->rules += record.type == INTEL_RULE;
	r->entities += intel_is_entity(&record);
	r->gaps += record.type == INTEL_GAP;
	r->partial |= record.type == INTEL_GAP &&
		      (record.gap.unread || span_equal(record.gap.reason, SPAN("rule-error")));
	if (r->run->o.verb == TOCSIN_LEARN)
		return learning_take(r->run, &record, wire, e);
	if (r->keeps && keep_record(r, wire, e) < 0)
		return -1;
	if (r->run->o.verb == TOCSIN_READ)
		return bulletins_take(&r->run->bulletins, &record, e) < 0 ? -1 :
			put_record(r, &record, e);
	if (record.type == INTEL_INDICATOR && is_allowed(&r->run->o, &record.indicator)) {
		record.indicator.role = ROLE_BENIGN;
		record.indicator.why = (struct strings){ .item = { SPAN("on the user's allow list") },
							 .count = 1 };
	}
	usable = record.type == INTEL_INDICATOR && indicator_usable(&record.indicator);
	if (r->run->carried)
		carried_add(r->run->carried, &record, wire, usable);
	if (!r->tells && bulletins_take(&r->run->bulletins, &record, e) < 0)
		return -1;
	if (r->loads)
		return 0;
	if (is_told(r, &record) && put_record(r, &record, e) < 0)
		return -1;
	if (r->tells || !is_searched_for(&record))
		return 0;
	log_add(r, &record, wire);
	return r->log.len > LOG_BATCH ? log_flush(r, e) : 0;
}

/* A record of our own making. */
static int put_own(struct advisory_reading *r, const struct intel_record *record, struct error *e)
{
	struct buf wire;
	int rc;

	buf_init(&wire, CHANNEL_CEILING);
	intel_encode(&wire, record);
	rc = wire.bad ? fail(e, ERR_MEMORY, "no memory for a record")
		      : take_record(r, buf_span(&wire), e);
	buf_release(&wire);
	return rc;
}

/* A gap of the advisory at hand: where its values are from, and what is not searched for. */
static int put_remark(struct advisory_reading *r, const struct naming *n, struct error *e)
{
	struct intel_record gap = { .type = INTEL_GAP };
	struct buf text;
	int rc;

	buf_init(&text, 64u << 10);
	naming_text(n, &text);
	gap.gap = (struct intel_gap){ .reason = SPAN("names-only"), .detail = buf_span(&text),
				      .advisory = r->run->bulletins.count - 1 };
	rc = text.bad ? fail(e, ERR_MEMORY, "no memory for a remark") : put_own(r, &gap, e);
	buf_release(&text);
	return rc;
}

/* A record of a list that names led to, numbered behind the documents before it. */
static int take_listed(struct advisory_reading *r, struct span wire, struct error *e)
{
	struct intel_record record;
	struct cursor c = { .left = wire };
	uint32_t number = r->run->bulletins.count;

	if (!intel_decode(&c, &record))
		return fail(e, ERR_MALFORMED, "the reader answers nonsense");
	if (record.type != INTEL_ADVISORY)
		intel_renumber(&record, number - 1);
	if (!naming_fit(r->naming, r->list, &record))
		return 0;
	if (r->counts) {
		r->list->values += record.type == INTEL_INDICATOR &&
			indicator_usable(&record.indicator);
		return 0;
	}
	if (put_own(r, &record, e) < 0)
		return -1;
	return record.type == INTEL_ADVISORY ? put_remark(r, r->naming, e) : 0;
}

static int take_records(struct advisory_reading *r, struct span body, struct error *e)
{
	struct cursor c = { .left = body };

	while (c.left.len) {
		struct span wire = cursor_span(&c);

		if (c.bad)
			return fail(e, ERR_MALFORMED, "the reader answers nonsense");
		if ((r->naming ? take_listed(r, wire, e) : take_record(r, wire, e)) < 0)
			return -1;
	}
	return 0;
}

static int take_end(void *context, uint64_t size, struct error *e)
{
	struct advisory_reading *r = context;

	if (r->run->o.verb == TOCSIN_LEARN)
		return learning_end(r->run, size, e);
	if (r->counts)
		return 0;
	if (r->run->bulletins.count)
		r->run->bulletins.list[r->run->bulletins.count - 1].size = size;
	if (r->run->carried)
		carried_end(r->run->carried, size);
	return r->keeps && !r->run->cached.in_case
		       ? casebook_intel_end(r->run->casebook, size, e) : 0;
}

static int take_kept(void *context, struct span records, struct error *e)
{
	return take_records(context, records, e);
}

/* A reader is done: 1 when the other one is, too, and all was taken. */
static int take_done(struct advisory_reading *r, unsigned worker, struct span body,
		     struct error *e)
{
	struct cursor c = { .left = body };
	uint64_t size = cursor_u64(&c);

	r->run->cached.by_day |= cursor_u8(&c) != 0;
	if (!r->halves.used)
		return take_end(r, size, e) < 0 ? -1 : 1;
	r->halves.over[worker] = true;
	if (worker == 0)
		r->halves.document = size;
	if (!r->halves.over[0] || !r->halves.over[1])
		return 0;
	return halves_take(&r->halves, take_kept, r, e) < 0 ||
	       take_end(r, r->halves.document, e) < 0 ? -1 : 1;
}

/* 1: the document is done. */
static int take_answer(struct advisory_reading *r, unsigned worker, const struct message *m,
		       struct error *e)
{
	if (m->fd >= 0)
		close(m->fd);
	r->heard = true;
	switch (m->type) {
	case READ_RECORDS:
		return r->halves.used && worker == 1 ? halves_keep(&r->halves, m->body, e)
						     : take_records(r, m->body, e);
	case READ_DONE:
		return take_done(r, worker, m->body, e);
	case READ_FAILED:
		return run_failure(m->body, e);
	default:
		return fail(e, ERR_MALFORMED, "the reader answers nonsense");
	}
}

/* Listen until the document is done; 1: it must be read again, by one that lacks nothing. */
static int listen(struct advisory_reading *r, struct error *e)
{
	int done = 0;

	while (!done) {
		struct pool_event ev;

		if (pool_wait(r->pool, UINT64_MAX, r->run->wake, QUIET_MS, &ev, e) < 0)
			return -1;
		if (ev.type == POOL_WOKEN)
			return fail(e, ERR_CANCELLED, "interrupted");
		if (ev.type == POOL_QUIET)
			return fail(e, ERR_LIMIT, "reading it takes too long");
		if (ev.type == POOL_LACKING)
			return !r->heard ? 1 : fail(e, ERR_UNSUPPORTED, "no file of rules: rename it");
		if (ev.type != POOL_MESSAGE)
			return fail(e, ERR_MALFORMED, "the reader could not cope with it (%s)", ev.cause);
		done = take_answer(r, ev.worker, &ev.message, e);
	}
	return done < 0 ? -1 : 0;
}

/* A case keeps all records, unless it keeps a set in their place. */
static bool may_be_brief(const struct advisory_reading *r)
{
	const struct tocsin_run *run = r->run;
	enum tocsin_verb verb = run->o.verb;

	return (verb == TOCSIN_SWEEP || verb == TOCSIN_COMPILE) && !run->o.allow.count &&
	       !r->naming && (!r->keeps || (run->carried && run->cached.on));
}

static int order_reader(struct advisory_reading *r, enum advisory_share share, struct span source,
			int fd, struct error *e)
{
	const struct options *o = &r->run->o;
	struct buf b;
	int rc;

	buf_init(&b, CHANNEL_CEILING);
	frame_u32(&b, r->run->bulletins.count);
	frame_i64(&b, o->now);
	frame_u8(&b, o->allow_private);
	frame_u8(&b, r->brief);
	frame_u8(&b, share);
	frame_span(&b, source);
	rc = pool_send(r->pool, share == ADVISORY_BACK, fd < 0 ? READ_VALUE : READ_DOCUMENT,
		       buf_span(&b), fd, e);
	buf_release(&b);
	return rc;
}

/* The descriptor is closed; fd -1: `source` is a value. */
/* Who failed at one document is not asked for the next. */
static int reader_replace(struct advisory_reading *r, struct error *e)
{
	pool_close(r->pool);
	r->pool = NULL;
	return reader_open(r->run, r->two, r->full, &r->pool, e);
}

static int read_again(struct advisory_reading *r, struct span source, int fd, struct error *e)
{
	r->full = lseek(fd, 0, SEEK_SET) >= 0;
	if (!r->full)
		return fail_errno(e, "reading it again");
	if (reader_replace(r, e) < 0 || order_reader(r, ADVISORY_WHOLE, source, fd, e) < 0)
		return -1;
	return listen(r, e);
}

static int read_in_pool(struct advisory_reading *r, struct span source, int fd, struct error *e)
{
	bool halved = r->two && halves_fit(fd);
	int rc = 0;

	r->heard = false;
	r->brief = may_be_brief(r);
	if (halved)
		rc = halves_begin(&r->halves, e);
	if (rc == 0)
		rc = order_reader(r, halved ? ADVISORY_FRONT : ADVISORY_WHOLE, source, fd, e);
	if (rc == 0 && halved)
		rc = order_reader(r, ADVISORY_BACK, source, fd, e);
	rc = rc < 0 ? rc : listen(r, e);
	if (rc > 0)
		rc = read_again(r, source, fd, e);
	if (fd >= 0)
		close(fd);
	halves_end(&r->halves);
	return rc;
}

static int read_one(struct advisory_reading *r, uint32_t n, struct error *e)
{
	const struct options *o = &r->run->o;
	int fd = o->is_value[n] ? -1 : given_open(o->advisory[n], e);

	if (!o->is_value[n] && fd < 0)
		return -1;
	return read_in_pool(r, o->advisory[n], fd, e);
}

/* `n`: where the names lead; NULL: nowhere, or values are listed. */
static int put_summary(struct advisory_reading *r, const struct naming *n, struct error *e)
{
	struct out *o = &r->out;
	int rc;

	json_object(o, NULL);
	json_cstring(o, "type", "summary");
	json_uint(o, "indicators", r->indicators);
	json_uint(o, "rules", r->rules);
	json_uint(o, "entities", r->entities);
	json_uint(o, "gaps", r->gaps);
	if (n)
		naming_json(n, o);
	if (r->run->o.why.len)
		json_string(o, "why", r->run->o.why);
	json_object_end(o);
	out_raw(o, SPAN("\n"));
	rc = spool_add(&r->run->lines, buf_span(&o->buf), NULL, e);
	out_clear(o);
	return rc;
}

/* Behind the log goes what the set file carries. */
static int log_carried(struct advisory_reading *r, struct error *e)
{
	struct carried *c = r->run->carried;

	if (!c)
		return 0;
	if (c->bytes.bad || c->addresses.bad)
		return fail(e, ERR_LIMIT, "set: carries too much");
	if (file_put(r->run->log_fd, buf_span(&c->bytes), "keeping the indicators", e) < 0)
		return -1;
	return file_put(r->run->log_fd, buf_span(&c->addresses), "keeping the indicators", e);
}

static int put_unread(struct advisory_reading *r, struct span source, const struct error *why,
		      bool begun, struct error *e)
{
	struct unread u;

	given_unread(&u, source, why, begun);
	if (!begun && put_own(r, &u.stub, e) < 0)
		return -1;
	u.gap.gap.advisory = r->run->bulletins.count - 1;
	return put_own(r, &u.gap, e) < 0 ? -1 : take_end(r, 0, e);
}

/* `e` says why.  -1: that ends the command. */
static int go_on_without(struct advisory_reading *r, uint32_t n, uint32_t before, struct error *e)
{
	const struct options *o = &r->run->o;
	bool begun = r->run->bulletins.count > before;
	struct error why = *e;

	/* A sweep with a hole in its question is none: it ends before it begins. */
	if (o->advisories == 1 || o->is_value[n] || o->verb != TOCSIN_READ ||
	    e->code == ERR_CANCELLED || e->code == ERR_MEMORY)
		return -1;
	r->unread += !begun;
	/* When none is left, the last one says why. */
	if (r->unread == o->advisories)
		return -1;
	return put_unread(r, o->advisory[n], &why, begun, e) < 0 ? -1 : reader_replace(r, e);
}

static int read_all(struct advisory_reading *r, struct error *e)
{
	const struct options *o = &r->run->o;

	for (uint32_t i = 0; i < o->advisories; i++) {
		uint32_t before = r->run->bulletins.count;
		char name[200];

		if (read_one(r, i, e) < 0) {
			if (o->verb == TOCSIN_LEARN && e->code != ERR_CANCELLED) {
				if (learning_failed(r->run, o->advisory[i], e) < 0 ||
				    reader_replace(r, e) < 0)
					return -1;
				continue;
			}
			if (o->is_value[i])
				return -1;	/* the sentence names it */
			if (go_on_without(r, i, before, e) == 0)
				continue;
			snprintf(name, sizeof(name), "%.*s", SPAN_ARG(span_cut(o->advisory[i], 0, 150)));
			return fail_in(e, name);
		}
	}
	if (o->verb == TOCSIN_LEARN) {
		if (!r->run->status && r->partial)
			r->run->status = 3;
		return 0;
	}
	if (o->verb == TOCSIN_READ)
		r->run->status = r->partial ? 3 : 0;
	return 0;
}

static int end_log(struct advisory_reading *r, struct error *e)
{
	enum tocsin_verb verb = r->run->o.verb;

	if (verb == TOCSIN_READ || verb == TOCSIN_LEARN)
		return 0;
	return log_flush(r, e) < 0 ? -1 : log_carried(r, e);
}

static int recalled_record(void *context, struct span wire, struct error *e)
{
	return take_record(context, wire, e);
}

/* Out of the library each document has the number that it has in this job. */
static int learnt_record(void *context, struct span wire, struct error *e)
{
	struct advisory_reading *r = context;
	struct intel_record record;
	struct cursor c = { .left = wire };

	if (!intel_decode(&c, &record))
		return fail(e, ERR_MALFORMED, "the library is damaged");
	r->advisory += record.type == INTEL_ADVISORY;
	intel_renumber(&record, r->advisory - 1);
	return put_own(r, &record, e);
}

/* ---- names lead to indicators */

static int read_pack(struct advisory_reading *r, const struct pack *p, struct error *e)
{
	char source[80];
	int fd = memfd_create("pack", MFD_CLOEXEC);

	if (fd < 0 || file_put(fd, span_make(p->bytes, p->size), "keeping the indicators", e) < 0) {
		if (fd >= 0)
			close(fd);
		return fail_errno(e, "reading a shipped list");
	}
	snprintf(source, sizeof(source), "shipped list %s", p->name);
	return read_in_pool(r, span_of(source), fd, e);
}

static int listed_record(void *context, struct span wire, struct error *e)
{
	return take_listed(context, wire, e);
}

static int read_list(struct advisory_reading *r, struct naming_list *list, struct error *e)
{
	static const struct library_reader learnt = { .record = listed_record, .end = take_end };

	r->list = list;
	return list->pack ? read_pack(r, list->pack, e)
			  : library_read(r->run->library, list->number, &learnt, r, e);
}

static int read_lists(struct advisory_reading *r, struct naming *n, struct error *e)
{
	const struct bulletins *all = &r->run->bulletins;
	int rc = naming_find(n, r->run->library, e);

	/* The remark came behind the end of the document. */
	if (rc < 0 || put_remark(r, n, e) < 0 || take_end(r, all->list[all->count - 1].size, e) < 0)
		return -1;
	r->naming = n;
	for (uint32_t i = 0; i < n->lists && rc >= 0; i++)
		if (n->list[i].taken)
			rc = read_list(r, &n->list[i], e);
	r->naming = NULL;
	return rc;
}

/* What a sweep would look up by name. */
static int count_lists(struct advisory_reading *r, struct naming *n, struct error *e)
{
	int rc = naming_find(n, r->run->library, e);

	r->naming = n;
	r->counts = true;
	for (uint32_t i = 0; i < n->lists && rc >= 0; i++)
		if (n->list[i].taken)
			rc = read_list(r, &n->list[i], e);
	r->naming = NULL;
	r->counts = false;
	return rc;
}

/* The end of `read`. */
static int end_reading(struct advisory_reading *r, struct error *e)
{
	struct naming n;
	int rc;

	naming_init(&n);
	if (r->run->o.why.len || !naming_begin(&n, &r->run->bulletins))
		rc = put_summary(r, NULL, e);
	else
		rc = count_lists(r, &n, e) < 0 ? -1 : put_summary(r, &n, e);
	naming_release(&n);
	return rc;
}

/* Nothing that was given lists anything: what its names are known for. */
static int follow_names(struct advisory_reading *r, struct error *e)
{
	struct naming n;
	int rc = 0;

	if (r->run->o.verb == TOCSIN_LEARN)
		return 0;
	naming_init(&n);
	if (naming_begin(&n, &r->run->bulletins))
		rc = read_lists(r, &n, e);
	naming_release(&n);
	return rc;
}

static int follow_learnt(struct advisory_reading *r, struct error *e)
{
	int rc;

	if (reader_open(r->run, r->two, r->full, &r->pool, e) < 0)
		return -1;
	rc = follow_names(r, e);
	reader_close(r->run, r->pool, rc == 0);
	return rc;
}

/* No advisory was named: those that the case was asked about, else all that were learnt. */
static int recall_all(struct advisory_reading *r, struct error *e)
{
	static const struct casebook_intel kept = { .record = recalled_record, .end = take_end };
	static const struct library_reader learnt = { .record = learnt_record, .end = take_end };
	struct tocsin_run *run = r->run;
	struct casebook *c = run->asked ? run->asked : run->casebook;

	if (run->o.verb == TOCSIN_SWEEP && c && casebook_number(c, "set"))
		return caching_recall(run, c, e);
	if (run->o.verb == TOCSIN_SWEEP && c && casebook_has_intel(c))
		return casebook_intel(c, &kept, r, e) < 0 ? -1 : log_flush(r, e);
	r->keeps = run->casebook;
	if ((r->keeps && casebook_intel_clear(run->casebook, e) < 0) ||
	    library_read(run->library, run->o.learnt, &learnt, r, e) < 0)
		return -1;
	if (r->advisory == 0)
		return fail(e, ERR_USAGE, "the library has no document %lld (library list)",
			    (long long)run->o.learnt);
	if (run->o.verb != TOCSIN_READ && follow_learnt(r, e) < 0)
		return -1;
	if (r->keeps && casebook_commit(run->casebook, e) < 0)
		return -1;
	return run->o.verb == TOCSIN_READ ? put_summary(r, NULL, e) : log_flush(r, e);
}

static int read_in_worker(struct advisory_reading *r, struct error *e)
{
	struct tocsin_run *run = r->run;
	int rc;

	r->keeps = run->casebook;
	if (r->keeps && casebook_intel_clear(run->casebook, e) < 0)
		return -1;
	r->two = !r->keeps && may_be_brief(r) && halves_worth(&run->o);
	if (reader_open(r->run, r->two, r->full, &r->pool, e) < 0)
		return -1;
	rc = read_all(r, e);
	if (rc == 0)
		rc = run->o.verb == TOCSIN_READ ? end_reading(r, e) : follow_names(r, e);
	if (rc == 0)
		rc = end_log(r, e);
	reader_close(r->run, r->pool, rc == 0);
	return rc < 0 || !r->keeps ? rc : casebook_commit(run->casebook, e);
}

int run_read(struct tocsin_run *run, struct error *e)
{
	struct advisory_reading r = { .run = run };
	int rc;

	run->log_fd = memfd_create("intel", MFD_CLOEXEC);
	if (run->log_fd < 0)
		return fail_errno(e, "keeping the indicators");
	buf_init(&r.log, 4 * CHANNEL_CEILING);
	buf_init(&r.one, CHANNEL_CEILING);
	out_to_memory(&r.out, CHANNEL_CEILING);
	why_open(&r.why, run->o.why);
	rc = run->o.advisories ? read_in_worker(&r, e) : recall_all(&r, e);
	buf_release(&r.log);
	buf_release(&r.one);
	why_close(&r.why);
	out_release(&r.out);
	return rc;
}

/* ---- a set file */

static int loaded_record(void *context, struct span wire, struct error *e)
{
	return take_record(context, wire, e);
}

static int read_carried(struct advisory_reading *r, const struct carried_taker *taker,
			struct error *e)
{
	struct buf bytes;
	int rc;

	buf_init(&bytes, CARRIED_MOST);
	rc = set_file_carried(r->run->set_fd, r->run->set_size, &bytes, e);
	if (rc == 0)
		rc = carried_take(buf_span(&bytes), taker, e);
	buf_release(&bytes);
	return rc;
}

int run_take_set(struct tocsin_run *run, struct error *e)
{
	struct advisory_reading r = { .run = run, .loads = true };
	struct carried_taker taker = { .record = loaded_record, .end = take_end, .context = &r,
				       .bulletins = &run->bulletins };
	struct buf addresses;
	int rc = 0;

	buf_init(&addresses, CARRIED_MOST);
	/* One of them may be ours, if we know what is. */
	if (run->o.ours.given)
		rc = set_file_aside(run->set_fd, run->set_size, &addresses, e);
	taker.addresses = buf_span(&addresses);
	if (rc == 0)
		rc = read_carried(&r, &taker, e);
	buf_release(&addresses);
	run->told_by_set = rc == 0;
	return rc;
}

int run_tell_set(struct tocsin_run *run, struct error *e)
{
	struct advisory_reading r = { .run = run, .tells = true };
	struct carried_taker taker = { .record = loaded_record, .context = &r };
	int rc;

	if (!run->told_by_set)
		return 0;
	out_to_memory(&r.out, CHANNEL_CEILING);
	rc = read_carried(&r, &taker, e);
	out_release(&r.out);
	return rc;
}

int run_load_set(struct tocsin_run *run, struct error *e)
{
	struct stat s;
	char name[4096];

	snprintf(name, sizeof(name), "%.*s", SPAN_ARG(run->o.set));
	run->set_fd = open(name, O_RDONLY | O_CLOEXEC);
	if (run->set_fd < 0 || fstat(run->set_fd, &s) < 0)
		return fail(e, ERR_PERMISSION, "%s: %s", name, strerror(errno));
	if (!S_ISREG(s.st_mode))
		return fail(e, ERR_USAGE, "%s: not a set file", name);
	run->set_size = (uint64_t)s.st_size;
	run->set_written = s.st_mtim;
	return run_take_set(run, e) < 0 ? fail_in(e, name) : 0;
}
