/*
 * date_read.c -- dates as documents and users write them.
 *
 * Not here: month names of other languages, months without a day, years of
 * two digits.  Hostile input: only the first TIME_LONGEST bytes are looked at.
 */
#include "base/time_scan.h"

#define AGO_MAX 100000		/* units */

/* st, nd, rd, th behind a day */
static void skip_ordinal(struct scan *s)
{
	if (!take_word(s, SPAN("st")) && !take_word(s, SPAN("nd")) && !take_word(s, SPAN("rd")))
		take_word(s, SPAN("th"));
}

/* 16 July 2020, 16th of July, 2020, 16-Jul-2020 */
static void prose_day_first(struct scan *s, struct civil *c)
{
	c->day = digits(s, 1, 2);
	if (take(s, '-')) {
		c->month = need_month(s);
		need(s, '-');
	} else {
		skip_ordinal(s);
		need_blanks(s);
		if (take_word(s, SPAN("of")))
			need_blanks(s);
		c->month = need_month(s);
		take(s, peek(s) == '.' ? '.' : ',');
		need_blanks(s);
	}
	read_year(s, c);
}

/* July 16, 2020, Jul. 16th 2020 */
static void prose_month_first(struct scan *s, struct civil *c)
{
	c->month = need_month(s);
	take(s, '.');
	need_blanks(s);
	c->day = digits(s, 1, 2);
	skip_ordinal(s);
	take(s, ',');
	need_blanks(s);
	read_year(s, c);
}

/* 16.07.2020, 16/07/2020; 2020-07-16.  Returns the separator. */
static char prose_numbers(struct scan *s, struct civil *c)
{
	bool year_first = digit_run(s->left) == 4;
	int first = 0, second;
	char separator;

	if (year_first)
		read_year(s, c);
	else
		first = digits(s, 1, 2);
	separator = peek(s);
	if (!memchr("-/.", separator, 3))
		s->bad = true;
	skip(s, 1);
	second = digits(s, 1, 2);
	need(s, separator);
	if (year_first) {
		c->month = second;
		c->day = digits(s, 1, 2);
		return separator;
	}
	read_year(s, c);
	c->day = first;
	c->month = second;
	if (separator != '.' && second > 12) {
		c->day = second;
		c->month = first;
	}
	return separator;
}

size_t date_read_prose(struct span text, struct civil *out)
{
	struct scan s = { span_cut(text, 0, TIME_LONGEST), false };
	struct civil c = { 0 };
	size_t shown = s.left.len, run;
	char separator = '\0';

	if (take_name(&s, weekday_names)) {
		take(&s, ',');
		need_blanks(&s);
	}
	run = digit_run(s.left);
	if (run == 0)
		prose_month_first(&s, &c);
	else if (ascii_digit(peek_at(&s, run + 1)))
		separator = prose_numbers(&s, &c);
	else
		prose_day_first(&s, &c);
	if (s.bad || !civil_valid(&c) || c.year < 1970 || c.year > 2099)
		return 0;
	/* "10.1.2020.4" is a version; "2020-07-16T10:00" goes on with a clock. */
	if (separator && peek(&s) == separator && ascii_digit(peek_at(&s, 1)))
		return 0;
	if (ascii_alnum(peek(&s)) && !(peek(&s) == 'T' && ascii_digit(peek_at(&s, 1))))
		return 0;
	*out = c;
	return shown - s.left.len;
}

/* 90d, 12h, 4w: that long before `now` */
static bool read_ago(struct span text, int64_t now, int64_t *out)
{
	static const struct { char letter; int64_t length; } units[] = {
		{ 'h', TIME_HOUR }, { 'd', TIME_DAY }, { 'w', 7 * TIME_DAY },
	};
	uint64_t n;

	if (text.len < 2 || !span_u64(span_cut(text, 0, text.len - 1), &n) || n > AGO_MAX)
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (text.ptr[text.len - 1] == units[i].letter)
			return !__builtin_sub_overflow(now, (int64_t)n * units[i].length, out);
	return false;
}

/* 05/06/2020 is two days to two people: users write the year in front or the month in letters. */
static bool ambiguous(struct span text)
{
	for (size_t i = 0; i + 1 < text.len; i++)
		if ((text.ptr[i] == '/' || text.ptr[i] == '-') && ascii_digit(text.ptr[i + 1]))
			return true;
	return false;
}

bool time_parse_user(struct span text, bool last, int64_t now, int64_t *out)
{
	struct civil c;
	size_t run, taken = 0;

	text = span_trim(text);
	if (read_ago(text, now, out))
		return true;
	run = digit_run(text);
	if (run == 4 || run == 8)
		taken = time_read(text, &c);
	else if (!ambiguous(text))
		taken = date_read_prose(text, &c);
	if (taken == 0 || taken != text.len)
		return false;
	if (!c.has_time && last) {
		c.hour = 23;
		c.minute = 59;
		c.second = 59;
	}
	*out = civil_moment(&c);
	return *out != TIME_NONE;
}
