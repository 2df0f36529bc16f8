/*
 * html_strip.c -- a period of time drawn as a strip, one strip below the other,
 * with months (or hours, days, years) above them.
 *
 * Lengths are drawn in thousandths of the period, whatever the page's width;
 * positions are attributes, because the content policy allows no style in line.
 */
#include "report/html_state.h"

#define WIDTH 1000
#define TICKS 48		/* periods above a strip at most */

enum unit { UNIT_HOUR, UNIT_DAY, UNIT_WEEK, UNIT_MONTH, UNIT_QUARTER, UNIT_YEAR, UNITS };

static int64_t month_start(int64_t at, int months)
{
	struct civil c = civil_of(at);

	c.day = 1;
	c.hour = c.minute = c.second = 0;
	c.month -= (c.month - 1) % months;
	return civil_moment(&c);
}

/* The beginning of the unit that `at` lies in. */
static int64_t unit_start(enum unit u, int64_t at)
{
	int64_t day = at - (at % TIME_DAY + TIME_DAY) % TIME_DAY;

	switch (u) {
	case UNIT_HOUR:
		return at - (at % TIME_HOUR + TIME_HOUR) % TIME_HOUR;
	case UNIT_DAY:
		return day;
	case UNIT_WEEK:		/* the first day of 1970 was a Thursday */
		return day - ((day / TIME_DAY + 3) % 7 + 7) % 7 * TIME_DAY;
	case UNIT_MONTH:
		return month_start(at, 1);
	case UNIT_QUARTER:
		return month_start(at, 3);
	default:
		return month_start(at, 12);
	}
}

static int64_t unit_next(enum unit u, int64_t start)
{
	static const int64_t more[UNITS] = {
		TIME_HOUR, TIME_DAY, 7 * TIME_DAY, 32 * TIME_DAY, 93 * TIME_DAY,
		367 * TIME_DAY,
	};

	return unit_start(u, start + more[u]);
}

/* The finest unit of which a dozen or so fit. */
static enum unit unit_of(const struct strip *s)
{
	static const int64_t limit[UNITS] = {
		14 * TIME_HOUR, 14 * TIME_DAY, 70 * TIME_DAY, 430 * TIME_DAY,
		1200 * TIME_DAY, INT64_MAX,
	};
	enum unit u = UNIT_HOUR;

	while (u < UNIT_YEAR && s->to - s->from > limit[u])
		u++;
	return u;
}

/* Thousandths of the strip, in tenths. */
static unsigned place(const struct strip *s, int64_t at)
{
	if (at <= s->from)
		return 0;
	if (at >= s->to)
		return WIDTH * 10;
	return (unsigned)((double)(at - s->from) * WIDTH * 10 / (double)(s->to - s->from));
}

static void unit_name(enum unit u, int64_t at, struct buf *out)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct civil c = civil_of(at);
	const char *month = months + 3 * ((c.month - 1) % 12);

	if (u == UNIT_HOUR)
		buf_printf(out, "%02d:00", c.hour);
	else if (u == UNIT_DAY || u == UNIT_WEEK)
		buf_printf(out, "%d %.3s", c.day, month);
	else if (u == UNIT_YEAR)
		buf_printf(out, "%d", c.year);
	else
		buf_printf(out, "%.3s", month);
}

/* Years are told by the period itself, in the heading of the strip. */
void strip_axis(struct html *h, const struct strip *s)
{
	enum unit u = unit_of(s);
	unsigned ticks = 0;

	out_text(h->out, "<td class=\"axis\"><table role=\"presentation\"><tr>");
	for (int64_t at = unit_start(u, s->from); at < s->to && ticks < TICKS; ticks++) {
		int64_t next = unit_next(u, at);
		unsigned wide = place(s, next) - place(s, at);

		buf_clear(&h->b);
		/* Half a name is none. */
		if (wide >= 450)
			unit_name(u, at < s->from ? s->from : at, &h->b);
		out_printf(h->out, "<td width=\"%u.%u%%\">", wide / 100, wide / 10 % 10);
		html_text(h, buf_span(&h->b));
		out_text(h->out, "</td>");
		at = next;
	}
	buf_clear(&h->b);
	out_text(h->out, "</tr></table></td>");
}

static void ticks(struct html *h, const struct strip *s)
{
	enum unit u = unit_of(s);
	unsigned n = 0;

	for (int64_t at = unit_next(u, unit_start(u, s->from)); at < s->to && n < TICKS; n++) {
		unsigned x = place(s, at);

		out_printf(h->out, "<path class=\"t\" d=\"M%u.%u 0V20\"/>", x / 10, x % 10);
		at = unit_next(u, at);
	}
}

void strip_open(struct html *h, const struct strip *s, struct span label)
{
	out_text(h->out, "<td class=\"strip\"><svg viewBox=\"0 0 1000 20\" preserveAspectRatio=\"none\" "
			 "role=\"img\" aria-label=\"");
	html_text(h, label);
	out_text(h->out, "\">");
	ticks(h, s);
}

void strip_bar(struct html *h, const struct strip *s, int64_t from, int64_t to, const char *class)
{
	unsigned x, end;

	if (to < s->from || from > s->to)
		return;
	x = place(s, from);
	end = place(s, to);
	/* A moment is drawn, too. */
	if (end < x + 25)
		end = x + 25;
	if (end > WIDTH * 10) {
		end = WIDTH * 10;
		x = x > end - 25 ? end - 25 : x;
	}
	out_printf(h->out, "<rect class=\"%s\" x=\"%u.%u\" width=\"%u.%u\" height=\"20\"><title>", class,
		   x / 10, x % 10, (end - x) / 10, (end - x) % 10);
	html_dates(h, from, to);
	out_text(h->out, "</title></rect>");
}

void strip_close(struct html *h)
{
	out_text(h->out, "</svg></td>");
}
