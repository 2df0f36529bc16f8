/* jobs.h -- the worker jobs of this folder, rows of src/jobs.c. */
#ifndef FINDING_JOBS_H
#define FINDING_JOBS_H

#include "base/process.h"

/* What a lean zygote of the sweep is told to prepare (struct setup.needs). */
enum sweep_need {
	SWEEP_RULES = 1,	/* YARA: the set holds some */
	SWEEP_PATTERNS = 2,	/* so it does of patterns */
};

extern const struct job sweep_job;

#endif
