/*
 * log_time.c -- the moment of a record by the zone rules (DESIGN.md 4, "Time"):
 * the record's own zone, else the one given, else UTC, assumed.  A record
 * without a year gets it from the manifest, the date in the file's name, or the
 * file's own time going backwards; else it has no time.
 */
#include "evidence/log/log.h"

static int number_at(struct span s, size_t at, size_t digits)
{
	int value = 0;

	if (at + digits > s.len)
		return -1;
	for (size_t i = at; i < at + digits; i++) {
		if (!ascii_digit(s.ptr[i]))
			return -1;
		value = value * 10 + s.ptr[i] - '0';
	}
	return value;
}

/*
 * The date in a file name as the last day that its records can have:
 * messages-20200607, access-2020-06-02.log, auth.2020-06, fw-2020.log.  0 when
 * there is none.
 */
static int64_t name_day(struct span name, int *year)
{
	size_t at = 0;

	while (at + 4 <= name.len) {
		int month, day = -1, gap;

		*year = number_at(name, at, 4);
		if (*year < 1990 || *year > 2100 || (at > 0 && ascii_digit(name.ptr[at - 1]))) {
			at++;
			continue;
		}
		gap = at + 4 < name.len && !ascii_digit(name.ptr[at + 4]);
		month = number_at(name, at + 4 + (size_t)gap, 2);
		if (month >= 1 && month <= 12)
			day = number_at(name, at + 6 + 2 * (size_t)gap, 2);
		if (month < 1 || month > 12)
			return civil_days(*year, 12, 31);
		if (day < 1 || day > 31)
			return civil_days(*year + month / 12, month % 12 + 1, 1) - 1;
		return civil_days(*year, month, day);
	}
	return 0;
}

/* The year of a record that states none: the last one in which it is not later than `last`. */
static int year_before(const struct civil *c, int year, int64_t last)
{
	return civil_days(year, c->month, c->day) <= last + 1 ? year : year - 1;
}

static int year_of(const struct log *log, const struct civil *c)
{
	size_t slash = span_rfind_byte(log->path, '/');
	struct span name = slash == SPAN_NONE ? log->path : span_skip(log->path, slash + 1);
	int64_t last;
	int year;

	if (log->year)
		return log->year;
	last = name_day(name, &year);
	if (last)
		return year_before(c, year, last);
	if (log->mtime == TIME_NONE)
		return 0;
	last = log->mtime / TIME_DAY;
	return year_before(c, civil_of(log->mtime).year, last);
}

/* Make `time` of what was written; families that know the moment have set it. */
static void settle_moment(const struct log *log, struct event *ev)
{
	bool has_year = ev->civil.year != 0;

	if (ev->time != TIME_NONE || ev->time_raw.len == 0)
		return;
	if (ev->civil.year == 0)
		ev->civil.year = year_of(log, &ev->civil);
	/* 29 February belongs to the last leap year. */
	while (!has_year && ev->civil.year > 4 && ev->civil.day == 29 && !civil_valid(&ev->civil))
		ev->civil.year--;
	if (ev->civil.year == 0)
		return;
	if (ev->civil.has_zone || !log->zone)
		ev->time = civil_moment(&ev->civil);
	else
		ev->time = zone_moment(log->zone, &ev->civil);
	if (ev->time == TIME_NONE)
		return;
	ev->zone = ev->civil.has_zone ? TIME_STATED : log->zone ? TIME_CONFIGURED : TIME_ASSUMED;
}

void log_settle_time(const struct log *log, struct event *ev)
{
	int64_t *side = ev->lease_ended ? &ev->lease_to : &ev->lease_from;

	settle_moment(log, ev);
	if (ev->class == EVENT_LEASE && *side == TIME_NONE)
		*side = ev->time;
}
