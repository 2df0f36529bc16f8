/*
 * job_knowledge.h -- making the tables of names and values anew, as a job of the
 * worker process (renewal.h).
 *
 * The tables to begin with come with the setup: its descriptor, when there is
 * one, holds them in the form that is written; without one it is the shipped ones.
 */
#ifndef ADVISORY_JOB_KNOWLEDGE_H
#define ADVISORY_JOB_KNOWLEDGE_H

#include "base/process.h"

enum knowledge_order {
	KNOWLEDGE_FILE = 1,	/* nothing; with the descriptor of a published file */
	KNOWLEDGE_END,		/* that was all */
};

enum knowledge_answer {
	KNOWLEDGE_TAKEN = 101,	/* span kind, span date, u64 rows */
	KNOWLEDGE_TEXT,		/* the tables (renewal_write) */
	KNOWLEDGE_FAILED,	/* u8 code, span text; nothing more comes of this worker */
};

extern const struct job knowledge_job;

#endif
