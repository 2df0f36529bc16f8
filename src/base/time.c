/* time.c -- the calendar, and moments written out. */
#include "base/time.h"

#include <stdlib.h>

#define DAY_SECONDS    86400
#define YEAR_LAST      9999
#define OFFSET_LARGEST (26 * 3600)	/* what RFC 8536 lets a zone have */

int64_t civil_days(int year, int month, int day)
{
	/* Years that begin in March put the leap day at the end. */
	int64_t y = (int64_t)year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int month_length(int year, int month)
{
	static const int8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && leap);
}

static bool in(int value, int low, int high)
{
	return value >= low && value <= high;
}

bool civil_valid(const struct civil *c)
{
	if (!in(c->year, 0, YEAR_LAST) || !in(c->month, 1, 12) ||
	    !in(c->day, 1, month_length(c->year, c->month)))
		return false;
	if (!in(c->hour, 0, 24) || !in(c->minute, 0, 59) || !in(c->second, 0, 60) ||
	    !in(c->micro, 0, 999999))
		return false;
	if (c->hour == 24 && (c->minute || c->second || c->micro))
		return false;
	return !c->has_zone || in(c->offset, -OFFSET_LARGEST, OFFSET_LARGEST);
}

int64_t civil_moment(const struct civil *c)
{
	int64_t seconds;

	if (c->year == 0 || !civil_valid(c))
		return TIME_NONE;
	seconds = civil_days(c->year, c->month, c->day) * DAY_SECONDS;
	seconds += c->hour * 3600 + c->minute * 60 + c->second;
	if (c->has_zone)
		seconds -= c->offset;
	return seconds * TIME_SECOND + c->micro;
}

static void set_date(struct civil *c, int64_t days)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t of_era = z - era * 146097;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * of_year + 2) / 153;

	c->day = (int)(of_year - (153 * month + 2) / 5 + 1);
	c->month = (int)(month < 10 ? month + 3 : month - 9);
	c->year = (int)(year + era * 400 + (c->month <= 2));
}

struct civil civil_of(int64_t moment)
{
	struct civil c = { 0 };
	int64_t days = moment / TIME_DAY, rest = moment % TIME_DAY;
	int seconds;

	if (moment == TIME_NONE)
		return c;
	if (rest < 0) {
		rest += TIME_DAY;
		days--;
	}
	set_date(&c, days);
	seconds = (int)(rest / TIME_SECOND);
	c.hour = seconds / 3600;
	c.minute = seconds / 60 % 60;
	c.second = seconds % 60;
	c.micro = (int)(rest % TIME_SECOND);
	c.has_time = true;
	c.has_zone = true;
	return c;
}

/* At least `digits` of them. */
static char *put_number(char *at, unsigned n, unsigned digits)
{
	char text[12];
	size_t from = sizeof(text);

	while (n || sizeof(text) - from < digits) {
		text[--from] = (char)('0' + n % 10);
		n /= 10;
	}
	memcpy(at, text + from, sizeof(text) - from);
	return at + sizeof(text) - from;
}

static char *put_two(char *at, char before, int n)
{
	at[0] = before;
	at[1] = (char)('0' + n / 10);
	at[2] = (char)('0' + n % 10);
	return at + 3;
}

static char *put_date(char *at, const struct civil *c)
{
	/* ISO 8601 wants a sign where four digits do not suffice. */
	if (!in(c->year, 0, YEAR_LAST))
		*at++ = c->year < 0 ? '-' : '+';
	at = put_number(at, (unsigned)abs(c->year), 4);
	at = put_two(at, '-', c->month);
	return put_two(at, '-', c->day);
}

size_t time_text(int64_t moment, char out[TIME_TEXT])
{
	struct civil c = civil_of(moment);
	unsigned digits = 6, fraction = (unsigned)c.micro;
	char *at;

	if (moment == TIME_NONE)
		return 0;
	at = put_date(out, &c);
	at = put_two(at, 'T', c.hour);
	at = put_two(at, ':', c.minute);
	at = put_two(at, ':', c.second);
	if (fraction) {
		for (; fraction % 10 == 0; fraction /= 10)
			digits--;
		*at++ = '.';
		at = put_number(at, fraction, digits);
	}
	*at++ = 'Z';
	return (size_t)(at - out);
}

void time_rfc3339(int64_t moment, struct buf *out)
{
	char text[TIME_TEXT];

	buf_add(out, span_make(text, time_text(moment, text)));
}

void time_date(int64_t moment, struct buf *out)
{
	struct civil c = civil_of(moment);
	char text[TIME_TEXT];

	if (moment != TIME_NONE)
		buf_add(out, span_make(text, (size_t)(put_date(text, &c) - text)));
}
