/* origin.h -- a zygote as its parent sees it; private to base/ (pool.c). */
#ifndef BASE_ORIGIN_H
#define BASE_ORIGIN_H

#include <sys/types.h>

#include "base/cursor.h"
#include "base/process.h"

struct origin {
	struct channel channel;	/* fd -1: there is none */
	pid_t pid;
};

void origin_init(struct origin *o);
int  origin_start(struct origin *o, const char *program, struct error *e);
void origin_close(struct origin *o);	/* it leaves by itself, and is reaped */

/* Its next answer, which must be of `type`, to be read from *out. */
int  origin_answer(struct origin *o, uint32_t type, struct cursor *out, struct error *e);

/* Tell it its job.  When it died early the reason waits in its answer: never fails for that. */
int  origin_prepare(struct origin *o, const struct pool_options *options, struct error *e);
/* Have it fork a worker: our end of the worker's channel, or -1 and *e. */
int  origin_fork(struct origin *o, struct error *e);

#endif
