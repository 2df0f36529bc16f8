/* report_kit.h -- records in, a page out, for the tests of reports. */
#ifndef TESTS_REPORT_KIT_H
#define TESTS_REPORT_KIT_H

#include "test.h"

#include "base/utf8.h"
#include "report/report.h"

struct kit {
	struct report report;
	struct error e;
	int rc;			/* of the first call that failed, else 0 */
};

static inline void kit_open(struct kit *k, const char *format, unsigned width)
{
	*k = (struct kit){ .report = { .format = report_named(span_of(format)), .width = width } };
	assert_non_null(k->report.format);
	out_to_memory(&k->report.out, 64u << 20);
	arena_init(&k->report.arena, 200u << 20);
	assert_int_equal(k->report.format->open(&k->report, &k->e), 0);
}

static inline void kit_add(struct kit *k, struct span json)
{
	struct span tight = tight_copy(json);

	if (k->rc == 0)
		k->rc = k->report.format->record(&k->report, tight, &k->e);
	free((void *)tight.ptr);
}

/* The page; it lives until kit_release. */
static inline struct span kit_close(struct kit *k)
{
	int rc = k->report.format->close(&k->report, &k->e);

	if (k->rc == 0)
		k->rc = rc;
	return buf_span(&k->report.out.buf);
}

static inline void kit_release(struct kit *k)
{
	out_release(&k->report.out);
	arena_release(&k->report.arena);
}

static inline void kit_lines(struct kit *k, const char *records)
{
	struct span rest = span_of(records), line;

	while (span_line(&rest, &line))
		if (line.len)
			kit_add(k, line);
}

/* All lines of `records` into a report of that width. */
static inline struct span kit_page(struct kit *k, const char *format, unsigned width,
				   const char *records)
{
	kit_open(k, format, width);
	kit_lines(k, records);
	return kit_close(k);
}

static inline bool has(struct span page, const char *words)
{
	return span_find(page, span_of(words)) != SPAN_NONE;
}

/* What is shown of a page that says the wrong thing. */
static inline struct span span_around(struct span page, struct span words)
{
	size_t at = span_find(page, words);

	return span_cut(page, at > 1500 ? at - 1500 : 0, at > 1500 ? 3000 : at + 1500);
}

#define assert_says(page, words) \
	do { \
		if (!has((page), (words))) \
			test_fail("the page does not say '%s':\n%.*s", (words), SPAN_ARG(page)); \
	} while (0)
#define assert_says_not(page, words) \
	do { \
		if (has((page), (words))) \
			test_fail("the page says '%s':\n%.*s", (words), \
				  SPAN_ARG(span_around((page), span_of(words)))); \
	} while (0)

/* No line is wider than `width`, and no byte could be obeyed by a terminal. */
static inline void assert_harmless(struct span page, unsigned width)
{
	struct span rest = page, line;

	while (span_line(&rest, &line)) {
		if (out_width(line) > width)
			test_fail("wider than %u: '%.*s'", width, SPAN_ARG(line));
		for (size_t i = 0; i < line.len; i++)
			if ((unsigned char)line.ptr[i] < 0x20 || line.ptr[i] == 0x7f)
				test_fail("control byte %02x in '%.*s'", line.ptr[i], SPAN_ARG(line));
		if (has(line, "\xe2\x80\xae") || has(line, "\xe2\x81\xa6"))
			test_fail("a mark of direction in '%.*s'", SPAN_ARG(line));
	}
	assert_int_equal(utf8_valid(page), page.len);
}

/* Lines before FINDINGS, SOURCES and the like. */
static inline unsigned screen_lines(struct span page)
{
	static const char *const ends[] = { "\nFINDINGS\n", "\nNOT VISIBLE, all\n", "\nSOURCES\n" };
	size_t end = page.len;
	unsigned n = 0;

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t at = span_find(page, span_of(ends[i]));

		if (at < end)
			end = at;
	}
	for (size_t i = 0; i < end; i++)
		n += page.ptr[i] == '\n';
	return n;
}

#endif
