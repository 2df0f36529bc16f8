/*
 * people.h -- words, dates and amounts for people, and a page that breaks its
 * lines (answers for tired eyes: 80 columns, absolute dates, defanged values).
 *
 * `year` is the one that the page has told already (0: none): dates in it are
 * written without it.
 */
#ifndef REPORT_PEOPLE_H
#define REPORT_PEOPLE_H

#include "base/out.h"
#include "base/time.h"

/* "14 May 2020", "14 May".  Of a period one end may be TIME_NONE; of none at all nothing is said. */
void people_date(int64_t moment, int year, struct buf *out);
/* "2 May - 14 Jul"; "9 - 11 Jun"; "4 Jun 14:03 - 16:20"; "4 Jun 14:03". */
void people_dates(int64_t from, int64_t to, int year, struct buf *out);
/* A time between two records as the days that lie wholly in it: "14 May", "1 - 30 Jun". */
void people_hole(int64_t from, int64_t to, int year, struct buf *out);
/* "3.1 MB" (powers of ten). */
void people_bytes(uint64_t bytes, struct buf *out);
/* "1,902". */
void people_number(uint64_t n, struct buf *out);
/* "1 connection", "214 connections", "1,902 packets". */
void people_count(uint64_t n, const char *one, const char *many, struct buf *out);

/* The value defanged (value/refang.h); hostile characters stay for the page to escape. */
void people_value(struct span value, struct buf *out);
/* `text` with every occurrence of `value` in it defanged, and all else that people_text defangs. */
void people_quote(struct span text, struct span value, struct buf *out);
/* A path, which must stay usable: only `value` in it is defanged. */
void people_path(struct span path, struct span value, struct buf *out);
/* Text of others: public addresses, names under known top-level domains and URLs defanged. */
void people_text(struct span text, struct buf *out);

struct page;

/* A page that is no lines of text: rows come with their words whole, as below. */
struct page_sink {
	void (*heading)(struct page *p, struct span text);
	/* `first` is what begins the row (" 1 ", "   ", " - ", "IN  "), `right` what ends it. */
	void (*row)(struct page *p, struct span first, struct span text, struct span right);
};

struct page {
	struct out *out;
	unsigned width;
	bool color;
	unsigned lines;		/* written so far */
	unsigned most;		/* lines of one paragraph, the rest is "..."; 0: any number */
	const struct page_sink *sink;	/* NULL: lines of text to `out` */
	void *context;		/* the sink's */
};

/* A heading in capitals, and perhaps words behind it. */
void page_heading(struct page *p, const char *text);
/* Words broken at the width; first line after `first`, others indented by `indent`. */
void page_words(struct page *p, const char *first, unsigned indent, struct span text);
/* Words behind `first` and `right` at the end of the line; words that do not fit go below. */
void page_ends(struct page *p, const char *first, unsigned indent, struct span left,
	       struct span right);
void page_blank(struct page *p);

/* One row of a table: cells broken inside their columns, one blank between them. */
struct cell {
	unsigned width;
	struct span text;
};
void page_row(struct page *p, unsigned indent, const struct cell *cell, unsigned cells);

#endif
