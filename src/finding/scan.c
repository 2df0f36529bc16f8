/*
 * scan.c -- the scanner of a worker: one item after the other.
 *
 * Bounded: the opening's limits, the item's arena and the worker's own limit
 * of memory; time is the parent's to watch.
 */
#include "finding/scan.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "finding/scanner.h"

#define PROGRESS_BYTES (UINT64_C(4) << 20)
#define PROGRESS_TIME  20	/* milliseconds: nobody can read faster */

static int64_t milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The set is damaged; why in *e. */
static bool scan_is_vain(const struct scanner *s, struct error *e)
{
	return s->shared->set && set_damaged(s->shared->set, e) < 0;
}

int scan_progress(struct scanner *s, struct error *e)
{
	uint64_t now = opening_taken(&s->opening);
	int64_t time;

	if (now - s->told < PROGRESS_BYTES)
		return 0;
	s->told = now;
	time = milliseconds();
	if (time - s->told_at < PROGRESS_TIME)
		return 0;
	s->told_at = time;
	/* What is left of a long file is read in vain. */
	if (scan_is_vain(s, e))
		return -1;
	return scan_listener.progress(s, now, e);
}

/* Nothing leaves that a damaged set has led to. */
int scan_send_seen(struct scanner *s, uint32_t type, struct error *e)
{
	if (scan_is_vain(s, e))
		return -1;
	return channel_send(s->parent, type, buf_span(&s->out), -1, e);
}

/* ---- what was seen */

static int scan_emit(void *context, const struct observation *o, struct error *e)
{
	struct scanner *s = context;

	buf_clear(&s->out);
	observed_encode(&s->out, s->order->item, s->noted_part, &s->noted, o);
	if (s->out.bad)
		return fail(e, ERR_MEMORY, "no memory for a finding");
	return scan_send_seen(s, SWEEP_OBSERVATION, e);
}

int scan_send_held(struct scanner *s, int rc, struct error *e)
{
	struct error ignored;

	return channel_flush(s->parent, rc < 0 ? &ignored : e) < 0 ? -1 : rc;
}

int scan_rest(struct scanner *s, int rc, struct error *e)
{
	struct error ignored;

	/* A pipe may have nothing more to say for long. */
	if (!s->order->regular)
		return scan_send_held(s, rc, e);
	return channel_rest(s->parent, rc < 0 ? &ignored : e) < 0 ? -1 : rc;
}

int scan_tell(struct scanner *s, struct error *e)
{
	bool begun;
	int rc;

	if (tally_empty(s->tally))
		return 0;
	begun = channel_hold(s->parent);
	rc = tally_flush(s->tally, e);
	return begun ? scan_send_held(s, rc, e) : rc;
}

/* The tally holds what was seen in one layer of one thing. */
int scan_note(struct scanner *s, uint64_t record, struct error *e)
{
	const struct where *here = &s->opening.where;

	if (s->here->message)
		scan_mark_mail(s);
	if (!tally_empty(s->tally) &&
	    (s->noted_part != s->here->id || s->noted.count != here->count) &&
	    scan_tell(s, e) < 0)
		return -1;
	if (tally_empty(s->tally)) {
		where_copy(&s->noted, here);
		s->noted_part = s->here->id;
	}
	((struct scan_thing *)s->here->own)->speaks = true;
	return tally_add(s->tally, &s->seen, record, e);
}

int scan_field(struct scanner *s, const struct typed_field *field, struct error *e)
{
	for (unsigned i = 0; i < s->engines; i++) {
		struct error why = { 0 };

		if (engine_at(i)->field && engine_at(i)->field(&s->engine[i], field, &why) < 0 &&
		    why.code != ERR_LIMIT) {
			*e = why;
			return -1;
		}
	}
	return 0;
}

static int scan_hold(void *context, const struct hit *hit)
{
	struct scanner *s = context;

	if (hit->indicator == HIT_URL_HOST) {
		if (s->url_hosts < HITS_HELD)
			s->url_host[s->url_hosts++] = *hit;
		return 0;
	}
	if (s->holds == HITS_HELD) {
		s->overflow = true;
		return 1;
	}
	s->held[s->holds++] = *hit;
	return 0;
}

/* ---- the item */

/* What the parent must know of a piece to put it behind the others. */
static int scan_send_piece(struct scanner *s, const struct scan_thing *file, struct error *e)
{
	const struct item_order *o = s->order;
	struct piece_answer *piece = &s->range.answer;

	piece->item = o->item;
	piece->speaks = file->speaks;
	piece->run = file->end.census.run;
	if (o->end ? o->plan.of == PIECE_OF_MAIL : !s->range.on)
		piece->count = s->messages;
	else if (o->task == PIECE_SWEEP && !s->range.on)
		piece->changed = true;	/* it is no text any more */
	buf_clear(&s->out);
	piece_answer_encode(&s->out, piece);
	return channel_send(s->parent, SWEEP_PIECE, buf_span(&s->out), -1, e);
}

static int scan_send_end(struct scanner *s, struct error *e)
{
	struct scan_thing *file = &s->thing[0];

	/* What was not found counts from here on. */
	if (s->shared->set && set_prove(s->shared->set, e) < 0)
		return -1;
	if (s->opening.end && scan_send_piece(s, file, e) < 0)
		return -1;
	if (!s->opening.end)
		scan_file_digest(s, file);
	file->end.item = s->order->item;
	file->end.layers = file->layers ? file->layers : 1;
	for (uint32_t i = 0; i < file->end.layers; i++)
		file->end.sha256[i] = span_of(file->sha256[i]);
	buf_clear(&s->out);
	item_end_encode(&s->out, &file->end);
	if (s->out.bad)
		return fail(e, ERR_MEMORY, "no memory for an item's end");
	return channel_send(s->parent, SWEEP_END, buf_span(&s->out), -1, e);
}

/* ---- notes for recall: a segment waits until it is known whether it is the last */

static int scan_note_segment(void *context, struct span segment, struct error *e)
{
	struct scanner *s = context;

	if (s->segments++) {
		buf_clear(&s->out);
		frame_u32(&s->out, s->order->item);
		frame_span(&s->out, buf_span(&s->notes));
		if (s->out.bad)
			return fail(e, ERR_MEMORY, "no memory for notes");
		if (channel_send(s->parent, SWEEP_NOTES, buf_span(&s->out), -1, e) < 0)
			return -1;
	}
	buf_clear(&s->notes);
	buf_add(&s->notes, segment);
	return 0;
}

static void scan_notes_begin(struct scanner *s)
{
	s->segments = 0;
	s->note = (struct noted){ .item = s->order->item, .digests = ~0u };
	if (s->shared->set)
		s->note.listed = set_digests(s->shared->set);
	if (s->recorder)
		recorder_begin(s->recorder);
}

static int scan_notes_end(struct scanner *s, struct error *e)
{
	int complete = s->recorder ? recorder_end(s->recorder, e) : 0;

	if (complete <= 0)
		return complete;
	s->note.segments = s->segments - 1;
	s->note.segment = buf_span(&s->notes);
	buf_clear(&s->out);
	noted_encode(&s->out, &s->note);
	if (s->out.bad || s->notes.bad)
		return fail(e, ERR_MEMORY, "no memory for notes");
	return channel_send(s->parent, SWEEP_NOTED, buf_span(&s->out), -1, e);
}

/* A piece of a text needs none, a file which was swept in pieces those that it lacks. */
static void scan_want_digests(struct scanner *s)
{
	const struct item_order *o = s->order;

	if (o->task != PIECE_DIGEST)
		s->opening.wanted = o->end && o->plan.of != PIECE_OF_MAIL ? 0 : s->opening.wanted;
	else if (o->plan.of == PIECE_OF_LOG && o->plan.long_log)
		s->opening.wanted &= s->shared->setup.custody ? 1u << DIGEST_SHA256 : 0;
	else if (o->speaks)
		s->opening.wanted |= 1u << DIGEST_SHA256;
}

int scanner_item(struct scanner *s, const struct item_order *order, int fd, struct error *e)
{
	unsigned wanted = s->opening.wanted;
	int rc;

	s->order = order;
	s->fd = fd;
	s->told = s->messages = 0;
	s->range = (struct file_range){ .on = false };
	s->opening.begin = order->plan.of == PIECE_OF_MAIL ? order->begin : 0;
	s->opening.end = order->end;
	scan_want_digests(s);
	s->overflow = false;
	s->line_block = UINT64_MAX;
	if (order->crash)
		__builtin_trap();
	scan_notes_begin(s);
	rc = opening_file(&s->opening, order->path, fd, order->regular, order->size, e);
	s->opening.wanted = wanted;
	if (rc == 0)
		rc = scan_notes_end(s, e);
	if (rc == 0)
		rc = scan_send_end(s, e);
	census_release(&s->thing[0].end.census);
	arena_reset(&s->arena);
	return rc;
}

/* ---- the scanner */

static void scan_prepare_opening(struct scanner *s)
{
	const struct sweep_setup *setup = &s->shared->setup;
	struct opening *o = &s->opening;

	opening_init(o);
	o->listener = &scan_listener;
	o->context = s;
	o->arena = &s->arena;
	o->limits = setup->limits;
	o->wanted = s->shared->set ? set_digests(s->shared->set) : 0;
	if (setup->custody)
		o->wanted |= 1u << DIGEST_SHA256;
	o->keep = s->shared->set && !setup->plan && engines_want_whole(s->shared->set);
	o->inner = setup->plan ? 0 : 1u << DIGEST_SHA256;
	for (uint32_t i = 0; i < setup->passwords && i < OPENING_WORDS; i++)
		o->password[o->passwords++] = setup->password[i];
}

static bool scanner_engines(struct scanner *s, struct error *e)
{
	for (size_t i = 0; engine_at(i) && s->shared->set && i < ENGINES_MAX; i++) {
		s->engine[i] = (struct engine_state){ .set = s->shared->set, .arena = &s->arena,
						      .recorder = s->recorder,
						      .hit = scan_hold, .context = s };
		if (engine_at(i)->open && engine_at(i)->open(&s->engine[i], e) < 0)
			return false;
		s->engines++;
	}
	return true;
}

struct scanner *scanner_new(const struct sweep_shared *shared, struct channel *parent,
			    struct external *external, struct error *e)
{
	struct scanner *s = calloc(1, sizeof(*s));

	if (!s) {
		fail(e, ERR_MEMORY, "no memory");
		return NULL;
	}
	s->shared = shared;
	s->parent = parent;
	arena_init(&s->arena, ITEM_BUDGET);
	buf_init(&s->out, CHANNEL_CEILING);
	buf_init(&s->shown, 2 * RECORD_MAX);
	buf_init(&s->targets, 2 * RECORD_MAX);
	buf_init(&s->notes, CHANNEL_CEILING);
	buf_init(&s->listed, 4 * OBSERVATION_ADVISORIES);
	buf_init(&s->kept, 2 * RECORD_MAX);
	scan_prepare_opening(s);
	s->opening.external = external;
	s->held = malloc(HITS_HELD * sizeof(*s->held));
	s->url_host = malloc(HITS_HELD * sizeof(*s->url_host));
	s->line_of = malloc(HITS_HELD * sizeof(*s->line_of));
	s->text = calloc(1, sizeof(*s->text));
	s->sample = malloc(GRAMMAR_BYTES);
	s->head = malloc(HEAD_BYTES);
	s->blocks = blocks_new();
	s->tally = tally_new(scan_emit, s);
	for (size_t i = 0; grammar_at(i); i++)
		if (strcmp(grammar_at(i)->name, "tocsin") == 0)
			s->own = grammar_at(i);
	if (shared->setup.notes)
		s->recorder = recorder_new(shared->setup.seed, scan_note_segment, s);
	if (!s->held || !s->line_of || !s->url_host || !s->text || !s->tally || !s->sample ||
	    !s->head || !s->blocks || (shared->setup.notes && !s->recorder)) {
		fail(e, ERR_MEMORY, "no memory");
		scanner_free(s);
		return NULL;
	}
	s->rules_only = shared->set && engines_want_only_whole(shared->set) && !s->recorder &&
			!shared->setup.show && !shared->setup.plan;
	if (!scanner_engines(s, e)) {
		scanner_free(s);
		return NULL;
	}
	return s;
}

void scanner_free(struct scanner *s)
{
	if (!s)
		return;
	for (unsigned i = 0; i < s->engines; i++)
		if (engine_at(i)->close)
			engine_at(i)->close(&s->engine[i]);
	opening_release(&s->opening);
	tally_free(s->tally);
	scan_queues_release(s);
	arena_release(&s->arena);
	buf_release(&s->out);
	buf_release(&s->shown);
	buf_release(&s->targets);
	buf_release(&s->notes);
	buf_release(&s->listed);
	recorder_free(s->recorder);
	buf_release(&s->kept);
	free(s->held);
	free(s->line_of);
	free(s->url_host);
	free(s->text);
	free(s->sample);
	free(s->head);
	blocks_free(s->blocks);
	free(s);
}
