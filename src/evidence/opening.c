/* opening.c -- the recursion: layers, children, and what stops them. */
#include "evidence/opening.h"

#include <stdio.h>
#include <unistd.h>

#define PROGRESS_BYTES (UINT64_C(4) << 20)
#define BLOCK	       (64u << 10)
#define LEVELS	       (OPENING_DEPTH + 2)
#define STRIKES	       8
#define KEEP_HELD      (1u << 20)	/* larger buffers are given back behind their layer */
#define LATER	       (10u << 20)	/* a longer layer is digested as it is read; logs are not */

const struct opening_limits opening_limits = {
	.depth = 16,
	.members = 100000,
	.member = UINT64_C(4) << 30,
	.memory = UINT64_C(256) << 20,
	.ratio = 1000,
	.ratio_free = UINT64_C(64) << 20,
};

/* The beginning of a layer, as far as it was read, and what comes behind it. */
struct peek {
	struct span start;		/* in the level's head or, when longer, in `held` */
	struct stream *rest;
	bool over;			/* start is all of it */
};

void opening_init(struct opening *o)
{
	*o = (struct opening){ .limits = opening_limits };
	for (size_t i = 0; i < LEVELS; i++) {
		buf_init(&o->level[i].head, OPENING_HEAD);
		buf_init(&o->level[i].held, 0);
		buf_init(&o->level[i].kept, 0);
	}
	for (size_t i = 0; i < OPENING_LATER; i++)
		buf_init(&o->later[i], LATER);
}

void opening_release(struct opening *o)
{
	for (size_t i = 0; i < LEVELS; i++) {
		digests_release(&o->level[i].digests);
		buf_release(&o->level[i].held);
		buf_release(&o->level[i].kept);
		buf_release(&o->level[i].head);
	}
	for (size_t i = 0; i < OPENING_LATER; i++)
		buf_release(&o->later[i]);
}

uint64_t opening_taken(const struct opening *o)
{
	uint64_t used = o->seekable.used;

	return o->file->position > used ? o->file->position : used;
}

void opening_pass(struct opening *o)
{
	o->seekable.used = o->seekable.size;
}

struct span opening_reason(const struct opening *o, const struct error *why)
{
	if (why->code == ERR_LIMIT && o->limit)
		return span_of(o->limit);
	return span_of(error_name(why->code));
}

/* ---- telling */

static uint64_t stated_size(const struct thing *t)
{
	return t->stated == PART_SIZE_UNKNOWN ? 0 : t->stated;
}

/* Of the file, what was not read yet. */
static uint64_t left_behind(const struct opening *o)
{
	uint64_t taken = opening_taken(o), size = o->seekable.size;

	if (o->end)
		size = (o->end < size ? o->end : size) - o->begin;
	return o->regular && size > taken ? size - taken : 0;
}

uint64_t opening_left(const struct opening *o, const struct thing *t)
{
	return t->outer ? stated_size(t) : left_behind(o);
}

static int tell_gap(struct opening *o, struct thing *t, struct span reason, const char *detail,
		    uint64_t bytes, bool minor, struct error *e)
{
	return o->listener->gap(o->context, t, reason, detail, bytes, minor, e);
}

static int tell_error(struct opening *o, struct thing *t, const struct error *why, uint64_t bytes,
		      struct error *e)
{
	struct span reason = opening_reason(o, why);

	o->limit = NULL;
	return tell_gap(o, t, reason, why->text, bytes, false, e);
}

static int tell_progress(struct opening *o, struct error *e)
{
	uint64_t now = opening_taken(o) + o->expanded;

	if (now - o->told < PROGRESS_BYTES || !o->listener->progress)
		return 0;
	o->told = now;
	return o->listener->progress(o->context, opening_taken(o), e);
}

/* What a format waits for goes on: nobody shall take it for dead. */
static int tell_alive(void *owner, struct error *e)
{
	struct opening *o = owner;

	if (!o->listener->progress)
		return 0;
	o->told = opening_taken(o) + o->expanded;
	return o->listener->progress(o->context, opening_taken(o), e);
}

/* ---- what a thing may cost */

struct guard {
	struct stream stream;
	struct opening *opening;
	bool member;			/* one that has a limit of its own */
};

static int guard_stops(struct guard *g, struct error *e)
{
	struct opening *o = g->opening;

	if (o->expanded > o->free && o->expanded / o->limits.ratio > opening_taken(o)) {
		/* What lies behind a bomb is looked at, for as long as there are not too many. */
		o->free = o->expanded + o->limits.ratio_free;
		o->spent = ++o->strikes == STRIKES;
		o->limit = "ratio-limit";
		return fail(e, ERR_LIMIT, "expands more than %llu times",
			    (unsigned long long)o->limits.ratio);
	}
	if (g->member && g->stream.position > o->limits.member) {
		o->limit = "too-large";
		return fail(e, ERR_LIMIT, "larger than %llu MiB",
			    (unsigned long long)(o->limits.member >> 20));
	}
	return 0;
}

static int64_t guard_read(struct stream *s, void *out, size_t max, struct error *e)
{
	struct guard *g = (struct guard *)s;
	int64_t got = stream_read(s->below, out, max, e);

	if (got <= 0)
		return got;
	g->opening->expanded += (uint64_t)got;
	if (guard_stops(g, e) < 0)
		return -1;
	return tell_progress(g->opening, e) < 0 ? -1 : got;
}

static const struct stream_type guard_type = { .name = "guard", .read = guard_read };

static struct stream *guarded(struct opening *o, const struct thing *t, struct stream *s)
{
	struct guard *g = arena_new(o->arena, struct guard);

	if (!g)
		return NULL;
	*g = (struct guard){ .stream = { .type = &guard_type, .below = s }, .opening = o,
			     .member = t->kind == THING_MEMBER && !format_is_made(t->format) };
	return &g->stream;
}

/* ---- holding bytes */

/* Bytes of the layer at hand into its level's buffer, up to `size` in all. */
static void hold(struct opening *o, struct peek *p, uint64_t size, struct error *why)
{
	struct buf *held = &o->level[o->at].held;

	if (p->over)
		return;
	if (held->len == 0) {
		held->ceiling = (size_t)(o->limits.memory - o->held);
		buf_add(held, p->start);
	}
	while (held->len < size && !held->bad && !p->over) {
		size_t room = size - held->len < BLOCK ? (size_t)(size - held->len) : BLOCK;
		int64_t got;

		/* The rest is all the same behind a ceiling that is nearly reached. */
		if (held->ceiling - held->len < room)
			room = held->ceiling - held->len;
		if (room == 0 || !buf_reserve(held, room))
			break;
		got = stream_read(p->rest, held->ptr + held->len, room, why);
		if (got < 0)
			break;
		p->over = got == 0;
		held->len += (size_t)got;
	}
	p->start = buf_span(held);
}

struct span opening_peek(struct opening *o, size_t size)
{
	struct error why;

	if (o->peek->start.len < size)
		hold(o, o->peek, size, &why);
	return span_cut(o->peek->start, 0, size);
}

static struct stream *peek_stream(struct opening *o, struct peek *p)
{
	return p->over ? stream_of_span(o->arena, p->start)
		       : stream_prepend(o->arena, p->start, p->rest);
}

/* ---- keeping what is read as a stream, for who wants all of a layer */

struct keeper {
	struct opening *opening;
	struct buf *kept;
};

static void keep_drop(struct opening *o, struct buf *kept)
{
	o->kept -= kept->len;
	buf_release(kept);
	buf_init(kept, 0);
	kept->bad = true;
}

static void keep_add(void *context, struct span block)
{
	struct keeper *k = context;
	struct opening *o = k->opening;

	if (k->kept->bad)
		return;
	if (o->held + o->kept + block.len > o->limits.memory) {
		keep_drop(o, k->kept);
		return;
	}
	buf_add(k->kept, block);
	if (k->kept->bad)
		keep_drop(o, k->kept);
	else
		o->kept += block.len;
}

/* From here on whatever is read of the layer at hand is kept as well. */
static bool keep_begin(struct opening *o, struct peek *p)
{
	struct keeper *k = arena_new(o->arena, struct keeper);

	if (!k)
		return false;
	*k = (struct keeper){ o, &o->level[o->at].kept };
	k->kept->ceiling = (size_t)(o->limits.memory - o->held - o->kept);
	keep_add(k, p->start);
	p->rest = stream_tee(o->arena, p->rest, keep_add, k);
	return p->rest != NULL;
}

/* All of a layer that was read to its end; `started`: its start was all of it before that. */
static struct span keep_all(const struct opening *o, const struct peek *p, bool started)
{
	const struct opening_level *level = &o->level[o->at];

	if (started)
		return p->start;
	return p->over ? buf_span(&level->kept) : SPAN("");
}

static void keep_end(struct opening *o)
{
	struct buf *kept = &o->level[o->at].kept;

	o->kept -= kept->len;
	if (kept->room > KEEP_HELD || kept->bad) {
		buf_release(kept);
		buf_init(kept, 0);
	}
	buf_clear(kept);
}

/* ---- the inside of a layer */

static int open_layer(struct opening *o, struct thing *t, struct stream *stream,
		      const struct format *as, struct error *e);
static int open_child(struct opening *o, struct thing *outer, const struct part *part,
		      struct error *e);

static int give_content(struct opening *o, struct thing *t, struct peek *p, struct error *e)
{
	struct content c = { .stream = peek_stream(o, p), .head = p->start, .format = t->format };

	if (!c.stream)
		return tell_gap(o, t, SPAN("memory-limit"), "no memory left for this item", 0,
				false, e);
	if (t->charset.len && charset_known(t->charset))
		c.named = t->charset;
	c.charset = c.named.len ? CHARSET_UTF8 : charset_of(span_cut(p->start, 0, OPENING_HEAD));
	return o->listener->content(o->context, t, &c, e);
}

/* One stream inside another: the same thing, a layer further in. */
static int open_codec(struct opening *o, struct thing *t, struct peek *p, struct error *e)
{
	struct reader r = { .format = t->format, .stream = peek_stream(o, p), .arena = o->arena };
	const struct format *format = t->format;
	struct error why = { 0 };
	struct part part;
	int rc;

	if (!r.stream || format->open(&r, &why) < 0) {
		rc = r.stream ? tell_error(o, t, &why, stated_size(t), e)
			      : tell_gap(o, t, SPAN("memory-limit"), "no memory left for this item",
					 0, false, e);
	} else {
		where_add(&o->where, (struct step){ .kind = STEP_STREAM,
						    .text = span_of(format->name) });
		o->at++;
		rc = format->next(&r, &part, &why);
		if (rc > 0)
			rc = open_layer(o, t, guarded(o, t, part.stream), NULL, e);
		o->at--;
		o->where.count--;
	}
	if (format->close && r.stream)
		format->close(&r);
	t->format = format;
	return rc;
}

/* All of it in memory, or a gap (and its bytes are searched as they are): 1 when there. */
static int hold_all(struct opening *o, struct thing *t, struct peek *p, struct error *e)
{
	struct error why = { 0 };

	hold(o, p, o->limits.memory, &why);
	o->level[o->at].counted = o->level[o->at].held.len;
	o->held += o->level[o->at].counted;
	if (p->over)
		return 1;
	if (why.code != ERR_NONE)
		return tell_error(o, t, &why, 0, e);
	return tell_gap(o, t, SPAN("too-large"), "too large to be taken apart in memory", 0,
			t->format->raw, e);
}

/* What the format reads from: a stream, all bytes, or bytes in any order.  1 when it is there. */
static int give_bytes(struct opening *o, struct thing *t, struct peek *p, struct reader *r,
		      struct seekable *memory, struct error *e)
{
	int rc = 1;

	if (!r->format->seeks && !r->format->whole) {
		r->stream = peek_stream(o, p);
		return r->stream ? 1 : tell_gap(o, t, SPAN("memory-limit"),
						"no memory left for this item", 0, false, e);
	}
	if (r->format->seeks && o->at == 0 && o->regular) {
		r->file = &o->seekable;
		return 1;
	}
	rc = hold_all(o, t, p, e);
	if (rc > 0) {
		r->bytes = p->start;
		*memory = seekable_of_span(p->start);
		r->file = memory;
	}
	return rc;
}

static const char *gap_detail(struct span text, char *room, size_t size)
{
	snprintf(room, size, "%.*s", SPAN_ARG(text));
	return room;
}

static int take_part(struct opening *o, struct thing *t, const struct part *part, struct error *e)
{
	char detail[240];

	switch (part->kind) {
	case PART_MEMBER:
	case PART_MESSAGE:
	case PART_BODY:
		return open_child(o, t, part, e);
	case PART_HEADER:
		return o->listener->header(o->context, t, part->text, e);
	case PART_GAP:
		return tell_gap(o, t, part->name, gap_detail(part->text, detail, sizeof(detail)), 0,
				part->level > 0, e);
	default:
		return o->listener->value(o->context, t, part, e);
	}
}

/* Part by part: 0 at the end or where the rest cannot be had (which is told), -1. */
static int take_parts(struct opening *o, struct thing *t, struct reader *r, struct error *e)
{
	const struct format *format = r->format;
	uint64_t n = 0;

	while (!o->spent) {
		struct error why = { 0 };
		struct part part;
		int rc = format->next(r, &part, &why);

		if (rc <= 0)
			return rc < 0 ? tell_error(o, t, &why, left_behind(o), e) : 0;
		if (format->class == FORMAT_CONTAINER && n++ == o->limits.members)
			return tell_gap(o, t, SPAN("count-limit"), "more members than are looked at",
					left_behind(o), false, e);
		if (take_part(o, t, &part, e) < 0)
			return -1;
	}
	return tell_gap(o, t, SPAN("ratio-limit"), "too many bombs in it: not gone on with",
			left_behind(o), false, e);
}

bool opening_is_mailbox(const struct opening *o, const struct thing *t)
{
	return !t->outer && o->at == 0 && o->regular && t->format &&
	       t->format->class == FORMAT_MAILBOX && t->format->evidence;
}

static int open_parts(struct opening *o, struct thing *t, struct peek *p, struct error *e)
{
	const struct format *format = t->format;
	struct seekable memory;
	struct reader r = { .format = format, .arena = o->arena, .password = o->password,
			    .passwords = o->passwords, .external = o->external,
			    .alive = tell_alive, .owner = o };
	struct error why = { 0 };
	bool as_it_is = format->raw;
	int rc = give_bytes(o, t, p, &r, &memory, e);

	if (opening_is_mailbox(o, t)) {
		r.begin = o->begin;
		r.end = o->end;
	}
	if (rc <= 0)
		return rc < 0 ? -1 : give_content(o, t, p, e);
	if (format->fragile && o->listener->fragile && o->listener->fragile(o->context, e) < 0)
		return -1;
	o->at++;
	/* A file or attachment may be a message itself. */
	if (format->class == FORMAT_MESSAGE)
		t->message = t;
	if (format->open(&r, &why) < 0) {
		rc = tell_error(o, t, &why, 0, e);
		/* What cannot be taken apart is searched as it is, if its bytes are still there. */
		as_it_is |= !r.stream && why.code != ERR_ENCRYPTED;
	} else {
		rc = take_parts(o, t, &r, e);
	}
	if (format->close)
		format->close(&r);
	o->at--;
	t->format = format;
	return rc >= 0 && as_it_is ? give_content(o, t, p, e) : rc;
}

static const char *not_yet_detail(const struct format *f, char *room, size_t size)
{
	if (f->class == FORMAT_MAILBOX && !f->remedy)
		return "mail is swept as text: encoded parts and attachments are not opened yet";
	snprintf(room, size, "%s is recognised but not opened yet%s%s", f->about,
		 f->remedy ? ": " : "", f->remedy ? f->remedy : "");
	return room;
}

/* What these bytes are decides who goes through them. */
static int open_inside(struct opening *o, struct thing *t, struct peek *p, struct error *e)
{
	const struct format *f = t->format;
	uint64_t size = stated_size(t);
	char detail[240];

	if (f && f->not_yet &&
	    tell_gap(o, t, SPAN("unsupported-format"), not_yet_detail(f, detail, sizeof(detail)),
		     size, f->class == FORMAT_MAILBOX, e) < 0)
		return -1;
	if (!f || f->not_yet || !f->evidence)
		return give_content(o, t, p, e);
	if (o->at >= o->limits.depth) {
		if (tell_gap(o, t, SPAN("depth-limit"), "nested too deeply", size, false, e) < 0)
			return -1;
		return give_content(o, t, p, e);
	}
	return f->class == FORMAT_CODEC ? open_codec(o, t, p, e) : open_parts(o, t, p, e);
}

/* ---- a layer */

/*
 * What only opening.inner wants is asked for when something was found there,
 * which is seldom: so a short layer's bytes wait for that.
 */
static void layer_add(void *context, struct span block)
{
	struct opening_level *level = context;
	struct buf *later = level->later;

	if (later && later->len + block.len <= LATER) {
		buf_add(later, block);
		if (!later->bad)
			return;
	}
	if (later)
		digests_add(&level->digests, buf_span(later));
	level->later = NULL;
	digests_add(&level->digests, block);
}

static void layer_wait(struct opening *o, struct opening_level *level)
{
	level->later = NULL;
	if (o->wanted || o->waiting == OPENING_LATER)
		return;
	level->later = &o->later[o->waiting++];
	buf_clear(level->later);
}

void opening_undigest(struct opening *o, unsigned layers, unsigned keep)
{
	for (unsigned i = 0; i < layers && i <= o->at; i++) {
		struct opening_level *level = &o->level[o->at - i];

		level->given_up |= level->digests.wanted & ~keep;
		level->digests.wanted &= keep;
		if (!level->digests.wanted)
			level->later = NULL;
	}
}

unsigned opening_wants(const struct opening *o)
{
	return o->level[o->at].digests.wanted;
}

struct stream *opening_jump(struct opening *o, uint64_t from)
{
	struct stream *s = stream_of_file(o->arena, o->seekable.fd, from, o->seekable.size);

	if (!s)
		return NULL;
	o->file = s;
	o->begin = from;
	o->told = 0;
	return s;
}

/* A decoder may leave bytes unread; the digest wants them all. */
static int layer_drain(struct opening *o, struct stream *rest, bool *whole, struct error *e)
{
	struct error why;
	char *block = arena_room(o->arena, BLOCK);
	int64_t got = 1;

	while (block && !o->spent && (got = stream_read(rest, block, BLOCK, &why)) > 0)
		if (tell_progress(o, e) < 0)
			return -1;
	*whole = got == 0;
	return 0;
}

/* The layer at hand is a file that can be mapped. */
static bool reads_file(const struct opening *o)
{
	return o->at == 0 && o->regular;
}

bool opening_redigest(struct opening *o, unsigned wanted, struct digests *d)
{
	struct error why;
	char *block = arena_alloc(o->arena, BLOCK);
	uint64_t at = 0;
	int64_t got = -1;

	if (!reads_file(o) || !block || digests_begin(d, wanted, &why) < 0)
		return false;
	while ((got = seekable_read(&o->seekable, at, block, BLOCK, &why)) > 0) {
		digests_add(d, span_make(block, (size_t)got));
		at += (uint64_t)got;
		if (at % PROGRESS_BYTES < BLOCK && o->listener->progress &&
		    o->listener->progress(o->context, opening_taken(o), &why) < 0)
			return false;
	}
	return got == 0;
}

static int layer_end(struct opening *o, struct thing *t, const struct stream *stream,
		     struct peek *p, struct layer *l, struct error *e)
{
	bool started = p->over, file = reads_file(o);
	bool keeping = o->keep && o->level[o->at].kept.len;

	l->given_up = o->level[o->at].given_up;
	if (!o->level[o->at].digests.wanted)
		l->digests = NULL;
	if ((l->digests || keeping) && !p->over && layer_drain(o, p->rest, &p->over, e) < 0)
		return -1;
	if (l->digests && o->level[o->at].later) {
		l->later = buf_span(o->level[o->at].later);
		l->digests = NULL;
	}
	l->whole = p->over;
	l->all = o->keep && (started || !file) ? keep_all(o, p, started) : SPAN("");
	l->lost = o->keep && !file && !started && !o->level[o->at].kept.len &&
		  !format_is_made(t->format);
	l->format = t->format;
	l->size = o->at == 0 && o->seekable.used ? o->seekable.size : stream->position;
	return o->listener->layer(o->context, t, l, e);
}

static unsigned layer_wants(const struct opening *o, const struct thing *t, bool short_one)
{
	/* What is held can be digested later, if somebody asks. */
	return format_is_made(t->format) ? 0
	       : t->outer && !short_one ? o->wanted | o->inner : o->wanted;
}

/* Its beginning, and what counts its digests behind that. */
static int layer_begin(struct opening *o, struct thing *t, struct stream *stream, struct peek *p,
		       struct layer *l, struct error *e)
{
	struct opening_level *level = &o->level[o->at];
	int64_t got = stream_read_full(stream, level->head.ptr, OPENING_HEAD, e);
	unsigned wanted;

	level->given_up = level->digests.wanted = 0;
	level->later = NULL;
	if (got < 0)
		return -1;
	*p = (struct peek){ .start = span_make(level->head.ptr, (size_t)got), .rest = stream,
			    .over = got < OPENING_HEAD && !stream->failed };
	l->short_one = p->over;
	l->bytes = p->over ? p->start : SPAN("");
	wanted = layer_wants(o, t, p->over);
	if (!wanted)
		return 0;
	if (digests_begin(&level->digests, wanted, e) < 0)
		return -1;
	l->digests = &level->digests;
	if (!p->over)
		layer_wait(o, level);
	layer_add(level, p->start);
	if (!p->over)
		p->rest = stream_tee(o->arena, stream, layer_add, level);
	return p->rest ? 0 : fail(e, ERR_LIMIT, "no memory left for this item");
}

/* A format that wants all bytes at once holds them anyway. */
static bool keeps_itself(const struct format *f)
{
	return f && !f->not_yet && f->evidence && (f->seeks || f->whole || f->made);
}

static int layer_inside(struct opening *o, struct thing *t, struct peek *p,
			const struct format *as, struct error *e)
{
	int rc = 0;

	t->format = as ? as : format_of_evidence(p->start);
	if (o->keep && !p->over && !reads_file(o) && !keeps_itself(t->format) && !keep_begin(o, p))
		return fail(e, ERR_MEMORY, "no memory left for this item");
	o->peek = p;
	if (o->listener->look)
		rc = o->listener->look(o->context, t, p->start, e);
	o->peek = NULL;
	return rc ? rc : open_inside(o, t, p, e);
}

static int open_layer(struct opening *o, struct thing *t, struct stream *stream,
		      const struct format *as, struct error *e)
{
	struct opening_level *level = &o->level[o->at];
	struct layer l = { 0 };
	struct error why = { 0 };
	unsigned waiting = o->waiting;
	struct peek p;
	int rc;

	if (!stream || !buf_reserve(&level->head, OPENING_HEAD))
		return tell_gap(o, t, SPAN("memory-limit"), "no memory left for this item", 0, false, e);
	if (layer_begin(o, t, stream, &p, &l, &why) < 0)
		return tell_error(o, t, &why, stated_size(t), e);
	rc = layer_inside(o, t, &p, as, e);
	if (rc >= 0)
		rc = layer_end(o, t, stream, &p, &l, e);
	keep_end(o);
	o->waiting = waiting;
	o->held -= level->counted;
	level->counted = 0;
	if (level->held.room > KEEP_HELD)
		buf_release(&level->held);
	buf_clear(&level->held);
	return rc;
}

/* ---- things */

static struct step step_of(const struct thing *t, const struct part *part)
{
	if (t->kind == THING_MESSAGE)
		return (struct step){ .kind = STEP_MESSAGE, .number = t->number, .text = t->name,
				      .offset = part->offset };
	return (struct step){ .kind = STEP_MEMBER, .number = t->number, .text = t->name };
}

static int open_child(struct opening *o, struct thing *outer, const struct part *part,
		      struct error *e)
{
	struct thing t = {
		.outer = outer, .id = ++o->things, .name = part->name, .charset = part->charset,
		.number = part->number, .stated = part->size, .time = part->time,
		.depth = outer->depth + 1, .message = outer->message, .format = part->as,
		.kind = part->kind == PART_MESSAGE ? THING_MESSAGE
			: part->kind == PART_BODY ? THING_BODY : THING_MEMBER,
	};
	struct arena_mark mark = arena_mark(o->arena);
	uint32_t steps = o->where.count;
	int rc;

	where_add(&o->where, step_of(&t, part));
	rc = o->listener->begin(o->context, &t, e);
	if (rc == 0) {
		rc = open_layer(o, &t, guarded(o, &t, part->stream), part->as, e);
		t.bytes = part->stream->position;
		if (rc >= 0)
			rc = o->listener->end(o->context, &t, e);
	}
	outer->things += 1 + t.things;
	o->where.count = steps;
	arena_rewind(o->arena, mark);
	return rc < 0 ? -1 : 0;
}

int opening_file(struct opening *o, struct span path, int fd, bool regular, uint64_t size,
		 struct error *e)
{
	struct thing t = { .kind = THING_FILE, .name = path, .time = TIME_NONE,
			   .stated = regular ? size : PART_SIZE_UNKNOWN };
	int rc;

	o->file = regular ? stream_of_file(o->arena, fd, o->begin ? o->begin - 1 : 0, size)
			  : stream_of_fd(o->arena, fd);
	if (!o->file)
		return fail(e, ERR_MEMORY, "no memory for an item");
	o->seekable = seekable_of_fd(fd, size);
	o->regular = regular;
	o->things = o->expanded = o->held = o->told = o->kept = 0;
	o->waiting = 0;
	o->free = o->limits.ratio_free;
	o->strikes = 0;
	o->spent = false;
	o->limit = NULL;
	o->at = 0;
	o->where = (struct where){ 0 };
	where_add(&o->where, (struct step){ .kind = STEP_FILE, .text = path });
	rc = o->listener->begin(o->context, &t, e);
	if (rc)
		return rc < 0 ? -1 : 0;
	rc = open_layer(o, &t, o->file, o->begin ? format_named(SPAN("mbox")) : NULL, e);
	t.bytes = opening_taken(o);
	return rc < 0 ? -1 : o->listener->end(o->context, &t, e);
}

bool layer_sha256(const struct layer *l, char *out)
{
	uint8_t raw[DIGEST_MAX];

	if (l->digests && (l->digests->wanted & 1u << DIGEST_SHA256)) {
		hex_encode(raw, digests_end(l->digests, DIGEST_SHA256, raw), out);
		return true;
	}
	if (!l->short_one && !l->later.len)
		return false;
	digest_hex(DIGEST_SHA256, l->short_one ? l->bytes : l->later, out);
	return *out != '\0';
}
