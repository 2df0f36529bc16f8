/*
 * scan.c -- one item: its copies, its layers, its digests, its end.
 *
 * Bounded: layers nest to a limit, decoded bytes may be at most RATIO times
 * the bytes they came from (past RATIO_FREE), memory is the item's arena and
 * the worker's limit; time is the parent's to watch.
 */
#include "finding/scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "finding/scanner.h"

#define RATIO		1000
#define RATIO_FREE	(UINT64_C(64) << 20)
#define PROGRESS_BYTES	(UINT64_C(4) << 20)
#define DRAIN_BYTES	(64u << 10)

struct span scan_reason(const struct error *why)
{
	return span_of(error_name(why->code));
}

int scan_gap(struct scanner *s, struct span reason, const char *detail, uint64_t bytes,
	     bool minor, struct error *e)
{
	struct gap_answer gap = { .item = s->order->item, .reason = reason,
				  .detail = span_of(detail), .bytes = bytes, .minor = minor,
				  .where = s->where };

	buf_clear(&s->out);
	gap_answer_encode(&s->out, &gap);
	return channel_send(s->parent, SWEEP_GAP, buf_span(&s->out), -1, e);
}

int scan_progress(struct scanner *s, struct error *e)
{
	uint64_t now = s->file->position;

	if (now - s->told < PROGRESS_BYTES)
		return 0;
	s->told = now;
	buf_clear(&s->out);
	frame_u32(&s->out, s->order->item);
	frame_u64(&s->out, now);
	return channel_send(s->parent, SWEEP_PROGRESS, buf_span(&s->out), -1, e);
}

/* ---- digests of a layer */

static void scan_digest_add(void *context, struct span block)
{
	digests_add(context, block);
}

static enum kind digest_kind(enum digest which)
{
	static const enum kind kinds[DIGEST_COUNT] = {
		[DIGEST_MD5] = KIND_MD5, [DIGEST_SHA1] = KIND_SHA1,
		[DIGEST_SHA256] = KIND_SHA256, [DIGEST_SHA512] = KIND_SHA512,
	};

	return kinds[which];
}

static int scan_field(struct scanner *s, const struct typed_field *field, struct error *e)
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

/*
 * Look a layer's digests up and remember them for the end of the item; the one
 * that is taken only for the manifest is looked up nowhere.
 */
static int scan_digests(struct scanner *s, struct digests *d, uint64_t size, struct error *e)
{
	unsigned searched = s->shared->set ? set_digests(s->shared->set) : 0;

	for (enum digest which = 0; which < DIGEST_COUNT; which++) {
		uint8_t raw[DIGEST_MAX];
		char hex[2 * DIGEST_MAX + 1];
		struct typed_field field = { .kind = FIELD_DIGEST, .exact = digest_kind(which) };

		if (!(d->wanted >> which & 1))
			continue;
		hex_encode(raw, digests_end(d, which, raw), hex);
		field.text = arena_copy(&s->arena, span_of(hex));
		if (which == DIGEST_SHA256 && s->where.count == 1)
			s->end.sha256 = field.text;
		if (!(searched >> which & 1))
			continue;
		if (s->end.digests < ITEM_DIGESTS && field.text.ptr) {
			s->end.digest[s->end.digests].name = span_of(digest_name(which));
			s->end.digest[s->end.digests++].hex = field.text;
		}
		if (scan_field(s, &field, e) < 0 ||
		    scan_field_hits(s, GROUND_FILE_CONTENT, field.text, size, e) < 0)
			return -1;
	}
	return 0;
}

/* ---- layers */

static int scan_layer(struct scanner *s, struct stream *stream, unsigned depth, struct error *e);

struct guard {			/* stops what expands beyond reason */
	struct stream stream;
	struct stream *source;	/* of the compressed bytes */
};

static int64_t guard_read(struct stream *s, void *out, size_t max, struct error *e)
{
	struct guard *g = (struct guard *)s;
	int64_t got = stream_read(s->below, out, max, e);

	if (got > 0 && s->position > RATIO_FREE && s->position / RATIO > g->source->position)
		return fail(e, ERR_LIMIT, "expands more than %d times", RATIO);
	return got;
}

static const struct stream_type guard_type = { .name = "guard", .read = guard_read };

/* One stream inside another: decode, and go on inside. */
static int scan_codec(struct scanner *s, const struct format *format, struct stream *stream,
		      unsigned depth, struct error *e)
{
	struct reader r = { .format = format, .stream = stream, .arena = &s->arena };
	struct guard *guard = arena_new(&s->arena, struct guard);
	struct error why = { 0 };
	struct part part;
	int rc = 0;

	if (!guard || format->open(&r, &why) < 0)
		return scan_gap(s, guard ? scan_reason(&why) : SPAN("memory-limit"), why.text,
				s->order->size, false, e);
	/* What was seen so far stands in the layer outside. */
	rc = tally_flush(s->tally, e);
	where_add(&s->where, (struct step){ .kind = STEP_STREAM, .text = span_of(format->name) });
	while (rc == 0 && format->next(&r, &part, &why) > 0) {
		*guard = (struct guard){ .stream = { .type = &guard_type, .below = part.stream },
					 .source = stream };
		rc = scan_layer(s, &guard->stream, depth + 1, e);
	}
	if (rc == 0)
		rc = tally_flush(s->tally, e);
	s->where.count--;
	if (format->close)
		format->close(&r);
	return rc;
}

/* A decoder may leave bytes unread; the digest wants them all. */
static int scan_drain(struct scanner *s, struct stream *stream, struct error *e)
{
	struct error why;
	char *block = arena_alloc(&s->arena, DRAIN_BYTES);

	if (!block)
		return 0;
	while (stream_read(stream, block, DRAIN_BYTES, &why) > 0)
		if (scan_progress(s, e) < 0)
			return -1;
	return 0;
}

static const char *not_yet_detail(const struct format *f, char *room, size_t size)
{
	if (f->class == FORMAT_MAILBOX)
		return "mail is swept as text: encoded parts and attachments are not opened yet";
	snprintf(room, size, "%s is recognised but not opened yet", f->about);
	return room;
}

/* What these bytes are decides who goes through them. */
static int scan_inside(struct scanner *s, struct stream *stream, struct span head,
		       unsigned depth, struct error *e)
{
	const struct format *format = format_of(head);
	enum charset charset = charset_of(head);
	char detail[160];

	if (format && format->class == FORMAT_CODEC && !format->not_yet) {
		if (depth >= s->shared->setup.depth)
			return scan_gap(s, SPAN("depth-limit"), "layers are nested too deeply",
					s->order->size, false, e);
		return scan_codec(s, format, stream, depth, e);
	}
	if (format && format->not_yet &&
	    scan_gap(s, SPAN("unsupported-format"), not_yet_detail(format, detail, sizeof(detail)),
		     s->order->size, format->class == FORMAT_MAILBOX, e) < 0)
		return -1;
	s->end.format = span_of(format ? format->name
				       : charset == CHARSET_BINARY ? "binary" : "text");
	s->end.kind = charset == CHARSET_BINARY ? ITEM_BINARY : ITEM_TEXT;
	return scan_text(s, stream, charset, format, e);
}

static int scan_layer(struct scanner *s, struct stream *stream, unsigned depth, struct error *e)
{
	bool custody = s->shared->setup.custody && s->where.count == 1;
	unsigned wanted = (s->shared->set ? set_digests(s->shared->set) : 0) |
			  (custody ? 1u << DIGEST_SHA256 : 0);
	struct digests digests = { 0 };
	struct error why = { 0 };
	struct stream *all = stream;
	char *head = arena_alloc(&s->arena, HEAD_BYTES);
	int64_t got;
	int rc;

	if (!head)
		return scan_gap(s, SPAN("memory-limit"), "no memory left for this item",
				s->order->size, false, e);
	if (wanted) {
		if (digests_begin(&digests, wanted, e) < 0)
			return -1;
		all = stream_tee(&s->arena, stream, scan_digest_add, &digests);
	}
	got = all ? stream_read_full(all, head, HEAD_BYTES, &why) : -1;
	if (got < 0) {
		rc = scan_gap(s, scan_reason(&why), why.text, s->order->size, false, e);
	} else {
		struct span start = span_make(head, (size_t)got);
		struct stream *whole = stream_prepend(&s->arena, start, all);

		rc = whole ? scan_inside(s, whole, start, depth, e) : -1;
		if (rc == 0 && wanted)
			rc = scan_drain(s, all, e);
		if (rc == 0 && wanted && !all->failed)
			rc = scan_digests(s, &digests, all->position, e);
	}
	digests_release(&digests);
	return rc;
}

/* ---- the item */

/* The advisory's own copy: known by its digest, set aside, not searched. */
static bool scan_is_copy(struct scanner *s, int fd)
{
	const struct sweep_setup *setup = &s->shared->setup;
	char hex[2 * DIGEST_MAX + 1];

	for (uint32_t i = 0; i < setup->copies; i++) {
		void *bytes;

		if (!s->order->regular || setup->copy[i].size != s->order->size ||
		    s->order->size == 0 || s->order->size > WHOLE_CENSUS)
			continue;
		bytes = arena_alloc(&s->arena, s->order->size);
		if (!bytes || pread(fd, bytes, s->order->size, 0) != (ssize_t)s->order->size)
			return false;
		digest_hex(DIGEST_SHA256, span_make(bytes, s->order->size), hex);
		if (!span_equal(span_of(hex), setup->copy[i].sha256))
			continue;
		s->end.kind = ITEM_COPY;
		s->end.copy_of = setup->copy[i].advisory;
		s->end.sha256 = setup->copy[i].sha256;
		s->end.bytes = s->order->size;
		return true;
	}
	return false;
}

static int scan_file(struct scanner *s, int fd, struct error *e)
{
	struct typed_field name = { .kind = FIELD_PATH, .text = s->order->path };
	struct stream *file = stream_of_fd(&s->arena, fd);
	int rc;

	if (!file)
		return fail(e, ERR_MEMORY, "no memory for an item");
	s->file = file;
	/* A second try begins where the first did. */
	if (s->order->regular)
		lseek(fd, 0, SEEK_SET);
	if (scan_field(s, &name, e) < 0 ||
	    scan_field_hits(s, GROUND_FILE_NAME, s->order->path, s->order->size, e) < 0)
		return -1;
	rc = scan_layer(s, file, 0, e);
	s->end.bytes = file->position;
	return rc;
}

static int scan_begin_end(struct scanner *s, bool begin, struct error *e)
{
	for (unsigned i = 0; i < s->engines; i++) {
		const struct engine *engine = engine_at(i);
		int (*fn)(struct engine_state *, struct error *) =
			begin ? engine->begin_item : engine->end_item;

		if (fn && fn(&s->engine[i], e) < 0)
			return -1;
	}
	return 0;
}

static int scan_send_end(struct scanner *s, struct error *e)
{
	s->end.item = s->order->item;
	buf_clear(&s->out);
	item_end_encode(&s->out, &s->end);
	if (s->out.bad)
		return fail(e, ERR_MEMORY, "no memory for an item's end");
	return channel_send(s->parent, SWEEP_END, buf_span(&s->out), -1, e);
}

int scanner_item(struct scanner *s, const struct item_order *order, int fd, struct error *e)
{
	int rc;

	s->order = order;
	s->told = 0;
	s->overflow = false;
	s->line_block = UINT64_MAX;
	s->where = (struct where){ 0 };
	where_add(&s->where, (struct step){ .kind = STEP_FILE, .text = order->path });
	s->end = (struct item_end){ .first = TIME_NONE, .last = TIME_NONE };
	census_init(&s->end.census);
	if (order->crash)
		__builtin_trap();
	rc = scan_begin_end(s, true, e);
	if (rc == 0 && !scan_is_copy(s, fd))
		rc = scan_file(s, fd, e);
	if (rc == 0)
		rc = scan_begin_end(s, false, e);
	if (rc == 0)
		rc = tally_flush(s->tally, e);
	if (rc == 0)
		rc = scan_send_end(s, e);
	census_release(&s->end.census);
	arena_reset(&s->arena);
	return rc;
}

/* ---- the scanner */

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

static int scan_emit(void *context, const struct observation *o, struct error *e)
{
	struct scanner *s = context;

	buf_clear(&s->out);
	frame_u32(&s->out, s->order->item);
	where_encode(&s->out, &s->where);
	observation_encode(&s->out, o);
	if (s->out.bad)
		return fail(e, ERR_MEMORY, "no memory for a finding");
	return channel_send(s->parent, SWEEP_OBSERVATION, buf_span(&s->out), -1, e);
}

struct scanner *scanner_new(const struct sweep_shared *shared, struct channel *parent,
			    struct error *e)
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
	s->held = calloc(HITS_HELD, sizeof(*s->held));
	s->url_host = calloc(HITS_HELD, sizeof(*s->url_host));
	s->text = calloc(1, sizeof(*s->text));
	s->sample = malloc(GRAMMAR_BYTES);
	s->head = malloc(HEAD_BYTES);
	s->blocks = blocks_new();
	for (size_t i = 0; grammar_at(i); i++)
		if (strcmp(grammar_at(i)->name, "tocsin") == 0)
			s->own = grammar_at(i);
	s->tally = tally_new(scan_emit, s);
	if (!s->held || !s->url_host || !s->text || !s->tally || !s->sample || !s->head ||
	    !s->blocks) {
		fail(e, ERR_MEMORY, "no memory");
		scanner_free(s);
		return NULL;
	}
	for (unsigned i = 0; shared->set && i < ENGINES_MAX && engine_at(i); i++) {
		s->engine[i] = (struct engine_state){ .set = shared->set, .arena = &s->arena,
						      .hit = scan_hold, .context = s };
		if (engine_at(i)->open && engine_at(i)->open(&s->engine[i], e) < 0) {
			scanner_free(s);
			return NULL;
		}
		s->engines++;
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
	tally_free(s->tally);
	arena_release(&s->arena);
	buf_release(&s->out);
	free(s->held);
	free(s->url_host);
	free(s->text);
	free(s->sample);
	free(s->head);
	blocks_free(s->blocks);
	free(s);
}
