/*
 * people.h -- words, dates and amounts for people, and a page that breaks its
 * lines (answers for tired eyes: 80 columns, absolute dates, defanged values).
 */
#ifndef REPORT_PEOPLE_H
#define REPORT_PEOPLE_H

#include "base/out.h"
#include "base/time.h"

/* "14 May 2020"; "2 May - 14 Jul 2020"; "2 May 2020 11:03" when both are one moment. */
void people_date(int64_t moment, struct buf *out);
void people_dates(int64_t from, int64_t to, struct buf *out);
/* "3.1 MB" (powers of ten). */
void people_bytes(uint64_t bytes, struct buf *out);
/* "1 connection", "214 connections", "1,902 packets". */
void people_count(uint64_t n, const char *one, const char *many, struct buf *out);

/* The value defanged (value/refang.h); hostile characters stay for the page to escape. */
void people_value(struct span value, struct buf *out);
/* `text` with every occurrence of `value` in it defanged. */
void people_quote(struct span text, struct span value, struct buf *out);

struct page {
	struct out *out;
	unsigned width;
	bool color;
	unsigned lines;		/* written so far */
};

/* A heading in capitals. */
void page_heading(struct page *p, const char *text);
/* Words broken at the width; first line after `first`, others indented by `indent`. */
void page_words(struct page *p, const char *first, unsigned indent, struct span text);
/* One line, `left` and `right` at its two ends, cut to the width. */
void page_ends(struct page *p, struct span left, struct span right);
void page_blank(struct page *p);

#endif
