/* sweep_item.c -- items in flight, and their results on the spool. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/swap.h"
#include "finding/sweep_hits.h"
#include "finding/sweeping.h"

struct item *item_new(struct sweep *s, struct span path, struct error *e)
{
	struct item *i = calloc(1, sizeof(*i));
	char *copy = malloc(path.len + 1);

	if (!i || !copy) {
		free(i);
		free(copy);
		fail(e, ERR_MEMORY, "no memory for an item");
		return NULL;
	}
	memcpy(copy, path.ptr, path.len);
	copy[path.len] = '\0';
	i->path = copy;
	i->fd = -1;
	i->mtime = TIME_NONE;
	i->root = s->at_root;
	i->number = ++s->numbered;
	buf_init(&i->answers, 2 * CHANNEL_CEILING);
	buf_init(&i->hits, 1u << 30);
	buf_init(&i->last_notes, CHANNEL_CEILING);
	return i;
}

void item_free(struct item *i)
{
	if (!i)
		return;
	if (i->fd >= 0)
		close(i->fd);
	free(i->path);
	free(i->chunk);
	buf_release(&i->answers);
	buf_release(&i->hits);
	piece_free(i->piece);
	buf_release(&i->last_notes);
	free(i);
}

void items_add(struct sweep *s, struct item *i)
{
	i->next = NULL;
	*s->last = i;
	s->last = &i->next;
	s->waiting++;
}

void items_push_front(struct sweep *s, struct item *i)
{
	i->next = s->first;
	s->first = i;
	if (!i->next)
		s->last = &i->next;
	s->waiting++;
}

struct item *items_take(struct sweep *s)
{
	struct item *i = s->first;

	if (!i)
		return NULL;
	s->first = i->next;
	if (!s->first)
		s->last = &s->first;
	s->waiting--;
	return i;
}

struct span item_root(const struct sweep *s, const struct item *i)
{
	return i->root < s->o.paths ? s->o.path[i->root] : SPAN("");
}

/* ---- answers */

int item_spool(struct sweep *s, struct item *i, struct error *e)
{
	uint64_t at;

	if (i->answers.len == 0)
		return 0;
	if (i->chunks == i->chunk_room) {
		uint32_t room = i->chunk_room ? i->chunk_room * 2 : 4;
		uint64_t *wider = realloc(i->chunk, room * 2 * sizeof(*wider));

		if (!wider)
			return fail(e, ERR_MEMORY, "no memory for an item");
		i->chunk = wider;
		i->chunk_room = room;
	}
	if (spool_add(&s->spool, buf_span(&i->answers), &at, e) < 0)
		return -1;
	i->chunk[2 * i->chunks] = at;
	i->chunk[2 * i->chunks + 1] = i->answers.len;
	i->chunks++;
	buf_clear(&i->answers);
	return 0;
}

/* Whose answers are spooled leaves the memory for them to the next one. */
void item_spare(struct sweep *s, struct item *i)
{
	buf_clear(&i->answers);
	if (i->answers.room > s->spare.room)
		SWAP(i->answers, s->spare);
}

void item_done(struct sweep *s, struct item *i)
{
	item_spare(s, i);
	item_free(i);
}

int item_keep(struct sweep *s, struct item *i, uint32_t type, struct span body, struct error *e)
{
	if (s->o.setup.show)
		return shown_take(s, i, type, body, e);
	if (!i->answers.room)
		SWAP(i->answers, s->spare);
	frame_u32(&i->answers, type);
	frame_span(&i->answers, body);
	if (i->answers.bad)
		return fail(e, ERR_MEMORY, "no memory for an item's answers");
	return i->answers.len > CHUNK_BYTES ? item_spool(s, i, e) : 0;
}

void item_forget(struct item *i)
{
	/* What was spooled stays there unread. */
	buf_clear(&i->answers);
	i->chunks = 0;
	i->consumed = 0;
	i->hits_seen = 0;
	/* What was noted of one piece too much does no harm, of the others it is needed. */
	if (i->piece) {
		piece_forget(i->piece);
		return;
	}
	i->notes = 0;
	i->segments = 0;
	i->noted = false;
}

int item_gap(struct sweep *s, struct item *i, struct span reason, const char *detail,
	     uint64_t bytes, struct error *e)
{
	struct gap_answer gap = { .item = i->number, .reason = reason, .detail = span_of(detail),
				  .bytes = bytes };

	where_add(&gap.where, (struct step){ .kind = STEP_FILE, .text = span_of(i->path) });
	buf_clear(&s->out);
	gap_answer_encode(&s->out, &gap);
	s->counts.gaps++;
	snprintf(i->reason, sizeof(i->reason), "%.*s", SPAN_ARG(reason));
	return item_keep(s, i, SWEEP_GAP, buf_span(&s->out), e);
}

/*
 * Did somebody write to the file meanwhile?  A log that only grew was read as
 * far as it went; anything else may have been read half old and half new.
 * What a file server thinks of it is not waited for.
 */
static int item_changed(struct sweep *s, struct item *i, const struct item_end *end,
			struct error *e)
{
	struct gap_answer gap = { .item = i->number, .reason = SPAN("changed-while-read") };
	struct statx now;
	char detail[120];

	if (!i->regular || statx(i->fd, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC,
				 STATX_SIZE | STATX_MTIME, &now) < 0 ||
	    (now.stx_size == i->size && now.stx_mtime.tv_sec * INT64_C(1000000) +
				      now.stx_mtime.tv_nsec / 1000 == i->mtime))
		return 0;
	gap.minor = now.stx_size > i->size;
	if (gap.minor)
		snprintf(detail, sizeof(detail), "it grew: %llu bytes were read",
			 (unsigned long long)end->bytes);
	else
		snprintf(detail, sizeof(detail), "it was written to while it was read");
	gap.detail = span_of(detail);
	gap.bytes = gap.minor ? 0 : i->size;
	where_add(&gap.where, (struct step){ .kind = STEP_FILE, .text = span_of(i->path) });
	buf_clear(&s->out);
	gap_answer_encode(&s->out, &gap);
	s->counts.gaps++;
	i->written_to = true;
	return item_keep(s, i, SWEEP_GAP, buf_span(&s->out), e);
}

/* ---- results */

/* The item's own part of its source: known at once, whatever the order of ending. */
static int item_source(struct sweep *s, const struct item *i, const struct item_end *end,
		       uint32_t *position, struct error *e)
{
	struct source_key key = { .label = i->label, .kind = end ? end->kind : ITEM_BINARY,
				  .path = span_of(i->path), .root = item_root(s, i) };
	struct source *source;

	if (end) {
		key.format = end->format;
		key.people = end->people;
		key.sensor = end->sensor;
	}
	source = sources_of(&s->sources, &key, i->number, e);
	if (!source)
		return -1;
	source->items++;
	source->bytes_met += i->size;
	source->bytes_read += end ? end->bytes : i->consumed;
	if (end) {
		source->shows |= end->shows;
		source->items += end->things;
		source->bytes_inside += end->inner;
		source->undigested += end->undigested;
	}
	*position = (uint32_t)(source - s->sources.list);
	return 0;
}

static int done_add(struct sweep *s, struct span result, uint32_t number, struct error *e)
{
	struct done d = { .length = (uint32_t)result.len, .number = number };

	if (s->dones == s->done_room) {
		uint32_t room = s->done_room ? s->done_room * 2 : 256;
		struct done *wider = realloc(s->done, room * sizeof(*wider));

		if (!wider)
			return fail(e, ERR_MEMORY, "no memory for the results");
		s->done = wider;
		s->done_room = room;
	}
	if (spool_add(&s->spool, result, &d.at, e) < 0)
		return -1;
	s->done[s->dones++] = d;
	return 0;
}

static void result_encode(const struct sweep *s, const struct item *i, uint32_t source,
			  struct span end, struct buf *b)
{
	frame_u32(b, i->number);
	frame_span(b, span_of(i->path));
	frame_span(b, item_root(s, i));
	frame_u64(b, i->label ? (uint64_t)(i->label - s->o.labels->list) + 1 : 0);
	frame_u64(b, i->size);
	frame_u32(b, source);
	frame_span(b, end);
	frame_u32(b, i->chunks);
	for (uint32_t k = 0; k < 2 * i->chunks; k++)
		frame_u64(b, i->chunk[k]);
}

/* An item without a log, a finding or a gap leaves only its numbers behind. */
static bool item_says_something(const struct item *i, const struct item_end *end)
{
	return i->chunks || i->answers.len || !end || end->kind == ITEM_LOG ||
	       end->kind == ITEM_MAIL || end->kind == ITEM_COPY || end->kind == ITEM_OWN;
}

static int item_settle(struct sweep *s, struct item *i, struct span body, struct error *e)
{
	struct item_end end = { 0 };
	struct cursor c = { .left = body };
	uint32_t source = UINT32_MAX;
	struct buf b;
	int rc;

	if (body.len)
		item_end_decode(&c, &end);
	s->counts.items_done++;
	s->counts.bytes_read += (body.len ? end.bytes : i->consumed) - i->consumed;
	rc = body.len ? item_changed(s, i, &end, e) : 0;
	if (rc == 0)
		rc = item_put(s, i, body, &end, e);
	if (rc == 0)
		rc = item_source(s, i, body.len ? &end : NULL, &source, e);
	if (rc == 0 && s->o.setup.show && body.len)
		rc = shown_take(s, i, SWEEP_END, body, e);
	if (rc == 0 && item_says_something(i, body.len ? &end : NULL)) {
		buf_init(&b, CHANNEL_CEILING * 2);
		rc = item_spool(s, i, e);
		result_encode(s, i, source, body, &b);
		if (rc == 0)
			rc = b.bad ? fail(e, ERR_MEMORY, "no memory for a result")
				   : done_add(s, buf_span(&b), i->number, e);
		buf_release(&b);
	}
	census_release(&end.census);
	hits_done(s, i);
	item_done(s, i);
	return rc;
}

int item_finish(struct sweep *s, struct item *i, struct span body, struct error *e)
{
	struct item *mailbox;
	struct buf whole;
	int rc;

	if (!i->piece)
		return item_settle(s, i, body, e);
	mailbox = piece_mailbox(i);
	buf_init(&whole, 2 * CHANNEL_CEILING);
	rc = piece_over(s, i, body, &whole, e);
	if (rc > 0)
		rc = item_settle(s, mailbox, buf_span(&whole), e);
	buf_release(&whole);
	return rc;
}

/* ---- reading back */

static int done_order(const void *a, const void *b)
{
	const struct done *x = a, *y = b;

	return x->number < y->number ? -1 : x->number > y->number;
}

uint32_t sweep_results(const struct sweep *s)
{
	if (s->dones)
		qsort(s->done, s->dones, sizeof(*s->done), done_order);
	return s->dones;
}

int sweep_result(struct sweep *s, uint32_t n, struct result *out, struct error *e)
{
	struct cursor c;
	struct span end;
	uint64_t label;

	*out = (struct result){ 0 };
	buf_init(&out->bytes, 2 * CHANNEL_CEILING);
	if (spool_read(&s->spool, s->done[n].at, s->done[n].length, &out->bytes, e) < 0)
		return -1;
	c = (struct cursor){ .left = buf_span(&out->bytes) };
	out->item = cursor_u32(&c);
	out->path = cursor_span(&c);
	out->root = cursor_span(&c);
	label = cursor_u64(&c);
	out->label = label ? &s->o.labels->list[label - 1] : NULL;
	out->size = cursor_u64(&c);
	out->source = cursor_u32(&c);
	end = cursor_span(&c);
	out->complete = end.len > 0;
	if (end.len) {
		struct cursor inner = { .left = end };

		item_end_decode(&inner, &out->end);
	}
	out->chunks = cursor_u32(&c);
	if (out->chunks) {
		out->chunk = malloc(out->chunks * 2 * sizeof(*out->chunk));
		if (!out->chunk)
			return fail(e, ERR_MEMORY, "no memory for a result");
		for (uint32_t k = 0; k < 2 * out->chunks; k++)
			out->chunk[k] = cursor_u64(&c);
	}
	return 0;
}

void result_release(struct result *r)
{
	census_release(&r->end.census);
	free(r->chunk);
	buf_release(&r->bytes);
}

bool sweep_answers_stay(const struct sweep *s, const struct result *r)
{
	for (uint32_t k = 0; k < r->chunks; k++)
		if (!spool_stays(&s->spool, r->chunk[2 * k], r->chunk[2 * k + 1]))
			return false;
	return true;
}

int sweep_answers(struct sweep *s, const struct result *r, result_fn *fn, void *context,
		  struct error *e)
{
	struct buf b;
	int rc = 0;

	buf_init(&b, 4 * CHANNEL_CEILING);
	for (uint32_t k = 0; rc == 0 && k < r->chunks; k++) {
		struct cursor c = { 0 };

		rc = spool_look(&s->spool, r->chunk[2 * k], r->chunk[2 * k + 1], &b, &c.left, e);
		while (rc == 0 && c.left.len) {
			uint32_t type = cursor_u32(&c);
			struct span body = cursor_span(&c);

			rc = fn(context, type, body, e);
		}
	}
	buf_release(&b);
	return rc;
}
