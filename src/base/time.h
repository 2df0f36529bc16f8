/*
 * time.h -- moments, dates and zones.
 *
 * A moment is int64_t microseconds since 1970-01-01T00:00:00Z; TIME_NONE
 * means not known.  Records are read with zones of their own; the zone of the
 * machine that runs tocsin never plays a part.
 */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include "base/buf.h"
#include "base/error.h"
#include "base/span.h"

#define TIME_NONE   INT64_MIN
#define TIME_SECOND INT64_C(1000000)
#define TIME_HOUR   (3600 * TIME_SECOND)
#define TIME_DAY    (24 * TIME_HOUR)

/* A time as written: no zone applied yet. */
struct civil {
	int year;		/* 0: not written (RFC 3164) */
	int month, day;		/* 1-based */
	int hour, minute, second;
	int micro;
	bool has_time;		/* false: a date only */
	bool has_zone;		/* offset below was written */
	int offset;		/* seconds east of UTC */
};

/* The days of the proleptic Gregorian calendar; 0 is 1970-01-01. */
int64_t civil_days(int year, int month, int day);
bool civil_valid(const struct civil *c);	/* ranges; 24:00 and second 60 are accepted */

/* Moment of `c` as if in UTC plus its own offset; TIME_NONE when invalid or without a year. */
int64_t civil_moment(const struct civil *c);
struct civil civil_of(int64_t moment);		/* in UTC; TIME_NONE: all zero */

/*
 * Read a time at the start of `text` in any of the forms that logs use and
 * return how many bytes it took, 0 when there is none:
 *   RFC 3339 / ISO 8601 (T or blank, fraction with . or , ; Z, +hh:mm, +hhmm, +hh);
 *	also 20200604T100000Z
 *   02/Jun/2020:03:00:00 +0000            (common log format)
 *   02-Jun-2020 10:10:40.123              (BIND)
 *   Jun  6 20:10:11 / Jun 06 2020 20:10:11 / Jun 4, 2020 2:03:07 PM (RFC 3164, ASA, Java)
 *   Thu, 04 Jun 2020 14:03:07 +0200       (RFC 5322; obsolete zones but military letters)
 *   Thu Jun  4 14:03:07 2020              (ctime, mbox, OpenVPN; date(1), JavaScript)
 *   2020/06/04 10:00:00, 2020-06-04 10:00:00 UTC
 *   6/4/2020 1:02:03 PM                   (US, Windows DNS debug log; d/m when day > 12)
 *   04.06.2020 10:00:00, 2020:06:04-10:00:00	(day first; Sophos)
 *   digits: 10 seconds, 13 milli-, 16 micro-, 19 nanoseconds, with a fraction (epoch)
 * A date in numbers with its year, and CLF's and BIND's, may stand without a
 * clock (has_time false).  The zone is taken when it is a number, Z, UTC or
 * GMT; before any other name the reading ends.  Years before 1900 are how
 * software writes "not known" and are no times.  Finer than micro is cut off.
 */
size_t time_read(struct span text, struct civil *out);

/*
 * Whole span is a date or time as a user writes it: RFC 3339, "2020-07-16",
 * "16 July 2020", "July 16, 2020", "90d", "12h", "4w" (that long before `now`).
 * Without a zone it is UTC.  "05/06/2020" is refused: it is two days.
 * With `last`, a date without a time is its last second, else its first.
 */
bool time_parse_user(struct span text, bool last, int64_t now, int64_t *out);

/*
 * A date at the start of prose; bytes taken or 0: "16 July 2020", "16th of
 * July 2020", "July 16, 2020", "16-Jul-2020", "2020-07-16", "16.07.2020",
 * "16/07/2020" (day first unless only the other way is a date), each with
 * "Thursday " or "Thursday, " in front or not.  Any blanks, also line breaks
 * and no-break spaces.  Years 1970 to 2099.
 */
size_t date_read_prose(struct span text, struct civil *out);

/* RFC 3339 in UTC, fraction only when there is one: 2020-05-02T11:03:07Z. TIME_NONE: nothing. */
void time_rfc3339(int64_t moment, struct buf *out);
#define TIME_TEXT 40
size_t time_text(int64_t moment, char out[TIME_TEXT]);	/* the same: how many bytes */
/* Date only: 2020-05-02. */
void time_date(int64_t moment, struct buf *out);

/*
 * A zone from the system's tz database (RFC 8536), or a fixed "+02:00", "UTC".
 * Load before the sandbox.  `zone_moment` applies it to a civil time without
 * an offset of its own (one with an offset keeps that; zone NULL is UTC): of
 * two possible moments (clocks go back) the earlier, in a gap the moment at
 * which it ends.  TIME_NONE when the civil time is invalid or has no year.
 */
struct zone;
int  zone_load(struct zone **out, struct span name, struct error *e);	/* zone_free it */
int  zone_parse(struct zone **out, struct span tzif, struct error *e);	/* a file's bytes */
void zone_free(struct zone *z);
int64_t zone_moment(const struct zone *z, const struct civil *c);

#endif
