/*
 * collected.c -- records of documents inside of documents.
 *
 * Bounds: RECORDS_MAX bytes of records, VALUES_MAX of them told apart,
 * COLLECTED_DEPTH documents inside of each other.
 */
#include "advisory/collected.h"

#include "base/frame.h"
#include "format/format.h"

#define RECORDS_MAX (128u << 20)
#define VALUES_MAX  2000000
#define LOOK_BYTES (64u << 10)
#define HEAD_TEXT 4000

void collected_init(struct collected *c, struct arena *a)
{
	table_init(&c->seen, a, VALUES_MAX);
	for (unsigned i = 0; i <= INTEL_GAP; i++)
		buf_init(&c->records[i], RECORDS_MAX);
}

void collected_release(struct collected *c)
{
	for (unsigned i = 0; i <= INTEL_GAP; i++)
		buf_release(&c->records[i]);
	table_release(&c->seen);
}

static void add_key(const struct intel_record *record, struct buf *key)
{
	buf_printf(key, "%u ", record->type);
	switch (record->type) {
	case INTEL_INDICATOR:
		buf_printf(key, "%u ", record->indicator.kind);
		buf_add(key, record->indicator.value);
		break;
	case INTEL_RULE:
		buf_printf(key, "%.*s ", SPAN_ARG(record->rule.language));
		buf_add(key, record->rule.name.len ? record->rule.name : record->rule.text);
		break;
	case INTEL_ENTITY:
		buf_printf(key, "%.*s ", SPAN_ARG(record->entity.kind));
		buf_add(key, record->entity.name);
		break;
	case INTEL_ASSESSMENT:
		buf_add(key, record->assessment.body);
		buf_add(key, record->assessment.statement);
		break;
	default:
		buf_add(key, record->gap.detail);
	}
}

static int is_new(struct collected *c, const struct intel_record *record, bool *out,
		  struct error *e)
{
	struct buf key;
	uint64_t *value;

	buf_init(&key, RECORDS_MAX);
	add_key(record, &key);
	value = table_add(&c->seen, buf_span(&key), out, e);
	buf_release(&key);
	return value ? 0 : -1;
}

int collected_note(struct collected *c, const struct intel_record *record, struct error *e)
{
	bool fresh;

	return is_new(c, record, &fresh, e);
}

int collected_add(struct collected *c, const struct intel_record *record, bool *fresh,
		  struct error *e)
{
	struct buf *records = &c->records[record->type], wire;

	*fresh = false;
	if (record->type == INTEL_ADVISORY)
		return 0;
	c->usable += record->type == INTEL_INDICATOR && record->indicator.role == ROLE_INDICATOR;
	if (is_new(c, record, fresh, e) < 0)
		return -1;
	if (!*fresh)
		return 0;
	buf_init(&wire, RECORDS_MAX);
	intel_encode(&wire, record);
	frame_span(records, buf_span(&wire));
	buf_release(&wire);
	return records->bad ? fail(e, ERR_LIMIT, "more records than fit into memory") : 0;
}

int collected_give(struct collected *c, struct reading *r, enum intel_type type, struct error *e)
{
	struct cursor at = { .left = buf_span(&c->records[type]) };

	while (at.left.len) {
		struct cursor one = { .left = cursor_span(&at) };

		if (!intel_decode(&one, &r->record))
			return fail(e, ERR_MALFORMED, "a record was lost");
		if (type == INTEL_ENTITY && c->known &&
		    entities_have(c->known, r->record.entity.kind, r->record.entity.name))
			continue;
		r->indicators += type == INTEL_INDICATOR &&
			r->record.indicator.role == ROLE_INDICATOR;
		if (r->sink->take(r->sink->context, &r->record, e) < 0)
			return -1;
	}
	return 0;
}

struct inner {
	struct collected *collected;
	struct reading *reading;
	struct advisory *head;
};

static struct span keep(struct inner *in, struct span text)
{
	return reading_keep(in->reading, text, HEAD_TEXT);
}

static void keep_strings(struct inner *in, const struct strings *from, struct strings *to)
{
	for (uint32_t i = 0; i < from->count; i++)
		strings_add(to, keep(in, from->item[i]));
}

static void keep_head(struct inner *in, const struct advisory *a)
{
	struct advisory *head = in->head;

	*head = (struct advisory){ .id = keep(in, a->id), .title = keep(in, a->title),
				   .tlp = keep(in, a->tlp), .published = a->published,
				   .activity_from = a->activity_from,
				   .activity_to = a->activity_to, .bodies = a->bodies };
	for (uint32_t i = 0; i < a->bodies; i++)
		head->body[i] = (struct body){ keep(in, a->body[i].name),
					       keep(in, a->body[i].stance),
					       keep(in, a->body[i].scope) };
	keep_strings(in, &a->refers_to, &head->refers_to);
	keep_strings(in, &a->contacts, &head->contacts);
}

static int take_record(void *context, const struct intel_record *record, struct error *e)
{
	struct inner *in = context;
	bool fresh;

	if (record->type == INTEL_ADVISORY && in->head)
		keep_head(in, &record->advisory);
	return collected_add(in->collected, record, &fresh, e);
}

int collected_read(struct collected *c, struct reading *r, struct span bytes,
		   const struct where *outer, struct advisory *head, struct error *why)
{
	struct advisory_options o = *r->options;
	struct inner in = { c, r, head };
	struct intel_sink sink = { .take = take_record, .context = &in };

	if (r->options->nested >= COLLECTED_DEPTH)
		return fail(why, ERR_LIMIT, "documents inside of documents, more than %d deep",
			    COLLECTED_DEPTH);
	o.outer = outer;
	o.nested++;
	return advisory_read(bytes, &o, &sink, why);
}

const char *collected_reason(struct span bytes, const struct error *why)
{
	const struct format *f = format_of(span_cut(bytes, 0, LOOK_BYTES));

	switch (why->code) {
	case ERR_ENCRYPTED:
		return "encrypted";
	case ERR_TRUNCATED:
		return "truncated";
	case ERR_LIMIT:
		return "memory-limit";
	case ERR_MALFORMED:
		return f && !f->not_yet ? "damaged" : "unsupported-format";
	default:
		return f && span_equal(span_of(f->name), SPAN("pdf")) ? "missing-helper"
								       : "unsupported-format";
	}
}
