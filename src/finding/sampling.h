/*
 * sampling.h -- which lines of a block of a large or even log are looked at
 * (scan_sample.c); private to finding/.
 */
#ifndef FINDING_SAMPLING_H
#define FINDING_SAMPLING_H

#include "finding/scanner.h"

struct text_marks {
	size_t hit, host;	/* held hits, hosts of URLs in front of these are done with */
};

struct sampling {
	const struct block *block;
	size_t at;			/* lines in front of this are done with */
	bool counted;			/* the last line was not only wanted for a hit */
	size_t sample;			/* where the next line to be counted stands */
	const struct seeker *ties;	/* of the text */
	size_t sought, comment;		/* where the next of them, the next comment stands */
	bool comments;
};

/* The record just parsed into t->event is one more that shows whether the log is even. */
void sampling_record(struct text *t);
/* No record of the block needs to be looked at but those that a sampling gives. */
bool sampling_will_do(struct scanner *s, const struct block *block);

void sampling_begin(struct sampling *g, const struct scanner *s, const struct block *block);
/* The next line that is wanted; false: no more. */
bool sampling_next(struct sampling *g, const struct scanner *s, const struct text_marks *m,
		   struct span *line);

#endif
