/* answer.c -- two passes over the results, then the verdicts. */
#include "base/frame.h"
#include "finding/answering.h"

#include <stdlib.h>

#include "finding/blind.h"
#include "finding/records.h"

#define FINDINGS_AT_ONCE 20000	/* of one item kept together before they are written */
#define FINDINGS_ROOM	 (FINDINGS_AT_ONCE + LOGIC_AT_ONCE)
#define ITEM_BUDGET	 (96u << 20)
#define FINDING_MEMORY	 (32u << 10)	/* what one answer may take of it besides itself */
#define MATERIAL_SHARE	 0.01

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
		struct gap_answer g;
		struct source *source;
		struct span reason;

		gap_answer_decode(&c, &g);
		source = &a->sources->list[parts_source(&a->parts, a->result, g.part)];
		reason = arena_copy(&a->sources->arena, g.reason);
		if (reason.ptr)
			source_gap(source, reason, g.bytes, g.minor);
	}
	return 0;
}

static int first_pass(struct answering *a, struct census *all, struct error *e)
{
	a->items = sweep_results(a->o->sweep);
	for (uint32_t i = 0; i < a->items; i++) {
		struct result r;
		int rc = sweep_result(a->o->sweep, i, &r, e);

		if (rc == 0 && r.source < a->sources->count) {
			a->result = &r;
			if (r.complete)
				census_merge(&a->sources->list[r.source].census, &r.end.census);
			rc = parts_read(&a->parts, a->o->sweep, &r, true, e);
			if (rc == 0)
				rc = sweep_answers(a->o->sweep, &r, first_answer, a, e);
		}
		result_release(&r);
		if (rc < 0)
			return -1;
	}
	for (uint32_t i = 0; i < a->sources->count; i++) {
		struct source *s = &a->sources->list[i];
		uint64_t bytes = s->gap_bytes;
		uint64_t met = s->bytes_met > s->bytes_inside ? s->bytes_met : s->bytes_inside;

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
static void forget(struct answering *a)
{
	arena_reset(&a->arena);
	a->where = NULL;
}

static void table_restart(struct answering *a)
{
	table_release(&a->by_key);
	table_init(&a->by_key, &a->arena, FINDINGS_ROOM);
}

/* There is memory for one more answer and what is made of it. */
static bool has_room(const struct answering *a, struct span body)
{
	return a->entries < FINDINGS_AT_ONCE &&
	       a->arena.budget - a->arena.used > body.len + FINDING_MEMORY;
}

/* The answer, or a copy, lives until it is written; when there is no room, all is. */
static struct span answer_keep(struct answering *a, struct span body, struct error *e)
{
	struct span copy = body;

	if (has_room(a, body)) {
		if (!a->stay)
			copy = arena_copy(&a->arena, body);
		if (copy.ptr)
			return copy;
	}
	/* Equal ones behind it become findings of their own. */
	if (entries_write(a, e) < 0)
		return SPAN("");
	table_restart(a);
	forget(a);
	if (!a->stay)
		copy = arena_copy(&a->arena, body);
	if (!copy.ptr)
		fail(e, ERR_MEMORY, "no memory for a finding");
	return copy;
}

static void entry_add(struct answering *a, struct entry entry)
{
	entry.order = a->entries;
	a->entry[a->entries++] = entry;
}

/* `text`: the same place as where_encode gives it. NULL: no memory. */
static struct where *where_kept(struct answering *a, const struct where *where, struct span text)
{
	if (a->where && span_equal(a->where_text, text))
		return a->where;
	a->where_text = arena_copy(&a->arena, text);
	a->where = a->where_text.ptr ? arena_new(&a->arena, struct where) : NULL;
	if (a->where)
		where_copy(a->where, where);
	return a->where;
}

static bool finding_keep(struct answering *a, const struct finding *f, uint32_t room,
			 struct entry *entry)
{
	size_t size = finding_size(f) + (room - f->seen.spots) * sizeof(f->seen.spot[0]);
	struct finding *mine = arena_room(&a->arena, size);

	if (!mine)
		return false;
	finding_copy(mine, f);
	entry->finding = mine;
	entry->room = room;
	return true;
}

/* Most findings are of one place; one that is not gets room for all that are told. */
static bool finding_more(struct answering *a, const struct finding *f, struct entry *entry)
{
	const struct finding *mine = entry->finding;

	if (mine->seen.spots + f->seen.spots > entry->room && entry->room < OBSERVATION_PLACES &&
	    !finding_keep(a, mine, OBSERVATION_PLACES, entry))
		return false;
	finding_merge(entry->finding, f);
	return true;
}

/* A finding that borrows from what answer_keep gave. */
static int finding_add(struct answering *a, const struct observed *seen, const struct finding *f,
		       struct error *e)
{
	struct entry entry = { .part = seen->part };
	uint64_t *at;
	bool is_new = false;
	size_t mark;

	buf_clear(&a->key);
	finding_key(&a->key, f);
	mark = a->key.len;
	where_encode(&a->key, &seen->where);
	at = table_add(&a->by_key, buf_span(&a->key), &is_new, e);
	if (at && is_new)
		entry.where = where_kept(a, &seen->where, span_skip(buf_span(&a->key), mark));
	if (!at)
		return -1;
	if (is_new ? !entry.where || !finding_keep(a, f, f->seen.spots, &entry)
		   : !finding_more(a, f, &a->entry[*at]))
		return fail(e, ERR_MEMORY, "no memory for a finding");
	if (is_new) {
		*at = a->entries;
		a->echoes |= f->echo;
		entry_add(a, entry);
	}
	return 0;
}

/* One advisory, as an observation has them. */
static struct span listed_alone(struct answering *a, uint32_t advisory)
{
	struct span listed;
	struct buf b;

	buf_init(&b, 16);
	frame_u32(&b, advisory);
	listed = arena_copy(&a->arena, buf_span(&b));
	buf_release(&b);
	return listed;
}

/* Values that count only together: a finding for each pattern that holds with them. */
static int logic_answer(struct answering *a, const struct observed *seen, struct error *e)
{
	const struct logic_tree *tree;
	struct observation o = seen->seen;
	struct finding f;
	uint32_t at = 0;

	judge(&a->judge, &o, &a->facts, &f);
	for (;;) {
		tree = logic_next(&a->logic, a->result->item, seen->part, &f, &at);
		if (!tree)
			return 0;
		o.listed = listed_alone(a, tree->advisory);
		if (!o.listed.ptr)
			return fail(e, ERR_MEMORY, "no memory for a finding");
		judge(&a->judge, &o, &a->facts, &f);
		f.logic = tree->text;
		finding_why_first(&f, "all that a pattern of the advisory asks for together was seen");
		if (finding_add(a, seen, &f, e) < 0)
			return -1;
	}
}

static int judge_answer(struct answering *a, struct span body, struct error *e)
{
	struct cursor c = { .left = answer_keep(a, body, e) };
	struct observed seen;
	struct finding f;

	if (!c.left.len)
		return -1;
	observed_decode(&c, &seen);
	if (seen.seen.leaf)
		return logic_answer(a, &seen, e);
	judge(&a->judge, &seen.seen, &a->facts, &f);
	return finding_add(a, &seen, &f, e);
}

static int gap_answer(struct answering *a, struct span body, struct error *e)
{
	struct entry entry = { .gap = answer_keep(a, body, e) };
	struct cursor c = { .left = entry.gap };
	struct gap_answer g;

	if (!entry.gap.len)
		return -1;
	gap_answer_decode(&c, &g);
	entry.part = g.part;
	entry_add(a, entry);
	return 0;
}

static int second_answer(void *context, uint32_t type, struct span body, struct error *e)
{
	if (type == SWEEP_OBSERVATION)
		return judge_answer(context, body, e);
	return type == SWEEP_GAP ? gap_answer(context, body, e) : 0;
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

/* ---- between them: what counts only together */

static int noted_answer(void *context, uint32_t type, struct span body, struct error *e)
{
	struct answering *a = context;
	struct cursor c = { .left = body };
	struct observed seen;
	struct finding f;
	int rc;

	if (type != SWEEP_OBSERVATION)
		return 0;
	observed_decode(&c, &seen);
	if (!seen.seen.leaf)
		return 0;
	judge(&a->judge, &seen.seen, &a->facts, &f);
	rc = logic_note(&a->logic, a->result->item, seen.part, &f, e);
	forget(a);
	return rc;
}

static int logic_pass(struct answering *a, struct error *e)
{
	uint32_t n = a->o->bulletins->logic.trees ? a->items : 0;

	for (uint32_t i = 0; i < n; i++) {
		struct result r;
		int rc = sweep_result(a->o->sweep, i, &r, e);

		if (rc == 0 && r.chunks) {
			a->result = &r;
			facts_of(a, &r);
			rc = sweep_answers(a->o->sweep, &r, noted_answer, a, e);
		}
		result_release(&r);
		if (rc < 0)
			return -1;
	}
	return 0;
}

/* All of an item is known; nothing of it is written yet. */
static int item_begin(struct answering *a, const struct result *r, struct error *e)
{
	a->result = r;
	a->item_findings = a->item_gaps = a->entries = 0;
	a->begun = false;
	a->stay = sweep_answers_stay(a->o->sweep, r);
	facts_of(a, r);
	table_restart(a);
	if (parts_read(&a->parts, a->o->sweep, r, false, e) < 0 ||
	    sweep_answers(a->o->sweep, r, second_answer, a, e) < 0)
		return -1;
	return entries_begin(a, e);
}

static int item_end(struct answering *a, struct error *e)
{
	int rc = 0;

	if (a->begun) {
		end_json(&a->out, a->result, a->item_findings, a->item_gaps);
		rc = answer_put(a, e);
	}
	result_release(&a->item_result);
	a->writing = false;
	forget(a);
	return rc;
}

/* A step of the second pass: 1; 0: there are no more items. */
static int items_step(struct answering *a, struct error *e)
{
	int rc;

	if (a->writing) {
		rc = entries_step(a, e);
		return rc == 0 ? (item_end(a, e) < 0 ? -1 : 1) : rc;
	}
	if (a->item == a->items)
		return 0;
	rc = sweep_result(a->o->sweep, a->item++, &a->item_result, e);
	a->writing = true;
	if (rc == 0 && a->item_result.chunks)
		return item_begin(a, &a->item_result, e) < 0 ? -1 : 1;
	a->begun = false;
	a->entries = 0;
	a->part = (struct part_writing){ .open = false };
	return rc < 0 ? -1 : 1;
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

static bool any_rules(const struct bulletins *b)
{
	for (uint32_t i = 0; i < b->count; i++)
		if (b->list[i].listed[KIND_YARA])
			return true;
	return false;
}

static int coverage_write(struct answering *a, struct error *e)
{
	struct period w = whole_window(a->o->bulletins);
	bool rules = any_rules(a->o->bulletins);

	for (uint32_t i = 0; i < a->sources->count; i++) {
		struct coverage c;

		coverage_of(&a->sources->list[i], &w, &c);
		c.rules = rules;
		coverage_json(&a->out, &a->sources->list[i], &c);
		if (answer_put(a, e) < 0)
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
		facts.only_new = false;
		verdict_json(&a->out, v, &facts, a->bytes_met, a->bytes_read);
		if (answer_put_where(a, true, false, e) < 0)
			return -1;
		facts.only_new = a->o->fresh;
		verdict_json(&a->out, v, &facts, a->bytes_met, a->bytes_read);
		if (answer_put_where(a, false, true, e) < 0)
			return -1;
	}
	return 0;
}

/* What comes before the first record. */
static int answer_begin(struct answering *a, struct error *e)
{
	struct census all;
	int rc;

	census_init(&all);
	rc = first_pass(a, &all, e);
	ours_settle(a->o->ours, &all);
	census_release(&all);
	if (rc < 0 || a->o->plan)
		return rc;
	return logic_pass(a, e);
}

static int answer_ending(struct answering *a, struct error *e)
{
	/* Results name sources by position: only now may they be put in order. */
	sources_order(a->sources);
	if (a->o->counts_new &&
	    casebook_answer_end(a->o->casebook, &a->totals->no_longer, e) < 0)
		return -1;
	if (coverage_write(a, e) < 0)
		return -1;
	return verdicts_write(a, e);
}

int answer_step(struct answering *a, struct error *e)
{
	int rc;

	switch (a->stage) {
	case STAGE_ITEMS:
		rc = items_step(a, e);
		if (rc == 0)
			a->stage = STAGE_ENDING;
		return rc < 0 ? -1 : 1;
	case STAGE_ENDING:
		a->stage = STAGE_DONE;
		return answer_ending(a, e);
	default:
		return 0;
	}
}

static int answering_init(struct answering *a, struct error *e)
{
	const struct answer_options *o = a->o;

	a->entry = calloc(FINDINGS_ROOM, sizeof(*a->entry));
	a->dates = calloc(o->bulletins->count + 1, sizeof(*a->dates));
	if (!a->entry || !a->dates)
		return fail(e, ERR_MEMORY, "no memory for the answer");
	for (uint32_t i = 0; i < o->bulletins->count; i++)
		a->dates[i] = o->bulletins->list[i].dates;
	a->judge = (struct judge){ .ours = o->ours, .dates = a->dates,
				   .advisories = o->bulletins->count, .arena = &a->arena };
	if (marks_load(&a->marks, o->casebook, e) < 0 ||
	    (o->counts_new && casebook_answer_begin(o->casebook, o->again, e) < 0) ||
	    verdicts_init(&a->verdicts, o->bulletins, e) < 0)
		return -1;
	return answer_begin(a, e);
}

int answer_open(struct answering **out, const struct answer_options *o, struct spool *lines,
		struct answer_totals *totals, struct error *e)
{
	struct answering *a = calloc(1, sizeof(*a));

	if (!a)
		return fail(e, ERR_MEMORY, "no memory for the answer");
	*totals = (struct answer_totals){ 0 };
	a->options = *o;
	a->o = &a->options;
	a->lines = lines;
	a->totals = totals;
	a->sources = sweep_sources(o->sweep);
	a->stage = o->plan ? STAGE_ENDING : STAGE_ITEMS;
	arena_init(&a->arena, ITEM_BUDGET);
	buf_init(&a->key, CHANNEL_CEILING);
	table_init(&a->by_key, &a->arena, FINDINGS_ROOM);
	out_to_memory(&a->out, CHANNEL_CEILING);
	parts_init(&a->parts);
	logic_seen_init(&a->logic, &o->bulletins->logic);
	if (answering_init(a, e) < 0) {
		answer_close(a);
		return -1;
	}
	*out = a;
	return 0;
}

void answer_close(struct answering *a)
{
	if (!a)
		return;
	if (a->writing)
		result_release(&a->item_result);
	verdicts_release(&a->verdicts);
	marks_release(&a->marks);
	table_release(&a->by_key);
	out_release(&a->out);
	buf_release(&a->key);
	arena_release(&a->arena);
	free(a->entry);
	parts_release(&a->parts);
	logic_seen_release(&a->logic);
	free(a->dates);
	free(a);
}
