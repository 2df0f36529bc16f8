/* observation.c -- observations on the wire. */
#include "finding/observation.h"

const char *ground_name(enum ground g)
{
	static const char *const names[GROUND_COUNT] = {
		[GROUND_RECORD] = "record", [GROUND_UNKNOWN_RECORD] = "unknown record",
		[GROUND_DOCUMENT] = "document", [GROUND_LIST] = "list", [GROUND_DENY] = "deny command",
		[GROUND_COMMAND] = "command", [GROUND_CONFIG] = "configuration",
		[GROUND_FILE_CONTENT] = "file content", [GROUND_FILE_NAME] = "file name",
		[GROUND_BYTES] = "bytes", [GROUND_COPY] = "copy", [GROUND_LINK] = "link",
		[GROUND_PROGRAM] = "program",
	};

	return names[g];
}

/* An enum of `count` values from a byte; nonsense marks the cursor. */
static inline unsigned cursor_enum(struct cursor *c, unsigned count)
{
	unsigned v = cursor_u8(c);

	if (v >= count)
		c->bad = true;
	return c->bad ? 0 : v;
}

static inline uint32_t cursor_count(struct cursor *c, uint32_t most)
{
	uint32_t n = cursor_u8(c);

	if (n > most)
		c->bad = true;
	return c->bad ? 0 : n;
}

/*
 * Fields of a fixed width that follow one another are looked for once; of nonsense they are
 * zeros.  `n` is at most RUN_MOST.
 */
#define RUN_MOST 40

static inline const char *cursor_run(struct cursor *c, size_t n)
{
	static const char zeros[RUN_MOST];
	struct span s = cursor_take(c, n);

	return s.len == n ? s.ptr : zeros;
}

static inline uint16_t run_u16(const char *at)
{
	uint16_t v;

	memcpy(&v, at, sizeof(v));
	return le16toh(v);
}

static inline uint64_t run_u64(const char *at)
{
	uint64_t v;

	memcpy(&v, at, sizeof(v));
	return le64toh(v);
}

static inline unsigned run_enum(struct cursor *c, const char *at, unsigned count)
{
	unsigned v = (uint8_t)*at;

	c->bad |= v >= count;
	return v < count ? v : 0;
}

/* cursor_span, for many of them; an empty one is nearly always what comes. */
static inline struct span run_span(struct cursor *c)
{
	uint32_t n = 0;

	if (c->left.len < sizeof(n))
		return cursor_span(c);
	memcpy(&n, c->left.ptr, sizeof(n));
	c->left.ptr += sizeof(n);
	c->left.len -= sizeof(n);
	return cursor_take(c, le32toh(n));
}

static char *value_put(char *at, const struct value_ref *v)
{
	return put_span(put_u8(at, (uint8_t)v->kind), v->value);
}

static inline void value_decode(struct cursor *c, struct value_ref *v)
{
	v->kind = cursor_enum(c, KIND_COUNT);
	v->value = run_span(c);
}

static char *address_put(char *at, bool has, const struct address *a)
{
	at = put_u8(at, has);
	return has ? put_bytes(at, a->bytes, sizeof(a->bytes)) : at;
}

static inline bool address_decode(struct cursor *c, struct address *a)
{
	struct span bytes;

	if (!cursor_u8(c))
		return false;
	bytes = cursor_take(c, sizeof(a->bytes));
	if (c->bad)
		return false;
	memcpy(a->bytes, bytes.ptr, sizeof(a->bytes));
	return true;
}

static char *spot_put(char *at, const struct spot *s)
{
	at = put_u64(at, s->offset);
	at = put_u64(at, s->length);
	at = put_u64(at, s->line);
	at = put_u64(at, s->record);
	at = put_i64(at, s->time);
	at = put_span(at, s->matched);
	at = put_span(at, s->message);
	at = put_span(at, s->string);
	return put_span(at, s->context);
}

static inline void spot_decode(struct cursor *c, struct spot *s)
{
	const char *at = cursor_run(c, 5 * sizeof(uint64_t));

	s->offset = run_u64(at);
	s->length = run_u64(at + 8);
	s->line = run_u64(at + 16);
	s->record = run_u64(at + 24);
	s->time = (int64_t)run_u64(at + 32);
	s->matched = run_span(c);
	s->message = run_span(c);
	s->string = run_span(c);
	s->context = run_span(c);
}

#define SPOT_LINE  (2 * sizeof(uint64_t))	/* where it stands in a spot's bytes */
#define SPOT_BYTES (5 * sizeof(uint64_t) + 4 * sizeof(uint32_t))	/* without its spans' */

void observation_set_lines(const struct observation *o, char *end)
{
	for (uint32_t n = o->spots; n > 0; n--) {
		const struct spot *s = &o->spot[n - 1];
		uint64_t line = htole64(s->line);

		end -= SPOT_BYTES + s->matched.len + s->message.len + s->string.len +
		       s->context.len;
		memcpy(end + SPOT_LINE, &line, sizeof(line));
	}
}

uint32_t observation_advisory(struct span listed, uint32_t n)
{
	struct cursor c = { .left = span_skip(listed, (size_t)n * 4) };

	return cursor_u32(&c);
}

struct span observation_listed(struct cursor *c)
{
	struct span listed = cursor_span(c);

	c->bad |= listed.len % 4 || listed.len / 4 > OBSERVATION_ADVISORIES;
	return c->bad ? SPAN("") : listed;
}

static char *sign_put(char *at, const struct observation *o)
{
	at = value_put(at, &o->indicator);
	at = put_u16(at, o->listed_port);
	at = put_u8(at, o->confidence);
	at = put_i64(at, o->valid_from);
	at = put_i64(at, o->valid_until);
	at = put_span(at, o->listed);
	at = put_u8(at, (uint8_t)o->alsos);
	for (uint32_t i = 0; i < o->alsos; i++)
		at = value_put(at, &o->also[i]);
	return put_span(at, o->engine);
}

static inline void sign_decode(struct cursor *c, struct observation *o)
{
	const char *at;

	value_decode(c, &o->indicator);
	at = cursor_run(c, 19);
	o->listed_port = run_u16(at);
	o->confidence = (uint8_t)at[2];
	o->valid_from = (int64_t)run_u64(at + 3);
	o->valid_until = (int64_t)run_u64(at + 11);
	o->listed = observation_listed(c);
	o->alsos = cursor_count(c, OBSERVATION_ALSO);
	for (uint32_t i = 0; i < o->alsos; i++)
		value_decode(c, &o->also[i]);
	o->engine = run_span(c);
}

static char *names_put(char *at, const struct observation *o)
{
	at = put_span(at, o->sensor);
	at = put_span(at, o->computer);
	at = put_span(at, o->user);
	at = put_span(at, o->mailbox);
	at = put_span(at, o->process);
	return put_span(at, o->via);
}

static char *facts_put(char *at, const struct observation *o)
{
	at = address_put(at, o->has_src, &o->src);
	at = address_put(at, o->has_dst, &o->dst);
	at = put_u16(at, o->src_port);
	at = put_u16(at, o->dst_port);
	at = put_u8(at, (uint8_t)(o->src_local + 1));
	at = put_u8(at, (uint8_t)(o->dst_local + 1));
	at = put_u8(at, (uint8_t)o->outcome);
	at = put_u8(at, o->has_bytes);
	at = put_u64(at, o->bytes_out);
	at = put_u64(at, o->bytes_in);
	at = names_put(at, o);
	return put_u8(at, (uint8_t)(o->clicked | o->agent_mark << 1 | o->either_way << 2 |
				    o->leaf << 3));
}

static inline void facts_decode(struct cursor *c, struct observation *o)
{
	const char *at;
	uint8_t flags;

	o->has_src = address_decode(c, &o->src);
	o->has_dst = address_decode(c, &o->dst);
	at = cursor_run(c, 24);
	o->src_port = run_u16(at);
	o->dst_port = run_u16(at + 2);
	o->src_local = (int8_t)((int)run_enum(c, at + 4, 3) - 1);
	o->dst_local = (int8_t)((int)run_enum(c, at + 5, 3) - 1);
	o->outcome = run_enum(c, at + 6, OUTCOME_COUNT);
	o->has_bytes = at[7];
	o->bytes_out = run_u64(at + 8);
	o->bytes_in = run_u64(at + 16);
	o->sensor = run_span(c);
	o->computer = run_span(c);
	o->user = run_span(c);
	o->mailbox = run_span(c);
	o->process = run_span(c);
	o->via = run_span(c);
	flags = cursor_u8(c);
	o->clicked = flags & 1;
	o->agent_mark = flags >> 1 & 1;
	o->either_way = flags >> 2 & 1;
	o->leaf = flags >> 3 & 1;
}

#define FIXED_BYTES 256	/* of an observation, but for what follows */

static size_t also_bytes(const struct observation *o)
{
	size_t n = 0;

	for (uint32_t i = 0; i < o->alsos; i++)
		n += 1 + sizeof(uint32_t) + o->also[i].value.len;
	return n;
}

static size_t names_bytes(const struct observation *o)
{
	return o->sensor.len + o->computer.len + o->user.len + o->mailbox.len + o->process.len +
	       o->via.len;
}

static size_t spots_bytes(const struct observation *o)
{
	size_t n = 0;

	for (uint32_t i = 0; i < o->spots; i++)
		n += SPOT_BYTES + o->spot[i].matched.len + o->spot[i].message.len +
		     o->spot[i].string.len + o->spot[i].context.len;
	return n;
}

void observation_encode(struct buf *b, const struct observation *o)
{
	char *at = frame_begin(b, FIXED_BYTES + o->indicator.value.len + o->listed.len +
				  also_bytes(o) + o->engine.len + o->field.len +
				  o->time_raw.len + names_bytes(o) + spots_bytes(o));

	if (!at)
		return;
	at = sign_put(at, o);
	at = put_u8(at, (uint8_t)o->ground);
	at = put_u8(at, (uint8_t)o->meaning);
	at = put_u8(at, (uint8_t)o->class);
	at = put_u16(at, o->veil);
	at = put_span(at, o->field);
	at = put_u64(at, o->count);
	at = put_i64(at, o->first);
	at = put_i64(at, o->last);
	at = put_u8(at, (uint8_t)o->zone);
	at = put_span(at, o->time_raw);
	at = facts_put(at, o);
	at = put_u8(at, (uint8_t)o->spots);
	for (uint32_t i = 0; i < o->spots; i++)
		at = spot_put(at, &o->spot[i]);
	frame_end(b, at);
}

void observation_decode(struct cursor *from, struct observation *o)
{
	struct cursor c = *from;	/* nobody else has it: it is kept in registers */
	const char *at;

	sign_decode(&c, o);
	at = cursor_run(&c, 5);
	o->ground = run_enum(&c, at, GROUND_COUNT);
	o->meaning = run_enum(&c, at + 1, MEANING_COUNT);
	o->class = run_enum(&c, at + 2, EVENT_CLASSES);
	o->veil = run_u16(at + 3);
	o->field = run_span(&c);
	at = cursor_run(&c, 25);
	o->count = run_u64(at);
	o->first = (int64_t)run_u64(at + 8);
	o->last = (int64_t)run_u64(at + 16);
	o->zone = run_enum(&c, at + 24, TIME_ASSUMED + 1);
	o->time_raw = run_span(&c);
	facts_decode(&c, o);
	o->spots = cursor_count(&c, OBSERVATION_PLACES);
	for (uint32_t i = 0; i < o->spots; i++)
		spot_decode(&c, &o->spot[i]);
	*from = c;
}

void observation_key(struct buf *b, const struct observation *o)
{
	char *at = frame_begin(b, FIXED_BYTES + o->indicator.value.len + names_bytes(o) +
				  also_bytes(o));

	if (!at)
		return;
	at = value_put(at, &o->indicator);
	at = put_u16(at, o->listed_port);
	at = put_u8(at, (uint8_t)o->ground);
	at = put_u8(at, (uint8_t)o->meaning);
	at = put_u8(at, (uint8_t)o->class);
	at = put_u16(at, o->veil);
	at = put_u8(at, (uint8_t)o->zone);
	at = address_put(at, o->has_src, &o->src);
	at = address_put(at, o->has_dst, &o->dst);
	at = put_u8(at, (uint8_t)(o->src_local + 1));
	at = put_u8(at, (uint8_t)(o->dst_local + 1));
	at = put_u8(at, (uint8_t)o->outcome);
	at = names_put(at, o);
	at = put_u8(at, (uint8_t)(o->clicked | o->agent_mark << 1 | o->either_way << 2));
	at = put_u8(at, o->leaf);
	for (uint32_t i = 0; o->leaf && i < o->alsos; i++)
		at = value_put(at, &o->also[i]);
	/* Ports tell who began, and only where nothing else does. */
	at = put_u16(at, o->either_way ? o->src_port : 0);
	at = put_u16(at, o->either_way ? o->dst_port : 0);
	/* A record without a time is not the same happening as one with. */
	at = put_u8(at, o->first == TIME_NONE);
	frame_end(b, at);
}
