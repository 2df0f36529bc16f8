/*
 * reader.h -- one zygote for all that becomes of an advisory: it forks who reads it, then
 * who compiles the set, then the workers of the sweep.  What it opened before its
 * sandbox closed serves all three.
 */
#ifndef READER_H
#define READER_H

#include "base/process.h"
#include "run.h"

/*
 * One or two readers.  Not `full`: when files of rules are all that will be read, by
 * their names, they are lean: converters and containers are left out (POOL_LACKING).
 */
int  reader_open(struct tocsin_run *run, bool two, bool full, struct pool **out, struct error *e);
/* Well done: what comes next may have it (run->processes.workers). */
void reader_close(struct tocsin_run *run, struct pool *pool, bool well);

/* The zygote of the reader, where that has all that `o` needs; or another one. */
int  compiler_open(struct tocsin_run *run, const struct pool_options *o, struct pool **out,
		   struct error *e);
void compiler_close(struct tocsin_run *run, struct pool *pool, bool well);

#endif
