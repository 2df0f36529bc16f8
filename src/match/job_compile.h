/*
 * job_compile.h -- compiling a set as a job of the worker process.
 *
 * The parent hands in a log of wire records and a descriptor to write the
 * image to; the worker answers once.
 */
#ifndef MATCH_JOB_COMPILE_H
#define MATCH_JOB_COMPILE_H

#include "base/process.h"

enum compile_order {
	/*
	 * u64 bytes of the log, u64 carried behind it, u64 aside behind that, u64 seed,
	 * u8 asks?; with their descriptor
	 */
	COMPILE_SET = 1,
};

/* What the zygote is told to prepare (struct setup.needs). */
enum compile_need {
	COMPILE_PATTERNS = 1,	/* the log holds some */
};

enum compile_answer {
	COMPILE_DONE = 101,	/* u64 bytes of the image, span of its asks (recall.h) */
	COMPILE_FAILED,		/* u8 code, span text */
};

/* Setup descriptor 0: where the image is written. */
extern const struct job compile_job;

#endif
