/* jobs.h -- the worker jobs of this folder, rows of src/jobs.c. */
#ifndef FINDING_JOBS_H
#define FINDING_JOBS_H

#include "base/process.h"

extern const struct job sweep_job;

#endif
