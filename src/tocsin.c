/*
 * tocsin.c -- the whole of tocsin on one page.
 *
 *     advisory -> intel -> set -> evidence -> findings -> answer
 *
 * tocsin_run_open goes from the left to the evidence; tocsin_run_next pulls
 * the rest through, record by record.  If you change the order of things,
 * change it here; if it does not fit here, it is wrong.
 */
#include "tocsin.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "advisory/job_knowledge.h"
#include "advisory/job_read.h"
#include "base/external.h"
#include "format/pst_wire.h"
#include "caching.h"
#include "evidence/walk.h"
#include "finding/jobs.h"
#include "knowing.h"
#include "match/job_compile.h"
#include "match/set.h"
#include "run.h"

#define LINES_MEMORY  (32u << 20)
#define LINES_CEILING (UINT64_C(1) << 40)
#define WINDOW_BYTES  (1u << 20)
#define MADE_BYTES    (128u << 10)	/* of records at once */
#define TICK_MS	      500

_Noreturn void tocsin_worker_main(void)
{
	static const struct job *const jobs[] = {
#define JOB(name) &name,
#include "jobs.h"
#undef JOB
		NULL,
	};

	worker_main(jobs);
}

int tocsin_external_main(const char *name, const char *note)
{
	const struct external_program programs[] = {
#define EXTERNAL(NAME, PATHS, ARGUMENTS, MEMORY, SECONDS) \
		{ NAME, PATHS, ARGUMENTS, MEMORY, SECONDS },
#define EXTERNAL_READER(NAME, READER, MEMORY, SECONDS, BYTES) \
		{ NAME, NULL, NULL, MEMORY, SECONDS, READER, BYTES },
#include "externals.h"
#undef EXTERNAL_READER
#undef EXTERNAL
#undef LIST
		{ 0 },
	};

	return external_main(programs, name, note);
}

int64_t run_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void run_error(struct tocsin_error *out, const struct error *e)
{
	switch (e->code) {
	case ERR_USAGE:
		out->code = TOCSIN_ERROR_USAGE;
		break;
	case ERR_MALFORMED:
	case ERR_TRUNCATED:
	case ERR_ENCRYPTED:
	case ERR_PERMISSION:
		out->code = TOCSIN_ERROR_INPUT;
		break;
	default:
		out->code = TOCSIN_ERROR_SYSTEM;
		break;
	}
	snprintf(out->text, sizeof(out->text), "%s", e->text);
}

/* ---- opening */

/* The folder of the cache is no evidence. */
static bool cache_inode(const struct options *o, uint64_t *device, uint64_t *inode)
{
	char name[4096];
	struct stat s;

	snprintf(name, sizeof(name), "%.*s", SPAN_ARG(o->cache));
	if (!o->cache.len || stat(name, &s) < 0)
		return false;
	*device = s.st_dev;
	*inode = s.st_ino;
	return true;
}

static int sweep_begin(struct tocsin_run *run, struct error *e)
{
	struct options *o = &run->o;
	struct sweep_options s = {
		.program = run->program, .processes = &run->processes, .workers = o->workers,
		.sandbox = o->sandbox, .strict = o->strict, .nice = o->nice, .path = o->path,
		.paths = o->paths,
		.stdin_fd = 0, .labels = &o->labels, .bulletins = &run->bulletins,
		.ours = &o->ours, .set_fd = run->set_fd, .walk = o->walk,
		.unordered = o->unordered, .time_limit = o->time_limit,
		.stall_limit = o->stall_limit, .open_limit = o->open_limit, .wake = run->wake,
		.crash = o->crash, .casebook = run->casebook, .again = o->again,
		.asks = buf_span(&run->asks), .full = o->full, .started = run->started,
	};
	struct sweep_setup *setup = &s.setup;

	setup->since = o->read.from;
	setup->until = o->read.to;
	setup->context = o->context;
	setup->limits = o->limits;
	for (uint32_t i = 0; i < o->passwords; i++)
		setup->password[setup->passwords++] = o->password[i];
	setup->hits = o->hits;
	setup->custody = o->custody;
	setup->notes = run->notes;
	setup->seed = run->seed;
	setup->digest_all = o->digest_all;
	setup->piece = o->piece;
	setup->large = o->large;
	setup->plan = o->verb == TOCSIN_PLAN;
	setup->show = o->verb == TOCSIN_SHOW;
	setup->hits |= setup->show;
	setup->set_size = run->set_size;
	if (run->casebook && s.walk.owns < WALK_OWNS) {
		casebook_inode(run->casebook, &s.walk.own[s.walk.owns].device,
			       &s.walk.own[s.walk.owns].inode);
		s.walk.owns++;
	}
	if (s.walk.owns < WALK_OWNS &&
	    cache_inode(o, &s.walk.own[s.walk.owns].device, &s.walk.own[s.walk.owns].inode))
		s.walk.owns++;
	for (size_t i = 0; i < o->labels.count && setup->zones < SWEEP_ZONES; i++)
		if (o->labels.list[i].zone.len)
			setup->zone[setup->zones++] = o->labels.list[i].zone;
	for (uint32_t i = 0; i < run->bulletins.count && setup->copies < SWEEP_COPIES; i++) {
		const struct bulletin *b = &run->bulletins.list[i];

		if (b->size && b->advisory.sha256.len) {
			setup->copy[setup->copies].size = b->size;
			setup->copy[setup->copies].sha256 = b->advisory.sha256;
			setup->copy[setup->copies++].advisory = i;
		}
	}
	return keeping_ask(run, setup, e) < 0 ? -1 : sweep_open(&run->sweep, &s, e);
}

/* Evidence will be read: the processes for it start while we find out what to look for. */
static int launch(struct tocsin_run *run, struct error *e)
{
	return run->o.again ? 0 : sweep_launch(&run->processes, run->program, e);
}

/* What was learnt stands in when nothing is named. */
static bool recalls_library(const struct tocsin_run *run)
{
	if (!run->library)
		return false;
	return run->o.verb == TOCSIN_READ ? run->o.learnt != 0
		: run->o.verb == TOCSIN_SWEEP && library_count(run->library) > 0;
}

/* With a set file nothing is read and compiled; it is not kept in the case. */
static int set_begin(struct tocsin_run *run, struct error *e)
{
	const struct options *o = &run->o;

	if (o->verb != TOCSIN_SWEEP)
		return fail(e, ERR_USAGE, "a set file is for a sweep");
	if (o->advisories)
		return fail(e, ERR_USAGE, "a set file and advisories: compile them together");
	if (o->allow.count)
		return fail(e, ERR_USAGE, "what is allowed is left out when a set is compiled");
	if (o->paths == 0)
		return fail(e, ERR_USAGE, "no PATH to sweep");
	if (launch(run, e) < 0 || keeping_begin(run, e) < 0 || run_load_set(run, e) < 0)
		return -1;
	return sweep_begin(run, e);
}

/* "-a SET" means --set: what lists values is one word for people. */
static void set_meant(struct options *o)
{
	char name[4096];
	int fd;

	if (o->verb != TOCSIN_SWEEP || o->advisories != 1 || o->is_value[0] || o->set.len)
		return;
	snprintf(name, sizeof(name), "%.*s", SPAN_ARG(o->advisory[0]));
	fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd >= 0 && set_file_is(fd)) {
		o->set = o->advisory[0];
		o->advisories = 0;
	}
	if (fd >= 0)
		close(fd);
}

/* What is searched for: compiled, unless it is there already. */
static int asks_begin(struct tocsin_run *run, struct error *e)
{
	int found = caching_find(run, e);

	if (found)
		return found < 0 ? -1 : 0;
	if (run_read(run, e) < 0)
		return -1;
	if (run->o.verb != TOCSIN_SWEEP || run->o.again || run->set_fd >= 0)
		return 0;
	return run_compile(run, e) < 0 ? -1 : caching_keep(run, e);
}

static int run_begin(struct tocsin_run *run, struct error *e)
{
	const struct options *o = &run->o;

	struct casebook *c = run->asked ? run->asked : run->casebook;
	bool documents = o->verb == TOCSIN_READ || o->verb == TOCSIN_LEARN;
	bool recalls;

	if (o->verb == TOCSIN_COMPILE)
		return compile_begin(run, e);
	set_meant(&run->o);
	if (o->set.len)
		return set_begin(run, e);
	if (learning_open(run, e) < 0)
		return -1;
	recalls = o->advisories == 0 && ((c && casebook_has_intel(c)) || recalls_library(run));
	if (o->verb != TOCSIN_PLAN && o->verb != TOCSIN_SHOW && o->advisories == 0 && !recalls)
		return fail(e, ERR_USAGE, documents ? "no ADVISORY to read"
			    : "nothing to look for: give an advisory with -a or a value with -e, or "
			      "learn one");
	if (!documents && o->paths == 0)
		return fail(e, ERR_USAGE, "no PATH to sweep");
	if ((!documents && launch(run, e) < 0) || keeping_begin(run, e) < 0)
		return -1;
	if ((o->advisories || recalls) && asks_begin(run, e) < 0)
		return -1;
	if (documents) {
		run->answered = true;
		return 0;
	}
	return sweep_begin(run, e);
}

int tocsin_run_open(struct tocsin_run **out, const struct tocsin_job *job,
		    struct tocsin_error *error)
{
	struct tocsin_run *run = calloc(1, sizeof(*run));
	struct timespec t;
	struct error e = { 0 };

	if (!run) {
		error->code = TOCSIN_ERROR_SYSTEM;
		snprintf(error->text, sizeof(error->text), "no memory");
		return -1;
	}
	run->log_fd = run->set_fd = run->knowledge_fd = -1;
	run->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	run->began = run_clock();
	clock_gettime(CLOCK_REALTIME, &t);
	run->started = (int64_t)t.tv_sec * TIME_SECOND;
	spool_init(&run->lines, LINES_MEMORY, LINES_CEILING);
	spool_init(&run->fresh, LINES_MEMORY, LINES_CEILING);
	run->since = TIME_NONE;
	buf_init(&run->window, 1u << 30);
	buf_init(&run->line, 1u << 30);
	buf_init(&run->asks, CHANNEL_CEILING);
	bulletins_init(&run->bulletins);
	if (keeping_open(run, job, &e) < 0 || options_open(&run->o, run->joined, &e) < 0 ||
	    knowing_open(run, &e) < 0)
		goto fail;
	snprintf(run->program, sizeof(run->program), "%.*s", SPAN_ARG(run->o.program));
	run->bulletins.window = run->o.window;
	run->bulletins.ours = &run->o.ours;
	if (run_begin(run, &e) < 0)
		goto fail;
	*out = run;
	return 0;
fail:
	run_error(error, &e);
	tocsin_run_close(run);
	return -1;
}

void tocsin_run_close(struct tocsin_run *run)
{
	if (!run)
		return;
	answer_close(run->answering);
	digesting_close(run->seal);
	sweep_close(run->sweep);
	sweep_abandon(&run->processes);
	casebook_close(run->casebook);
	casebook_close(run->asked);
	library_close(run->library);
	compile_close(run);
	tocsin_job_free(run->joined);
	bulletins_release(&run->bulletins);
	options_release(&run->o);
	spool_release(&run->lines);
	spool_release(&run->fresh);
	buf_release(&run->window);
	buf_release(&run->line);
	buf_release(&run->asks);
	if (run->log_fd >= 0)
		close(run->log_fd);
	if (run->set_fd >= 0)
		close(run->set_fd);
	if (run->knowledge_fd >= 0)
		close(run->knowledge_fd);
	if (run->wake >= 0)
		close(run->wake);
	free(run);
}

/* ---- pulling */

/* The next whole line of those ahead into run->line. False: there is none. */
static bool line_take(struct tocsin_run *run)
{
	size_t end = span_find_byte(run->ahead, '\n');

	if (end == SPAN_NONE)
		return false;
	buf_clear(&run->line);
	buf_add(&run->line, span_cut(run->ahead, 0, end));
	run->ahead = span_skip(run->ahead, end + 1);
	return true;
}

/* More of the spooled lines, with the piece of one that is left: 1, 0 at their end. */
static int window_look(struct tocsin_run *run, struct error *e)
{
	struct spool *lines = run->o.only_new ? &run->fresh : &run->lines;
	uint64_t from = run->at - run->ahead.len, left = lines->size - from;
	size_t most = WINDOW_BYTES + 2 * run->ahead.len;
	size_t now = left > most ? most : (size_t)left;

	if (now == run->ahead.len)
		return 0;
	if (spool_look(lines, from, now, &run->window, &run->ahead, e) < 0)
		return -1;
	run->at = from + now;
	return 1;
}

static int run_end(struct tocsin_run *run, struct error *e)
{
	answer_close(run->answering);
	run->answering = NULL;
	if (run_close_records(run, e) < 0)
		return -1;
	return keeping_end(run, e);
}

/* More records, `most` bytes or so of them; behind the last ones what ends them all. */
static int lines_make(struct tocsin_run *run, uint64_t most, struct error *e)
{
	int rc = 1;

	while (rc > 0 && run->lines.size < most) {
		rc = answer_step(run->answering, e);
		if (rc > 0 && run->lines.size - run->sealed >= MADE_BYTES &&
		    run_seal_lines(run, e) < 0)
			return -1;
	}
	return rc == 0 ? run_end(run, e) : rc;
}

/* 1, 0 behind the last record of all. */
static int window_fill(struct tocsin_run *run, struct error *e)
{
	int rc = window_look(run, e);

	if (rc != 0 || !run->answering)
		return rc;
	/* All that was made was given. */
	if (run_seal_lines(run, e) < 0)
		return -1;
	spool_rewind(&run->lines);
	run->at = run->sealed = 0;
	return lines_make(run, MADE_BYTES, e) < 0 ? -1 : window_look(run, e);
}

static void run_tick(struct tocsin_run *run)
{
	if (!run->tick || run_clock() - run->ticked < TICK_MS)
		return;
	run->ticked = run_clock();
	run->tick(run->tick_context, run);
}

/* Sweep until a hit record is there or all evidence has been read. */
static int run_sweep(struct tocsin_run *run, struct error *e)
{
	int rc = 1;

	while (rc > 0) {
		rc = sweep_step(run->sweep, e);
		if (rc < 0)
			return -1;
		run_tick(run);
		buf_clear(&run->window);
		sweep_take_hits(run->sweep, &run->window);
		run->ahead = buf_span(&run->window);
		if (run->ahead.len)
			return 1;
	}
	return 0;
}

static int run_answer(struct tocsin_run *run, struct error *e)
{
	struct answer_options a = {
		.sweep = run->sweep, .labels = &run->o.labels, .bulletins = &run->bulletins,
		.ours = &run->o.ours, .read = run->o.read, .scope = run->o.scope,
		.scopes = run->o.scopes, .casebook = run->casebook,
		.plan = run->o.verb == TOCSIN_PLAN,
		.counts_new = run->casebook && run->o.custody, .again = run->o.again,
		.fresh = run->o.only_new ? &run->fresh : NULL,
	};

	if (sweep_counts(run->sweep)->roots_opened == 0 && !sweep_counts(run->sweep)->interrupted)
		return fail(e, ERR_PERMISSION, "%.*s: cannot be opened",
			    SPAN_ARG(span_cut(run->o.path[0], 0, 200)));
	if (!sweep_counts(run->sweep)->interrupted && run_verified(run, e) < 0)
		return -1;
	sweep_dismiss(run->sweep);
	if (knowing_judge(run, e) < 0 || run_tell_set(run, e) < 0)
		return -1;
	/* What the advisories say stands in front of either. */
	if (a.fresh && spool_copy(&run->lines, a.fresh, e) < 0)
		return -1;
	if (run->o.verb != TOCSIN_SHOW &&
	    answer_open(&run->answering, &a, &run->lines, &run->totals, e) < 0)
		return -1;
	run->answered = true;
	if (!run->answering)
		return run_end(run, e);
	/* A case has all of its answer before anybody sees the first of it. */
	return lines_make(run, run->casebook || a.fresh ? UINT64_MAX : 0, e) < 0 ? -1 : 0;
}

static int run_pull(struct tocsin_run *run, struct error *e)
{
	for (;;) {
		int rc;

		if (line_take(run))
			return 1;
		if (!run->answered) {
			rc = run_sweep(run, e);
			if (rc == 0)
				rc = run_answer(run, e) < 0 ? -1 : 1;
		} else {
			rc = window_fill(run, e);
		}
		if (rc <= 0) {
			run->finished = rc == 0;
			return rc;
		}
	}
}

/* The value of "type", which our records begin with. */
static void record_type(struct tocsin_run *run)
{
	struct span line = buf_span(&run->line), head = SPAN("{\"type\":\"");
	size_t n = 0;

	if (span_starts(line, head))
		line = span_skip(line, head.len);
	else
		line = SPAN("");
	for (; n < line.len && n < sizeof(run->type) - 1 && line.ptr[n] != '"'; n++)
		run->type[n] = line.ptr[n];
	run->type[n] = '\0';
}

int tocsin_run_next(struct tocsin_run *run, struct tocsin_record *record,
		    struct tocsin_error *error)
{
	struct error e = { 0 };
	int rc = run->finished ? 0 : run_pull(run, &e);

	if (rc < 0)
		run_error(error, &e);
	if (rc <= 0)
		return rc;
	record_type(run);
	*record = (struct tocsin_record){ .type = run->type, .json = buf_string(&run->line),
					  .length = run->line.len };
	return 1;
}

void tocsin_run_cancel(struct tocsin_run *run)
{
	uint64_t one = 1;
	int saved = errno;

	if (write(run->wake, &one, sizeof(one)) < 0) {
		/* The counter is full: it is awake already. */
	}
	errno = saved;
}

int tocsin_run_status(const struct tocsin_run *run)
{
	return run->status;
}

const char *tocsin_run_remark(const struct tocsin_run *run)
{
	return run->remark[0] ? run->remark : NULL;
}

void tocsin_run_tick(struct tocsin_run *run, tocsin_tick *tick, void *context)
{
	run->tick = tick;
	run->tick_context = context;
}

void tocsin_run_progress(struct tocsin_run *run, struct tocsin_progress *progress)
{
	const struct sweep_counts *c = run->sweep ? sweep_counts(run->sweep) : NULL;
	struct span alarm;

	*progress = (struct tocsin_progress){ 0 };
	if (!c)
		return;
	*progress = (struct tocsin_progress){
		.items = c->items, .items_done = c->items_done, .bytes_met = c->bytes_met,
		.bytes_read = c->bytes_read, .walking = c->walking,
	};
	sweep_opinion(run->sweep, &progress->act, &progress->check);
	alarm = sweep_take_alarm(run->sweep);
	if (alarm.len) {
		snprintf(run->alarm, sizeof(run->alarm), "%.*s", SPAN_ARG(alarm));
		progress->alarm = run->alarm;
	}
}
