/*
 * job_read.h -- reading advisories as a job of the worker process.
 *
 * The parent hands in one document (or one value of the command line) at a
 * time; the worker answers with wire records (intel.h) and an end.
 */
#ifndef ADVISORY_JOB_READ_H
#define ADVISORY_JOB_READ_H

#include "base/process.h"

enum read_order {
	/* u32 index, i64 now, u8 allow private, brief, share; span source; with the descriptor */
	READ_DOCUMENT = 1,
	READ_VALUE,		/* the same, span source is the value; no descriptor */
};

/*
 * When brief, indicators behind the first READ_FULL of a document (of its back:
 * all) that are searched for by themselves come as what a set needs of them
 * (wanted_encode).  Share: enum advisory_share.
 */
#define READ_FULL 4000

enum read_answer {
	READ_RECORDS = 101,	/* u32 length, record, ... (intel_encode): any number */
	READ_DONE,		/* u64 bytes of the document, u8 another day may read otherwise */
	READ_FAILED,		/* u8 code, span text */
};

extern const struct job read_job;

#endif
