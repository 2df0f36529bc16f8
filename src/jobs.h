/*
 * jobs.h -- every job a worker process can be given: one row each (X-macro).
 * The code of a job stands in the folder that it belongs to.
 */
JOB(walk_job)		/* evidence: find and open what is to be swept */
JOB(read_job)		/* advisory: document -> intel records */
JOB(knowledge_job)	/* advisory: published files -> tables of names and values */
JOB(compile_job)	/* match: intel records -> set */
JOB(sweep_job)		/* finding: item -> observations */
