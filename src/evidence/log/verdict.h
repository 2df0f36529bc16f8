/*
 * verdict.h -- the words by which sensors say what became of something:
 * accept, tunnel-up, TCP_DENIED, NXDOMAIN, quarantined.
 */
#ifndef EVIDENCE_LOG_VERDICT_H
#define EVIDENCE_LOG_VERDICT_H

#include "evidence/log/event.h"

enum verdict {
	VERDICT_NONE,		/* says nothing */
	VERDICT_ACCEPTED,	/* let through; also the end of an accepted session */
	VERDICT_REFUSED,
	VERDICT_RESET,
	VERDICT_SILENT,		/* let through, nobody answered */
	VERDICT_DETECTED,	/* seen and not stopped */
	VERDICT_QUARANTINED,
	VERDICT_DELIVERED,
	VERDICT_STARTED,
	VERDICT_SUCCESS, VERDICT_FAILURE,	/* of whatever was tried */
	VERDICT_LOGIN_OK, VERDICT_LOGIN_FAILED
};

/*
 * Of an action, outcome or status; letter case and separators do not count.
 * When the whole is not known, its first word is asked ("deny - policy 7").
 */
enum verdict verdict_of(struct span text);

/* What is known of a connection: the verdict, and bytes when they were counted. */
enum outcome verdict_flow(enum verdict v, const struct event *ev);

/* A DNS answer by its code ("NOERROR", "NXDOMAIN", 3); UNKNOWN when it is none. */
enum outcome outcome_of_rcode(struct span code);

/* An HTTP answer by its status to somebody who asked through a proxy or on the wire. */
enum outcome outcome_of_status(unsigned status, uint64_t bytes_in);

/* 100..599, or 0. */
unsigned status_read(struct span text);

#endif
