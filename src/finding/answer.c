/* answer.c -- two passes over the results, then the verdicts. */
#include "finding/answer.h"

#include <stdlib.h>

#include "finding/blind.h"
#include "finding/judge.h"
#include "finding/records.h"

#define FINDINGS_AT_ONCE 20000	/* of one item kept together before they are written */
#define ITEM_BUDGET	 (96u << 20)
#define MATERIAL_SHARE	 0.01

struct answering {
	const struct answer_options *o;
	struct spool *lines;
	struct answer_totals *totals;
	struct sources *sources;
	struct verdicts verdicts;
	struct out out;
	struct arena arena;	/* of the item at hand */
	uint32_t number;	/* of the last finding */
	uint64_t bytes_met, bytes_read;
	/* the item at hand */
	const struct result *result;
	const struct source *source;
	struct item_facts facts;
	struct judge judge;
	struct finding **finding;
	struct where *where;
	uint32_t findings;
	struct table by_key;
	uint64_t item_findings, item_gaps;
};

/* ---- writing */

static int put_line(struct answering *a, struct error *e)
{
	int rc = 0;

	out_raw(&a->out, SPAN("\n"));
	if (a->out.failed)
		rc = fail(e, ERR_MEMORY, "no memory for a record");
	else
		rc = spool_add(a->lines, buf_span(&a->out.buf), NULL, e);
	out_release(&a->out);
	out_to_memory(&a->out, CHANNEL_CEILING);
	return rc;
}

/* ---- first pass: what there is */

static int first_answer(void *context, uint32_t type, struct span body, struct error *e)
{
	struct answering *a = context;
	struct cursor c = { .left = body };

	(void)e;
	if (type == SWEEP_LEASE) {
		struct lease_answer l;

		lease_answer_decode(&c, &l);
		ours_add_lease(a->o->ours, &(struct lease){ .address = address_unwrap(&l.address),
							    .from = l.from, .to = l.to,
							    .name = l.computer, .user = l.user,
							    .ended = l.ended });
	} else if (type == SWEEP_GAP) {
		struct source *source = &a->sources->list[a->result->source];
		struct gap_answer g;
		struct span reason;

		gap_answer_decode(&c, &g);
		reason = arena_copy(&a->sources->arena, g.reason);
		if (reason.ptr)
			source_gap(source, reason, g.bytes, g.minor);
	}
	return 0;
}

static int first_pass(struct answering *a, struct census *all, struct error *e)
{
	uint32_t n = sweep_results(a->o->sweep);

	for (uint32_t i = 0; i < n; i++) {
		struct result r;
		int rc = sweep_result(a->o->sweep, i, &r, e);

		if (rc == 0 && r.source < a->sources->count) {
			a->result = &r;
			if (r.complete)
				census_merge(&a->sources->list[r.source].census, &r.end.census);
			rc = sweep_answers(a->o->sweep, &r, first_answer, a, e);
		}
		result_release(&r);
		if (rc < 0)
			return -1;
	}
	for (uint32_t i = 0; i < a->sources->count; i++) {
		struct source *s = &a->sources->list[i];
		uint64_t bytes = s->gap_bytes, met = s->bytes_met;

		a->bytes_met += s->bytes_met;
		a->bytes_read += s->bytes_read;
		s->material = s->gap_items &&
			      ((double)s->gap_items > MATERIAL_SHARE * (double)s->items ||
			       (double)bytes > MATERIAL_SHARE * (double)met);
		if (source_speaks(s))
			census_merge(all, &s->census);
	}
	return 0;
}

/* ---- second pass: what it means */

static int finding_new(struct answering *a, const struct finding *f, const struct where *where,
		       struct error *e)
{
	struct finding *mine = arena_new(&a->arena, struct finding);

	if (!mine)
		return fail(e, ERR_MEMORY, "no memory for a finding");
	*mine = *f;
	a->finding[a->findings] = mine;
	a->where[a->findings] = *where;
	a->findings++;
	return 0;
}

/* The resolver's own lines are the same questions over again, if the questions stand there too. */
static void set_echoes_aside(struct answering *a)
{
	for (uint32_t i = 0; i < a->findings; i++) {
		struct finding *f = a->finding[i];

		for (uint32_t k = 0; f->echo && k < a->findings; k++) {
			const struct finding *q = a->finding[k];

			if (q->echo || q->class != FINDING_COMPROMISE ||
			    q->seen.indicator.kind != f->seen.indicator.kind ||
			    !span_equal(q->seen.indicator.value, f->seen.indicator.value))
				continue;
			f->class = FINDING_MENTION;
			finding_why(f, "the resolver's own line about the same question");
			f->echo = false;
		}
	}
}

static int findings_write(struct answering *a, struct error *e)
{
	set_echoes_aside(a);
	for (uint32_t i = 0; i < a->findings; i++) {
		const struct finding *f = a->finding[i];

		a->number++;
		a->item_findings++;
		a->totals->findings++;
		if (f->class == FINDING_MENTION || f->class == FINDING_EXPLAINED)
			a->totals->set_aside += f->seen.count;
		finding_json(&a->out, f, a->number, a->result, &a->where[i], a->o->bulletins,
			     a->source);
		if (put_line(a, e) < 0 || verdicts_take(&a->verdicts, f, a->number, e) < 0)
			return -1;
	}
	a->findings = 0;
	return 0;
}

static void table_restart(struct answering *a)
{
	table_release(&a->by_key);
	table_init(&a->by_key, &a->arena, FINDINGS_AT_ONCE);
}

static int judge_answer(struct answering *a, struct span body, struct error *e)
{
	struct span copy = arena_copy(&a->arena, body);
	struct cursor c = { .left = copy };
	struct observation o;
	struct finding f;
	struct where where;
	struct buf key;
	uint64_t *at;
	bool is_new = false;

	if (!copy.ptr || a->findings == FINDINGS_AT_ONCE) {
		/* Written so far; equal ones behind it become findings of their own. */
		if (findings_write(a, e) < 0)
			return -1;
		table_restart(a);
		arena_reset(&a->arena);
		copy = arena_copy(&a->arena, body);
		c.left = copy;
	}
	cursor_u32(&c);
	where_decode(&c, &where);
	observation_decode(&c, &o);
	judge(&a->judge, &o, &a->facts, &f);
	buf_init(&key, CHANNEL_CEILING);
	finding_key(&key, &f);
	where_encode(&key, &where);
	at = table_add(&a->by_key, buf_span(&key), &is_new, e);
	buf_release(&key);
	if (!at)
		return -1;
	if (!is_new) {
		finding_merge(a->finding[*at], &f);
		return 0;
	}
	*at = a->findings;
	return finding_new(a, &f, &where, e);
}

static int gap_write(struct answering *a, struct span body, struct error *e)
{
	struct cursor c = { .left = body };
	struct gap_answer g;
	bool material;

	gap_answer_decode(&c, &g);
	material = !g.minor && a->source && a->source->material;
	a->totals->gaps++;
	a->totals->material_gap |= material;
	a->item_gaps++;
	gap_json(&a->out, &g, material);
	return put_line(a, e);
}

/* Gaps come behind the findings of their item. */
struct second {
	struct answering *a;
	bool gaps;
};

static int second_answer(void *context, uint32_t type, struct span body, struct error *e)
{
	struct second *s = context;

	if (type == SWEEP_OBSERVATION && !s->gaps)
		return judge_answer(s->a, body, e);
	if (type == SWEEP_GAP && s->gaps)
		return gap_write(s->a, body, e);
	return 0;
}

/* A copy of the advisory: one mention of the whole. */
static int copy_write(struct answering *a, struct error *e)
{
	struct observation o = { .ground = GROUND_COPY, .count = 1, .engine = SPAN("set"),
				 .first = TIME_NONE, .last = TIME_NONE, .valid_from = TIME_NONE,
				 .valid_until = TIME_NONE, .advisories = 1, .src_local = -1,
				 .dst_local = -1, .advisory = { a->result->end.copy_of } };
	struct finding f;
	struct where where = { 0 };

	where_add(&where, (struct step){ .kind = STEP_FILE, .text = a->result->path });
	judge(&a->judge, &o, &a->facts, &f);
	return finding_new(a, &f, &where, e);
}

static bool has_something(const struct answering *a, const struct result *r)
{
	return a->o->plan ? false : r->chunks || r->end.kind == ITEM_COPY;
}

static void facts_of(struct answering *a, const struct result *r)
{
	a->facts = (struct item_facts){ .root = r->root };
	if (r->label) {
		a->facts.label = r->label->name;
		a->facts.host = r->label->host;
		a->facts.role = r->label->role;
	}
}

static int second_item(struct answering *a, const struct result *r, struct error *e)
{
	struct second s = { .a = a };

	a->result = r;
	a->source = r->source < a->sources->count ? &a->sources->list[r->source] : NULL;
	a->item_findings = a->item_gaps = a->findings = 0;
	facts_of(a, r);
	table_restart(a);
	begin_json(&a->out, r, a->source);
	if (put_line(a, e) < 0)
		return -1;
	if (r->end.kind == ITEM_COPY && r->complete && copy_write(a, e) < 0)
		return -1;
	if (sweep_answers(a->o->sweep, r, second_answer, &s, e) < 0 || findings_write(a, e) < 0)
		return -1;
	s.gaps = true;
	if (sweep_answers(a->o->sweep, r, second_answer, &s, e) < 0)
		return -1;
	end_json(&a->out, r, a->item_findings, a->item_gaps);
	return put_line(a, e);
}

static int second_pass(struct answering *a, struct error *e)
{
	uint32_t n = sweep_results(a->o->sweep);

	for (uint32_t i = 0; i < n; i++) {
		struct result r;
		int rc = sweep_result(a->o->sweep, i, &r, e);

		if (rc == 0 && has_something(a, &r))
			rc = second_item(a, &r, e);
		result_release(&r);
		arena_reset(&a->arena);
		if (rc < 0)
			return -1;
	}
	return 0;
}

/* ---- coverage and verdicts */

/* The period that coverage is told for: that of all advisories together. */
static struct period whole_window(const struct bulletins *b)
{
	struct period w = { TIME_NONE, TIME_NONE };

	for (uint32_t i = 0; i < b->count; i++) {
		const struct period *p = &b->list[i].window;

		if (p->from != TIME_NONE && (w.from == TIME_NONE || p->from < w.from))
			w.from = p->from;
		if (p->to != TIME_NONE && (w.to == TIME_NONE || p->to > w.to))
			w.to = p->to;
	}
	return w;
}

static int coverage_write(struct answering *a, struct error *e)
{
	struct period w = whole_window(a->o->bulletins);

	for (uint32_t i = 0; i < a->sources->count; i++) {
		struct coverage c;

		coverage_of(&a->sources->list[i], &w, &c);
		coverage_json(&a->out, &a->sources->list[i], &c);
		if (put_line(a, e) < 0)
			return -1;
	}
	return 0;
}

static int verdicts_write(struct answering *a, struct error *e)
{
	struct verdict_facts facts = { .sources = a->sources, .ours = a->o->ours,
				       .material_gap = a->totals->material_gap,
				       .read = a->o->read, .scope = a->o->scope,
				       .scopes = a->o->scopes, .plan = a->o->plan };

	verdicts_reach(&a->verdicts, &facts);
	for (uint32_t i = 0; i < a->verdicts.count; i++) {
		const struct verdict *v = &a->verdicts.list[i];

		if (!a->o->plan) {
			a->totals->answers[v->answer]++;
			if (v->answer > a->totals->worst)
				a->totals->worst = v->answer;
		}
		verdict_json(&a->out, v, &facts, a->bytes_met, a->bytes_read);
		if (put_line(a, e) < 0)
			return -1;
	}
	return 0;
}

static int advisories_write(struct answering *a, struct error *e)
{
	for (uint32_t i = 0; i < a->o->bulletins->count; i++) {
		advisory_json(&a->out, &a->o->bulletins->list[i].advisory);
		if (put_line(a, e) < 0)
			return -1;
	}
	return 0;
}

static int answer_all(struct answering *a, struct error *e)
{
	struct census all;
	int rc;

	census_init(&all);
	rc = first_pass(a, &all, e);
	ours_settle(a->o->ours, &all);
	census_release(&all);
	if (rc < 0 || advisories_write(a, e) < 0 || (!a->o->plan && second_pass(a, e) < 0))
		return -1;
	/* Results name sources by position: only now may they be put in order. */
	sources_order(a->sources);
	if (coverage_write(a, e) < 0)
		return -1;
	return verdicts_write(a, e);
}

int answer_write(const struct answer_options *o, struct spool *lines, struct answer_totals *totals,
		 struct error *e)
{
	struct answering a = { .o = o, .lines = lines, .totals = totals,
			       .sources = sweep_sources(o->sweep) };
	struct advisory_dates *dates = calloc(o->bulletins->count + 1, sizeof(*dates));
	int rc = -1;

	*totals = (struct answer_totals){ 0 };
	arena_init(&a.arena, ITEM_BUDGET);
	table_init(&a.by_key, &a.arena, FINDINGS_AT_ONCE);
	out_to_memory(&a.out, CHANNEL_CEILING);
	a.finding = calloc(FINDINGS_AT_ONCE, sizeof(*a.finding));
	a.where = calloc(FINDINGS_AT_ONCE, sizeof(*a.where));
	for (uint32_t i = 0; dates && i < o->bulletins->count; i++)
		dates[i] = o->bulletins->list[i].dates;
	a.judge = (struct judge){ .ours = o->ours, .dates = dates,
				  .advisories = o->bulletins->count, .arena = &a.arena };
	if (!a.finding || !a.where || !dates)
		fail(e, ERR_MEMORY, "no memory for the answer");
	else if (verdicts_init(&a.verdicts, o->bulletins, e) == 0)
		rc = answer_all(&a, e);
	verdicts_release(&a.verdicts);
	table_release(&a.by_key);
	out_release(&a.out);
	arena_release(&a.arena);
	free(a.finding);
	free(a.where);
	free(dates);
	return rc;
}
