/* people.c -- dates, amounts, quotes, and lines that break. */
#include "report/people.h"

#include <stdio.h>

#include "value/refang.h"

static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
				    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

static const char *month_of(const struct civil *c)
{
	return months[(c->month - 1) % 12];
}

void people_date(int64_t moment, struct buf *out)
{
	struct civil c = civil_of(moment);

	buf_printf(out, "%d %s %d", c.day, month_of(&c), c.year);
}

void people_dates(int64_t from, int64_t to, struct buf *out)
{
	struct civil a = civil_of(from), b = civil_of(to);

	if (to - from < TIME_SECOND * 60) {
		buf_printf(out, "%d %s %d %02d:%02d", a.day, month_of(&a), a.year, a.hour, a.minute);
		return;
	}
	if (a.year == b.year && a.month == b.month && a.day == b.day) {
		buf_printf(out, "%d %s %d %02d:%02d - %02d:%02d", a.day, month_of(&a), a.year, a.hour,
			   a.minute, b.hour, b.minute);
		return;
	}
	buf_printf(out, "%d %s", a.day, month_of(&a));
	if (a.year != b.year)
		buf_printf(out, " %d", a.year);
	buf_printf(out, " - %d %s %d", b.day, month_of(&b), b.year);
}

void people_bytes(uint64_t bytes, struct buf *out)
{
	static const char *const units[] = { "bytes", "kB", "MB", "GB", "TB", "PB", "EB" };
	double n = (double)bytes;
	unsigned u = 0;

	while (n >= 1000 && u < 6) {
		n /= 1000;
		u++;
	}
	buf_printf(out, u && n < 10 ? "%.1f %s" : "%.0f %s", n, units[u]);
}

void people_count(uint64_t n, const char *one, const char *many, struct buf *out)
{
	char digits[32];
	int length = snprintf(digits, sizeof(digits), "%llu", (unsigned long long)n);

	for (int i = 0; i < length; i++) {
		if (i && (length - i) % 3 == 0)
			buf_byte(out, ',');
		buf_byte(out, digits[i]);
	}
	buf_printf(out, " %s", n == 1 ? one : many);
}

void people_value(struct span value, struct buf *out)
{
	defang(value, out);
}

void people_quote(struct span text, struct span value, struct buf *out)
{
	while (value.len) {
		size_t at = span_find_nocase(text, value);

		if (at == SPAN_NONE)
			break;
		buf_add(out, span_cut(text, 0, at));
		people_value(span_cut(text, at, value.len), out);
		text = span_skip(text, at + value.len);
	}
	buf_add(out, text);
}

/* ---- the page */

static void page_end_line(struct page *p)
{
	out_raw(p->out, SPAN("\n"));
	p->lines++;
}

void page_blank(struct page *p)
{
	page_end_line(p);
}

void page_heading(struct page *p, const char *text)
{
	if (p->color)
		out_text(p->out, "\033[1m");
	out_text(p->out, text);
	if (p->color)
		out_text(p->out, "\033[0m");
	page_end_line(p);
}

static void page_indent(struct page *p, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		out_raw(p->out, SPAN(" "));
}

/* The longest piece of an overlong word that fits; whole characters. */
static size_t piece_of(struct span word, size_t room)
{
	size_t n = word.len < room ? word.len : room;

	while (n > 1 && n < word.len && ((unsigned char)word.ptr[n] & 0xc0) == 0x80)
		n--;
	return n ? n : 1;
}

void page_words(struct page *p, const char *first, unsigned indent, struct span text)
{
	size_t used = strlen(first);
	bool fresh = true;
	struct span word;

	out_text(p->out, first);
	while (text.len) {
		size_t end = span_find_byte(text, ' ');
		size_t width;

		word = span_cut(text, 0, end);
		text = end == SPAN_NONE ? span_skip(text, text.len) : span_skip(text, end + 1);
		if (word.len == 0)
			continue;
		width = out_width(word);
		if (!fresh && used + 1 + width > p->width) {
			page_end_line(p);
			page_indent(p, indent);
			used = indent;
			fresh = true;
		}
		while (width > p->width - used && p->width > used + 8 && word.len > 1) {
			/* A path longer than a line is broken where the line ends. */
			size_t n = piece_of(word, p->width - used);

			out_terminal(p->out, span_cut(word, 0, n));
			page_end_line(p);
			page_indent(p, indent);
			used = indent;
			word = span_skip(word, n);
			width = out_width(word);
		}
		if (!fresh) {
			out_raw(p->out, SPAN(" "));
			used++;
		}
		out_terminal(p->out, word);
		used += width;
		fresh = false;
	}
	page_end_line(p);
}

void page_ends(struct page *p, struct span left, struct span right)
{
	size_t l = out_width(left), r = out_width(right);
	size_t room = p->width > r + 2 ? p->width - r - 2 : 0;

	if (l > room)
		left = span_cut(left, 0, room);
	l = out_width(left);
	out_terminal(p->out, left);
	if (right.len) {
		page_indent(p, (unsigned)(p->width - r > l ? p->width - r - l : 1));
		out_terminal(p->out, right);
	}
	page_end_line(p);
}
