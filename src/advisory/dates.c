/*
 * dates.c -- dates and periods as documents state them.
 *
 * English month names (as base/time.h reads them), in full dates also French,
 * German, Spanish, Italian, Portuguese and Dutch ones.  Hostile input: one pass
 * over a sentence of at most WORDS_MAX words.
 */
#include "advisory/dates.h"

#include "advisory/words.h"

#define YEAR_FIRST 1990		/* before it nothing here happened */
#define YEAR_LAST 2100
#define LAST_SECOND (TIME_DAY - TIME_SECOND)

static const char *const months[12] = {
	"january", "february", "march", "april", "may", "june", "july", "august", "september",
	"october", "november", "december",
};

/* The same elsewhere; one that begins another is told by its length. */
static const struct {
	const char *name;
	int month;
} foreign_months[] = {
	{ "janvier", 0 }, { "f\xc3\xa9vrier", 1 }, { "mars", 2 }, { "avril", 3 }, { "mai", 4 },
	{ "juin", 5 }, { "juillet", 6 }, { "ao\xc3\xbbt", 7 }, { "septembre", 8 },
	{ "octobre", 9 }, { "novembre", 10 }, { "d\xc3\xa9" "cembre", 11 }, { "januar", 0 },
	{ "februar", 1 }, { "m\xc3\xa4rz", 2 }, { "april", 3 }, { "juni", 5 }, { "juli", 6 },
	{ "august", 7 }, { "september", 8 }, { "oktober", 9 }, { "november", 10 },
	{ "dezember", 11 }, { "enero", 0 }, { "febrero", 1 }, { "marzo", 2 }, { "abril", 3 },
	{ "mayo", 4 }, { "junio", 5 }, { "julio", 6 }, { "agosto", 7 }, { "septiembre", 8 },
	{ "octubre", 9 }, { "noviembre", 10 }, { "diciembre", 11 }, { "gennaio", 0 },
	{ "febbraio", 1 }, { "aprile", 3 }, { "maggio", 4 }, { "giugno", 5 }, { "luglio", 6 },
	{ "settembre", 8 }, { "ottobre", 9 }, { "dicembre", 11 }, { "janeiro", 0 },
	{ "fevereiro", 1 }, { "mar\xc3\xa7o", 2 }, { "maio", 4 }, { "junho", 5 }, { "julho", 6 },
	{ "setembro", 8 }, { "outubro", 9 }, { "novembro", 10 }, { "dezembro", 11 },
	{ "januari", 0 }, { "februari", 1 }, { "maart", 2 }, { "mei", 4 }, { "augustus", 7 },
};

/* First day of a month that may lie behind the year's end. */
static int64_t month_start(int year, int month)
{
	return civil_days(year + month / 12, month % 12 + 1, 1) * TIME_DAY;
}

/* `count` months from month `first` (0-based) of `year`. */
static struct stretch of_months(int year, int first, int count)
{
	return (struct stretch){ month_start(year, first),
				 month_start(year, first + count) - TIME_SECOND };
}

static struct stretch of_day(const struct civil *c)
{
	struct civil day = *c;

	day.has_time = false;
	day.hour = day.minute = day.second = day.micro = 0;
	day.has_zone = false;
	day.offset = 0;
	return (struct stretch){ civil_moment(&day), civil_moment(&day) + LAST_SECOND };
}

static size_t skip_blanks(struct span text, size_t at)
{
	while (at < text.len && (ascii_space(text.ptr[at]) || text.ptr[at] == ','))
		at++;
	return at;
}

static struct span word_at(struct span text, size_t at)
{
	size_t end = at;

	while (end < text.len && ascii_alnum(text.ptr[end]))
		end++;
	return span_cut(text, at, end - at);
}

/* A month's name or its first three letters: 0..11, or -1. */
static int month_of(struct span word)
{
	for (int m = 0; m < 12; m++) {
		struct span name = span_of(months[m]);

		if (span_equal_nocase(word, name) ||
		    (word.len >= 3 && word.len <= 4 && span_starts_nocase(name, word)))
			return m;
	}
	return -1;
}

/* Four digits that are a year of ours; bytes taken, or 0. */
static size_t year_read(struct span text, size_t at, int *year)
{
	struct span word = word_at(text, at);
	uint64_t n;

	if (word.len != 4 || !span_u64(word, &n) || n < YEAR_FIRST || n > YEAR_LAST)
		return 0;
	*year = (int)n;
	return 4;
}

/* "2020-07" that is no "2020-07-16" and no "2020-2021". */
static size_t year_month_read(struct span text, struct stretch *out)
{
	uint64_t month;
	int year;

	if (text.len < 7 || !year_read(span_cut(text, 0, 4), 0, &year) || text.ptr[4] != '-' ||
	    !span_u64(span_cut(text, 5, 2), &month) || month < 1 || month > 12)
		return 0;
	if (text.len > 7 && (ascii_alnum(text.ptr[7]) || text.ptr[7] == '-'))
		return 0;
	*out = of_months(year, (int)month - 1, 1);
	return 7;
}

/* Parts of a year: "early", "Q3", "the first half of", "spring". */
static const struct {
	const char *words;
	int first, count;
} parts[] = {
	{ "early", 0, 4 }, { "mid", 4, 4 }, { "late", 8, 4 },
	{ "beginning of", 0, 3 }, { "start of", 0, 3 }, { "middle of", 4, 4 }, { "end of", 9, 3 },
	{ "first half of", 0, 6 }, { "second half of", 6, 6 },
	{ "first quarter of", 0, 3 }, { "second quarter of", 3, 3 },
	{ "third quarter of", 6, 3 }, { "fourth quarter of", 9, 3 },
	{ "q1", 0, 3 }, { "q2", 3, 3 }, { "q3", 6, 3 }, { "q4", 9, 3 },
	{ "spring", 2, 3 }, { "summer", 5, 3 }, { "autumn", 8, 3 }, { "fall", 8, 3 },
};

static size_t part_read(struct span text, struct stretch *out)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct span words = span_of(parts[i].words);
		size_t at = words.len;
		int year;

		if (!span_starts_nocase(text, words) || at >= text.len ||
		    ascii_alnum(text.ptr[at]))
			continue;
		at = skip_blanks(text, text.ptr[at] == '-' ? at + 1 : at);
		if (span_starts_nocase(span_skip(text, at), SPAN("of ")))
			at += 3;
		if (!year_read(text, at, &year))
			continue;
		*out = of_months(year, parts[i].first, parts[i].count);
		return at + 4;
	}
	return 0;
}

/* "July 2020", "July of 2020". */
static size_t month_year_read(struct span text, struct stretch *out)
{
	struct span word = word_at(text, 0);
	int month = month_of(word), year;
	size_t at;

	if (month < 0)
		return 0;
	at = skip_blanks(text, word.len + (word.len < text.len && text.ptr[word.len] == '.'));
	if (span_starts_nocase(span_skip(text, at), SPAN("of ")))
		at += 3;
	if (!year_read(text, at, &year))
		return 0;
	*out = of_months(year, month, 1);
	return at + 4;
}

/* A month of another language at `at`, and "de " around it: the byte behind, or 0. */
static size_t foreign_month(struct span text, size_t at, int *month)
{
	if (span_starts_nocase(span_skip(text, at), SPAN("de ")))
		at += 3;
	for (size_t i = 0; i < sizeof(foreign_months) / sizeof(foreign_months[0]); i++) {
		struct span name = span_of(foreign_months[i].name);
		size_t end = at + name.len;

		if (!span_starts_nocase(span_skip(text, at), name) || end >= text.len ||
		    text.ptr[end] != ' ')
			continue;
		*month = foreign_months[i].month + 1;
		return span_starts_nocase(span_skip(text, end), SPAN(" de ")) ? end + 4 : end + 1;
	}
	return 0;
}

/* "12 mai 2021", "8. September 2021", "5 de octubre de 2021", "1er mars 2021" */
static size_t foreign_day(struct span text, struct civil *out)
{
	struct span day = word_at(text, 0);
	struct civil c = { 0 };
	uint64_t n;
	size_t at;

	if (span_ends(day, SPAN("er")))
		day.len -= 2;
	if (!day.len || day.len > 2 || !span_u64(day, &n))
		return 0;
	at = word_at(text, 0).len;
	at += at < text.len && text.ptr[at] == '.';
	if (at >= text.len || text.ptr[at] != ' ')
		return 0;
	c.day = (int)n;
	at = foreign_month(text, at + 1, &c.month);
	if (!at || !year_read(text, at, &c.year))
		return 0;
	*out = c;
	return at + 4;
}

/* A full date; time_read's forms only when the date has digits in front of it. */
static size_t day_read(struct span text, struct stretch *out)
{
	struct civil c;
	size_t taken = date_read_prose(text, &c);

	if (!taken)
		taken = foreign_day(text, &c);
	if (!taken || c.year < YEAR_FIRST || c.year > YEAR_LAST || !civil_valid(&c))
		return 0;
	*out = of_day(&c);
	return taken;
}

size_t stretch_read(struct span text, struct stretch *out)
{
	size_t taken = day_read(text, out);
	int year;

	if (!taken)
		taken = year_month_read(text, out);
	if (!taken)
		taken = month_year_read(text, out);
	if (!taken)
		taken = part_read(text, out);
	if (!taken && year_read(text, 0, &year)) {
		*out = of_months(year, 0, 12);
		taken = 4;
	}
	return taken;
}

/* "20200716", which is no count of seconds. */
static bool compact_date(struct span cell, struct stretch *out)
{
	struct civil c = { 0 };
	uint64_t n;

	if (cell.len != 8 || !span_u64(cell, &n))
		return false;
	c.year = (int)(n / 10000);
	c.month = (int)(n / 100 % 100);
	c.day = (int)(n % 100);
	if (c.year < YEAR_FIRST || c.year > YEAR_LAST || !civil_valid(&c))
		return false;
	*out = of_day(&c);
	return true;
}

bool date_cell(struct span cell, struct stretch *out)
{
	struct civil c;
	size_t taken;

	cell = span_trim(cell);
	if (cell.len < 4 || cell.len > 40)
		return false;
	if (compact_date(cell, out))
		return true;
	taken = time_read(cell, &c);
	if (taken == cell.len && c.year >= YEAR_FIRST && c.year <= YEAR_LAST && civil_valid(&c)) {
		*out = of_day(&c);
		if (c.has_time)
			out->from = out->to = civil_moment(&c);
		return true;
	}
	return stretch_read(cell, out) == cell.len;
}

/* The dash between two dates: "-", an en dash, "to", "until"; bytes taken with blanks, or 0. */
static size_t dash_read(struct span text, size_t at)
{
	static const char *const dashes[] = { "-", "\xe2\x80\x93", "\xe2\x80\x94", "to", "until",
					      "through", "till" };
	size_t from = at;

	at = skip_blanks(text, at);
	for (size_t i = 0; i < sizeof(dashes) / sizeof(dashes[0]); i++)
		if (span_starts_nocase(span_skip(text, at), span_of(dashes[i])))
			return skip_blanks(text, at + strlen(dashes[i])) - from;
	return 0;
}

bool period_cell(struct span cell, struct stretch *out)
{
	struct stretch end;
	size_t at, dash;

	cell = span_trim(cell);
	if (cell.len < 4 || cell.len > 60)
		return false;
	if (span_starts_nocase(cell, SPAN("since ")) || span_starts_nocase(cell, SPAN("from "))) {
		at = cell.ptr[0] == 's' || cell.ptr[0] == 'S' ? 6 : 5;
		if (stretch_read(span_skip(cell, at), out) != cell.len - at)
			return false;
		out->to = TIME_NONE;
		return true;
	}
	if (date_cell(cell, out))
		return true;
	at = stretch_read(cell, out);
	dash = at ? dash_read(cell, at) : 0;
	if (!dash)
		return false;
	out->to = TIME_NONE;
	if (at + dash == cell.len)
		return true;
	if (stretch_read(span_skip(cell, at + dash), &end) != cell.len - at - dash)
		return false;
	out->to = end.to;
	return out->to >= out->from;
}

bool date_find(struct span text, struct stretch *out, size_t *at)
{
	for (size_t i = 0; i < text.len; i++) {
		bool begins = i == 0 || !ascii_alnum(text.ptr[i - 1]);

		if (begins && ascii_alnum(text.ptr[i]) && day_read(span_skip(text, i), out)) {
			*at = i;
			return true;
		}
	}
	return false;
}

/* Words between a preposition and its date. */
static const char *const fillers[] = {
	"the", "at", "least", "approximately", "around", "about", "as", "early", "late", "course",
	"of", "whole", "all", "period", "roughly", "circa", "in", "on", "from", NULL
};

/* "first seen in", "began on": the start of something that goes on. */
static const char *const sightings[] = {
	"seen", "observed", "detected", "spotted", "appeared", "identified", "discovered",
	"surfaced", "emerged", NULL
};
static const char *const starts[] = { "starting", "beginning", "began", "started", NULL };

/* The date that the words from `word` on begin with, behind fillers; byte position in *end. */
static bool date_behind(struct span text, const struct words *w, uint32_t word,
			struct stretch *out, size_t *end)
{
	for (uint32_t i = word; i < w->count && i < word + 6; i++) {
		size_t at = (size_t)(w->word[i].ptr - text.ptr);
		size_t taken = stretch_read(span_skip(text, at), out);

		/* "the 2016 election": the year of something else. */
		if (taken == 4 && i > word && word_is(w->word[i - 1], "the"))
			return false;
		if (taken) {
			*end = at + taken;
			return true;
		}
		if (!word_one_of(w->word[i], fillers))
			return false;
	}
	return false;
}

/* "March and May 2020": a month that borrows the year of the date behind it. */
static bool lone_month(struct span text, const struct words *w, uint32_t word,
		       struct stretch *out)
{
	struct stretch end;
	size_t at;
	int month;

	if (word + 2 >= w->count)
		return false;
	month = month_of(w->word[word]);
	if (month < 0 || !date_behind(text, w, word + 2, &end, &at))
		return false;
	*out = of_months(civil_of(end.from).year, month, 1);
	if (out->from > end.from)	/* "November and February 2021" */
		*out = of_months(civil_of(end.from).year - 1, month, 1);
	out->to = end.to;
	return true;
}

/* A second date behind "and", "to" or a dash at byte `at`. */
static bool range_end(struct span text, size_t at, bool between, struct stretch *out)
{
	struct stretch end;
	size_t dash = dash_read(text, at);

	if (!dash && between) {
		size_t and = skip_blanks(text, at);

		if (span_starts_nocase(span_skip(text, and), SPAN("and ")))
			dash = and + 4 - at;
	}
	if (!dash || !stretch_read(span_skip(text, at + dash), &end) || end.to < out->from)
		return false;
	out->to = end.to;
	return true;
}

static int period_at(struct span text, const struct words *w, uint32_t i, struct stretch *out)
{
	struct span word = w->word[i];
	bool between = word_is(word, "between"), from = word_is(word, "from");
	size_t end;

	if ((between || from) && lone_month(text, w, i + 1, out))
		return 3;
	if (word_is(word, "early") && i && word_is(w->word[i - 1], "as") && i + 2 < w->count &&
	    word_is(w->word[i + 1], "as") && date_behind(text, w, i + 2, out, &end)) {
		out->to = TIME_NONE;
		return 2;
	}
	if (word_is(word, "first") && i + 2 < w->count && word_one_of(w->word[i + 1], sightings) &&
	    date_behind(text, w, i + 2, out, &end)) {
		out->to = TIME_NONE;
		return 2;
	}
	if (!date_behind(text, w, i + 1, out, &end))
		return 0;
	if (word_one_of(word, starts)) {
		out->to = TIME_NONE;
		return 2;
	}
	if (word_is(word, "throughout") || word_is(word, "during"))
		return 3;
	if (between || from) {
		if (range_end(text, end, between, out))
			return 3;
		out->to = TIME_NONE;
		return from ? 2 : 0;
	}
	if (word_is(word, "since")) {
		out->to = TIME_NONE;
		return 2;
	}
	return word_is(word, "in") ? 1 : 0;
}

int period_find(struct span sentence, struct stretch *out)
{
	struct stretch found;
	struct words w;
	int best = 0;

	words_of(sentence, &w);
	for (uint32_t i = 0; i + 1 < w.count; i++) {
		int rank = period_at(sentence, &w, i, &found);

		if (rank > best) {
			best = rank;
			*out = found;
		}
	}
	return best;
}

struct span tlp_find(struct span text)
{
	static const char *const colours[] = { "CLEAR", "WHITE", "GREEN", "AMBER+STRICT", "AMBER",
					       "RED" };
	size_t base = 0;

	for (;;) {
		struct span rest = span_skip(text, base);
		size_t at = span_find_nocase(rest, SPAN("TLP"));
		size_t colour;

		if (at == SPAN_NONE)
			return SPAN("");
		colour = at + 3;
		while (colour < rest.len && colour < at + 8 &&
		       (ascii_space(rest.ptr[colour]) || rest.ptr[colour] == ':' ||
			rest.ptr[colour] == '-' || rest.ptr[colour] == '='))
			colour++;
		for (size_t i = 0; i < sizeof(colours) / sizeof(colours[0]); i++)
			if (colour > at + 3 && span_starts_nocase(span_skip(rest, colour),
								  span_of(colours[i])))
				return span_of(colours[i]);
		base += at + 3;
	}
}
