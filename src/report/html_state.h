/* html_state.h -- what the HTML report keeps until its end; private to html*.c. */
#ifndef REPORT_HTML_STATE_H
#define REPORT_HTML_STATE_H

#include "report/text_state.h"

#include "value/kind.h"

/* Rows of a table that is still usable in a browser; what is more is counted. */
#define ROWS_GAPS     300
#define ROWS_HAPPENED 150
#define ROWS_VALUES   500
#define MARKS_MOST    20000	/* of the timeline */
#define LANES_MOST    4000
#define SAID_MOST     6000	/* records of what advisories say */

enum { SHELF_ACTED, SHELF_JUDGE, SHELF_TRIED, SHELF_EXPLAINED, SHELF_ASIDE, SHELVES };

/* Findings of one class: the first ones whole. */
struct shelf {
	struct span *json;
	uint32_t count;
	uint64_t all;
};

struct shelf_row {
	const char *class, *words;	/* of the records; for people */
	uint32_t most;
};
extern const struct shelf_row shelf_rows[SHELVES];

/* Something that happened, on the timeline. */
struct mark {
	int64_t from, to;
	uint32_t lane;
	uint8_t shelf;
};

/* A record that belongs to the advisory before it. */
struct said {
	const struct node *node;
	uint32_t advisory;
};

struct html {
	struct report *report;
	struct out *out;
	struct text *text;
	struct shelf shelf[SHELVES];
	struct table shown;		/* ids of findings that have a row of their own */
	struct mark *mark;
	uint32_t marks;
	uint64_t marks_lost;
	struct table lanes;		/* machine keys */
	struct said *said;
	uint32_t saids;
	uint64_t said_lost;
	struct table met;		/* "kind value" -> times met, but for mentions */
	struct buf b;			/* scratch */
};

/* ---- html_parts.c: pieces of every section */

/* Escaped. */
void html_text(struct html *h, struct span s);
/* Words of a sentence: values as such, F-numbers as links to their rows. */
void html_words(struct html *h, struct span s);
/* The text's scratch line as words; clears it. */
void html_line(struct html *h);
/* The same from h->b. */
void html_scratch(struct html *h);
/* Text of others, values in it defanged. */
void html_others(struct html *h, struct span text);
/* A value that can be copied; kind may be NULL. */
void html_value(struct html *h, struct span value);
void html_path(struct html *h, struct span path, struct span value);
void html_count(struct html *h, uint64_t n, const char *one, const char *many);
void html_dates(struct html *h, int64_t from, int64_t to);
/* <section> with a heading and, when `lead` is not NULL, a sentence of ours below it. */
void html_section(struct html *h, const char *id, const char *heading, const char *lead);
void html_section_end(struct html *h);
/* "12 more ... are not shown here ..."; nothing when n is 0. */
void html_more(struct html *h, uint64_t n, const char *one, const char *many);
/* A row of a list of facts; nothing when the text is empty. */
void html_fact(struct html *h, const char *name, struct span text);

/* ---- html_strip.c: a period as a strip, months above it */

struct strip {
	int64_t from, to;
};
/* <td> with the names of the periods; ticks are drawn by strip_open. */
void strip_axis(struct html *h, const struct strip *s);
/* <td><svg>: then strip_bar any number of times, then strip_close. */
void strip_open(struct html *h, const struct strip *s, struct span label);
void strip_bar(struct html *h, const struct strip *s, int64_t from, int64_t to,
	       const char *class);
void strip_close(struct html *h);

/* ---- the sections */
void html_head(struct html *h);			/* html_head.c: up to the first screen */
void html_foot(struct html *h);
void html_answer(struct html *h);		/* html_answer.c */
void html_verdicts(struct html *h);		/* html_advisory.c: all advisories */
void html_timeline(struct html *h);		/* html_timeline.c */
void html_machines(struct html *h);		/* html_machines.c */
void html_findings(struct html *h);		/* html_findings.c */
void html_coverage(struct html *h);		/* html_coverage.c */
void html_gaps(struct html *h);
void html_advisories(struct html *h);		/* html_advisory.c */
void html_read(struct html *h);			/* what `read` says */
void html_about(struct html *h);		/* html_head.c: who ran what */

/* "affected", for style: the answer of a verdict when it is one of the five. */
const char *answer_class(const struct node *verdict);

/* Made from html.css and html.js when tocsin is built. */
struct html_file {
	const char *text;
	size_t length;
	const char *digest;		/* for the content policy: "sha256-..." */
};
extern const struct html_file html_style, html_script;

#endif
