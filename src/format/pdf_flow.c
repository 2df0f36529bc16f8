/*
 * pdf_flow.c -- rows to headings, paragraphs, lists, tables and code.
 *
 * A part that is open at the end of a page goes on with the next one, so that
 * no value is lost at a page's end.  A paragraph keeps its lines; a value
 * that was broken between two is whole again.
 */
#include "format/pdf_flow.h"

#define HEADING_LONGEST 200	/* bytes; more is text in large letters */
#define HEADING_LARGER	1.15f	/* times the height of most of the text */
#define PITCH_BREAK	1.35f	/* times the usual distance of lines: another paragraph */

int pdf_flow_open(struct pdf *p, struct error *e)
{
	struct pdf_flow *f = arena_new(p->document.reader->arena, struct pdf_flow);

	if (!f)
		return fail(e, ERR_LIMIT, "pdf: no memory left for this item");
	f->pdf = p;
	document_buf(&p->document, &f->block);
	document_buf(&p->document, &f->line);
	document_buf(&p->document, &f->header);
	buf_init(&f->order, PDF_WORDS_MAX * sizeof(uint64_t));
	for (unsigned i = 0; i < PDF_COLUMNS; i++)
		document_buf(&p->document, &f->cell[i]);
	p->flow = f;
	return 0;
}

void pdf_flow_close(struct pdf *p)
{
	struct pdf_flow *f = p->flow;

	if (!f)
		return;
	buf_release(&f->block);
	buf_release(&f->line);
	buf_release(&f->header);
	buf_release(&f->order);
	for (unsigned i = 0; i < PDF_COLUMNS; i++)
		buf_release(&f->cell[i]);
}

void flow_give(struct pdf_flow *f, struct part *part, uint32_t page, uint32_t row)
{
	part->page = page + 1;
	part->line = row;
	document_add(&f->pdf->document, part);
}

static uint32_t heading_level(const struct pdf_flow *f)
{
	float times = pdf_high(&f->box) / f->pdf->body;

	return times > 1.8f ? 1 : times > 1.4f ? 2 : 3;
}

void flow_flush(struct pdf_flow *f)
{
	static const enum part_kind kinds[] = {
		[FLOW_PARAGRAPH] = PART_PARAGRAPH, [FLOW_ITEM] = PART_ITEM,
		[FLOW_HEADING] = PART_HEADING, [FLOW_CODE] = PART_CODE,
	};
	struct part part = { .kind = kinds[f->state] };
	size_t marker;

	if (f->state == FLOW_NONE)
		return;
	part.text = line_right_trim(buf_span(&f->block));
	if (f->state == FLOW_HEADING)
		part.level = heading_level(f);
	if (f->state == FLOW_CODE)
		part.name = span_of(rule_language(f->code.kind));
	if (f->state == FLOW_ITEM) {
		part.level = 1;
		marker = line_marker(part.text);
		part.text = span_skip(part.text, marker);
	}
	if (part.text.len)
		flow_give(f, &part, f->page, f->row);
	pdf_give_links(f->pdf, f->last_page, &f->area, f->row);
	f->state = FLOW_NONE;
	buf_clear(&f->block);
	f->last = 0;
}

static void begin(struct pdf_flow *f, enum flow_state state, uint32_t page, uint32_t row)
{
	flow_flush(f);
	f->state = state;
	f->page = f->last_page = page;
	f->row = row;
	f->area = (struct pdf_box){ 1e6f, 1e6f, -1e6f, -1e6f };
	buf_add(&f->block, buf_span(&f->line));
}

void flow_widen(struct pdf_box *box, const struct pdf_box *by)
{
	box->x0 = by->x0 < box->x0 ? by->x0 : box->x0;
	box->y0 = by->y0 < box->y0 ? by->y0 : box->y0;
	box->x1 = by->x1 > box->x1 ? by->x1 : box->x1;
	box->y1 = by->y1 > box->y1 ? by->y1 : box->y1;
}

/* ---- lines */

/* Signs that typesetters put in front of list items, when they stand alone. */
static bool is_bullet(struct span s)
{
	static const char *const bullets[] = {
		"\xe2\x80\xa2", "\xe2\x96\xaa", "\xe2\x97\xa6", "\xe2\x97\x8f", "\xe2\x96\xa0",
		"\xe2\x97\x8b", "\xe2\x9e\xa2", "\xe2\x80\xa3", "\xe2\x80\x93", "\xe2\x96\xba",
		"\xef\x82\xb7", "\xef\x82\xa7", "\xef\x83\x98", "\xe2\x9c\x93", "\xc2\xb7", "o", "-",
		"*", "\xe2\x81\x83", "\xe2\x97\x86",
	};

	for (size_t i = 0; i < sizeof(bullets) / sizeof(bullets[0]); i++)
		if (span_equal(s, span_of(bullets[i])))
			return true;
	return false;
}

static bool begins_item(const struct pdf *p, const struct pdf_piece *piece)
{
	struct span first = pdf_text(p, pdf_word(p, piece->word));
	char marker[32];

	if (is_bullet(first))
		return true;
	if (first.len > 5)
		return false;
	memcpy(marker, first.ptr, first.len);
	marker[first.len] = ' ';
	marker[first.len + 1] = 'x';
	return line_marker(span_make(marker, first.len + 2)) > 0;
}

/* The row's pieces as one line of text. */
static void make_line(struct pdf_flow *f, uint32_t from, uint32_t to)
{
	const struct pdf *p = f->pdf;

	buf_clear(&f->line);
	for (uint32_t i = from; i < to; i++) {
		const struct pdf_piece *piece = pdf_piece(p, i);
		struct span first = pdf_text(p, pdf_word(p, piece->word));

		if (i > from)
			buf_text(&f->line, i == from + 1 && begins_item(p, pdf_piece(p, from)) ? " " : "  ");
		else if (is_bullet(first) && first.len != 1) {
			/* One sign for all of them, that readers of text know. */
			struct pdf_piece rest = *piece;

			rest.word++;
			rest.words--;
			buf_text(&f->line, "\xe2\x80\xa2 ");
			if (rest.words)
				pdf_piece_text(p, &rest, &f->line);
			continue;
		}
		pdf_piece_text(p, piece, &f->line);
	}
}

static unsigned edge_of(float x)
{
	return x <= 0 ? 0 : x >= EDGES * EDGE_STEP ? EDGES - 1 : (unsigned)(x / EDGE_STEP);
}

static float right_edge(const struct pdf_flow *f, float x)
{
	unsigned at = edge_of(x);
	float right = f->right[at];

	if (at && f->right[at - 1] > right)
		right = f->right[at - 1];
	if (at + 1 < EDGES && f->right[at + 1] > right)
		right = f->right[at + 1];
	return right;
}

/* Would the first word of this line have fitted into the one before? */
static bool is_full(const struct pdf_flow *f, const struct pdf_piece *next)
{
	const struct pdf_word *w = pdf_word(f->pdf, next->word);
	float letter = pdf_char_width(f->pdf, next), right = right_edge(f, f->box.x0);

	if (right_edge(f, next->box.x0) > right)
		right = right_edge(f, next->box.x0);
	return f->box.x1 + (w->box.x1 - w->box.x0) + letter > right ||
		f->box.x1 + 1.5f * letter > right;
}

static void add_line(struct pdf_flow *f, bool full)
{
	struct span last = span_skip(buf_span(&f->block), f->last), next = buf_span(&f->line);
	enum pdf_join join = pdf_join(last, next, full, false);

	if (join == PDF_DROP_HYPHEN)
		f->block.len -= span_ends(buf_span(&f->block), SPAN("\xc2\xad")) ? 2 : 1;
	if (join == PDF_BREAK) {
		buf_byte(&f->block, '\n');
		f->last = f->block.len;
	}
	buf_add(&f->block, next);
}

static bool is_heading(const struct pdf_flow *f, const struct pdf_piece *piece)
{
	return pdf_high(&piece->box) > HEADING_LARGER * f->pdf->body &&
		f->line.len <= HEADING_LONGEST;
}

/* Does the line go on with the open paragraph, item or heading? */
static bool goes_on(struct pdf_flow *f, const struct pdf_piece *piece, uint32_t page, bool full)
{
	float high = pdf_high(&f->box), now = pdf_high(&piece->box);
	float step = piece->box.y0 - f->box.y0;
	struct span block = buf_span(&f->block);
	char end = block.len ? block.ptr[block.len - 1] : 0;

	if (f->state == FLOW_NONE || now > 1.12f * high || now < 0.88f * high)
		return false;
	if (is_heading(f, piece) != (f->state == FLOW_HEADING) || begins_item(f->pdf, piece))
		return false;
	/* The text of an item goes on below itself; below its mark only when it had to. */
	if (f->state == FLOW_ITEM && piece->box.x0 < (full ? f->mark : f->indent) - 2)
		return false;
	if (page != f->last_page)
		return page == f->last_page + 1 && full && end != '.' && end != ':';
	if (step > PITCH_BREAK * f->pitch * high || step < 0)
		return false;
	return full || (end != ':' && end != '.');
}

/* Where an item's text begins, behind its mark. */
static float item_indent(const struct pdf *p, uint32_t from, uint32_t to)
{
	const struct pdf_piece *piece = pdf_piece(p, from);

	if (piece->words > 1)
		return pdf_word(p, piece->word + 1)->box.x0;
	return to > from + 1 ? pdf_piece(p, from + 1)->box.x0 : piece->box.x1;
}

static void take_text(struct pdf_flow *f, uint32_t page, uint32_t from, uint32_t to)
{
	const struct pdf *p = f->pdf;
	const struct pdf_piece *piece = pdf_piece(p, from);
	bool full = is_full(f, piece);

	if (goes_on(f, piece, page, full)) {
		add_line(f, full);
	} else if (begins_item(p, piece) && line_marker(buf_span(&f->line))) {
		begin(f, FLOW_ITEM, page, piece->row);
		f->indent = item_indent(p, from, to);
		f->mark = piece->box.x0;
	} else {
		begin(f, is_heading(f, piece) ? FLOW_HEADING : FLOW_PARAGRAPH, page, piece->row);
	}
}

/* ---- code */

static void add_code(struct pdf_flow *f, const struct pdf_piece *piece, enum pdf_code_line how)
{
	float blanks = f->letter > 0 ? (piece->box.x0 - f->indent) / f->letter + 0.5f : 0;

	if (how == PDF_CODE_GOES_ON) {
		struct span last = span_skip(buf_span(&f->block), f->last);

		if (pdf_join(last, buf_span(&f->line), true, true) == PDF_BREAK)
			buf_byte(&f->block, ' ');
	} else {
		buf_byte(&f->block, '\n');
		f->last = f->block.len;
		for (int i = 0; i < 60 && i < (int)blanks; i++)
			buf_byte(&f->block, ' ');
	}
	buf_add(&f->block, buf_span(&f->line));
}

/* True when the row was code. */
static bool take_code(struct pdf_flow *f, uint32_t page, uint32_t from)
{
	const struct pdf_piece *piece = pdf_piece(f->pdf, from);

	if (f->state == FLOW_CODE) {
		bool full = is_full(f, piece);
		enum pdf_code_line how = pdf_code_next(&f->code, SPAN(""), buf_span(&f->line), full);

		if (how != PDF_CODE_BEFORE) {
			add_code(f, piece, how);
			if (f->code.whole)
				flow_flush(f);
			return true;
		}
		flow_flush(f);
	}
	if (!pdf_code_begins(&f->code, buf_span(&f->line)))
		return false;
	begin(f, FLOW_CODE, page, piece->row);
	f->indent = piece->box.x0;
	f->letter = pdf_char_width(f->pdf, piece);
	if (f->code.whole)
		flow_flush(f);
	return true;
}

/* ---- pages */

static void give_furniture(struct pdf_flow *f, uint32_t page, const struct pdf_piece *piece)
{
	struct part part = { .kind = PART_FURNITURE };

	if (page > 1)
		return;
	buf_clear(&f->line);
	pdf_piece_text(f->pdf, piece, &f->line);
	part.text = buf_span(&f->line);
	flow_give(f, &part, page, piece->row);
}

/* Lines that begin at one x are one column of text: the longest of them shows its edge. */
static void find_edges(struct pdf_flow *f, uint32_t page)
{
	const struct pdf_page *g = pdf_page(f->pdf, page);

	memset(f->right, 0, sizeof(f->right));
	for (uint32_t i = g->piece; i < g->piece + g->pieces; i++) {
		const struct pdf_piece *piece = pdf_piece(f->pdf, i);
		float *right = &f->right[edge_of(piece->box.x0)];

		if (!piece->furniture && piece->box.x1 > *right)
			*right = piece->box.x1;
	}
}

/* The usual distance of lines, in heights: the one that comes most often. */
static float find_pitch(const struct pdf *p)
{
	uint32_t count[64] = { 0 }, best = 0;

	for (uint32_t i = 1; i < p->piece_count; i++) {
		const struct pdf_piece *piece = pdf_piece(p, i);
		float high = pdf_high(&piece->box), step = piece->box.y0 - piece[-1].box.y0;
		float times = high > 0 ? step / high * 20 : 0;

		if (piece->row == piece[-1].row + 1 && times >= 16 && times < 56)
			count[(unsigned)times]++;
	}
	for (uint32_t i = 1; i < 64; i++)
		if (count[i] > count[best])
			best = i;
	return best ? ((float)best + 0.5f) / 20 : 1.2f;
}

/* A row of a table of contents: dots lead from its words to a page number. */
static bool is_contents(struct span line)
{
	return span_find(line, SPAN(". . . . .")) != SPAN_NONE ||
		span_find(line, SPAN(".......")) != SPAN_NONE ||
		span_find(line, SPAN("\xe2\x80\xa6\xe2\x80\xa6\xe2\x80\xa6")) != SPAN_NONE;
}

static void give_contents(struct pdf_flow *f, uint32_t page, uint32_t row)
{
	struct part part = { .kind = PART_FURNITURE, .text = buf_span(&f->line) };

	flow_flush(f);
	flow_give(f, &part, page, row);
}

static void take_row(struct pdf_flow *f, uint32_t page, uint32_t from, uint32_t to)
{
	if (f->state != FLOW_CODE && is_contents(buf_span(&f->line))) {
		give_contents(f, page, pdf_piece(f->pdf, from)->row);
		return;
	}
	if (!take_code(f, page, from))
		take_text(f, page, from, to);
	if (f->last_page != page)
		f->area = pdf_piece(f->pdf, from)->box;
	for (uint32_t i = from; i < to; i++)
		flow_widen(&f->area, &pdf_piece(f->pdf, i)->box);
	f->box = pdf_piece(f->pdf, to - 1)->box;
	f->last_page = page;
	f->table_open = false;
}

/* Text that stands by itself, in no ruled table. */
static bool is_free(const struct pdf *p, const struct pdf_piece *piece)
{
	return !piece->furniture && !pdf_word(p, piece->word)->table;
}

void pdf_flow_page(struct pdf *p, uint32_t page)
{
	struct pdf_flow *f = p->flow;
	const struct pdf_page *g = pdf_page(p, page);
	uint32_t end = g->piece + g->pieces, next;

	if (f->pitch == 0)
		f->pitch = find_pitch(p);
	find_edges(f, page);
	for (uint32_t i = g->piece; i < end; i = next) {
		const struct pdf_piece *piece = pdf_piece(p, i);
		struct pdf_table t;

		next = i + 1;
		if (piece->furniture) {
			give_furniture(f, page, piece);
			continue;
		}
		if (piece->given)
			continue;
		if (pdf_word(p, piece->word)->table) {
			flow_take_ruled(f, page, pdf_word(p, piece->word)->table);
			continue;
		}
		while (next < end && pdf_piece(p, next)->row == piece->row &&
		       is_free(p, pdf_piece(p, next)))
			next++;
		make_line(f, i, next);
		if (!f->line.len)
			continue;
		if (f->state != FLOW_CODE && !begins_item(p, piece) &&
		    !is_contents(buf_span(&f->line)) &&
		    line_code(buf_span(&f->line)) == LINE_PLAIN &&
		    pdf_find_table(p, page, i, &t)) {
			flow_take_table(f, page, &t);
			next = t.to;
		} else {
			take_row(f, page, i, next);
		}
	}
	pdf_give_links(p, page, NULL, g->rows);
}

void pdf_flow_end(struct pdf *p)
{
	flow_flush(p->flow);
}
