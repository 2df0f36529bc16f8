/* where.c -- the place of a thing: on the wire, and as people read it. */
#include "value/where.h"

void where_add(struct where *w, struct step step)
{
	if (w->count < WHERE_MAX)
		w->step[w->count++] = step;
}

void where_copy(struct where *to, const struct where *from)
{
	memcpy(to->step, from->step, from->count * sizeof(from->step[0]));
	to->count = from->count;
}

#define STEP_BYTES (1 + 2 * sizeof(uint32_t) + 5 * sizeof(uint64_t) + sizeof(uint32_t))

static char *step_put(char *at, const struct step *s)
{
	at = put_u8(at, (uint8_t)s->kind);
	at = put_span(at, s->text);
	at = put_span(at, s->quote);
	at = put_u64(at, s->number);
	at = put_u64(at, s->offset);
	at = put_u64(at, s->length);
	at = put_u64(at, s->line);
	at = put_u64(at, s->column);
	return put_u32(at, s->page);
}

static void step_encode(struct buf *b, const struct step *s)
{
	char *at = frame_begin(b, STEP_BYTES + s->text.len + s->quote.len);

	if (at)
		frame_end(b, step_put(at, s));
}

static inline void step_decode(struct cursor *c, struct step *s)
{
	uint8_t kind = cursor_u8(c);

	if (kind >= STEP_KINDS)
		c->bad = true;
	s->kind = (enum step_kind)kind;
	s->text = cursor_span(c);
	s->quote = cursor_span(c);
	s->number = cursor_u64(c);
	s->offset = cursor_u64(c);
	s->length = cursor_u64(c);
	s->line = cursor_u64(c);
	s->column = cursor_u64(c);
	s->page = cursor_u32(c);
}

void where_encode_from(struct buf *b, const struct where *w, uint32_t first)
{
	frame_u8(b, (uint8_t)(w->count > first ? w->count - first : 0));
	for (uint32_t i = first; i < w->count; i++)
		step_encode(b, &w->step[i]);
}

void where_encode(struct buf *b, const struct where *w)
{
	where_encode_from(b, w, 0);
}

void where_decode(struct cursor *from, struct where *w)
{
	struct cursor c = *from;	/* nobody else has it: it is kept in registers */
	uint32_t count = cursor_u8(&c);

	w->count = 0;
	if (count > WHERE_MAX)
		c.bad = true;
	while (w->count < count && !c.bad)
		step_decode(&c, &w->step[w->count++]);
	if (c.bad)
		w->count = 0;
	*from = c;
}

/* What stands inside the step before it and gets no name of its own. */
static bool is_suffix(const struct step *s)
{
	return s->kind == STEP_STREAM || s->kind == STEP_TEXT;
}

/* " page 3", then ":12" (" line 12" behind a page), else " @ 0x1f40+32". */
static void text_place(const struct step *s, struct buf *out)
{
	if (s->page)
		buf_printf(out, " page %u", s->page);
	if (s->line) {
		buf_text(out, s->page ? " line " : ":");
		buf_number(out, s->line);
	} else if (s->length || s->offset) {
		buf_printf(out, " @ 0x%llx+%llu", (unsigned long long)s->offset,
			   (unsigned long long)s->length);
	}
}

static void row_place(const struct step *s, struct buf *out)
{
	buf_printf(out, "row %llu", (unsigned long long)s->number);
	if (s->column)
		buf_printf(out, " column %llu", (unsigned long long)s->column);
}

static void step_text(const struct step *s, struct buf *out)
{
	switch (s->kind) {
	case STEP_MESSAGE:
		buf_printf(out, "message %llu", (unsigned long long)s->number);
		break;
	case STEP_RECORD:
		buf_printf(out, "record %llu", (unsigned long long)s->number);
		break;
	case STEP_STREAM:
		buf_text(out, " (");
		buf_add(out, s->text);
		buf_byte(out, ')');
		break;
	case STEP_TEXT:
		text_place(s, out);
		break;
	case STEP_ROW:
		row_place(s, out);
		break;
	default:
		buf_add(out, s->text);
		break;
	}
}

void where_text(const struct where *w, struct buf *out)
{
	for (uint32_t i = 0; i < w->count; i++) {
		if (i && !is_suffix(&w->step[i]))
			buf_text(out, " » ");
		step_text(&w->step[i], out);
	}
}
