/*
 * time_scan.h -- the sticky scanner that time_read.c and date_read.c share.
 *
 * What does not fit sets `bad` and goes on; the reader asks once, at the end.
 */
#ifndef BASE_TIME_SCAN_H
#define BASE_TIME_SCAN_H

#include "base/time.h"

#define TIME_LONGEST 64		/* bytes of a text that are looked at */
#define YEAR_FIRST   1900	/* 0001 and 1601 are how software writes "not known" */

struct scan {
	struct span left;
	bool bad;
};

static inline char peek_at(const struct scan *s, size_t i)
{
	return i < s->left.len ? s->left.ptr[i] : '\0';
}

static inline char peek(const struct scan *s)
{
	return peek_at(s, 0);
}

static inline void skip(struct scan *s, size_t n)
{
	s->left = span_skip(s->left, n);
}

static inline bool take(struct scan *s, char c)
{
	if (s->left.len == 0 || peek(s) != c)
		return false;
	skip(s, 1);
	return true;
}

static inline void need(struct scan *s, char c)
{
	if (!take(s, c))
		s->bad = true;
}

static inline size_t digit_run(struct span s)
{
	size_t n = 0;

	while (n < s.len && ascii_digit(s.ptr[n]))
		n++;
	return n;
}

/* At most `max` digits (below 10); fewer than `min` is bad. */
static inline int digits(struct scan *s, size_t min, size_t max)
{
	size_t n = digit_run(span_cut(s->left, 0, max));
	int value = 0;

	if (n < min)
		s->bad = true;
	for (size_t i = 0; i < n; i++)
		value = value * 10 + (s->left.ptr[i] - '0');
	skip(s, n);
	return value;
}

/* Blanks, line breaks and no-break spaces (documents are full of them): how many. */
static inline size_t blanks(struct scan *s)
{
	size_t n = 0;

	for (;; n++) {
		if (ascii_space(peek(s)))
			skip(s, 1);
		else if (span_starts(s->left, SPAN("\xc2\xa0")))
			skip(s, 2);
		else
			return n;
	}
}

static inline void need_blanks(struct scan *s)
{
	if (blanks(s) == 0)
		s->bad = true;
}

static inline struct span word_ahead(const struct scan *s)
{
	size_t n = 0;

	while (ascii_alpha(peek_at(s, n)))
		n++;
	return span_cut(s->left, 0, n);
}

static inline bool take_word(struct scan *s, struct span word)
{
	if (!span_equal_nocase(word_ahead(s), word))
		return false;
	skip(s, word.len);
	return true;
}

static const char *const month_names[] = {
	"january", "february", "march", "april", "may", "june", "july", "august", "september",
	"october", "november", "december", NULL
};

static const char *const weekday_names[] = {
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", NULL
};

/* 1-based place of the name ahead, which may be cut to three letters; 0 when there is none. */
static inline int take_name(struct scan *s, const char *const *names)
{
	struct span word = word_ahead(s);

	if (word.len < 3)
		return 0;
	for (int i = 0; names[i]; i++) {
		const char *name = names[i];

		/* The second and third letter tell nearly all of them apart. */
		if ((word.ptr[2] | 0x20) != name[2] || (word.ptr[1] | 0x20) != name[1] ||
		    (word.ptr[0] | 0x20) != name[0])
			continue;
		if (word.len == 3 || span_equal_nocase(word, span_of(name))) {
			skip(s, word.len);
			return i + 1;
		}
	}
	return 0;
}

static inline int need_month(struct scan *s)
{
	int month = take_name(s, month_names);

	if (month == 0 && take_word(s, SPAN("sept")))
		month = 9;
	if (month == 0)
		s->bad = true;
	return month;
}

static inline void read_year(struct scan *s, struct civil *c)
{
	c->year = digits(s, 4, 4);
	if (c->year < YEAR_FIRST)
		s->bad = true;
}

#endif
