/*
 * lines.h -- what a line of plain text looks like: for Markdown, AsciiDoc and
 * plain text alike.  Every function looks at one line and once.
 */
#ifndef FORMAT_LINES_H
#define FORMAT_LINES_H

#include "format/document.h"

#define TEXT_HEAD   4096	/* of the bytes shown, what the probes of text look at */
#define LINES_SPLIT (1u << 20)	/* a longer paragraph is given in pieces of whole lines */

struct span line_right_trim(struct span line);
size_t line_indent(struct span line);	/* columns, a tab reaches the next multiple of 4 */
struct span line_dedent(struct span line, size_t columns);	/* at most that many */

/* The character of a line that is one run of it, 3 or more ("====="), else 0. */
char line_rule(struct span line);

/* A list marker in front ("-", "*", "1.", "a)", a bullet) and a blank: its length with the blanks, else 0. */
size_t line_marker(struct span trimmed);

/* Detection rules stand in prose without any mark around them. */
enum line_code { LINE_PLAIN, LINE_YARA_IMPORT, LINE_YARA, LINE_SNORT };
enum line_code line_code(struct span line);

/* Code without marks around it, from its first line to its last. */
struct rule_block {
	enum line_code kind;	/* LINE_PLAIN: none is open */
	size_t indent;		/* of its first line */
	unsigned lines;
	bool opened;		/* its brace was met */
};

/* Begin with the line that line_code has named. True when it is already whole. */
bool rule_begin(struct rule_block *r, enum line_code kind, struct span line);

enum rule_line {
	RULE_INSIDE,		/* the line belongs to it */
	RULE_LAST,		/* ... and is its last */
	RULE_BEFORE,		/* it had ended before this line */
};
enum rule_line rule_next(struct rule_block *r, struct span line);

const char *rule_language(enum line_code kind);	/* "yara", "snort" */

#endif
