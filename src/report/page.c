/* page.c -- lines that break at the width; hostile characters are escaped on the way out. */
#include "report/people.h"

static void page_end_line(struct page *p)
{
	out_raw(p->out, SPAN("\n"));
	p->lines++;
}

void page_blank(struct page *p)
{
	if (!p->sink)
		page_end_line(p);
}

void page_heading(struct page *p, const char *text)
{
	if (p->sink) {
		p->sink->heading(p, span_of(text));
		return;
	}
	if (p->color)
		out_text(p->out, "\033[1m");
	out_text(p->out, text);
	if (p->color)
		out_text(p->out, "\033[0m");
	page_end_line(p);
}

static void page_indent(struct page *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		out_raw(p->out, SPAN(" "));
}

/* A paragraph while it is written. */
struct lines {
	struct page *page;
	size_t used, indent;	/* columns of the line at hand; of those that follow */
	size_t room;		/* columns of the line at hand */
	unsigned count;
	bool fresh, full;
};

/* Room is kept on the last line that is allowed, for "...". */
static void lines_room(struct lines *l)
{
	const struct page *p = l->page;

	l->room = p->most && l->count + 1 >= p->most ? p->width - 4 : p->width;
}

/* Go on below; false when no further line is allowed. */
static bool lines_break(struct lines *l)
{
	struct page *p = l->page;

	if (p->most && l->count + 1 >= p->most) {
		out_text(p->out, l->fresh ? "..." : " ...");
		l->full = true;
		return false;
	}
	page_end_line(p);
	page_indent(p, l->indent);
	l->used = l->indent;
	l->fresh = true;
	l->count++;
	lines_room(l);
	return true;
}

/* The longest piece of an overlong word that fits `room`: whole characters, one at least. */
static size_t piece_of(struct span word, size_t room)
{
	size_t n = 0;

	for (;;) {
		size_t next = n + 1;

		while (next < word.len && ((unsigned char)word.ptr[next] & 0xc0) == 0x80)
			next++;
		if (next > word.len || (n && out_width(span_cut(word, 0, next)) > room))
			return n;
		n = next;
	}
}

/* A no-break blank is an ordinary one on paper. */
static void put_word(struct page *p, struct span word)
{
	size_t at;

	while ((at = span_find(word, SPAN("\xc2\xa0"))) != SPAN_NONE) {
		out_terminal(p->out, span_cut(word, 0, at));
		out_raw(p->out, SPAN(" "));
		word = span_skip(word, at + 2);
	}
	out_terminal(p->out, word);
}

static void lines_put(struct lines *l, struct span word)
{
	put_word(l->page, word);
	l->used += out_width(word);
	l->fresh = false;
}

static void lines_word(struct lines *l, struct span word)
{
	size_t width = out_width(word), blank = l->fresh ? 0 : 1;

	if (l->used + blank + width > l->room && !l->fresh) {
		if (!lines_break(l))
			return;
		blank = 0;
	}
	/* A path longer than a line is broken where the line ends. */
	while (l->used + width > l->room && word.len > 1) {
		size_t n = piece_of(word, l->room > l->used ? l->room - l->used : 1);

		if (n == word.len)
			break;
		lines_put(l, span_cut(word, 0, n));
		if (!lines_break(l))
			return;
		word = span_skip(word, n);
		width = out_width(word);
	}
	if (blank) {
		out_raw(l->page->out, SPAN(" "));
		l->used++;
	}
	lines_put(l, word);
}

static void lines_words(struct lines *l, struct span text)
{
	struct span word;

	lines_room(l);
	while (!l->full && span_split(&text, ' ', &word)) {
		if (word.len)
			lines_word(l, word);
	}
	page_end_line(l->page);
}

void page_words(struct page *p, const char *first, unsigned indent, struct span text)
{
	struct lines l = { .page = p, .used = strlen(first), .indent = indent, .fresh = true };

	if (p->sink) {
		p->sink->row(p, span_of(first), text, SPAN(""));
		return;
	}
	out_text(p->out, first);
	lines_words(&l, text);
}

void page_ends(struct page *p, const char *first, unsigned indent, struct span left,
	       struct span right)
{
	size_t used = strlen(first), r = out_width(right), column;
	struct span word, rest = left;
	bool fresh = true;

	if (p->sink) {
		p->sink->row(p, span_of(first), left, right);
		return;
	}
	if (r > p->width / 2) {
		right = span_cut(right, 0, p->width / 2);
		r = out_width(right);
	}
	column = p->width - r;
	out_text(p->out, first);
	/* As many words as fit; one that is too long for any line goes below, too. */
	while (rest.len) {
		size_t end = span_find_byte(rest, ' '), width;

		word = span_cut(rest, 0, end);
		width = out_width(word) + (fresh ? 0 : 1);
		if (used + width + (r ? 2 : 0) > column)
			break;
		if (!fresh)
			out_raw(p->out, SPAN(" "));
		put_word(p, word);
		used += width;
		fresh = false;
		rest = end == SPAN_NONE ? SPAN("") : span_skip(rest, end + 1);
	}
	if (r) {
		page_indent(p, column - used);
		put_word(p, right);
	}
	page_end_line(p);
	if (rest.len) {
		struct lines l = { .page = p, .used = indent, .indent = indent, .fresh = true };

		page_indent(p, indent);
		lines_words(&l, rest);
	}
}

/* ---- tables */

#define CELLS_MAX 8

/* The words of *text that fit `width` columns; a word that is too long is cut. */
static struct span cell_line(struct span *text, unsigned width)
{
	struct span rest = *text, line;
	size_t end = 0;

	while (rest.len && rest.ptr[0] == ' ')
		rest = span_skip(rest, 1);
	while (end < rest.len) {
		size_t next = span_find_byte(span_skip(rest, end + 1), ' ');

		next = next == SPAN_NONE ? rest.len : end + 1 + next;
		if (out_width(span_cut(rest, 0, next)) > width)
			break;
		end = next;
	}
	if (end == 0 && rest.len)
		end = piece_of(rest, width);
	line = span_cut(rest, 0, end);
	*text = span_skip(rest, end);
	return line;
}

void page_row(struct page *p, unsigned indent, const struct cell *cell, unsigned cells)
{
	struct span rest[CELLS_MAX];
	bool more = true;

	for (unsigned i = 0; i < cells && i < CELLS_MAX; i++)
		rest[i] = cell[i].text;
	for (unsigned row = 0; more; row++) {
		unsigned gap = row ? indent : 0;

		more = false;
		for (unsigned i = 0; i < cells && i < CELLS_MAX; i++) {
			unsigned width = cell[i].width - (i == 0 && row ? indent : 0);
			struct span line = cell_line(&rest[i], width);

			more = more || span_trim(rest[i]).len;
			if (line.len) {
				page_indent(p, gap);
				put_word(p, line);
				gap = 0;
			}
			gap += width - (unsigned)out_width(line) + 1;
		}
		page_end_line(p);
	}
}
