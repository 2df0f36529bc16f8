/*
 * halves.h -- a long list that two readers read: what the second one says is
 * kept until the first one is done, so that the order is that of the list.
 */
#ifndef HALVES_H
#define HALVES_H

#include "run.h"

#define HALVES_LEAST (UINT64_C(4) << 20)	/* bytes of a document that is worth two */

struct halves {
	bool used;		/* for the document at hand */
	bool over[2];		/* front, back */
	uint64_t document;	/* its bytes, as the front says */
	int fd;			/* records of the back, as they came; -1 */
	uint64_t size;
};

/* Is one of the documents long enough? */
bool halves_worth(const struct options *o);
/* And this one? */
bool halves_fit(int fd);

int  halves_begin(struct halves *h, struct error *e);
int  halves_keep(struct halves *h, struct span records, struct error *e);
/* All that was kept, in one span, to `take`; and forget it. */
int  halves_take(struct halves *h, int (*take)(void *context, struct span records,
					       struct error *e), void *context, struct error *e);
void halves_end(struct halves *h);

#endif
