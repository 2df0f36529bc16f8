/*
 * zone.c -- time zones: from civil time to the moment.
 *
 * Specification: RFC 8536 (TZif versions 1 to 3) and, for moments behind the
 * last transition, the POSIX TZ rule in the file's footer.  Not here: leap
 * seconds (zones of "right/" are refused), names of zones as people abbreviate
 * them.  The file is the system's, but checked as if it were not: its size is
 * bounded, every count is held against what is there.
 */
#include "base/time.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cursor.h"

#define ZONE_FOLDER    "/usr/share/zoneinfo"
#define FILE_MAX       (256u << 10)	/* the largest of the database is below 4 KiB */
#define NAME_MAX_BYTES 64
#define OFFSET_MAX     (26 * 3600)
#define RULE_HOURS     167

struct transition {
	int64_t at;		/* seconds; the offset holds from here on */
	int32_t offset;
};

struct rule_day {
	char form;		/* 'J' 1..365 without leap day, '0' 0..365, 'M' weekday of month */
	int day, month, week;
	int32_t time;		/* seconds of the day, may be negative or above 24 h */
};

struct rule {
	bool present, has_dst;
	int32_t std, dst;
	struct rule_day start, end;
};

struct zone {
	int32_t first;		/* offset before the first transition */
	struct rule rule;
	size_t count;
	struct transition table[];
};

/* -- the footer: std offset [dst [offset] , start [/time] , end [/time]] -- */

static size_t number(struct span *s, int *out)
{
	size_t n = 0;

	*out = 0;
	while (n < s->len && n < 4 && ascii_digit(s->ptr[n]))
		*out = *out * 10 + (s->ptr[n++] - '0');
	*s = span_skip(*s, n);
	return n;
}

static bool take(struct span *s, char c)
{
	if (s->len == 0 || s->ptr[0] != c)
		return false;
	*s = span_skip(*s, 1);
	return true;
}

static bool rule_name(struct span *s)
{
	size_t n = 0;

	if (take(s, '<')) {
		n = span_find_byte(*s, '>');
		if (n == SPAN_NONE)
			return false;
		*s = span_skip(*s, n + 1);
		return n >= 3;
	}
	while (n < s->len && ascii_alpha(s->ptr[n]))
		n++;
	*s = span_skip(*s, n);
	return n >= 3;
}

/* [+-]hh[:mm[:ss]] in seconds */
static bool rule_time(struct span *s, int32_t *out)
{
	int sign = take(s, '-') ? -1 : 1, hours, minutes = 0, seconds = 0;

	if (sign > 0)
		take(s, '+');
	if (!number(s, &hours) || hours > RULE_HOURS)
		return false;
	if (take(s, ':') && (!number(s, &minutes) || minutes > 59))
		return false;
	if (take(s, ':') && (!number(s, &seconds) || seconds > 59))
		return false;
	*out = sign * (hours * 3600 + minutes * 60 + seconds);
	return true;
}

/* POSIX counts west of Greenwich; we count east. */
static bool rule_offset(struct span *s, int32_t *out)
{
	if (!rule_time(s, out) || *out < -OFFSET_MAX || *out > OFFSET_MAX)
		return false;
	*out = -*out;
	return true;
}

static bool rule_day(struct span *s, struct rule_day *d)
{
	bool good;

	d->form = '0';
	if (take(s, 'M')) {
		d->form = 'M';
		good = number(s, &d->month) && take(s, '.') && number(s, &d->week) &&
		       take(s, '.') && number(s, &d->day) && d->month >= 1 && d->month <= 12 &&
		       d->week >= 1 && d->week <= 5 && d->day <= 6;
	} else if (take(s, 'J')) {
		d->form = 'J';
		good = number(s, &d->day) && d->day >= 1 && d->day <= 365;
	} else {
		good = number(s, &d->day) && d->day <= 365;
	}
	d->time = 2 * 3600;
	if (good && take(s, '/'))
		good = rule_time(s, &d->time);
	return good;
}

static bool rule_parse(struct span s, struct rule *r)
{
	if (!rule_name(&s) || !rule_offset(&s, &r->std))
		return false;
	r->present = true;
	if (s.len == 0)
		return true;
	r->has_dst = true;
	r->dst = r->std + 3600;
	if (!rule_name(&s))
		return false;
	if (s.len && s.ptr[0] != ',' && !rule_offset(&s, &r->dst))
		return false;
	return take(&s, ',') && rule_day(&s, &r->start) && take(&s, ',') &&
	       rule_day(&s, &r->end) && s.len == 0;
}

/* The local second, counted as if in UTC, at which `d` falls in `year`. */
static int64_t rule_local(const struct rule_day *d, int year)
{
	int64_t first = civil_days(year, 1, 1), day;
	int64_t march = civil_days(year, 3, 1);

	if (d->form == '0') {
		day = first + d->day;
	} else if (d->form == 'J') {
		day = first + d->day - 1;
		if (d->day >= 60 && march - first == 60)
			day++;
	} else {
		int64_t next = d->month == 12 ? civil_days(year + 1, 1, 1) :
			       civil_days(year, d->month + 1, 1);
		int64_t weekday;

		first = civil_days(year, d->month, 1);
		weekday = ((first + 4) % 7 + 7) % 7;	/* 1970-01-01 was a Thursday */
		day = first + (d->day - weekday + 7) % 7 + 7 * (d->week - 1);
		if (day >= next)
			day -= 7;
	}
	return day * 86400 + d->time;
}

#define AROUND 6	/* two transitions in each of three years */

/*
 * The rule's transitions of the year of `t` and its neighbours, in order.
 * Where summer time lasts all year one ends as the next begins: both stand
 * there, the beginning last, and it is the last of equals that counts.
 */
static void rule_around(const struct rule *r, int64_t t, struct transition out[AROUND])
{
	int year = civil_of(t * TIME_SECOND).year;

	for (int i = 0; i < AROUND; i++) {
		bool end = i < AROUND / 2;
		struct transition now;
		int at = i;

		now.at = rule_local(end ? &r->end : &r->start, year - 1 + i % 3);
		now.at -= end ? r->dst : r->std;
		now.offset = end ? r->std : r->dst;
		for (; at > 0 && out[at - 1].at > now.at; at--)
			out[at] = out[at - 1];
		out[at] = now;
	}
}

static int32_t rule_at(const struct rule *r, int64_t t)
{
	struct transition around[AROUND];
	int32_t offset = r->std;

	if (!r->has_dst)
		return offset;
	rule_around(r, t, around);
	for (size_t i = 0; i < AROUND && around[i].at <= t; i++)
		offset = around[i].offset;
	return offset;
}

static bool rule_next(const struct rule *r, int64_t t, struct transition *out)
{
	struct transition around[AROUND];

	if (!r->present || !r->has_dst)
		return false;
	rule_around(r, t, around);
	*out = (struct transition){ t, 0 };
	for (size_t i = 0; i < AROUND; i++)
		if (around[i].at > t && (out->at == t || around[i].at == out->at))
			*out = around[i];
	return out->at != t;
}

/* -- the zone as one line of time -- */

/* How many transitions of the table lie at or before `t`. */
static size_t table_before(const struct zone *z, int64_t t)
{
	size_t low = 0, high = z->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (z->table[middle].at <= t)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int32_t zone_offset(const struct zone *z, int64_t t)
{
	size_t n = table_before(z, t);

	if (n == z->count && z->rule.present)
		return rule_at(&z->rule, t);
	return n ? z->table[n - 1].offset : z->first;
}

/* The first transition behind `t`; false when there is none. */
static bool zone_next(const struct zone *z, int64_t t, struct transition *out)
{
	size_t n = table_before(z, t);

	if (n == z->count)
		return rule_next(&z->rule, t, out);
	*out = z->table[n];
	return true;
}

/*
 * Walk the stretches of equal offset in which the local time could lie, the
 * earliest first.  What lies in none was jumped over by a transition.
 */
static int64_t zone_seconds(const struct zone *z, int64_t local)
{
	int64_t from = local - OFFSET_MAX, behind_gap = INT64_MIN;
	int32_t offset = zone_offset(z, from);

	for (;;) {
		struct transition next;
		bool more = zone_next(z, from, &next) && next.at <= local + OFFSET_MAX;
		int64_t t = local - offset;

		if (t >= from && (!more || t < next.at))
			return t;
		if (!more)
			return behind_gap;
		if (t >= from && local - next.offset < next.at)
			behind_gap = next.at;
		from = next.at;
		offset = next.offset;
	}
}

int64_t zone_moment(const struct zone *z, const struct civil *c)
{
	struct civil local = *c;
	int64_t as_utc;

	if (c->has_zone || !z)
		return civil_moment(c);
	local.micro = 0;
	as_utc = civil_moment(&local);
	if (as_utc == TIME_NONE || c->micro < 0 || c->micro > 999999)
		return TIME_NONE;
	return zone_seconds(z, as_utc / TIME_SECOND) * TIME_SECOND + c->micro;
}

/* -- the file -- */

struct counts {
	uint32_t isut, isstd, leap, time, type, chars;
};

static bool read_header(struct cursor *c, char *version, struct counts *n)
{
	if (!span_equal(cursor_take(c, 4), SPAN("TZif")))
		return false;
	*version = (char)cursor_u8(c);
	cursor_take(c, 15);
	n->isut = cursor_u32(c);
	n->isstd = cursor_u32(c);
	n->leap = cursor_u32(c);
	n->time = cursor_u32(c);
	n->type = cursor_u32(c);
	n->chars = cursor_u32(c);
	return !c->bad && n->type >= 1 && n->type <= 256 && n->time <= FILE_MAX &&
	       n->chars <= FILE_MAX && n->leap <= FILE_MAX && n->isut <= 256 && n->isstd <= 256;
}

static size_t data_size(const struct counts *n, size_t width)
{
	return (size_t)n->time * (width + 1) + (size_t)n->type * 6 + n->chars +
	       (size_t)n->leap * (width + 4) + n->isstd + n->isut;
}

static bool type_offset(struct span types, size_t i, int32_t *out)
{
	struct cursor c = { span_cut(types, i * 6, 6), true, false };

	*out = (int32_t)cursor_u32(&c);
	return !c.bad && *out >= -OFFSET_MAX && *out <= OFFSET_MAX;
}

static bool read_table(struct zone *z, struct cursor *c, const struct counts *n, size_t width)
{
	struct cursor times = { cursor_take(c, n->time * width), true, false };
	struct span indexes = cursor_take(c, n->time);
	struct span types = cursor_take(c, (size_t)n->type * 6);

	if (!type_offset(types, 0, &z->first))
		return false;
	for (size_t i = 0; i < n->time; i++) {
		struct transition *t = &z->table[i];

		t->at = width == 8 ? (int64_t)cursor_u64(&times) : (int32_t)cursor_u32(&times);
		if (!type_offset(types, (unsigned char)indexes.ptr[i], &t->offset) ||
		    (i && t->at <= z->table[i - 1].at))
			return false;
	}
	cursor_take(c, n->chars + (size_t)n->leap * (width + 4) + n->isstd + n->isut);
	z->count = n->time;
	return !c->bad && !times.bad;
}

static bool read_footer(struct zone *z, struct cursor *c)
{
	struct span footer = c->left;
	size_t end;

	if (!take(&footer, '\n'))
		return false;
	end = span_find_byte(footer, '\n');
	if (end == SPAN_NONE)
		return false;
	return end == 0 || rule_parse(span_cut(footer, 0, end), &z->rule);
}

int zone_parse(struct zone **out, struct span tzif, struct error *e)
{
	struct cursor c = { tzif, true, false };
	size_t width = 4;
	struct counts n;
	char version;
	struct zone *z;

	if (!read_header(&c, &version, &n))
		return fail(e, ERR_MALFORMED, "not a TZif file");
	if (version >= '2') {
		cursor_take(&c, data_size(&n, 4));
		width = 8;
		if (!read_header(&c, &version, &n))
			return fail(e, ERR_MALFORMED, "second header is not there");
	}
	if (n.leap)
		return fail(e, ERR_UNSUPPORTED, "counts leap seconds");
	if (data_size(&n, width) > c.left.len)
		return fail(e, ERR_TRUNCATED, "ends inside its tables");
	z = calloc(1, sizeof(*z) + n.time * sizeof(z->table[0]));
	if (!z)
		return fail(e, ERR_MEMORY, "no memory for %u transitions", n.time);
	if (!read_table(z, &c, &n, width) || (width == 8 && !read_footer(z, &c))) {
		free(z);
		return fail(e, ERR_MALFORMED, "tables or footer break RFC 8536");
	}
	*out = z;
	return 0;
}

static bool name_is_safe(struct span name)
{
	if (name.len == 0 || name.len > NAME_MAX_BYTES || !ascii_alpha(name.ptr[0]))
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (!ascii_alnum(name.ptr[i]) && !memchr("/_+-", name.ptr[i], 4))
			return false;
	/* The zone of this machine never plays a part. */
	return !span_equal(name, SPAN("localtime")) && !span_equal(name, SPAN("posixrules"));
}

static int read_file(const char *path, char *room, size_t max, struct error *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;
	size_t have = 0;
	ssize_t got = -1;

	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? fail(e, ERR_USAGE, "no such time zone") :
			fail_errno(e, "open");
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		while (have < max && (got = read(fd, room + have, max - have)) > 0)
			have += (size_t)got;
	close(fd);
	if (got < 0)
		return fail(e, ERR_USAGE, "not a readable file of a time zone");
	if (have == max)
		return fail(e, ERR_LIMIT, "more than %zu bytes", max);
	return (int)have;
}

/* UTC, GMT, Z, +02:00, -0530, +02 */
static bool fixed_zone(struct span name, int32_t *offset)
{
	struct civil c;
	char text[32];
	int n;

	*offset = 0;
	if (span_equal_nocase(name, SPAN("UTC")) || span_equal_nocase(name, SPAN("GMT")) ||
	    span_equal_nocase(name, SPAN("Z")))
		return true;
	if (name.len < 3 || name.len > 6 || !memchr("+-", name.ptr[0], 2))
		return false;
	/* The reader of times knows the forms of an offset. */
	n = snprintf(text, sizeof(text), "2000-01-01T00:00:00%.*s", SPAN_ARG(name));
	if (time_read(span_make(text, (size_t)n), &c) != (size_t)n || !c.has_zone)
		return false;
	*offset = c.offset;
	return true;
}

int zone_load(struct zone **out, struct span name, struct error *e)
{
	char path[sizeof(ZONE_FOLDER) + 1 + NAME_MAX_BYTES];
	struct zone fixed = { 0 };
	char *room;
	int rc;

	if (fixed_zone(name, &fixed.first)) {
		*out = malloc(sizeof(fixed));
		if (!*out)
			return fail(e, ERR_MEMORY, "no memory for a time zone");
		memcpy(*out, &fixed, sizeof(fixed));
		return 0;
	}
	if (!name_is_safe(name))
		return fail(e, ERR_USAGE, "not the name of a time zone");
	snprintf(path, sizeof(path), "%s/%.*s", ZONE_FOLDER, SPAN_ARG(name));
	room = malloc(FILE_MAX);
	if (!room)
		return fail(e, ERR_MEMORY, "no memory for a time zone");
	rc = read_file(path, room, FILE_MAX, e);
	if (rc >= 0)
		rc = zone_parse(out, span_make(room, (size_t)rc), e);
	free(room);
	return rc < 0 ? fail_in(e, path) : 0;
}

void zone_free(struct zone *z)
{
	free(z);
}
