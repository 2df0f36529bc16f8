/* stix_seen.c -- what was met, and what was searched for and not met, in STIX. */
#include "report/stix_state.h"

#define COUNT_MOST 999999999	/* of number_observed and count */

/* ---- observed-data */

struct refs {
	char id[8][STIX_ID];
	uint32_t count;
};

static bool is_there(const struct refs *r, const char *id)
{
	for (uint32_t i = 0; i < r->count; i++)
		if (strcmp(r->id[i], id) == 0)
			return true;
	return false;
}

static void add_ref(struct refs *r, const char *id)
{
	if (id[0] && r->count < 8 && !is_there(r, id))
		snprintf(r->id[r->count++], STIX_ID, "%s", id);
}

/* Our machine and the other end, by who began. */
static void traffic(struct stix *s, const struct node *f, struct refs *refs)
{
	struct span host = record_text(f, "host"), peer = record_text(f, "peer");
	bool inbound = record_is(f, "direction", "inbound");
	struct stix_ends x = { .from = record_time(f, "first"), .to = record_time(f, "last"),
			       .sent = record_number(f, inbound ? "bytes_in" : "bytes_out"),
			       .received = record_number(f, inbound ? "bytes_out" : "bytes_in") };
	char id[STIX_ID];

	if (!stix_host(s, inbound ? peer : host, x.source, &x.source_port))
		x.source[0] = '\0';
	if (!stix_host(s, inbound ? host : peer, x.target, &x.target_port))
		x.target[0] = '\0';
	add_ref(refs, x.source);
	add_ref(refs, x.target);
	if ((!x.source[0] && !x.target[0]) || !peer.len)
		return;
	x.v6 = strncmp(x.source[0] ? x.source : x.target, "ipv6", 4) == 0;
	if (x.to != TIME_NONE && x.to < x.from)
		x.to = TIME_NONE;
	stix_traffic(s, &x, id);
	add_ref(refs, id);
}

static void accounts(struct stix *s, const struct node *f, struct refs *refs)
{
	struct span user = record_text(f, "user"), box = record_text(f, "mailbox");
	char id[STIX_ID];

	if (user.len) {
		stix_account(s, user, id);
		add_ref(refs, id);
	}
	if (box.len && span_find_byte(box, '@') != SPAN_NONE &&
	    stix_observable(s, KIND_EMAIL, box, id))
		add_ref(refs, id);
}

static void put_observed(struct stix *s, struct observed *o, const struct refs *refs)
{
	const struct node *f = o->finding;
	int64_t first = record_time(f, "first"), last = record_time(f, "last");
	uint64_t count = record_number(f, "count");

	/* Without times of its own it was there when it was swept. */
	if (first == TIME_NONE)
		first = last = s->now;
	if (last == TIME_NONE || last < first)
		last = first;
	buf_clear(&s->name);
	buf_text(&s->name, "observed ");
	buf_add(&s->name, record_text(f, "uid"));
	buf_byte(&s->name, ' ');
	buf_add(&s->name, record_text(f, "id"));
	buf_text(&s->name, s->about);
	stix_id("observed-data", buf_span(&s->name), o->id);
	stix_open(s, "observed-data", o->id);
	stix_common(s);
	json_time(s->out, "first_observed", first);
	json_time(s->out, "last_observed", last);
	json_uint(s->out, "number_observed", count < 1 ? 1 : count > COUNT_MOST ? COUNT_MOST : count);
	json_array(s->out, "object_refs");
	for (uint32_t i = 0; i < refs->count; i++)
		json_cstring(s->out, NULL, refs->id[i]);
	json_array_end(s->out);
	stix_close(s);
}

void stix_findings(struct stix *s)
{
	for (uint32_t i = 0; i < s->observeds; i++) {
		const struct node *f = s->observed[i].finding;
		struct refs refs = { .count = 0 };
		char id[STIX_ID];

		if (stix_observable(s, kind_of_name(record_text(f, "indicator.kind")),
				    record_text(f, "indicator.value"), id))
			add_ref(&refs, id);
		traffic(s, f, &refs);
		accounts(s, f, &refs);
		if (refs.count)
			put_observed(s, &s->observed[i], &refs);
	}
}

/* ---- indicators and sightings */

static const struct node *verdict_on(const struct stix *s, struct span advisory)
{
	const struct kept *k = &s->text->verdicts;

	for (uint32_t i = 0; i < k->count; i++)
		if (span_equal(record_text(k->list[i], "advisory"), advisory))
			return k->list[i];
	return NULL;
}

/* It was searched for, and some evidence could have shown it. */
static bool could_be_seen(const struct stix *s, const struct met *m, struct span key,
			  const struct node *verdict)
{
	const struct node *kinds = record_get(verdict, "coverage.kinds");
	struct span state = SPAN("");

	for (kinds = kinds ? kinds->child : NULL; kinds; kinds = kinds->next)
		if (span_equal(kinds->key, m->kind))
			state = kinds->text;
	return state.len && !span_equal(state, SPAN("blind")) && !table_find(&s->left_out, key);
}

static void put_indicator(struct stix *s, const struct met *m, const char *id)
{
	const struct node *a = text_advisory(s->text, m->advisory);
	int64_t from = record_time(a, "activity_from");
	struct out *o = s->out;

	if (from == TIME_NONE)
		from = record_time(a, "published");
	stix_open(s, "indicator", id);
	stix_common(s);
	stix_string(o, "name", m->value);
	if (a) {
		buf_clear(&s->name);
		buf_text(&s->name, "Listed by: ");
		buf_add(&s->name, text_title(a));
		stix_string(o, "description", buf_span(&s->name));
	}
	json_array(o, "indicator_types");
	json_cstring(o, NULL, "malicious-activity");
	json_array_end(o);
	stix_string(o, "pattern", buf_span(&s->pattern));
	json_cstring(o, "pattern_type", "stix");
	json_time(o, "valid_from", from == TIME_NONE ? s->now : from);
	stix_close(s);
}

static void sighted_words(const struct met *m, struct buf *out)
{
	const struct { uint64_t n; const char *words; } rows[] = {
		{ m->acted, "began here or acted here" }, { m->tried, "came from outside" },
		{ m->judge, "neither cleared nor condemned: a person must judge" },
		{ m->mentioned, "mentions and explained ones, not counted" },
	};
	const char *between = "";

	buf_clear(out);
	if (!m->times)
		buf_text(out, "Searched for and not seen in the evidence that was handed in");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!rows[i].n)
			continue;
		buf_text(out, m->times || i < 3 ? between : "; ");
		people_number(rows[i].n, out);
		buf_printf(out, " %s", rows[i].words);
		between = "; ";
	}
	buf_byte(out, '.');
}

static void put_times(struct stix *s, const struct met *m, const struct node *verdict)
{
	int64_t first = m->times ? m->first : record_time(verdict, "window.from");
	int64_t last = m->times ? m->last : record_time(verdict, "window.to");

	if (first != TIME_NONE)
		json_time(s->out, "first_seen", first);
	if (last != TIME_NONE && (first == TIME_NONE || last >= first))
		json_time(s->out, "last_seen", last);
}

static void put_observed_refs(struct stix *s, const struct met *m)
{
	bool any = false;
	uint32_t left = REFS_MOST;

	for (uint32_t i = m->observed; i && left; i = s->observed[i - 1].next) {
		if (!s->observed[i - 1].id[0])
			continue;
		if (!any)
			json_array(s->out, "observed_data_refs");
		any = true;
		left--;
		json_cstring(s->out, NULL, s->observed[i - 1].id);
	}
	if (any)
		json_array_end(s->out);
}

static void put_sighting(struct stix *s, const struct met *m, const char *indicator,
			 const struct node *verdict)
{
	char id[STIX_ID];
	struct error e;

	buf_clear(&s->name);
	buf_printf(&s->name, "sighting %s %s", indicator, s->about);
	stix_id("sighting", buf_span(&s->name), id);
	stix_open(s, "sighting", id);
	stix_common(s);
	sighted_words(m, &s->name);
	stix_string(s->out, "description", buf_span(&s->name));
	put_times(s, m, verdict);
	json_uint(s->out, "count", m->times > COUNT_MOST ? COUNT_MOST : m->times);
	/* What nobody has judged yet is the least that can be said of it. */
	if (m->times && m->times == m->judge)
		json_uint(s->out, "confidence", 15);
	json_cstring(s->out, "sighting_of_ref", indicator);
	put_observed_refs(s, m);
	json_array(s->out, "where_sighted_refs");
	json_cstring(s->out, NULL, s->identity);
	json_array_end(s->out);
	stix_close(s);
	table_add(&s->written, span_of(id), NULL, &e);
}

void stix_sightings(struct stix *s)
{
	for (uint32_t i = 0; i < s->values.count; i++) {
		const struct met *m = &s->met[i];
		const struct node *v = verdict_on(s, m->advisory);
		char id[STIX_ID];
		struct error e;

		if (!m->times && !could_be_seen(s, m, s->values.entry[i].key, v))
			continue;
		buf_clear(&s->pattern);
		stix_pattern(kind_of_name(m->kind), m->value, &s->pattern);
		buf_clear(&s->name);
		buf_text(&s->name, "indicator ");
		buf_add(&s->name, buf_span(&s->pattern));
		stix_id("indicator", buf_span(&s->name), id);
		put_indicator(s, m, id);
		table_add(&s->written, span_of(id), NULL, &e);
		put_sighting(s, m, id, v);
	}
}
