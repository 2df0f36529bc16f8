/* answer_entries.c -- findings and gaps of an item in order, as records. */
#include <stdlib.h>

#include "finding/answering.h"
#include "finding/records.h"

int answer_put_where(struct answering *a, bool lines, bool fresh, struct error *e)
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

int answer_put(struct answering *a, struct error *e)
{
	return answer_put_where(a, true, true, e);
}

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
	if (answer_put_where(a, true, f->is_new, e) < 0)
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
	return answer_put(a, e);
}

/* What is said of one part, between its begin and its end; of the file, just behind its begin. */
static int part_open(struct answering *a, uint32_t from, struct error *e)
{
	struct part_writing *w = &a->part;
	const struct part_kept *part = parts_find(&a->parts, a->entry[from].part);
	struct cursor c = { 0 };

	w->from = w->at = from;
	for (w->to = from + 1; w->to < a->entries; w->to++)
		if (a->entry[w->to].part != a->entry[from].part)
			break;
	w->source = source_at(a, parts_source(&a->parts, a->result, a->entry[from].part));
	w->own = part && part->answer.len;
	w->findings = 0;
	w->open = true;
	if (!w->own)
		return 0;
	c.left = part->answer;
	part_answer_decode(&c, &w->answer);
	census_release(&w->answer.end.census);
	w->layers = parts_layers(&a->parts, a->result, part->id, w->layer, ITEM_LAYERS);
	part_begin_json(&a->out, &w->answer, w->source);
	return answer_put(a, e);
}

static int part_close(struct answering *a, struct error *e)
{
	struct part_writing *w = &a->part;
	uint32_t gaps = w->to - w->from - w->findings;

	w->open = false;
	a->item_findings += w->findings;
	a->item_gaps += gaps;
	if (!w->own)
		return 0;
	part_end_json(&a->out, &w->answer, w->layer, w->layers, w->findings, gaps);
	return answer_put(a, e);
}

/* In order, and what stands in front of all of them. */
int entries_begin(struct answering *a, struct error *e)
{
	a->part = (struct part_writing){ .open = false };
	if (a->entries == 0)
		return 0;
	set_echoes_aside(a);
	if (!entries_in_order(a))
		qsort(a->entry, a->entries, sizeof(*a->entry), entry_order);
	if (a->begun)
		return 0;
	a->begun = true;
	begin_json(&a->out, a->result, source_at(a, a->result->source));
	return answer_put(a, e);
}

/* One more of them: 1; 0: that was all. */
int entries_step(struct answering *a, struct error *e)
{
	struct part_writing *w = &a->part;
	const struct entry *n;

	if (w->open && w->at == w->to && part_close(a, e) < 0)
		return -1;
	if (!w->open && w->to == a->entries) {
		a->entries = 0;
		return 0;
	}
	if (!w->open && part_open(a, w->to, e) < 0)
		return -1;
	n = &a->entry[w->at++];
	w->findings += n->finding != NULL;
	return (n->finding ? finding_write : gap_write)(a, n, w->source, e) < 0 ? -1 : 1;
}

int entries_write(struct answering *a, struct error *e)
{
	int rc = entries_begin(a, e);

	if (rc == 0)
		do
			rc = entries_step(a, e);
		while (rc > 0);
	return rc;
}
