/*
 * scan_things.c -- what the opening tells: things begin and end, their names
 * and digests are looked up, their text goes through the engines, and what
 * cannot be looked at is told.
 */
#include "base/database.h"
#include "finding/scanner.h"

#define COPY_HELD (1u << 20)	/* of what does not say its size */

static struct scan_thing *mine(const struct thing *t)
{
	return t->own;
}

static bool has_own_end(const struct thing *t)
{
	return t->kind == THING_FILE || t->kind == THING_MEMBER;
}

int scan_thing_gap(struct scanner *s, struct span reason, const char *detail, uint64_t bytes,
		   bool minor, struct error *e)
{
	struct gap_answer gap = { .item = s->order->item, .part = s->here->id, .reason = reason,
				  .detail = span_of(detail), .bytes = bytes, .minor = minor,
				  .where = s->opening.where };

	mine(s->here)->speaks = true;
	/* Without rules it might not have come to this. */
	if (s->opening.keep)
		recorder_spoil(s->recorder);
	buf_clear(&s->out);
	gap_answer_encode(&s->out, &gap);
	return channel_send(s->parent, SWEEP_GAP, buf_span(&s->out), -1, e);
}

static int on_gap(void *context, struct thing *t, struct span reason, const char *detail,
		  uint64_t bytes, bool minor, struct error *e)
{
	struct scanner *s = context;

	s->here = t;
	return scan_thing_gap(s, reason, detail, bytes, minor, e);
}

/* Told before the decoder sees a byte: afterwards it might be too late. */
static int on_fragile(void *context, struct error *e)
{
	struct scanner *s = context;

	buf_clear(&s->out);
	frame_u32(&s->out, s->order->item);
	return channel_send(s->parent, SWEEP_FRAGILE, buf_span(&s->out), -1, e);
}

static int on_progress(void *context, uint64_t taken, struct error *e)
{
	struct scanner *s = context;

	buf_clear(&s->out);
	frame_u32(&s->out, s->order->item);
	frame_u64(&s->out, taken);
	return channel_send(s->parent, SWEEP_PROGRESS, buf_span(&s->out), -1, e);
}

/* ---- beginning */

/* The engines see the thing as an item of its own. */
static int tell_engines(struct scanner *s, bool begin, struct error *e)
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

static int look_up_name(struct scanner *s, struct thing *t, struct error *e)
{
	struct typed_field name = { .kind = FIELD_PATH, .text = t->name };
	uint64_t size = t->stated == PART_SIZE_UNKNOWN ? 0 : t->stated;

	if (!has_own_end(t) || t->name.len == 0)
		return 0;
	if (scan_field(s, &name, e) < 0)
		return -1;
	return scan_field_hits(s, GROUND_FILE_NAME, t->name, size, e);
}

/* Only the first piece of a file says what it is called. */
static bool is_later_order(const struct item_order *o)
{
	return o->begin || o->task != PIECE_SWEEP;
}

static int on_begin(void *context, struct thing *t, struct error *e)
{
	struct scanner *s = context;
	struct scan_thing *own = &s->thing[t->depth];

	if (!t->outer)
		s->rules_left = scan_rules_time(s);
	s->messages += t->kind == THING_MESSAGE && !t->outer->outer;
	if (t->outer && s->order->task == PIECE_COUNT)
		return 1;
	if (scan_mail_left_out(t))
		return 1;
	own->layers = 0;
	own->steps = s->opening.where.count;
	own->files = own->records = own->zeros = own->given_up = false;
	own->long_log = false;
	own->speaks = s->shared->setup.show;
	own->outer_end = s->end;
	own->outer_name = s->name;
	own->sha256[0][0] = '\0';
	own->letter = NULL;
	own->passwords = s->opening.passwords;
	own->kept = s->kept.len;
	scan_twice_begin(s, own, !t->outer);
	t->own = own;
	s->here = t;
	if (t->outer && t->outer->format && mine(t->outer)->end.format.len == 0)
		mine(t->outer)->end.format = span_of(t->outer->format->name);
	if (has_own_end(t)) {
		own->end = (struct item_end){ .first = TIME_NONE, .last = TIME_NONE,
					      .kind = ITEM_BINARY };
		census_init(&own->end.census);
		s->end = &own->end;
	} else if (t->kind == THING_MESSAGE) {
		s->end->kind = ITEM_MAIL;
	}
	s->name = has_own_end(t) ? t->name : SPAN("");
	if (tell_engines(s, true, e) < 0)
		return -1;
	return !t->outer && is_later_order(s->order) ? 0 : look_up_name(s, t, e);
}

/* ---- copies of the advisory: known by their digest, set aside, not searched */

static int note_copy(struct scanner *s, uint32_t advisory, uint64_t size, struct error *e)
{
	buf_clear(&s->listed);
	frame_u32(&s->listed, advisory);
	s->seen = (struct observation){
		.ground = GROUND_COPY, .count = 1, .engine = SPAN("set"), .first = TIME_NONE,
		.last = TIME_NONE, .valid_from = TIME_NONE, .valid_until = TIME_NONE,
		.listed = buf_span(&s->listed), .src_local = -1, .dst_local = -1,
		.spots = 1, .spot = { { .length = size, .time = TIME_NONE } },
	};
	s->end->kind = ITEM_COPY;
	recorder_spoil(s->recorder);	/* it is not searched */
	return scan_note(s, UINT64_MAX, e);
}

/*
 * A large mailbox is swept in pieces: this worker goes on with the first, and
 * the parent hands out the others.  Not where rules want the file in one, and
 * not where what is met goes out at once, in its order.
 */
static int look_for_pieces(struct scanner *s, const struct thing *t, struct error *e)
{
	const struct sweep_setup *setup = &s->shared->setup;
	struct opening *o = &s->opening;
	struct piece_plan plan = { .item = s->order->item, .of = PIECE_OF_MAIL,
				   .first = PIECE_BYTES, .bytes = PIECE_BYTES, .digests = true };

	if (!opening_is_mailbox(o, t) || s->order->size <= 2 * PIECE_BYTES || setup->hits ||
	    setup->show || setup->plan || o->keep)
		return 0;
	/* Its digest is asked for when all is done. */
	opening_undigest(o, 1, 0);
	if (o->end)
		return 0;
	o->end = PIECE_BYTES;
	buf_clear(&s->out);
	piece_plan_encode(&s->out, &plan);
	return channel_send(s->parent, SWEEP_PIECES, buf_span(&s->out), -1, e);
}

/* At a file that others sweep as well, or have swept. */
static int look_at_piece(struct scanner *s, const struct thing *t, struct error *e)
{
	const struct item_order *o = s->order;

	if (o->task == PIECE_DIGEST)
		return 1;
	if (o->plan.of == PIECE_OF_MAIL)
		return look_for_pieces(s, t, e);
	if (o->task == PIECE_SWEEP)
		return 0;
	scan_range_count(s);
	return 1;
}

/* Could the layer at hand have so many bytes?  A large one is not held just to find out. */
static bool may_measure(const struct scanner *s, const struct thing *t, uint64_t size)
{
	bool outermost = s->opening.where.count == mine(t)->steps;

	if (outermost && !t->outer && s->order->regular)
		return s->order->size == size;
	/* Mail states sizes of another form, and is seldom large. */
	if (t->message)
		return true;
	if (outermost && t->stated != PART_SIZE_UNKNOWN)
		return t->stated == size;
	return size <= COPY_HELD;
}

static int on_look(void *context, struct thing *t, struct span head, struct error *e)
{
	struct scanner *s = context;
	const struct sweep_setup *setup = &s->shared->setup;
	char hex[2 * DIGEST_MAX + 1];

	if (setup->show && scan_show_layer(s, t, e) < 0)
		return -1;
	if (!t->outer && is_later_order(s->order))
		return look_at_piece(s, t, e);
	if (t->format && t->format->class == FORMAT_CONTAINER)
		scan_mail_words(s);
	/* A case or library of somebody's holds all that was ever looked for. */
	if (database_is_ours(head)) {
		s->end->kind = ITEM_OWN;
		s->end->format = SPAN("tocsin");
		return 1;
	}
	for (uint32_t i = 0; i < setup->copies; i++) {
		uint64_t size = setup->copy[i].size;
		struct span all;

		if (size == 0 || size > WHOLE_CENSUS || !may_measure(s, t, size) ||
		    !span_starts(head, setup->copy[i].head))
			continue;
		all = opening_peek(&s->opening, (size_t)size + 1);
		if (all.len != size)
			continue;
		digest_hex(DIGEST_SHA256, all, hex);
		if (span_equal(span_of(hex), setup->copy[i].sha256))
			return note_copy(s, setup->copy[i].advisory, size, e) < 0 ? -1 : 1;
	}
	return look_for_pieces(s, t, e);
}

/* ---- the inside */

static int on_header(void *context, struct thing *t, struct span text, struct error *e)
{
	struct scanner *s = context;

	s->here = t;
	if (s->shared->setup.show && scan_show_header(s, text, e) < 0)
		return -1;
	return scan_header(s, t, text, e);
}

static int on_content(void *context, struct thing *t, struct content *c, struct error *e)
{
	struct scanner *s = context;
	bool binary = c->charset == CHARSET_BINARY && !c->named.len;

	s->here = t;
	if (t->kind == THING_BODY)
		return scan_text(s, c, e);
	s->end->format = span_of(c->format ? c->format->name : binary ? "binary" : "text");
	s->end->kind = binary ? ITEM_BINARY : ITEM_TEXT;
	return binary && scan_leave_to_rules(s) ? 0 : scan_text(s, c, e);
}

static int on_value(void *context, struct thing *t, const struct part *p, struct error *e)
{
	struct scanner *s = context;

	s->here = t;
	return s->shared->setup.show ? scan_show_value(s, p, e) : scan_value(s, p, e);
}

static int on_layer(void *context, struct thing *t, const struct layer *l, struct error *e)
{
	struct scanner *s = context;
	struct scan_thing *own = mine(t);
	uint32_t at = s->opening.where.count - own->steps;
	char *sha256 = at < ITEM_LAYERS ? own->sha256[at] : NULL;

	s->here = t;
	/* Inner layers end first: between them stands nothing yet. */
	for (; own->layers <= at && own->layers < ITEM_LAYERS; own->layers++)
		own->sha256[own->layers][0] = '\0';
	/* Of a damaged one, too: equal bytes are the file, whatever its container says of them. */
	if (t->kind != THING_BODY && (t->outer || !s->opening.end) &&
	    scan_digests(s, t, l, l->whole ? sha256 : NULL, e) < 0)
		return -1;
	if (s->opening.keep && scan_whole(s, t, l, e) < 0)
		return -1;
	if (l->whole && own->speaks && sha256 && !*sha256)
		layer_sha256(l, sha256);
	return 0;
}

/* ---- the end */

static int send_part(struct scanner *s, const struct thing *t, struct error *e)
{
	struct scan_thing *own = mine(t);
	struct part_answer part = { .item = s->order->item, .part = t->id, .outer = t->outer->id,
				    .speaks = own->speaks, .where = s->opening.where };

	if (has_own_end(t))
		part.end = own->end;
	else
		part.end = (struct item_end){ .kind = ITEM_BINARY, .first = TIME_NONE,
					      .last = TIME_NONE,
					      .format = t->format ? span_of(t->format->name) : SPAN("") };
	part.end.bytes = t->bytes;
	part.end.layers = own->layers;
	for (uint32_t i = 0; i < own->layers; i++)
		part.end.sha256[i] = span_of(own->sha256[i]);
	buf_clear(&s->out);
	part_answer_encode(&s->out, &part);
	if (s->out.bad)
		return fail(e, ERR_MEMORY, "no memory for the end of a part");
	return channel_send(s->parent, SWEEP_PART, buf_span(&s->out), -1, e);
}

/* A container that only holds logs and mail is not some computer's files. */
static void settle_kind(const struct thing *t, struct scan_thing *own)
{
	bool container = t->format && t->format->class == FORMAT_CONTAINER && !t->format->not_yet;

	if (own->end.format.len == 0 && t->format)
		own->end.format = span_of(t->format->name);
	if ((t->things && own->end.kind == ITEM_BINARY) || container)
		own->end.kind = own->records && !own->files ? ITEM_WRAPPER : ITEM_ARCHIVE;
}

static void tell_outer(const struct thing *t, const struct scan_thing *own)
{
	struct scan_thing *outer = mine(t->outer);
	bool records = own->end.kind == ITEM_LOG || own->end.kind == ITEM_MAIL ||
		       own->end.kind == ITEM_WRAPPER;

	outer->end.inner += t->bytes + own->end.inner;
	outer->end.undigested += own->end.undigested;
	if (t->message && t->message != t)
		return;
	outer->records |= records;
	outer->files |= !records;
}

static int on_end(void *context, struct thing *t, struct error *e)
{
	struct scanner *s = context;
	struct scan_thing *own = mine(t);
	bool counted = false;
	int rc = tell_engines(s, false, e);

	s->here = t;
	scan_twice_end(s, t);
	if (t->message == t)
		scan_mail_forget(s, own);
	if (rc == 0)
		rc = scan_tell(s, e);
	if (has_own_end(t)) {
		settle_kind(t, own);
		counted = own->end.kind == ITEM_LOG || own->end.kind == ITEM_MAIL;
		own->end.things = t->things;
		own->end.bytes = t->bytes;
	}
	s->end = own->outer_end;
	s->name = own->outer_name;
	if (!t->outer)
		return rc;
	if (rc == 0 && (own->speaks || counted))
		rc = send_part(s, t, e);
	mine(t->outer)->speaks |= own->speaks;
	if (has_own_end(t)) {
		tell_outer(t, own);
		census_release(&own->end.census);
	}
	s->here = t->outer;
	return rc;
}

const struct opening_listener scan_listener = {
	.begin = on_begin,
	.look = on_look,
	.header = on_header,
	.content = on_content,
	.value = on_value,
	.layer = on_layer,
	.gap = on_gap,
	.end = on_end,
	.fragile = on_fragile,
	.progress = on_progress,
};
