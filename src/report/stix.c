/*
 * stix.c -- the answer as a STIX 2.1 bundle for a CERT or a sharing platform:
 * a sighting for every value that was met, and one with count 0 for every
 * value that was searched for where it could have been seen; observed-data for
 * what was met; notes with the answer and with the coverage.
 *
 * A value whose kind no evidence could show has no sighting: nothing was said
 * about it.  Mentions (copies of the advisory, lists) are no sightings.  What
 * is beyond the bounds is counted in the second note.
 */
#include "report/stix_state.h"

#include "base/hash.h"

static int stix_begin(struct report *r, struct error *e)
{
	struct stix *s = arena_new(&r->arena, struct stix);

	if (!s)
		return fail(e, ERR_MEMORY, "no memory for the bundle");
	s->report = r;
	s->out = &r->out;
	s->text = text_new(r, e);
	s->met = arena_array(&r->arena, struct met, MET_MOST);
	s->observed = arena_array(&r->arena, struct observed, OBSERVED_MOST);
	if (!s->text || !s->met || !s->observed)
		return fail(e, ERR_MEMORY, "no memory for the bundle");
	table_init(&s->values, &r->arena, MET_MOST);
	table_init(&s->left_out, &r->arena, MET_MOST);
	table_init(&s->written, &r->arena, 4 * MET_MOST);
	buf_init(&s->name, 1 << 20);
	buf_init(&s->pattern, 4 << 20);
	r->state = s;
	return 0;
}

static void stix_release(struct stix *s)
{
	table_release(&s->values);
	table_release(&s->left_out);
	table_release(&s->written);
	buf_release(&s->name);
	buf_release(&s->pattern);
	text_release(s->text);
}

/* ---- taking records */

/* The row of a value, NULL beyond the bound or without a kind that we know. */
static struct met *met_of(struct stix *s, struct span kind, struct span value, struct error *e)
{
	struct arena *a = &s->report->arena;
	bool is_new = false;
	uint64_t *at;
	struct met *m;

	if (kind_of_name(kind) == KIND_NONE || !value.len)
		return NULL;
	buf_clear(&s->name);
	buf_add(&s->name, kind);
	buf_byte(&s->name, ' ');
	buf_add(&s->name, value);
	if (s->values.count == MET_MOST && !table_find(&s->values, buf_span(&s->name))) {
		s->met_lost++;
		return NULL;
	}
	at = table_add(&s->values, buf_span(&s->name), &is_new, e);
	if (!at)
		return NULL;
	if (is_new)
		*at = s->values.count - 1;
	m = &s->met[*at];
	if (is_new)
		*m = (struct met){ .kind = arena_copy(a, kind), .value = arena_copy(a, value),
				   .first = TIME_NONE, .last = TIME_NONE };
	return m;
}

static void take_listed(struct stix *s, const struct node *n, struct error *e)
{
	const struct text *t = s->text;
	struct met *m;

	if (!record_is(n, "role", "indicator") || !t->advisories.count)
		return;
	m = met_of(s, record_text(n, "kind"), record_text(n, "value"), e);
	if (m && !m->advisory.len)
		m->advisory = record_text(t->advisories.list[t->advisories.count - 1], "id");
}

static void widen(struct met *m, const struct node *n)
{
	int64_t first = record_time(n, "first"), last = record_time(n, "last");

	if (first != TIME_NONE && (m->first == TIME_NONE || first < m->first))
		m->first = first;
	if (last != TIME_NONE && (m->last == TIME_NONE || last > m->last))
		m->last = last;
}

static int keep_finding(struct stix *s, struct met *m, struct span json, struct error *e)
{
	struct observed *o = &s->observed[s->observeds];

	if (s->observeds == OBSERVED_MOST) {
		s->observed_lost++;
		return 0;
	}
	o->finding = record_parse(&s->report->arena, json, e);
	if (!o->finding)
		return -1;
	o->next = m->observed;
	m->observed = ++s->observeds;
	return 0;
}

static int take_met(struct stix *s, const struct node *n, struct span json, struct error *e)
{
	struct met *m = met_of(s, record_text(n, "indicator.kind"), record_text(n, "indicator.value"), e);
	const struct node *a = record_get(n, "advisories");
	uint64_t times = record_number(n, "count"), *counter = NULL;

	if (!m)
		return 0;
	if (!m->advisory.len && a && a->child)
		m->advisory = arena_copy(&s->report->arena, a->child->text);
	if (record_is(n, "class", "compromise"))
		counter = &m->acted;
	else if (record_is(n, "class", "attempt"))
		counter = &m->tried;
	else if (record_is(n, "class", "unjudged"))
		counter = &m->judge;
	if (!counter) {
		m->mentioned += times;
		return 0;
	}
	*counter += times;
	m->times += times;
	widen(m, n);
	return keep_finding(s, m, json, e);
}

/* What an advisory lists and nobody searched for is not "not seen". */
static void take_left_out(struct stix *s, const struct node *v, struct error *e)
{
	const struct node *n = record_get(v, "not_searched");

	for (n = n ? n->child : NULL; n; n = n->next) {
		buf_clear(&s->name);
		buf_add(&s->name, record_text(n, "kind"));
		buf_byte(&s->name, ' ');
		buf_add(&s->name, record_text(n, "value"));
		if (s->left_out.count < MET_MOST)
			table_add(&s->left_out, buf_span(&s->name), NULL, e);
	}
}

static int stix_record(struct report *r, struct span json, struct error *e)
{
	struct stix *s = r->state;
	const struct node *n;

	if (text_take(s->text, json, &n, e) < 0)
		return -1;
	if (record_is(n, "type", "indicator"))
		take_listed(s, n, e);
	else if (record_is(n, "type", "finding"))
		return take_met(s, n, json, e);
	else if (record_is(n, "type", "verdict"))
		take_left_out(s, n, e);
	return 0;
}

/* ---- the bundle */

static void put_note(struct stix *s, const char *name, struct span abstract, struct span content)
{
	char id[STIX_ID];

	buf_clear(&s->name);
	buf_printf(&s->name, "%s %s", name, s->about);
	stix_id("note", buf_span(&s->name), id);
	stix_open(s, "note", id);
	stix_common(s);
	stix_string(s->out, "abstract", abstract);
	stix_string(s->out, "content", content);
	json_array(s->out, "object_refs");
	json_cstring(s->out, NULL, s->about);
	json_array_end(s->out);
	stix_close(s);
}

static void answer_note(struct stix *s)
{
	struct out o;
	struct page p = { .out = &o, .width = 80 };

	out_to_memory(&o, 4 << 20);
	text_answer(s->text, &p);
	put_note(s, "answer", SPAN("The answer, and what could not be seen"), buf_span(&o.buf));
	out_release(&o);
}

static void coverage_note(struct stix *s)
{
	struct out o;
	struct page p = { .out = &o, .width = 80 };

	out_to_memory(&o, 16 << 20);
	text_sources(s->text, &p);
	if (s->observed_lost)
		out_printf(&o, "%llu more findings are counted in the sightings and have no observed-data.\n",
			   (unsigned long long)s->observed_lost);
	if (s->met_lost)
		out_printf(&o, "More than %u values: the others are left out of this bundle.\n", MET_MOST);
	put_note(s, "coverage", SPAN("What was looked at, and what it could have shown"),
		 span_trim(buf_span(&o.buf)));
	out_release(&o);
}

/* What the notes are about, and what the rest belongs to. */
static void put_about(struct stix *s)
{
	const struct node *v = worst_verdict(s->text);
	struct out *o = s->out;

	stix_open(s, "report", s->about);
	stix_common(s);
	buf_clear(&s->name);
	buf_printf(&s->name, "Are we affected? %s: ", answer_words(v));
	buf_add(&s->name, text_title(text_advisory(s->text, record_text(v, "advisory"))));
	stix_string(o, "name", buf_span(&s->name));
	json_array(o, "report_types");
	json_cstring(o, NULL, "observed-data");
	json_array_end(o);
	json_time(o, "published", s->now);
	json_array(o, "object_refs");
	json_cstring(o, NULL, s->identity);
	for (uint32_t i = 0; i < s->written.count; i++)
		json_string(o, NULL, s->written.entry[i].key);
	json_array_end(o);
	stix_close(s);
}

static void put_bundle(struct stix *s)
{
	char id[STIX_ID];

	buf_clear(&s->name);
	buf_text(&s->name, "bundle ");
	buf_add(&s->name, record_text(s->text->run, "seal"));
	buf_add(&s->name, record_text(s->text->run, "started"));
	stix_id("bundle", buf_span(&s->name), id);
	stix_id("report", buf_span(&s->name), s->about);
	json_object(s->out, NULL);
	json_cstring(s->out, "type", "bundle");
	json_cstring(s->out, "id", id);
	json_array(s->out, "objects");
	stix_frame(s);
	stix_findings(s);
	stix_sightings(s);
	put_about(s);
	answer_note(s);
	coverage_note(s);
	json_array_end(s->out);
	json_object_end(s->out);
	out_text(s->out, "\n");
}

static int stix_end(struct report *r, struct error *e)
{
	struct stix *s = r->state;
	struct text *t = s->text;
	int rc = 0;

	t->year = text_year(t);
	s->now = record_time(t->run, "started");
	if (!t->run || !t->verdicts.all || s->now == TIME_NONE)
		rc = fail(e, ERR_MALFORMED, "only the result of a sweep has sightings");
	else
		put_bundle(s);
	stix_release(s);
	return rc;
}

const struct report_format report_stix = {
	.name = "stix",
	.about = "STIX 2.1: sightings, also of what was searched for and not seen, and notes",
	.open = stix_begin,
	.record = stix_record,
	.close = stix_end,
};
