/*
 * time_read.c -- times as logs write them.
 *
 * Each form is a small function over a sticky scanner; the first characters
 * decide which one is asked.  Not here: week and ordinal dates of ISO 8601,
 * years of two digits (except in mail), month names of other languages, and
 * names of zones, which are ambiguous (IST, CST) except where RFC 5322 fixes
 * them.  Hostile input: only the first TIME_LONGEST bytes are looked at.
 */
#include "base/time_scan.h"

#define FRACTION_DIGITS 12	/* picoseconds; what is longer is no time */
#define OFFSET_HOURS    18	/* less than 19, so that "-2020" behind a clock is no zone */

/*
 * A comma is a decimal mark only where no cell of a table can begin: in
 * "10:00:00,443,tcp" and "10:00:00,10.0.0.1" it is not.
 */
static bool comma_is_decimal(const struct scan *s, size_t run)
{
	char next = peek_at(s, 1 + run);

	if (next == 'Z' || next == 'z')
		return true;
	return next != ',' && next != '.' && next != ';' && !ascii_alpha(next);
}

static void read_fraction(struct scan *s, struct civil *c)
{
	char mark = peek(s);
	size_t run = mark == '.' || mark == ',' ? digit_run(span_skip(s->left, 1)) : 0;

	if (run == 0 || (mark == ',' && !comma_is_decimal(s, run)))
		return;
	if (run > FRACTION_DIGITS)
		s->bad = true;
	for (size_t i = 0; i < 6; i++)
		c->micro = c->micro * 10 + (i < run ? peek_at(s, 1 + i) - '0' : 0);
	skip(s, 1 + run);
}

static void read_noon(struct scan *s, struct civil *c)
{
	struct scan ahead = *s;
	bool pm;

	take(&ahead, ' ');
	pm = take_word(&ahead, SPAN("pm"));
	if (!pm && !take_word(&ahead, SPAN("am")))
		return;
	if (ascii_digit(peek(&ahead)) || peek(&ahead) == '-' || peek(&ahead) == '_')
		return;			/* a name: "am-relay" */
	if (c->hour > 12 && !pm)
		ahead.bad = true;
	else if (c->hour <= 12)		/* else "13:00 PM", which does not need telling */
		c->hour = c->hour % 12 + (pm ? 12 : 0);
	*s = ahead;
}

static void read_clock(struct scan *s, struct civil *c)
{
	c->hour = digits(s, 1, 2);
	need(s, ':');
	c->minute = digits(s, 2, 2);
	if (take(s, ':')) {
		c->second = digits(s, 2, 2);
		read_fraction(s, c);
	}
	if (ascii_digit(peek(s)))
		s->bad = true;
	c->has_time = true;
}

/* +hh:mm, +hhmm; +hh only with `short_too`. False: no offset here, nothing taken. */
static bool read_offset(struct scan *s, struct civil *c, bool short_too)
{
	struct scan ahead = *s;
	int sign = peek(s) == '-' ? -1 : 1, hours, minutes = 0;

	if (!take(&ahead, '+') && !take(&ahead, '-'))
		return false;
	hours = digits(&ahead, 2, 2);
	if (peek(&ahead) == ':' || ascii_digit(peek(&ahead)) || !short_too) {
		take(&ahead, ':');
		minutes = digits(&ahead, 2, 2);
	}
	/* "10:00:00-11:00:00" is a span of time, not a zone. */
	if (ahead.bad || hours > OFFSET_HOURS || minutes > 59 || ascii_digit(peek(&ahead)) ||
	    (peek(&ahead) == ':' && ascii_digit(peek_at(&ahead, 1))))
		return false;
	c->has_zone = true;
	c->offset = sign * (hours * 3600 + minutes * 60);
	*s = ahead;
	return true;
}

static const struct zone_name {
	const char *name;
	int hours;
} zone_names[] = {
	{ "Z", 0 }, { "UTC", 0 }, { "GMT", 0 },
	/* Only in mail, where RFC 5322 fixes them: */
	{ "UT", 0 }, { "EST", -5 }, { "EDT", -4 }, { "CST", -6 }, { "CDT", -5 },
	{ "MST", -7 }, { "MDT", -6 }, { "PST", -8 }, { "PDT", -7 },
};

#define ZONES_ANYWHERE 3
#define ZONES_IN_MAIL  (sizeof(zone_names) / sizeof(zone_names[0]))

static bool read_zone_name(struct scan *s, struct civil *c, bool mail)
{
	for (size_t i = 0; i < (mail ? ZONES_IN_MAIL : ZONES_ANYWHERE); i++) {
		struct scan ahead = *s;

		if (!take_word(&ahead, span_of(zone_names[i].name)))
			continue;
		/* "GMT+0200" is JavaScript's; "UTC-x" and "GMT2" are names of something else. */
		if (!read_offset(&ahead, c, false)) {
			if (ascii_digit(peek(&ahead)) || peek(&ahead) == '_' ||
			    peek(&ahead) == '+' || peek(&ahead) == '-')
				return false;
			c->offset = zone_names[i].hours * 3600;
		}
		c->has_zone = true;
		*s = ahead;
		return true;
	}
	return false;
}

static bool may_be_zone(char c)
{
	return c == '+' || c == '-' || memchr("ZzUuGgEeCcMmPp", c, 14);
}

/* A word or a number goes on with it, or an offset begins. */
static bool goes_on(char c)
{
	return ascii_alnum(c) || c == '_' || c == '+' || c == '-';
}

/* Behind a clock: the zone, if one is written there. */
static void read_zone(struct scan *s, struct civil *c, bool mail)
{
	struct scan ahead = *s;
	size_t blank;

	if (peek(s) == 'Z' && !goes_on(peek_at(s, 1))) {
		c->has_zone = true;
		c->offset = 0;
		skip(s, 1);
		return;
	}
	blank = mail ? blanks(&ahead) : take(&ahead, ' ');
	if (!may_be_zone(peek(&ahead)))
		return;
	if (read_offset(&ahead, c, blank == 0) || read_zone_name(&ahead, c, mail))
		*s = ahead;
}

static bool clock_ahead(const struct scan *s, size_t at)
{
	size_t run = digit_run(span_cut(s->left, at, 3));

	return (run == 1 || run == 2) && peek_at(s, at + run) == ':';
}

/* Behind a date: what joins it to a clock, and the clock (`noon`: AM, PM); or the date's end. */
static void read_after_date(struct scan *s, struct civil *c, bool noon)
{
	size_t join = memchr("Tt \t,-:_", peek(s), 8) ? 1 : 0;

	while (join && join < 3 && peek_at(s, join) == ' ')
		join++;
	if (join && clock_ahead(s, join)) {
		skip(s, join);
		read_clock(s, c);
		if (noon)
			read_noon(s, c);
		read_zone(s, c, false);
	} else if (ascii_alnum(peek(s))) {
		s->bad = true;
	}
}

/* 2020-06-04T10:00:00Z, 2020/06/04 10:00:00, 2020:06:04-10:00:00 */
static void read_year_first(struct scan *s, struct civil *c)
{
	char separator;

	read_year(s, c);
	separator = peek(s);
	if (!memchr("-/.:", separator, 4))
		s->bad = true;
	skip(s, 1);
	c->month = digits(s, 1, 2);
	need(s, separator);
	c->day = digits(s, 1, 2);
	read_after_date(s, c, false);
	if ((separator == '.' || separator == ':') && !c->has_time)
		s->bad = true;
}

/* 20200604T100000Z */
static void read_basic(struct scan *s, struct civil *c)
{
	read_year(s, c);
	c->month = digits(s, 2, 2);
	c->day = digits(s, 2, 2);
	skip(s, 1);
	c->hour = digits(s, 2, 2);
	c->minute = digits(s, 2, 2);
	if (ascii_digit(peek(s))) {
		c->second = digits(s, 2, 2);
		read_fraction(s, c);
	}
	if (ascii_digit(peek(s)))
		s->bad = true;
	c->has_time = true;
	read_zone(s, c, false);
}

/* Ten digits are seconds; what follows, with or without a point, is their fraction. */
static void read_epoch(struct scan *s, struct civil *c)
{
	size_t run = digit_run(s->left);
	struct span fraction = span_cut(s->left, 10, run - 10);
	uint64_t seconds = 0, micro = 0;

	span_u64(span_cut(s->left, 0, 10), &seconds);
	skip(s, run);
	if (peek(s) == '.' && ascii_digit(peek_at(s, 1))) {
		size_t more = digit_run(span_skip(s->left, 1));

		if (more > FRACTION_DIGITS)
			s->bad = true;
		if (run == 10)
			fraction = span_cut(s->left, 1, more);
		skip(s, 1 + more);
	}
	for (size_t i = 0; i < 6; i++)
		micro = micro * 10 + (i < fraction.len ? (uint64_t)(fraction.ptr[i] - '0') : 0);
	if (ascii_alnum(peek(s)) || peek(s) == '_')
		s->bad = true;
	*c = civil_of((int64_t)(seconds * TIME_SECOND + micro));
}

/* 6/4/2020 1:02:03 PM, 06/04/2020-14:03:07.123456; 04.06.2020 14:03:07 */
static void read_numbers(struct scan *s, struct civil *c)
{
	int first = digits(s, 1, 2), second;
	char separator = peek(s);
	bool day_first = separator == '.' || first > 12;

	skip(s, 1);
	second = digits(s, 1, 2);
	need(s, separator);
	read_year(s, c);
	c->month = day_first ? second : first;
	c->day = day_first ? first : second;
	read_after_date(s, c, true);
	if (separator == '.' && !c->has_time)
		s->bad = true;
}

/* 02/Jun/2020:03:00:00 +0000, 02-Jun-2020 10:10:40.123 */
static void read_day_month(struct scan *s, struct civil *c)
{
	char separator;

	c->day = digits(s, 1, 2);
	separator = peek(s);
	skip(s, 1);
	c->month = need_month(s);
	need(s, separator);
	read_year(s, c);
	read_after_date(s, c, false);
}

/* 04 Jun 2020 14:03:07 +0200, behind the weekday if there was one */
static void read_mail(struct scan *s, struct civil *c)
{
	size_t run;

	c->day = digits(s, 1, 2);
	need_blanks(s);
	c->month = need_month(s);
	need_blanks(s);
	run = digit_run(s->left);
	c->year = digits(s, 2, 4);
	if (run == 2)
		c->year += c->year < 50 ? 2000 : 1900;
	else if (run == 3)
		c->year += 1900;
	if (c->year < YEAR_FIRST)
		s->bad = true;
	need_blanks(s);
	read_clock(s, c);
	read_zone(s, c, true);
}

/* CEST: what can be the short name of a zone */
static void skip_zone_name(struct scan *s)
{
	struct span word = word_ahead(s);

	if (word.len < 3 || word.len > 5)
		return;
	for (size_t i = 0; i < word.len; i++)
		if (word.ptr[i] >= 'a')
			return;
	skip(s, word.len);
	need_blanks(s);
}

/* Behind the clock of "Thu Jun  4 14:03:07 CEST 2020": the name says nothing, the year does. */
static void read_year_behind(struct scan *s, struct civil *c)
{
	struct scan ahead = *s;
	struct civil with = *c;

	read_zone(&ahead, &with, false);
	need_blanks(&ahead);
	skip_zone_name(&ahead);
	read_year(&ahead, &with);
	if (ahead.bad || ascii_alnum(peek(&ahead)))
		return;
	*c = with;
	*s = ahead;
}

/* Jun  6 20:10:11; Jun 06 2020 20:10:11; [Thu] Jun  4 14:03:07 2020; Jun 4, 2020 2:03:07 PM */
static void read_month_first(struct scan *s, struct civil *c, bool weekday)
{
	c->month = need_month(s);
	need_blanks(s);
	c->day = digits(s, 1, 2);
	take(s, ',');
	need_blanks(s);
	if (digit_run(s->left) == 4) {
		read_year(s, c);
		read_after_date(s, c, true);
		if (!c->has_time)
			s->bad = true;
		return;
	}
	if (peek_at(s, digit_run(s->left) + 3) != ':')
		s->bad = true;		/* without seconds it is a listing of files */
	read_clock(s, c);
	if (weekday)
		read_year_behind(s, c);
	if (!c->has_zone)
		read_zone(s, c, false);
}

static void read_with_words(struct scan *s, struct civil *c)
{
	bool weekday = take_name(s, weekday_names) != 0;

	if (weekday) {
		take(s, ',');
		need_blanks(s);
	}
	if (ascii_digit(peek(s)))
		read_mail(s, c);
	else
		read_month_first(s, c, weekday);
}

static int two_at(const char *at)
{
	return (at[0] - '0') * 10 + at[1] - '0';
}

#define DIGIT "\x76"	/* makes 0x80 of more than nine */
#define FIXED "\x7f"	/* makes 0x80 of more than nothing */

/* Eight bytes have a form: digits stand for '0', other bytes for themselves. */
static inline bool has_form(const char *at, const char form[8], const char limits[8])
{
	uint64_t text, zero, limit;

	memcpy(&text, at, sizeof(text));
	memcpy(&zero, form, sizeof(zero));
	memcpy(&limit, limits, sizeof(limit));
	text ^= zero;
	return (((text + limit) | text) & UINT64_C(0x8080808080808080)) == 0;
}

#define PLAIN 19

/* "2020-06-04T10:00:00" */
static bool is_plain(const char *at)
{
	return (at[10] == 'T' || at[10] == ' ') &&
	       has_form(at, "0000-00-", DIGIT DIGIT DIGIT DIGIT FIXED DIGIT DIGIT FIXED) &&
	       has_form(at + 11, "00:00:00", DIGIT DIGIT FIXED DIGIT DIGIT FIXED DIGIT DIGIT) &&
	       ascii_digit(at[8]) && ascii_digit(at[9]);
}

/* What nearly all logs write, as read_year_first would read it. */
static bool read_plain(struct scan *s, struct civil *c)
{
	const char *at = s->left.ptr;

	if (s->left.len < PLAIN || !is_plain(at))
		return false;
	c->year = two_at(at) * 100 + two_at(at + 2);
	c->month = two_at(at + 5);
	c->day = two_at(at + 8);
	c->hour = two_at(at + 11);
	c->minute = two_at(at + 14);
	c->second = two_at(at + 17);
	c->has_time = true;
	s->bad = c->year < YEAR_FIRST;
	skip(s, PLAIN);
	read_fraction(s, c);
	s->bad |= ascii_digit(peek(s));
	read_zone(s, c, false);
	return true;
}

static void read_with_digits(struct scan *s, struct civil *c)
{
	size_t run = digit_run(s->left);
	char next = peek_at(s, run);

	if (run == 4)
		read_year_first(s, c);
	else if (run == 8 && (next == 'T' || next == 't'))
		read_basic(s, c);
	else if (run == 10 || run == 13 || run == 16 || run == 19)
		read_epoch(s, c);
	else if (run > 2)
		s->bad = true;
	else if (next == ' ')
		read_mail(s, c);
	else if ((next == '/' || next == '-') && ascii_alpha(peek_at(s, run + 1)))
		read_day_month(s, c);
	else if (next == '/' || next == '.')
		read_numbers(s, c);
	else
		s->bad = true;
}

/* Most words are neither a month nor a day of the week, and soon told apart. */
static bool may_be_name(struct span word)
{
	return word.len > 2 && strchr("JjFfMmAaSsOoNnDdTtWw", word.ptr[0]) &&
	       strchr("AaEePpUuCcOoHhRr", word.ptr[1]) && word.ptr[0] && word.ptr[1];
}

size_t time_read(struct span text, struct civil *out)
{
	struct scan s = { span_cut(text, 0, TIME_LONGEST), false };
	struct civil c = { 0 };
	size_t shown = s.left.len;

	if (ascii_digit(peek(&s))) {
		if (!read_plain(&s, &c))
			read_with_digits(&s, &c);
	} else if (ascii_alpha(peek(&s)) && may_be_name(s.left))
		read_with_words(&s, &c);
	else
		return 0;
	if (s.bad || !civil_valid(&c))
		return 0;
	*out = c;
	return shown - s.left.len;
}
