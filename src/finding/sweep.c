/*
 * sweep.c -- the loop: who is free gets an item, who is silent is ended, who
 * dies is replaced.
 */
#include "finding/sweep.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "finding/jobs.h"
#include "finding/sweep_hits.h"
#include "finding/sweeping.h"
#include "match/recall.h"
#include "match/set.h"

#define TICK_MS 500
#define TOGETHER 256	/* messages of one pack at most between two looks around */
#define CPU_UNKNOWN (-1)	/* of a hand whose item began after the last tick */
#define AHEAD_BYTES (4u << 20)	/* in hand, behind which nothing waits */
#define AWAY_MS 2000	/* between two looks at the limits of time: we were elsewhere */

int64_t sweep_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- opening and closing */

static uint32_t workers_need(const struct sweep *s)
{
	const struct bulletins *all = s->o.bulletins;
	uint32_t needs = 0;

	for (uint32_t i = 0; i < all->count; i++)
		if (all->list[i].listed[KIND_YARA])
			needs |= SWEEP_RULES;
	if (s->o.set_fd >= 0 && set_file_has_patterns(s->o.set_fd, s->o.setup.set_size))
		needs |= SWEEP_PATTERNS;
	return needs;
}

/* What comes through a pipe cannot be given to another worker when the first lacks something. */
static bool reads_pipes(const struct sweep *s)
{
	char path[WALK_PATH_MAX];
	struct stat st;

	for (uint32_t i = 0; i < s->o.paths; i++) {
		snprintf(path, sizeof(path), "%.*s", SPAN_ARG(s->o.path[i]));
		if (span_equal(s->o.path[i], SPAN("-")) ||
		    (stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)))
			return true;
	}
	return false;
}

static int workers_order(struct sweep *s, struct error *e)
{
	struct pool_options p = { .job = "sweep", .workers = s->o.workers,
				  .sandbox = s->o.sandbox, .strict = s->o.strict,
				  .nice = s->o.nice,
				  .lean = !reads_pipes(s),
				  .needs = workers_need(s) };
	struct buf b;
	bool lean;
	int rc;

	if (pool_served(s->workers, &lean))
		p.lean = lean;
	buf_init(&b, CHANNEL_CEILING);
	sweep_setup_encode(&b, &s->o.setup);
	p.setup = buf_span(&b);
	if (s->o.set_fd >= 0) {
		p.fd[0] = s->o.set_fd;
		p.fds = 1;
	}
	rc = pool_order(s->workers, &p, e);
	buf_release(&b);
	return rc;
}

int sweep_launch(struct sweep_processes *p, const char *program, struct error *e)
{
	if ((!p->workers && pool_begin(&p->workers, program, e) < 0) ||
	    (!p->walker && pool_begin(&p->walker, program, e) < 0))
		return -1;
	return 0;
}

void sweep_abandon(struct sweep_processes *p)
{
	pool_close(p->workers);
	pool_close(p->walker);
	*p = (struct sweep_processes){ 0 };
}

/*
 * Files of zones and the library for patterns are read before the sandbox closes, and a
 * pipe cannot be read twice, should a lean worker lack something.
 */
static void leave_served(struct sweep *s)
{
	struct sweep_processes *p = s->o.processes;

	bool lean;

	if (p->workers && pool_served(p->workers, &lean) &&
	    (s->o.setup.zones || workers_need(s) & SWEEP_PATTERNS || (lean && reads_pipes(s)))) {
		pool_close(p->workers);
		p->workers = NULL;
	}
}

static int processes_start(struct sweep *s, struct error *e)
{
	int rc;

	leave_served(s);
	rc = sweep_launch(s->o.processes, s->o.program, e);

	s->workers = s->o.processes->workers;
	s->walker = s->o.processes->walker;
	*s->o.processes = (struct sweep_processes){ 0 };
	if (rc < 0 || workers_order(s, e) < 0 || walk_start(s, e) < 0 || walk_feed(s, e) < 0 ||
	    pool_ready(s->walker, e) < 0 || pool_ready(s->workers, e) < 0)
		return -1;
	s->counts.sandbox = pool_sandbox(s->workers);
	return 0;
}

int sweep_open(struct sweep **out, const struct sweep_options *o, struct error *e)
{
	struct sweep *s = calloc(1, sizeof(*s));

	if (!s)
		return fail(e, ERR_MEMORY, "no memory");
	s->o = *o;
	s->page_fd = s->names_fd = -1;
	s->last = &s->first;
	sources_init(&s->sources);
	spool_init(&s->spool, SPOOL_MEMORY, SPOOL_CEILING);
	buf_init(&s->out, CHANNEL_CEILING);
	buf_init(&s->spare, 2 * CHANNEL_CEILING);
	buf_init(&s->ready, 1u << 30);
	buf_init(&s->unjudged, 2 * CHANNEL_CEILING);
	out_to_memory(&s->line, CHANNEL_CEILING);
	buf_init(&s->at, CHANNEL_CEILING);
	arena_init(&s->machine_keys, 16u << 20);
	arena_init(&s->scratch, 16u << 20);
	table_init(&s->machines, &s->machine_keys, 100000);
	s->real = calloc(o->paths ? o->paths : 1, sizeof(*s->real));
	if (!s->real) {
		sweep_close(s);
		return fail(e, ERR_MEMORY, "no memory");
	}
	if (sweep_recall_open(s, e) < 0) {
		sweep_close(s);
		return -1;
	}
	s->counts.walking = true;
	if (!o->again && processes_start(s, e) < 0) {
		sweep_close(s);
		return -1;
	}
	*out = s;
	return 0;
}

void sweep_dismiss(struct sweep *s)
{
	pool_dismiss(s->walker);
	pool_dismiss(s->workers);
}

void sweep_close(struct sweep *s)
{
	struct item *i;

	if (!s)
		return;
	pool_close(s->walker);
	pool_close(s->workers);
	for (unsigned w = 0; w < POOL_WORKERS; w++)
		for (unsigned k = 0; k < s->hand[w].count; k++)
			item_free(s->hand[w].queue[k]);
	while ((i = items_take(s)))
		item_free(i);
	for (uint32_t k = 0; k < s->lates; k++)
		buf_release(&s->late[k].lines);
	free(s->late);
	if (s->page)
		munmap(s->page, WALK_PATH_MAX);
	if (s->page_fd >= 0)
		close(s->page_fd);
	if (s->names_fd >= 0)
		close(s->names_fd);
	for (uint32_t k = 0; s->real && k < s->o.paths; k++)
		free(s->real[k]);
	free(s->real);
	sources_release(&s->sources);
	spool_release(&s->spool);
	free(s->done);
	buf_release(&s->out);
	buf_release(&s->spare);
	buf_release(&s->ready);
	buf_release(&s->unjudged);
	out_release(&s->line);
	buf_release(&s->at);
	recall_close(s->recall);
	table_release(&s->machines);
	arena_release(&s->machine_keys);
	arena_release(&s->scratch);
	free(s);
}

const struct sweep_counts *sweep_counts(const struct sweep *s)
{
	return &s->counts;
}

struct sources *sweep_sources(struct sweep *s)
{
	return &s->sources;
}

/* ---- handing out */

static uint16_t zone_index(const struct sweep *s, const struct item *i)
{
	struct span zone = labels_zone(s->o.labels, i->root, i->label);

	for (uint32_t k = 0; zone.len && k < s->o.setup.zones; k++)
		if (span_equal(s->o.setup.zone[k], zone))
			return (uint16_t)(k + 1);
	return 0;
}

/* "PATH@": whoever has divided it dies of it, once; "PATH@0": and who begins it again. */
static bool is_deadly_to_divide(const struct sweep *s, const struct item *i)
{
	size_t at = span_rfind_byte(s->o.crash, '@');
	struct span number = span_skip(s->o.crash, at == SPAN_NONE ? s->o.crash.len : at + 1);

	return at != SPAN_NONE && !i->piece &&
	       (number.len == 0 || span_equal(number, SPAN("0"))) &&
	       span_find(span_of(i->path), span_cut(s->o.crash, 0, at)) != SPAN_NONE;
}

/* For tests: a worker dies over paths with this in them; "PATH@2" is the third piece of one. */
static bool is_deadly(const struct sweep *s, const struct item *i)
{
	uint64_t from = 0, bytes = 0;
	char number[24];
	size_t at = span_rfind_byte(s->o.crash, '@');

	if (!s->o.crash.len)
		return false;
	piece_extent(i, &from, &bytes);
	if (!bytes)
		return span_find(span_of(i->path), s->o.crash) != SPAN_NONE;
	snprintf(number, sizeof(number), "%u", piece_number(i));
	return at != SPAN_NONE && piece_counts(i) &&
	       span_equal(span_skip(s->o.crash, at + 1), span_of(number)) &&
	       span_find(span_of(i->path), span_cut(s->o.crash, 0, at)) != SPAN_NONE;
}

static int hand_item(struct sweep *s, unsigned w, struct item *i, struct error *e)
{
	struct hand *h = &s->hand[w];
	struct item_order order = {
		.item = i->number, .path = span_of(i->path), .size = i->size, .mtime = i->mtime,
		.regular = i->regular, .zone = zone_index(s, i),
		.year = i->label ? i->label->year : 0,
		.columns = i->label ? i->label->columns : SPAN(""),
		.crash = is_deadly(s, i), .divided = is_deadly_to_divide(s, i), .whole = i->whole,
	};

	piece_order(i, &order);
	if (h->count == 0) {
		h->since = sweep_now();
		h->cpu = CPU_UNKNOWN;
	}
	h->queue[h->count++] = i;
	buf_clear(&s->out);
	item_order_encode(&s->out, &order);
	return pool_send(s->workers, w, SWEEP_ITEM, buf_span(&s->out), piece_fd(i), e);
}

static int worker_died(struct sweep *s, unsigned w, struct span reason, const char *cause,
		       bool again, struct error *e);

/*
 * May this worker have one more, when nobody shall have more than `most`?  What
 * lies behind a large item would wait for it while others are idle; an item
 * that killed a worker goes to an idle one, alone.
 */
static bool hand_has_room(const struct sweep *s, const struct hand *h, uint32_t most)
{
	uint64_t bytes = 0;

	if (h->count >= most || h->alone || (s->first->deaths && h->count))
		return false;
	for (uint32_t i = 0; i < h->count; i++)
		bytes += h->queue[i]->size;
	return bytes <= AHEAD_BYTES && piece_may_go(s->first, h);
}

/* One for each, then a second one for each: two large files go to two workers. */
static int hand_out(struct sweep *s, struct error *e)
{
	for (uint32_t most = 1; most <= SWEEP_AHEAD && s->first; most++)
		for (unsigned w = 0; w < s->o.workers && s->first; w++) {
			struct hand *h = &s->hand[w];
			struct error gone = { 0 };

			if (!hand_has_room(s, h, most))
				continue;
			h->alone = s->first->deaths > 0;
			if (hand_item(s, w, items_take(s), &gone) < 0 &&
			    worker_died(s, w, SPAN("decoder-crashed"), gone.text, true, e) < 0)
				return -1;
		}
	return 0;
}

/* ---- a worker's end */

/* What stays of an item that cannot be read: its answers so far, and one gap. */
static int item_give_up(struct sweep *s, struct item *i, struct span reason, const char *cause,
			struct error *e)
{
	char detail[240];
	uint64_t from = 0, bytes = i->size, read;
	int rc;

	/* Of a mailbox in pieces this is said once. */
	if (s->stopped && i->piece)
		return item_finish(s, i, SPAN(""), e);
	piece_extent(i, &from, &bytes);
	read = i->consumed < bytes ? i->consumed : bytes;
	snprintf(detail, sizeof(detail), "%s, at byte %llu of %llu", cause,
		 (unsigned long long)(from + i->consumed), (unsigned long long)i->size);
	rc = item_gap(s, i, reason, detail, bytes - read, e);
	return rc < 0 ? rc : item_finish(s, i, SPAN(""), e);
}

/* What a worker has in hand, from the k-th on, waits again. */
static void hand_back(struct sweep *s, unsigned w, unsigned from)
{
	struct hand *h = &s->hand[w];

	for (unsigned k = h->count; k > from; k--)
		items_push_front(s, h->queue[k - 1]);
	h->count = 0;
	h->alone = h->spoiled = false;
	pool_kill(s->workers, w);
}

static int worker_died(struct sweep *s, unsigned w, struct span reason, const char *cause,
		       bool again, struct error *e)
{
	struct hand *h = &s->hand[w];
	struct item *culprit = h->count ? h->queue[0] : NULL;
	char why[160];
	int rc = 0;

	snprintf(why, sizeof(why), "%s", cause);
	hand_back(s, w, 1);
	if (culprit && piece_is_undone(culprit)) {
		rc = item_finish(s, culprit, SPAN(""), e);
	} else if (culprit && again && culprit->regular && culprit->deaths++ == 0) {
		item_forget(culprit);
		items_push_front(s, culprit);
	} else if (culprit) {
		rc = item_give_up(s, culprit, reason, why, e);
	}
	if (rc == 0)
		rc = pool_restart(s->workers, w, e);
	return rc;
}

/* It met what it was not prepared for: its items go to one that is. */
static int worker_lacks(struct sweep *s, unsigned w, struct error *e)
{
	struct hand *h = &s->hand[w];

	if (h->count)
		item_forget(h->queue[0]);
	hand_back(s, w, 0);
	return pool_restart(s->workers, w, e);
}

static int64_t cpu_allowed(const struct sweep *s, const struct item *i)
{
	return ((int64_t)s->o.time_limit + (int64_t)(i->consumed / 10000000)) * 1000000;
}

static int workers_watch(struct sweep *s, struct error *e)
{
	int64_t now = sweep_now();

	for (unsigned w = 0; w < s->o.workers; w++) {
		struct hand *h = &s->hand[w];
		char cause[100];

		if (h->count == 0)
			continue;
		/* Most items never get here. */
		if (h->cpu == CPU_UNKNOWN)
			h->cpu = pool_cpu(s->workers, w);
		if (s->o.stall_limit && now - h->since > (int64_t)s->o.stall_limit * 1000)
			snprintf(cause, sizeof(cause), "no progress for %u s", s->o.stall_limit);
		else if (s->o.time_limit && pool_cpu(s->workers, w) - h->cpu >
			 cpu_allowed(s, h->queue[0]))
			snprintf(cause, sizeof(cause), "more than its time of computing");
		else
			continue;
		if (worker_died(s, w, SPAN("time-limit"), cause, false, e) < 0)
			return -1;
	}
	return 0;
}

/*
 * Every TICK_MS, however much the workers have to say meanwhile.  When it was
 * us who kept them waiting (for whoever reads the report), their words lie
 * unheard: nobody is called late before they were heard.
 */
static int limits_watch(struct sweep *s, bool quiet, struct error *e)
{
	int64_t now = s->now, before = s->watched;

	if (!quiet && now - before < TICK_MS)
		return 0;
	s->watched = now;
	if (!quiet && now - before > AWAY_MS) {
		for (unsigned w = 0; w < s->o.workers; w++)
			s->hand[w].since = now;
		s->walk_since = now;
		return 0;
	}
	return workers_watch(s, e) < 0 ? -1 : walk_watch(s, e);
}

/* ---- a worker's answers */

/* The item that an answer is about is the one at the front of the worker's hand. */
static struct item *answer_item(struct hand *h, const struct message *m)
{
	struct cursor c = { .left = m->body };
	uint32_t number = cursor_u32(&c);

	if (c.bad || h->count == 0 || h->queue[0]->number != number)
		return NULL;
	return h->queue[0];
}

static void stray_check(struct cursor *c)
{
	struct piece_stray stray;
	struct observation o;
	struct cursor inside;

	piece_stray_decode(c, &stray);
	inside = (struct cursor){ .left = stray.observation };
	if (stray.of.kind != STRAY_NONE)
		observation_decode(&inside, &o);
	c->bad |= inside.bad;
}

/* Decode everything once here: what is kept is known to be well-formed. */
bool answer_is_sound(uint32_t type, struct span body, union decoded *d)
{
	struct cursor c = { .left = body };
	bool sound = true;

	if (type == SWEEP_OBSERVATION) {
		observed_decode(&c, &d->observed);
	} else if (type == SWEEP_PART) {
		struct part_answer p = { 0 };

		part_answer_decode(&c, &p);
		census_release(&p.end.census);
	} else if (type == SWEEP_GAP) {
		struct gap_answer g;

		gap_answer_decode(&c, &g);
	} else if (type == SWEEP_LEASE) {
		struct lease_answer l;

		lease_answer_decode(&c, &l);
	} else if (type == SWEEP_HIT) {
		hit_answer_decode(&c, &d->hit);
	} else if (type == SWEEP_END) {
		struct item_end end = { 0 };

		item_end_decode(&c, &end);
		census_release(&end.census);
	} else if (type == SWEEP_NOTED) {
		struct noted n;

		noted_decode(&c, &n);
	} else if (type == SWEEP_NOTES) {
		cursor_u32(&c);
		cursor_span(&c);
	} else if (type == SWEEP_SHOWN) {
		struct shown part;

		shown_decode(&c, &part);
	} else if (type == SWEEP_PIECE) {
		struct piece_answer p;

		piece_answer_decode(&c, &p);
	} else if (type == SWEEP_PIECES) {
		struct piece_plan p;

		piece_plan_decode(&c, &p);
	} else if (type == SWEEP_STRAY) {
		stray_check(&c);
	} else {
		sound = type == SWEEP_PROGRESS || type == SWEEP_FRAGILE;
	}
	return sound && !c.bad;
}

/* The front item is done: go on to the next, in a new worker if this one is spoiled. */
static int hand_next(struct sweep *s, unsigned w, struct error *e)
{
	struct hand *h = &s->hand[w];

	if (h->spoiled) {
		hand_back(s, w, 1);
		return pool_restart(s->workers, w, e);
	}
	h->count--;
	memmove(h->queue, h->queue + 1, h->count * sizeof(h->queue[0]));
	h->alone = false;
	h->cpu = CPU_UNKNOWN;
	return 0;
}

/* True, and the sweep ends without an answer, or the worker is not in its right mind. */
static int set_doubted(struct sweep *s, unsigned w, struct error *e)
{
	if (sweep_verify(s, w, e) < 0)
		return -1;
	return worker_died(s, w, SPAN("decoder-crashed"), "it calls a whole set damaged", true, e);
}

static int worker_answered(struct sweep *s, unsigned w, const struct message *m, struct error *e)
{
	struct hand *h = &s->hand[w];
	struct item *i = answer_item(h, m);
	struct cursor c = { .left = m->body };
	union decoded d;

	if (m->fd >= 0)
		close(m->fd);
	if (m->type == SWEEP_DOUBT)
		return set_doubted(s, w, e);
	if (!i || !answer_is_sound(m->type, m->body, &d))
		return worker_died(s, w, SPAN("decoder-crashed"), "it answered nonsense", true, e);
	h->since = s->now;
	if (piece_is_undone(i) && m->type != SWEEP_END)
		return 0;
	switch (m->type) {
	case SWEEP_PROGRESS:
		if (!piece_counts(i))
			return 0;
		cursor_u32(&c);
		s->counts.bytes_read -= i->consumed;
		i->consumed = cursor_u64(&c);
		s->counts.bytes_read += i->consumed;
		return 0;
	case SWEEP_HIT:
		if (piece_is_later(i))
			return item_keep(s, i, m->type, m->body, e);
		if (hits_take(s, i, &d.hit, e) < 0)
			return -1;
		/* Only a case is asked for them again. */
		return s->o.casebook ? item_keep(s, i, m->type, m->body, e) : 0;
	case SWEEP_END:
		/* The message lives in the worker's channel: it is used before that may close. */
		if (item_finish(s, i, m->body, e) < 0)
			return -1;
		return hand_next(s, w, e);
	case SWEEP_NOTES:
		return item_note(s, i->piece ? piece_mailbox(i) : i, m->body, e);
	case SWEEP_NOTED:
		return i->piece ? piece_noted(s, i, m->body, e) : item_noted(s, i, m->body, e);
	case SWEEP_FRAGILE:
		h->spoiled = true;
		return 0;
	case SWEEP_PIECES:
		return pieces_begin(s, i, m->body, e);
	case SWEEP_STRAY:
		return piece_strays(i, m->body, e);
	case SWEEP_PIECE:
		piece_told(i, m->body);
		return 0;
	default:
		if (m->type == SWEEP_OBSERVATION)
			hits_notice(s, i, &d.observed.seen, d.observed.wire);
		return item_keep(s, i, m->type, m->body, e);
	}
}

/* ---- the step */

static bool sweep_busy(const struct sweep *s)
{
	for (unsigned w = 0; w < s->o.workers; w++)
		if (s->hand[w].count)
			return true;
	return s->first || !s->walk_over;
}

/* The user stopped it: what is unread of the items in hand is a gap. */
static int sweep_interrupt(struct sweep *s, struct error *e)
{
	struct item *i;

	s->counts.interrupted = true;
	s->stopped = true;
	for (unsigned w = 0; w < s->o.workers; w++) {
		struct hand *h = &s->hand[w];

		pool_kill(s->workers, w);
		for (unsigned k = 0; k < h->count; k++)
			if (item_give_up(s, h->queue[k], SPAN("io-error"), "interrupted", e) < 0)
				return -1;
		h->count = 0;
	}
	while ((i = items_take(s)))
		if (item_give_up(s, i, SPAN("io-error"), "interrupted", e) < 0)
			return -1;
	return 0;
}

static int sweep_event(struct sweep *s, struct pool_event *ev, struct error *e)
{
	switch (ev->type) {
	case POOL_WOKEN:
		return sweep_interrupt(s, e);
	case POOL_MESSAGE:
		return ev->pool ? worker_answered(s, ev->worker, &ev->message, e)
				: walk_answered(s, &ev->message, e);
	case POOL_DIED:
		return ev->pool ? worker_died(s, ev->worker, SPAN("decoder-crashed"), ev->cause, true, e)
				: walk_died(s, ev->cause, e);
	case POOL_LACKING:
		return worker_lacks(s, ev->worker, e);
	case POOL_QUIET:
		break;
	}
	return 0;
}

/* What happens next; of messages those that came together. */
static int sweep_listen(struct sweep *s, bool *quiet, struct error *e)
{
	struct pool *pools[] = { s->walker, s->workers };
	uint64_t listen[2] = { walk_wanted(s) ? UINT64_MAX : 0, UINT64_MAX };
	struct pool_event ev;
	unsigned n = 0;

	do {
		if (pools_wait(pools, listen, 2, s->o.wake, TICK_MS, &ev, e) < 0)
			return -1;
		if (n++ == 0)
			s->now = sweep_now();
		if (sweep_event(s, &ev, e) < 0)
			return -1;
	} while (ev.type == POOL_MESSAGE && ev.pool && n < TOGETHER &&
		 pool_has_more(s->workers, ev.worker));
	*quiet = ev.type == POOL_QUIET;
	return 0;
}

int sweep_step(struct sweep *s, struct error *e)
{
	bool quiet;

	if (s->stopped)
		return 0;
	if (s->o.again) {
		s->stopped = true;
		s->counts.walking = false;
		return sweep_counts_load(s, e) < 0 || sweep_replay(s, SPAN(""), NULL, e) < 0 ? -1 : 0;
	}
	if (walk_feed(s, e) < 0 || hand_out(s, e) < 0)
		return -1;
	if (!sweep_busy(s)) {
		s->stopped = true;
		s->counts.walking = false;
		return 0;
	}
	if (s->o.casebook && casebook_tick(s->o.casebook, e) < 0)
		return -1;
	if (sweep_listen(s, &quiet, e) < 0)
		return -1;
	return limits_watch(s, quiet, e) < 0 ? -1 : 1;
}
