/*
 * pdf_code.h -- rules in the text of a page: line by line, from first to last.
 */
#ifndef FORMAT_PDF_CODE_H
#define FORMAT_PDF_CODE_H

#include "format/lines.h"

struct pdf_code {
	enum line_code kind;
	unsigned lines, depth;
	int quote;			/* open at the end of the line before */
	bool opened, comment;
	bool whole;			/* the last line was its last */
};

/* A rule begins with this line. */
bool pdf_code_begins(struct pdf_code *c, struct span line);

enum pdf_code_line {
	PDF_CODE_LINE,		/* one more line */
	PDF_CODE_GOES_ON,	/* the rest of the line before */
	PDF_CODE_BEFORE,	/* the rule had ended before */
};
/* `full`: its first word would not have fitted into `last`, the line before. */
enum pdf_code_line pdf_code_next(struct pdf_code *c, struct span last, struct span line, bool full);

#endif
