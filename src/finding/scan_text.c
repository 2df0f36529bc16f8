/*
 * scan_text.c -- text and bytes through the engines, block by block, and the
 * records of logs through their family.
 *
 * The first block of a log is parsed record by record, and so is the rest unless
 * it is even: of an even log (scan_sample.c), and all over one that is longer than
 * WHOLE_CENSUS, only records with a hit, the first, the last and some of every
 * block, and lines that tie addresses to machines.
 */
#include <stdio.h>

#include "finding/sampling.h"

#define SAMPLE_EVERY 256	/* records between two that are counted in a large log */
#define SAMPLE_BYTES (64u << 10)
#define TAIL_BYTES   (16u << 10)
#define LIVE_HOURS   48		/* a log was live at its mtime if its last record is this near */

/* ---- what kind of text it is */

/* Whole records from the front of a block, at most SAMPLE_BYTES; JSON ones one a line. */
static struct span text_sample(struct scanner *s, struct text *t, const struct block *block)
{
	struct buf b;
	struct span sample;

	if (t->kind == BLOCKS_LINES) {
		size_t end;

		if (block->bytes.len <= SAMPLE_BYTES)
			return block->bytes;
		end = span_rfind_byte(span_cut(block->bytes, 0, SAMPLE_BYTES), '\n');
		return span_cut(block->bytes, 0, end == SPAN_NONE ? SAMPLE_BYTES : end + 1);
	}
	buf_init(&b, 2 * SAMPLE_BYTES);
	for (size_t i = 0; b.len < SAMPLE_BYTES; i++) {
		struct span r = blocks_record_at(t->blocks, i);

		if (r.len == 0)
			break;
		/* A line break outside strings is only a blank in JSON. */
		for (size_t k = 0; k < r.len; k++)
			buf_byte(&b, r.ptr[k] == '\n' ? ' ' : r.ptr[k]);
		buf_byte(&b, '\n');
	}
	sample = arena_copy(&s->arena, buf_span(&b));
	buf_release(&b);
	return sample.ptr && sample.len ? sample : block->bytes;
}

static void text_settings(struct scanner *s, struct text *t)
{
	const struct item_order *o = s->order;

	log_begin(&t->log, &s->arena);
	t->log.path = o->path;
	t->log.columns = o->columns;
	t->log.zone = o->zone ? s->shared->zone[o->zone - 1] : NULL;
	t->log.year = o->year;
	t->log.mtime = TIME_NONE;
	t->log.observed = o->begin > 0;
	t->log.known = o->plan.family ? log_family_at(o->plan.family - 1u) : NULL;
}

/*
 * The mtime may give a year only to a log that was live then: its last record
 * is not much older.  A copied or unpacked file has some other mtime.
 */
static void text_trust_mtime(struct scanner *s, struct text *t, struct span tail)
{
	struct span line = SPAN("");
	size_t at;

	while (tail.len && ascii_space(tail.ptr[tail.len - 1]))
		tail.len--;
	at = span_rfind_byte(tail, '\n');
	line = at == SPAN_NONE ? tail : span_skip(tail, at + 1);
	t->log.mtime = s->order->mtime;
	if (!log_parse(&t->log, line, &t->event) || t->event.time == TIME_NONE ||
	    s->order->mtime == TIME_NONE ||
	    t->event.time < s->order->mtime - LIVE_HOURS * TIME_HOUR)
		t->log.mtime = TIME_NONE;
}

static int text_open(struct scanner *s, struct text *t, const struct block *first,
		     const struct format *format, struct error *e)
{
	struct span sample = text_sample(s, t, first);

	text_settings(s, t);
	if (log_open(&t->log, sample, e) < 0)
		return -1;
	if (t->log.family) {
		s->end->kind = ITEM_LOG;
		s->end->format = span_of(t->log.family->name);
		s->end->people = span_of(t->log.people);
		s->end->shows = t->log.shows;
		s->end->sensor = t->log.sensor;
		/* Only a plain file that was read to its end shows its last record here. */
		if (s->opening.where.count == 1 && s->order->regular &&
		    s->order->size == first->bytes.len)
			text_trust_mtime(s, t, span_skip(first->bytes, first->bytes.len > TAIL_BYTES
							 ? first->bytes.len - TAIL_BYTES : 0));
		return 0;
	}
	/* As it stands, not one record a line. */
	sample = span_cut(t->kind == BLOCKS_LINES ? sample : first->bytes, 0, GRAMMAR_BYTES);
	memcpy(s->sample, sample.ptr, sample.len);
	t->sample = span_make(s->sample, sample.len);
	if (s->own && s->own->probe(sample, s->name) > 0) {
		s->end->kind = ITEM_OWN;
	} else if (format && format->class == FORMAT_DOCUMENT) {
		s->end->kind = ITEM_DOCUMENT;
	}
	return 0;
}

/* ---- one block */

static void scan_take_zeros(struct scanner *s)
{
	struct scan_thing *own = s->here->own;

	for (unsigned i = 0; i < s->engines; i++) {
		own->zeros |= s->engine[i].zeros;
		s->engine[i].zeros = false;
	}
}

int scan_engines(struct scanner *s, const struct block *block, bool binary, struct error *e)
{
	struct text_block show = { .bytes = block->bytes, .overlap = block->overlap,
				   .binary = binary, .more = block->more };

	s->holds = s->url_hosts = 0;
	for (unsigned i = 0; i < s->engines; i++) {
		struct error why = { 0 };

		if (!engine_at(i)->text || engine_at(i)->text(&s->engine[i], &show, &why) >= 0)
			continue;
		/* More than an engine keeps of one block: what it gave stands, the rest is told. */
		if (why.code != ERR_LIMIT) {
			*e = why;
			return -1;
		}
		s->overflow = true;
	}
	scan_take_zeros(s);
	return 0;
}

/* The next record of the block at or behind *at; *at moves behind it. False: no more. */
static bool text_record(struct text *t, const struct block *block, size_t *at, size_t *n,
			struct span *out)
{
	struct span rest = span_skip(block->bytes, *at);

	if (t->kind == BLOCKS_JSON) {
		*out = blocks_record_at(t->blocks, (*n)++);
	} else if (t->log.family->record) {
		while (rest.len && ascii_space(rest.ptr[0]))
			rest = span_skip(rest, 1);
		*at = (size_t)(rest.ptr - block->bytes.ptr);
		*out = rest.len ? log_record(&t->log, block->bytes, *at) : SPAN("");
		/* A family that finds no record here gives up this line. */
		if (rest.len && (out->len == 0 || out->ptr + out->len <= rest.ptr))
			span_line(&rest, out);
	} else {
		do {
			if (!span_line(&rest, out))
				return false;
		} while (out->len == 0);
	}
	*at = (size_t)(out->ptr - block->bytes.ptr) + out->len;
	return out->len > 0;
}

/* The hosts of listed URLs in start..end are those from the result up to *at. */
static size_t text_hosts(const struct scanner *s, size_t start, size_t end, size_t *at)
{
	size_t first;

	while (*at < s->url_hosts && s->url_host[*at].offset < start)
		++*at;
	for (first = *at; *at < s->url_hosts && s->url_host[*at].offset < end; ++*at)
		;
	return first;
}

/* One record with the hits that stand in it, those before *hit being done with. */
static int text_one(struct scanner *s, const struct block *block, struct span record, bool count,
		    struct text_marks *m, struct error *e)
{
	size_t start = (size_t)(record.ptr - block->bytes.ptr), first, hosts;

	/* What stands between records belongs to none. */
	for (first = m->hit; m->hit < s->holds && s->held[m->hit].offset < start; m->hit++)
		;
	if (m->hit > first && scan_loose_hits(s, block, first, m->hit, e) < 0)
		return -1;
	first = m->hit;
	while (m->hit < s->holds && s->held[m->hit].offset < start + record.len)
		m->hit++;
	hosts = text_hosts(s, start, start + record.len, &m->host);
	if (!count && m->hit == first && hosts == m->host)
		return 0;
	scan_record(s, record, count);
	if (s->shared->setup.show && scan_show_record(s, block, record, e) < 0)
		return -1;
	if (m->hit > first && s->text->parsed)
		scan_queue(s, block, record);
	if (m->hit > first && scan_record_hits(s, block, record, first, m->hit, e) < 0)
		return -1;
	return m->host > hosts ? scan_join_urls(s, block, record, hosts, m->host, e) : 0;
}

/* Record by record; without `every` most are only framed. */
static int text_all(struct scanner *s, struct text *t, const struct block *block, bool every,
		    struct text_marks *m, struct error *e)
{
	size_t at = 0, next = 0;
	struct span record;

	for (uint64_t n = 0; text_record(t, block, &at, &next, &record); n++) {
		bool count = every || s->shared->setup.show || n % SAMPLE_EVERY == 0 ||
			     at + 2 >= block->bytes.len || record.ptr[0] == '#' ||
			     t->tied;

		if (!every)
			census_break(&s->end->census);
		if (text_one(s, block, record, count, m, e) < 0)
			return -1;
	}
	return 0;
}

/* Of lines only those that are wanted are looked for at all. */
static int text_some(struct scanner *s, const struct block *block, struct text_marks *m,
		     struct error *e)
{
	struct sampling sampling;
	struct span line;

	sampling_begin(&sampling, s, block);
	for (;;) {
		/* Between samples ids do not run on. */
		census_break(&s->end->census);
		if (!sampling_next(&sampling, s, m, &line))
			return 0;
		if (text_one(s, block, line, sampling.counted, m, e) < 0)
			return -1;
	}
}

static int text_records(struct scanner *s, struct text *t, const struct block *block,
			struct error *e)
{
	bool lines = t->kind == BLOCKS_LINES && !t->log.family->record;
	bool every = lines || !t->large;
	bool some = !s->shared->setup.show && sampling_will_do(s, block);
	struct text_marks m = { 0, 0 };

	s->end->census.sampled |= some || !every;
	if ((some ? text_some(s, block, &m, e) : text_all(s, t, block, every, &m, e)) < 0)
		return -1;
	return m.hit < s->holds ? scan_loose_hits(s, block, m.hit, s->holds, e) : 0;
}

/* The hits of a block, and its records. */
static int text_found(struct scanner *s, struct text *t, const struct block *block,
		      struct error *e)
{
	if (s->holds && s->shared->setup.hits) {
		if (scan_send_hits(s, block, e) < 0)
			return -1;
		s->numbered = s->holds;
	}
	if (t->log.family && block->whole)
		return text_records(s, t, block, e);
	return s->holds ? scan_loose_hits(s, block, 0, s->holds, e) : 0;
}

static int text_block(struct scanner *s, struct text *t, const struct block *block, bool binary,
		      struct error *e)
{
	int rc;

	if (s->end->kind == ITEM_OWN)
		return scan_progress(s, e);
	if (s->shared->setup.show && block->offset == 0 && !(t->log.family && block->whole) &&
	    scan_show_text(s, block, binary, e) < 0)
		return -1;
	if (t->body)
		return scan_body_block(s, block, e) < 0 ? -1 : scan_progress(s, e);
	if (!s->shared->setup.plan && scan_engines(s, block, binary, e) < 0)
		return -1;
	s->end->hits += s->holds;
	/* What a block holds is told together, at the latest with the progress. */
	channel_hold(s->parent);
	rc = text_found(s, t, block, e);
	s->holds = s->numbered = 0;
	rc = scan_rest(s, rc, e);
	return rc < 0 ? rc : scan_progress(s, e);
}

/* Stretches that engines left encoded as they are: there were more than a bound allows. */
static int text_tell_veiled(struct scanner *s, struct error *e)
{
	uint64_t left = 0;
	char detail[120];

	for (unsigned i = 0; i < s->engines; i++) {
		left += s->engine[i].cut;
		s->engine[i].cut = 0;
	}
	if (left == 0)
		return 0;
	snprintf(detail, sizeof(detail), VEILED_TEXT,
		 (unsigned long long)left);
	return scan_thing_gap(s, SPAN("count-limit"), detail, 0, true, e);
}

static int text_finish(struct scanner *s, struct text *t, struct error *e)
{
	if (scan_range_close(s, e) < 0)
		return -1;
	if (t->log.family) {
		/* What a log shows may have been learnt from its records. */
		s->end->shows = t->log.shows;
		s->end->people = span_of(t->log.people ? t->log.people : "log");
		s->end->sensor = t->log.sensor.len ? t->log.sensor : s->end->sensor;
	}
	if (s->overflow) {
		s->overflow = false;
		recorder_spoil(s->recorder);
		if (scan_thing_gap(s, SPAN("count-limit"), "more hits in one block than are kept",
				   0, false, e) < 0)
			return -1;
	}
	return text_tell_veiled(s, e);
}

uint64_t scan_large(const struct scanner *s)
{
	uint64_t other = s->shared->setup.large;

	return other ? other : WHOLE_CENSUS;
}

/* The bytes of the text at hand as its file or container states them; 0: not stated. */
static uint64_t scan_stated(const struct scanner *s)
{
	const struct thing *t = s->here;
	const struct scan_thing *own = t->own;

	if (s->opening.where.count == 1)
		return s->order->regular ? s->order->size : 0;
	return t->kind == THING_MEMBER && s->opening.where.count == own->steps &&
	       t->stated != PART_SIZE_UNKNOWN ? t->stated : 0;
}

/* Is there more of this text than `most` bytes, as is stated or since it was read? */
bool scan_exceeds(const struct scanner *s, uint64_t most)
{
	return s->end->decoded > most || scan_stated(s) > most;
}

/* What it is.  1: it goes on elsewhere, or nowhere; -1. */
static int text_first(struct scanner *s, const struct content *c, const struct block *block,
		      struct error *e)
{
	struct text *t = s->text;

	if (c->charset == CHARSET_BINARY && !c->named.len)
		return 0;
	if (t->body)
		return 0;
	return text_open(s, t, block, c->format, e) < 0 ? -1 : scan_range_open(s, c, block, e);
}

static int scan_decoded(struct scanner *s, const struct content *c, struct stream *decoded,
			struct error *e)
{
	struct text *t = s->text;
	struct block block;
	struct error why = { 0 };
	bool binary = c->charset == CHARSET_BINARY && !c->named.len, first = true;
	char *head = s->head;
	int64_t got;
	int rc;

	/* Another text: lines are counted anew. */
	s->line_block = UINT64_MAX;
	scan_queues_release(s);
	*t = (struct text){ .kind = BLOCKS_LINES, .body = s->here->kind == THING_BODY };
	got = decoded ? stream_read_full(decoded, head, HEAD_BYTES, &why) : 0;
	if (got > 0 && !binary && !t->body && blocks_is_json_document(span_make(head, (size_t)got)))
		t->kind = BLOCKS_JSON;
	if (decoded)
		decoded = stream_prepend(&s->arena, span_make(head, got > 0 ? (size_t)got : 0),
					 decoded);
	if (!decoded)
		return scan_thing_gap(s, SPAN("memory-limit"), "no memory left for this item", 0, false, e);
	t->blocks = s->blocks;
	blocks_begin(t->blocks, decoded, t->kind);
	while ((rc = blocks_next(t->blocks, &block, &why)) > 0) {
		s->end->decoded = block.offset + block.bytes.len;
		if (first && (rc = text_first(s, c, &block, e)) != 0) {
			first = false;
			if (rc < 0)
				return -1;
			if (s->range.answer.changed)
				break;
			continue;
		}
		first = false;
		t->large = t->log.family && scan_exceeds(s, scan_large(s));
		scan_undigest(s, t);
		if (text_block(s, t, &block, binary, e) < 0 || scan_range_offer(s, &block, e) < 0)
			return -1;
		if (!t->log.family && !t->body && scan_leave_to_rules(s))
			break;
	}
	if (rc < 0 &&
	    scan_thing_gap(s, opening_reason(&s->opening, &why), why.text,
			   opening_left(&s->opening, s->here), false, e) < 0)
		return -1;
	return text_finish(s, t, e);
}

int scan_text(struct scanner *s, const struct content *c, struct error *e)
{
	struct stream *decoded = c->named.len
		? charset_stream_named(&s->arena, c->named, c->stream)
		: charset_stream(&s->arena, c->charset, c->stream);
	int rc = scan_decoded(s, c, decoded, e);

	if (c->named.len && decoded && decoded->type->close)
		decoded->type->close(decoded);
	return rc;
}
