/*
 * scan_range.c -- a large log or text swept by several workers, each of which reads the
 * head of the file and then a range of it.
 *
 * Whoever begins the file says that it may be divided as soon as what decides about later
 * lines is known: the family and its columns, and whether the log is even (scan_sample.c).
 * A piece begins where the line begins that goes over its border, its blocks are those of a
 * reader of the whole (blocks.h), and lines are counted from its front: the parent adds those
 * before.  A piece that ends with other columns than it began with, or in which something
 * was met that changes how all that follows is read, says so, and one worker reads it all.
 * So does one at whose border a line stands that is longer than RECORD_MAX.
 */
#include <unistd.h>

#include "finding/sampling.h"

#define LOOK_BACK   (64u << 10)		/* for the beginning of a line, at first */
#define STRAYS_MOST 20000		/* of one piece */
#define COUNT_BYTES (256u << 10)

/* ---- which texts */

static bool is_range(const struct item_order *o)
{
	return o->end && o->plan.of != PIECE_OF_MAIL;
}

static enum piece_of of_text(const struct text *t)
{
	return t->log.family ? PIECE_OF_LOG : PIECE_OF_TEXT;
}

static uint16_t place_of(const struct log_family *family)
{
	size_t i = 0;

	while (family && log_family_at(i) && log_family_at(i) != family)
		i++;
	return family ? (uint16_t)(i + 1) : 0;
}

/* All of a regular file, as it stands, a line after the other. */
static bool is_as_it_stands(const struct scanner *s, const struct content *c)
{
	const struct text *t = s->text;

	return s->order->regular && !s->here->outer && s->opening.where.count == 1 &&
	       c->charset == CHARSET_UTF8 && !c->named.len &&
	       !span_starts(c->head, SPAN("\xef\xbb\xbf")) && t->kind == BLOCKS_LINES &&
	       !t->body && (s->end->kind == ITEM_LOG || s->end->kind == ITEM_TEXT);
}

/* By the size of the file alone, so that answers do not depend on how many workers there are. */
static uint64_t piece_bytes(const struct scanner *s)
{
	const struct sweep_setup *setup = &s->shared->setup;
	uint64_t bytes = s->order->size / PIECE_SHARE;

	if (setup->piece)
		return setup->piece;
	/* Notes are kept by the segment, and many small ones would be many. */
	if (setup->notes || bytes > PIECE_BYTES)
		return PIECE_BYTES;
	return bytes < PIECE_LEAST ? PIECE_LEAST : bytes / BLOCK_BYTES * BLOCK_BYTES;
}

static bool may_divide(const struct scanner *s, const struct content *c)
{
	const struct sweep_setup *setup = &s->shared->setup;
	const struct item_order *o = s->order;

	if (o->end || o->whole || o->task != PIECE_SWEEP || setup->show || setup->plan ||
	    s->opening.keep || setup->piece == UINT64_MAX)
		return false;
	return is_as_it_stands(s, c) && (setup->piece || o->size > PIECE_TEXT) &&
	       o->size > 2 * piece_bytes(s);
}

/* ---- what decides about later lines */

static uint8_t known_now(const struct scanner *s)
{
	const struct text *t = s->text;
	const struct census *c = &s->end->census;
	unsigned known = 0;

	if (c->days || t->timed)
		known |= PIECE_TIMED;
	/* A large log is sampled whatever it tells. */
	if (!t->large && t->uneven)
		known |= PIECE_UNEVEN;
	if (!t->large && (t->ids || c->id_steps))
		known |= PIECE_IDS;
	return (uint8_t)known;
}

static int do_not_divide(struct scanner *s)
{
	s->range.answer.changed = true;
	return 1;
}

/* ---- strays */

static int send_stray(void *context, const struct tally_stray *of, struct span observation,
		      struct error *e)
{
	struct scanner *s = context;
	struct piece_stray stray = { .item = s->order->item, .of = *of,
				     .observation = observation };

	if (++s->range.strays > STRAYS_MOST)
		s->range.answer.changed = true;
	if (s->range.answer.changed)
		return 0;
	buf_clear(&s->out);
	piece_stray_encode(&s->out, &stray);
	return scan_send_seen(s, SWEEP_STRAY, e);
}

/* ---- the first piece */

/* Its digests are asked for when all is done, if they are. */
static void begin_first(struct scanner *s)
{
	const struct sweep_shared *shared = s->shared;
	unsigned listed = shared->set ? set_digests(shared->set) : 0;

	if (shared->setup.custody)
		listed &= ~(1u << DIGEST_SHA256);
	if (s->text->undigested && listed)
		s->end->undigested += s->order->size;
	opening_undigest(&s->opening, 1, 0);
}

int scan_range_offer(struct scanner *s, const struct block *block, struct error *e)
{
	const struct text *t = s->text;
	struct file_range *r = &s->range;
	uint64_t reached = block->offset + block->bytes.len, bytes = piece_bytes(s);

	if (!r->offered)
		return 0;
	r->offered = false;
	r->plan = (struct piece_plan){
		.item = s->order->item, .of = of_text(t), .bytes = bytes,
		.first = (reached + bytes - 1) / bytes * bytes, .columns = log_columns(&t->log),
		.family = place_of(t->log.family),
		.known = known_now(s), .digests = opening_wants(&s->opening) != 0,
		.long_log = t->undigested,
	};
	/* A first line without an end, or bytes that are no text. */
	if (block->more || !block->whole || r->plan.first >= s->order->size ||
	    (t->log.family && ((struct scan_thing *)s->here->own)->zeros))
		return 0;
	r->on = true;
	begin_first(s);
	s->opening.end = r->plan.first;
	blocks_stop(t->blocks, r->plan.first);
	buf_clear(&s->out);
	piece_plan_encode(&s->out, &r->plan);
	if (channel_send(s->parent, SWEEP_PIECES, buf_span(&s->out), -1, e) < 0)
		return -1;
	if (s->order->divided)
		__builtin_trap();
	return 0;
}

/* ---- a later piece */

/* The bytes in front of `border` into *b. */
static bool read_before(struct scanner *s, uint64_t border, size_t want, struct buf *b)
{
	size_t have = 0;

	buf_clear(b);
	if (!buf_reserve(b, want))
		return false;
	while (have < want) {
		ssize_t got = pread(s->fd, b->ptr + have, want - have,
				    (off_t)(border - want + have));

		if (got <= 0)
			return false;
		have += (size_t)got;
	}
	b->len = have;
	return true;
}

/* The last line of `text` that is not empty; false: its beginning is not there. */
static bool last_line(struct span text, struct span *line)
{
	size_t at;

	while (text.len && ascii_space(text.ptr[text.len - 1]))
		text.len--;
	at = span_rfind_byte(text, '\n');
	*line = at == SPAN_NONE ? SPAN("") : span_skip(text, at + 1);
	return at != SPAN_NONE;
}

/*
 * Where the line begins that goes over the border, and the one before it (in *b), which may
 * be empty when it is long.  False: there is no beginning near enough.
 */
static bool line_over(struct scanner *s, uint64_t border, struct buf *b, uint64_t *start,
		      struct span *before)
{
	size_t most = border < 2 * RECORD_MAX ? (size_t)border : 2 * RECORD_MAX;

	for (size_t want = LOOK_BACK;; want *= 4) {
		struct span text;
		size_t at;

		want = want < most ? want : most;
		if (!read_before(s, border, want, b))
			return false;
		text = buf_span(b);
		at = span_rfind_byte(text, '\n');
		if (at != SPAN_NONE && want - at <= RECORD_MAX &&
		    (last_line(span_cut(text, 0, at), before) || want == most)) {
			*start = border - want + at + 1;
			return true;
		}
		if (want == most)
			return false;
	}
}

/* Most blocks have few of them, and lines are many. */
static void take_comments(struct text *t, struct span text)
{
	for (size_t at = 0;; at++) {
		size_t step = span_find_byte(span_skip(text, at), '#');

		if (step == SPAN_NONE)
			return;
		at += step;
		if (at == 0 || text.ptr[at - 1] == '\n')
			log_parse(&t->log, log_line_at(text, at), &t->event);
	}
}

/* As the log stands where the piece begins. */
static void take_over(struct scanner *s, const struct block *first, struct span before)
{
	struct text *t = s->text;
	uint64_t shows = t->log.shows;

	if (t->log.family->comment)
		take_comments(t, first->bytes);
	t->uneven = s->range.plan.known & PIECE_UNEVEN;
	t->ids = s->range.plan.known & PIECE_IDS;
	t->timed = s->range.plan.known & PIECE_TIMED;
	log_parse(&t->log, before, &t->event);
	t->log.shows = shows;
}

static int go_there(struct scanner *s, const struct block *first, struct error *e)
{
	const struct item_order *o = s->order;
	struct text *t = s->text;
	struct stream *stream;
	struct span before;
	uint64_t start = 0;
	struct buf b;
	bool found;

	buf_init(&b, 2 * RECORD_MAX);
	found = line_over(s, o->begin, &b, &start, &before);
	if (found && t->log.family)
		take_over(s, first, before);
	buf_release(&b);
	if (!found || log_columns(&t->log) != s->range.plan.columns)
		return do_not_divide(s);
	stream = opening_jump(&s->opening, start);
	if (!stream)
		return fail(e, ERR_MEMORY, "no memory for a piece of a file");
	s->told = 0;
	blocks_begin_at(t->blocks, stream, start, o->begin);
	if (!s->range.last)
		blocks_stop(t->blocks, o->end);
	return 1;
}

int scan_range_open(struct scanner *s, const struct content *c, const struct block *first,
		    struct error *e)
{
	const struct item_order *o = s->order;
	struct file_range *r = &s->range;

	if (!is_range(o)) {
		r->offered = may_divide(s, c);
		if (r->offered)
			tally_begin_piece(s->tally, true, send_stray);
		return 0;
	}
	r->on = true;
	r->plan = o->plan;
	r->last = o->end >= o->size;
	if (!is_as_it_stands(s, c) || o->plan.of != of_text(s->text))
		return do_not_divide(s);
	tally_begin_piece(s->tally, o->begin == 0, send_stray);
	s->text->large = s->text->log.family && scan_exceeds(s, scan_large(s));
	if (o->begin) {
		opening_undigest(&s->opening, 1, 0);
		return go_there(s, first, e);
	}
	scan_undigest(s, s->text);
	begin_first(s);
	blocks_stop(s->text->blocks, o->end);
	return 0;
}

/* ---- its end */

int scan_range_close(struct scanner *s, struct error *e)
{
	struct text *t = s->text;
	struct file_range *r = &s->range;
	struct piece_answer *a = &r->answer;
	bool given = r->on && !a->changed;

	if (given) {
		a->count = blocks_line(t->blocks) - 1;
		a->sensors = t->sensors;
		a->overflow = s->overflow;
		for (unsigned i = 0; i < s->engines; i++)
			a->veiled += s->engine[i].cut;
		if (!r->last)
			a->changed = log_columns(&t->log) != r->plan.columns ||
				     known_now(s) != r->plan.known;
		a->changed |= t->log.family && ((struct scan_thing *)s->here->own)->zeros;
	}
	for (unsigned i = 0; r->on && i < s->engines; i++)
		s->engine[i].cut = 0;
	s->overflow &= !r->on;
	return tally_strays(s->tally, given, e);
}

/* A line that might change columns, at the front of `text` or behind a line break. */
static bool has_comment(struct span text, char before)
{
	if (text.len && text.ptr[0] == '#' && before == '\n')
		return true;
	return span_find(text, SPAN("\n#")) != SPAN_NONE;
}

void scan_range_count(struct scanner *s)
{
	const struct item_order *o = s->order;
	const struct log_family *family = s->order->plan.family
		? log_family_at(s->order->plan.family - 1u) : NULL;
	char before = '\n';
	uint64_t end = o->end < o->size ? o->end : o->size;
	char *block = arena_room(&s->arena, COUNT_BYTES);

	for (uint64_t at = o->begin; block && at < end;) {
		size_t want = end - at < COUNT_BYTES ? (size_t)(end - at) : COUNT_BYTES;
		ssize_t got = pread(s->fd, block, want, (off_t)at);

		if (got <= 0)
			break;
		s->range.answer.count += block_lines(span_make(block, (size_t)got));
		/* Nobody has read what it says, and the lines behind might be misread. */
		s->range.answer.changed |= family && family->comment &&
					   has_comment(span_make(block, (size_t)got), before);
		before = block[got - 1];
		at += (uint64_t)got;
	}
}
