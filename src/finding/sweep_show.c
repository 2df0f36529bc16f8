/* sweep_show.c -- `tocsin show`: parts, gaps and ends as records, in the order of the walk. */
#include "finding/records.h"
#include "finding/sweep_hits.h"
#include "finding/sweeping.h"

static void shown_fields(struct out *o, const struct shown *part)
{
	json_object(o, "fields");
	for (uint32_t i = 0; i < part->fields; i++) {
		const struct shown_field *f = &part->field[i];
		uint32_t same = 0;

		for (uint32_t k = 0; k < i; k++)
			same += span_equal(part->field[k].name, f->name);
		if (same) {
			struct buf name;

			buf_init(&name, 1 << 20);
			buf_add(&name, f->name);
			buf_printf(&name, " (%u)", same + 1);
			json_object_key(o, buf_span(&name));
			buf_release(&name);
		} else {
			json_object_key(o, f->name);
		}
		json_string(o, NULL, f->value);
	}
	json_object_end(o);
}

static void shown_json(struct out *o, struct span body)
{
	struct cursor c = { .left = body };
	struct shown part;

	shown_decode(&c, &part);
	json_object(o, NULL);
	json_cstring(o, "type", "part");
	json_uint(o, "item", part.item);
	json_at(o, &part.where);
	where_json(o, "where", &part.where);
	json_cstring(o, "kind", shown_kind_name(part.kind));
	json_time(o, "time", part.time);
	if (part.kind == SHOWN_EVENT) {
		json_cstring(o, "event", event_class_name(part.class));
		json_cstring(o, "outcome", outcome_name(part.outcome));
	}
	shown_fields(o, &part);
	json_object_end(o);
}

static void ended_json(struct out *o, const struct item *i, uint32_t type, struct span body)
{
	struct cursor c = { .left = body };
	struct result r = { .item = i->number, .path = span_of(i->path), .size = i->size,
			    .complete = true };
	struct part_answer p = { 0 };

	if (type == SWEEP_PART) {
		part_answer_decode(&c, &p);
		part_end_json(o, &p, p.end.sha256, p.end.layers, 0, 0);
		census_release(&p.end.census);
		return;
	}
	item_end_decode(&c, &r.end);
	end_json(o, &r, 0, 0);
	census_release(&r.end.census);
}

int shown_take(struct sweep *s, struct item *i, uint32_t type, struct span body, struct error *e)
{
	struct buf *lines = hits_room(s, i);
	struct cursor c = { .left = body };
	struct gap_answer gap;
	struct out o;
	int rc = 0;

	if (!lines)
		return 0;
	out_to_memory(&o, CHANNEL_CEILING);
	if (type == SWEEP_SHOWN) {
		shown_json(&o, body);
	} else if (type == SWEEP_GAP) {
		gap_answer_decode(&c, &gap);
		gap_json(&o, &gap, false);
		s->counts.shown_gaps += !gap.minor;
	} else if (type == SWEEP_PART || type == SWEEP_END) {
		ended_json(&o, i, type, body);
	}
	if (o.failed)
		rc = fail(e, ERR_MEMORY, "no memory for a record");
	buf_add(lines, buf_span(&o.buf));
	if (o.buf.len)
		buf_byte(lines, '\n');
	out_release(&o);
	return rc < 0 || lines->bad ? fail(e, ERR_MEMORY, "no memory for what is shown") : 0;
}
