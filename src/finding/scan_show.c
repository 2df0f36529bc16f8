/*
 * scan_show.c -- `tocsin show`: what the scanner sees, sent as it is met
 * instead of being searched.
 *
 * Bounded: SHOWN_FIELDS fields of a part, the first SHOWN_TEXT bytes of a text,
 * SHOWN_BYTES of what is no text.
 */
#include "finding/scanner.h"

#include <stdio.h>

#define SHOWN_TEXT  4096
#define SHOWN_BYTES 64

static int send(struct scanner *s, struct shown *part, struct error *e)
{
	part->item = s->order->item;
	if (!part->where.count)
		part->where = s->opening.where;
	buf_clear(&s->out);
	shown_encode(&s->out, part);
	if (s->out.bad)
		return fail(e, ERR_MEMORY, "no memory for a part");
	return channel_send(s->parent, SWEEP_SHOWN, buf_span(&s->out), -1, e);
}

static void add(struct shown *part, struct span name, struct span value)
{
	if (value.len && part->fields < SHOWN_FIELDS)
		part->field[part->fields++] = (struct shown_field){ name, value };
}

int scan_show_layer(struct scanner *s, const struct thing *t, struct error *e)
{
	static const enum shown_kind kinds[] = {
		[THING_FILE] = SHOWN_FILE, [THING_MEMBER] = SHOWN_MEMBER,
		[THING_MESSAGE] = SHOWN_MESSAGE, [THING_BODY] = SHOWN_BODY,
	};
	const struct scan_thing *own = t->own;
	struct shown part = { .kind = kinds[t->kind], .time = t->time };
	char size[24];

	if (s->opening.where.count > own->steps)
		part = (struct shown){ .kind = SHOWN_STREAM, .time = TIME_NONE };
	else
		add(&part, SPAN("name"), t->name);
	add(&part, SPAN("format"), t->format ? span_of(t->format->name) : SPAN("unknown"));
	add(&part, SPAN("charset"), t->charset);
	if (part.kind != SHOWN_STREAM && t->stated != PART_SIZE_UNKNOWN) {
		snprintf(size, sizeof(size), "%llu", (unsigned long long)t->stated);
		add(&part, SPAN("size"), span_of(size));
	}
	return send(s, &part, e);
}

int scan_show_header(struct scanner *s, struct span text, struct error *e)
{
	struct shown part = { .kind = SHOWN_HEADER, .time = TIME_NONE };
	struct span line;

	while (span_line(&text, &line)) {
		size_t colon = span_find_byte(line, ':');

		if (colon != SPAN_NONE)
			add(&part, span_cut(line, 0, colon), span_trim(span_skip(line, colon + 1)));
	}
	return send(s, &part, e);
}

int scan_show_value(struct scanner *s, const struct part *value, struct error *e)
{
	struct shown part = { .kind = SHOWN_VALUE, .time = TIME_NONE };

	add(&part, value->name.len ? value->name : SPAN("text"), value->text);
	add(&part, SPAN("target"), value->target);
	return part.fields ? send(s, &part, e) : 0;
}

int scan_show_record(struct scanner *s, const struct block *block, struct span record,
		     struct error *e)
{
	const struct event *ev = &s->text->event;
	struct shown part = { .kind = SHOWN_ROW, .time = TIME_NONE };
	size_t at = (size_t)(record.ptr - block->bytes.ptr);

	part.where = s->opening.where;
	where_add(&part.where, (struct step){ .kind = STEP_TEXT, .line = scan_line_of(s, block, at),
					      .offset = block->offset + at, .length = record.len });
	if (s->text->left_out)
		return 0;
	if (s->text->parsed) {
		part.kind = SHOWN_EVENT;
		part.time = ev->time;
		part.class = ev->class;
		part.outcome = ev->outcome;
		for (uint32_t i = 0; i < ev->fields; i++)
			add(&part, ev->field[i].name, ev->field[i].value);
	}
	if (!part.fields)
		add(&part, SPAN("text"), span_cut(record, 0, SHOWN_TEXT));
	return send(s, &part, e);
}

int scan_show_text(struct scanner *s, const struct block *block, bool binary, struct error *e)
{
	struct shown part = { .kind = SHOWN_TEXT_PART, .time = TIME_NONE };
	struct span first = span_cut(block->bytes, 0, binary ? SHOWN_BYTES : SHOWN_TEXT);
	char hex[2 * SHOWN_BYTES + 1];

	part.where = s->opening.where;
	where_add(&part.where, (struct step){ .kind = STEP_TEXT, .line = binary ? 0 : 1,
					      .offset = block->offset, .length = first.len });
	if (binary) {
		hex_encode((const uint8_t *)first.ptr, first.len, hex);
		first = span_of(hex);
	}
	add(&part, binary ? SPAN("hex") : SPAN("text"), first);
	return part.fields ? send(s, &part, e) : 0;
}
