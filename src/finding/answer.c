/* answer.c -- two passes over the results, then the verdicts. */
#include "base/frame.h"
#include "finding/answer.h"

#include <stdlib.h>

#include "finding/blind.h"
#include "finding/judge.h"
#include "finding/marks.h"
#include "finding/parts.h"
#include "finding/records.h"

#define FINDINGS_AT_ONCE 20000	/* of one item kept together before they are written */
#define FINDINGS_ROOM	 (FINDINGS_AT_ONCE + LOGIC_AT_ONCE)
#define ITEM_BUDGET	 (96u << 20)
#define FINDING_MEMORY	 (32u << 10)	/* what one answer may take of it besides itself */
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
	struct logic_seen logic;
	struct marks marks;
	struct parts parts;
	struct entry *entry;	/* findings and gaps, as they came */
	uint32_t entries;
	struct table by_key;
	struct buf key;		/* of a finding */
	struct where *where;	/* of the last finding, shared by those at the same place */
	struct span where_text;
	bool begun;		/* the item's `begin` is written */
	bool stay;		/* what its answers say needs no copy */
	uint64_t item_findings, item_gaps;
};

/* A finding or a gap that waits to be written. */
struct entry {
	uint64_t part;
	uint32_t order;
	struct finding *finding;	/* NULL: a gap */
	uint32_t room;			/* of its spots */
	struct where *where;		/* of a finding */
	struct span gap;		/* gap_answer_decode */
};

/* ---- writing */

static int put_line_where(struct answering *a, bool lines, bool fresh, struct error *e)
{
	int rc = 0;

	out_raw(&a->out, SPAN("\n"));
	if (a->out.failed)
		rc = fail(e, ERR_MEMORY, "no memory for a record");
	else if (lines)
		rc = spool_add(a->lines, buf_span(&a->out.buf), NULL, e);
	if (rc == 0 && fresh && a->o->fresh)
		rc = spool_add(a->o->fresh, buf_span(&a->out.buf), NULL, e);
	out_clear(&a->out);
	return rc;
}

static int put_line(struct answering *a, struct error *e)
{
	return put_line_where(a, true, true, e);
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
	uint32_t n = sweep_results(a->o->sweep);

	for (uint32_t i = 0; i < n; i++) {
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

/* The resolver's own lines are the same questions over again, if the questions stand there too. */
static void set_echoes_aside(struct answering *a)
{
	for (uint32_t i = 0; i < a->entries; i++) {
		struct finding *f = a->entry[i].finding;

		for (uint32_t k = 0; f && f->echo && k < a->entries; k++) {
			const struct finding *q = a->entry[k].finding;

			if (!q || q->echo || q->class != FINDING_COMPROMISE ||
			    q->seen.indicator.kind != f->seen.indicator.kind ||
			    !span_equal(q->seen.indicator.value, f->seen.indicator.value))
				continue;
			f->class = FINDING_MENTION;
			finding_why(f, "the resolver's own line about the same question");
			f->echo = false;
		}
	}
}

/* Where the first of it stands in its part; what is all of it comes last. */
static uint64_t first_place(const struct entry *n)
{
	if (n->finding && n->finding->seen.ground == GROUND_FILE_CONTENT)
		return UINT64_MAX;
	return n->finding && n->finding->seen.spots ? n->finding->seen.spot[0].offset : 0;
}

/*
 * Part by part in the order of the walk; of each its findings, then its gaps.
 * Findings stand as in the text: pieces of one tell of them in another order.
 */
static int entry_order(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	uint64_t at = first_place(x), other = first_place(y);

	if (x->part != y->part)
		return x->part < y->part ? -1 : 1;
	if (!x->finding != !y->finding)
		return x->finding ? -1 : 1;
	if (at != other)
		return at < other ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* As they mostly come. */
static bool entries_in_order(const struct answering *a)
{
	for (uint32_t i = 1; i < a->entries; i++)
		if (entry_order(&a->entry[i - 1], &a->entry[i]) > 0)
			return false;
	return true;
}

static const struct source *source_at(const struct answering *a, uint32_t position)
{
	return position < a->sources->count ? &a->sources->list[position] : NULL;
}

static int finding_write(struct answering *a, const struct entry *n, const struct source *source,
			 struct error *e)
{
	struct finding *f = n->finding;

	finding_uid(f, a->result, n->where, f->uid);
	marks_apply(&a->marks, f);
	if (a->o->counts_new && casebook_is_new(a->o->casebook, span_of(f->uid), f->seen.count,
						&f->is_new, e) < 0)
		return -1;
	a->totals->fresh += f->is_new;
	a->number++;
	a->totals->findings++;
	if (f->class == FINDING_MENTION || f->class == FINDING_EXPLAINED)
		a->totals->set_aside += f->seen.count;
	finding_json(&a->out, f, a->number, a->result, n->where, a->o->bulletins, source);
	if (put_line_where(a, true, f->is_new, e) < 0)
		return -1;
	return verdicts_take(&a->verdicts, f, a->number, e);
}

static int gap_write(struct answering *a, const struct entry *n, const struct source *source,
		     struct error *e)
{
	struct cursor c = { .left = n->gap };
	struct gap_answer g;
	bool material;

	gap_answer_decode(&c, &g);
	material = !g.minor && source && source->material;
	a->totals->gaps++;
	a->totals->material_gap |= material;
	gap_json(&a->out, &g, material);
	return put_line(a, e);
}

/* What is said of one part, between its begin and its end; of the file, just behind its begin. */
static int part_write(struct answering *a, uint32_t from, uint32_t to, struct error *e)
{
	const struct part_kept *part = parts_find(&a->parts, a->entry[from].part);
	const struct source *source =
		source_at(a, parts_source(&a->parts, a->result, a->entry[from].part));
	struct span layer[ITEM_LAYERS];
	struct part_answer p;
	struct cursor c = { 0 };
	uint32_t layers = 0, findings = 0;
	bool own = part && part->answer.len;

	if (own) {
		c.left = part->answer;
		part_answer_decode(&c, &p);
		census_release(&p.end.census);
		layers = parts_layers(&a->parts, a->result, part->id, layer, ITEM_LAYERS);
		part_begin_json(&a->out, &p, source);
		if (put_line(a, e) < 0)
			return -1;
	}
	for (uint32_t i = from; i < to; i++) {
		const struct entry *n = &a->entry[i];

		findings += n->finding != NULL;
		if ((n->finding ? finding_write : gap_write)(a, n, source, e) < 0)
			return -1;
	}
	a->item_findings += findings;
	a->item_gaps += to - from - findings;
	if (!own)
		return 0;
	part_end_json(&a->out, &p, layer, layers, findings, to - from - findings);
	return put_line(a, e);
}

static int entries_write(struct answering *a, struct error *e)
{
	if (a->entries == 0)
		return 0;
	set_echoes_aside(a);
	if (!entries_in_order(a))
		qsort(a->entry, a->entries, sizeof(*a->entry), entry_order);
	if (!a->begun) {
		begin_json(&a->out, a->result, source_at(a, a->result->source));
		if (put_line(a, e) < 0)
			return -1;
	}
	a->begun = true;
	for (uint32_t from = 0, to; from < a->entries; from = to) {
		for (to = from + 1; to < a->entries; to++)
			if (a->entry[to].part != a->entry[from].part)
				break;
		if (part_write(a, from, to, e) < 0)
			return -1;
	}
	a->entries = 0;
	return 0;
}

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
	uint32_t n = a->o->bulletins->logic.trees ? sweep_results(a->o->sweep) : 0;

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

static int second_item(struct answering *a, const struct result *r, struct error *e)
{
	a->result = r;
	a->item_findings = a->item_gaps = a->entries = 0;
	a->begun = false;
	a->stay = sweep_answers_stay(a->o->sweep, r);
	facts_of(a, r);
	table_restart(a);
	if (parts_read(&a->parts, a->o->sweep, r, false, e) < 0 ||
	    sweep_answers(a->o->sweep, r, second_answer, a, e) < 0 || entries_write(a, e) < 0)
		return -1;
	if (!a->begun)
		return 0;
	end_json(&a->out, r, a->item_findings, a->item_gaps);
	return put_line(a, e);
}

static int second_pass(struct answering *a, struct error *e)
{
	uint32_t n = sweep_results(a->o->sweep);

	for (uint32_t i = 0; i < n; i++) {
		struct result r;
		int rc = sweep_result(a->o->sweep, i, &r, e);

		if (rc == 0 && r.chunks)
			rc = second_item(a, &r, e);
		result_release(&r);
		forget(a);
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
		facts.only_new = false;
		verdict_json(&a->out, v, &facts, a->bytes_met, a->bytes_read);
		if (put_line_where(a, true, false, e) < 0)
			return -1;
		facts.only_new = a->o->fresh;
		verdict_json(&a->out, v, &facts, a->bytes_met, a->bytes_read);
		if (put_line_where(a, false, true, e) < 0)
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
	if (rc < 0 || (!a->o->plan && (logic_pass(a, e) < 0 || second_pass(a, e) < 0)))
		return -1;
	/* Results name sources by position: only now may they be put in order. */
	sources_order(a->sources);
	if (a->o->counts_new &&
	    casebook_answer_end(a->o->casebook, &a->totals->no_longer, e) < 0)
		return -1;
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
	buf_init(&a.key, CHANNEL_CEILING);
	table_init(&a.by_key, &a.arena, FINDINGS_ROOM);
	out_to_memory(&a.out, CHANNEL_CEILING);
	parts_init(&a.parts);
	logic_seen_init(&a.logic, &o->bulletins->logic);
	a.entry = calloc(FINDINGS_ROOM, sizeof(*a.entry));
	for (uint32_t i = 0; dates && i < o->bulletins->count; i++)
		dates[i] = o->bulletins->list[i].dates;
	a.judge = (struct judge){ .ours = o->ours, .dates = dates,
				  .advisories = o->bulletins->count, .arena = &a.arena };
	if (!a.entry || !dates)
		fail(e, ERR_MEMORY, "no memory for the answer");
	else if (marks_load(&a.marks, o->casebook, e) == 0 &&
		 (!o->counts_new || casebook_answer_begin(o->casebook, o->again, e) == 0) &&
		 verdicts_init(&a.verdicts, o->bulletins, e) == 0)
		rc = answer_all(&a, e);
	verdicts_release(&a.verdicts);
	marks_release(&a.marks);
	table_release(&a.by_key);
	out_release(&a.out);
	buf_release(&a.key);
	arena_release(&a.arena);
	free(a.entry);
	parts_release(&a.parts);
	logic_seen_release(&a.logic);
	free(dates);
	return rc;
}
