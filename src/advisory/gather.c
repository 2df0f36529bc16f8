/*
 * gather.c -- rules that a document does not mark as code: paragraphs with
 * line breaks, a paragraph for every line, broken by a page in the middle.
 *
 * From the head of a YARA rule on, passages are put together until the brace
 * that closes it.  Hostile input: a rule ends within RULE_PASSAGES and
 * RULE_BYTES, and what is looked at again and again ends at WORK_MAX.
 */
#include "advisory/gather.h"

#include "advisory/rules.h"

#define RULE_PASSAGES 600
#define RULE_BYTES    (256u << 10)
#define WORK_MAX      (64u << 20)	/* bytes looked at again, of one document */

struct gather {
	struct layout *layout;
	struct buf out;			/* struct block */
	struct buf code;
	size_t work;
	struct error *error;
};

static bool may_hold(const struct block *b)
{
	return b->kind == PASSAGE_TEXT || b->kind == PASSAGE_ITEM || b->kind == PASSAGE_LINE ||
	       b->kind == PASSAGE_HEADING || b->kind == PASSAGE_CELL;
}

static int put(struct gather *g, const struct block *b)
{
	buf_add(&g->out, span_make(b, sizeof(*b)));
	return g->out.bad ? fail(g->error, ERR_LIMIT, "document: more parts than fit into memory")
			  : 0;
}

/* A piece of a passage, as running text. */
static int put_rest(struct gather *g, const struct block *of, struct span text)
{
	struct block b = *of;

	b.text = span_trim(text);
	if (!b.text.len)
		return 0;
	b.offset += (uint64_t)(b.text.ptr - of->text.ptr);
	return put(g, &b);
}

/*
 * The code of the rule whose head stands at `head` of block `i`, in g->code;
 * *last and *behind tell where it ends.  False: it is not closed.
 */
static bool collect(struct gather *g, uint32_t i, size_t head, uint32_t *last, size_t *behind)
{
	const struct layout *l = g->layout;
	size_t start = 0, end;

	buf_clear(&g->code);
	for (uint32_t k = i; k < l->count && k - i < RULE_PASSAGES; k++) {
		const struct block *b = layout_block(l, k);
		struct span text = k == i ? span_skip(b->text, head) : b->text;

		if (b->kind == PASSAGE_RULE)
			return false;
		if (!may_hold(b))
			continue;
		start = g->code.len;
		buf_add(&g->code, text);
		buf_byte(&g->code, '\n');
		if (g->code.bad)
			return false;
		if (span_find_byte(text, '}') == SPAN_NONE)
			continue;
		g->work += g->code.len;
		end = rules_end(buf_span(&g->code));
		if (end) {
			*last = k;
			*behind = (k == i ? head : 0) + end - start;
			g->code.len = end;
			return true;
		}
	}
	return false;
}

static int put_rule(struct gather *g, const struct block *of, size_t head)
{
	struct block b = *of;

	b.kind = PASSAGE_RULE;
	b.text = arena_copy(g->layout->reading->arena, buf_span(&g->code));
	b.offset += head;
	b.entry = b.header = b.inside = false;
	if (!b.text.ptr)
		return fail(g->error, ERR_LIMIT, "document: more text than fits into memory");
	return put(g, &b);
}

/* Block *i and what a rule in it takes along; *i is the last one used. */
static int gather_block(struct gather *g, uint32_t *i)
{
	const struct block *b = layout_block(g->layout, *i);
	size_t from = 0, head, behind;
	uint32_t last;

	while (may_hold(b) && g->work < WORK_MAX &&
	       (head = rules_head(b->text, from)) != SPAN_NONE) {
		g->work += RULE_PASSAGES;
		if (!collect(g, *i, head, &last, &behind))
			break;
		if (put_rest(g, b, span_cut(b->text, from, head - from)) < 0 ||
		    put_rule(g, b, head) < 0)
			return -1;
		*i = last;
		b = layout_block(g->layout, last);
		from = behind;
	}
	return from ? put_rest(g, b, span_skip(b->text, from)) : put(g, b);
}

static bool worth_it(const struct layout *l)
{
	bool head = false, condition = false;

	for (uint32_t i = 0; i < l->count; i++) {
		const struct block *b = layout_block(l, i);

		if (!may_hold(b))
			continue;
		head = head || rules_head(b->text, 0) != SPAN_NONE;
		condition = condition || span_find(b->text, SPAN("condition")) != SPAN_NONE;
	}
	return head && condition;
}

int gather_rules(struct layout *l, struct error *e)
{
	struct gather g = { .layout = l, .error = e };
	int rc = 0;

	if (!worth_it(l))
		return 0;
	buf_init(&g.out, l->blocks.ceiling);
	buf_init(&g.code, RULE_BYTES);
	for (uint32_t i = 0; rc == 0 && i < l->count; i++)
		rc = gather_block(&g, &i);
	buf_release(&g.code);
	if (rc < 0) {
		buf_release(&g.out);
		return -1;
	}
	buf_release(&l->blocks);
	l->blocks = g.out;
	l->count = (uint32_t)(g.out.len / sizeof(struct block));
	return 0;
}
