/*
 * inline_cleaner.h -- what the two files that clean a passage share:
 * inline.c (emphasis, code, the passage as a whole), inline_link.c (links,
 * pictures, inline HTML).  Every take looks at `at` and moves behind what it
 * took; false: nothing was taken.
 */
#ifndef FORMAT_INLINE_CLEANER_H
#define FORMAT_INLINE_CLEANER_H

#include "format/inline.h"

#define NOWHERE  SIZE_MAX
#define BRACKETS 32		/* open at the same time */

/* An opening mark that waits for its partner, by character and length. */
enum mark { MARK_STAR, MARK_LINE, MARK_WAVE, MARK_PLUS, MARKS };

struct bracket {
	size_t text;		/* where it stands in the result */
	bool image;
};

struct cleaner {
	struct inline_text *t;
	struct span raw;
	size_t at;
	bool asciidoc;
	size_t open[MARKS][3];	/* place in the result of a run of 1, 2, 3, or NOWHERE */
	bool no_code[4];	/* no closing run of so many backticks follows */
	bool no_comment;	/* no --> follows */
	struct bracket bracket[BRACKETS];
	unsigned brackets;
	struct inline_link macro;	/* an AsciiDoc or HTML link that is open */
	bool in_macro;
	size_t macro_end;	/* where its ] stands in raw */
	size_t no_macro;	/* no address before here is followed by a text */
};

static inline struct span cleaner_rest(const struct cleaner *c)
{
	return span_skip(c->raw, c->at);
}

/* The byte at a place of the passage; a blank outside of it. */
static inline char cleaner_near(const struct cleaner *c, size_t at)
{
	return at < c->raw.len ? c->raw.ptr[at] : ' ';
}

static inline bool cleaner_word(char c)
{
	return ascii_alnum(c) || (unsigned char)c >= 0x80;
}

/* Append to the result; take back what was appended there. */
void cleaner_emit(struct cleaner *c, struct span s);
void cleaner_drop(struct cleaner *c, size_t from, size_t len);

/* inline_link.c */
void cleaner_open_bracket(struct cleaner *c, bool image);
void cleaner_close_bracket(struct cleaner *c);
void cleaner_close_link(struct cleaner *c);	/* of AsciiDoc or HTML */
bool cleaner_macro(struct cleaner *c);		/* https://a.example[text], link:file[text] */
bool cleaner_angle(struct cleaner *c);		/* <https://a.example>, <br>, a comment */

#endif
