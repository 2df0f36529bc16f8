/*
 * finding.h -- a judged observation: one indicator, one machine, one peer, one
 * direction and outcome, in one item (DESIGN.md 1, 4).
 */
#ifndef FINDING_FINDING_H
#define FINDING_FINDING_H

#include "finding/observation.h"
#include "finding/window.h"

enum finding_class {
	FINDING_COMPROMISE,	/* something here acted */
	FINDING_ATTEMPT,	/* someone outside acted on us */
	FINDING_UNJUDGED,	/* a person must look */
	FINDING_EXPLAINED,	/* a stated harmless reason */
	FINDING_MENTION,	/* words, not contact */
	FINDING_CLASSES
};
const char *finding_class_name(enum finding_class c);

enum started { STARTED_UNKNOWN, STARTED_US, STARTED_THEM };
const char *started_name(enum started s);

enum direction {
	DIRECTION_NONE, DIRECTION_INBOUND, DIRECTION_OUTBOUND, DIRECTION_INTERNAL,
	DIRECTION_TRANSIT
};
const char *direction_name(enum direction d);

/* Roles that a user's label gives a source (rule 3). */
enum source_role {
	SOURCE_PLAIN, SOURCE_FIREWALL, SOURCE_PROXY, SOURCE_NAT, SOURCE_RESOLVER,
	SOURCE_MAIL_GATEWAY, SOURCE_REVERSE_PROXY, SOURCE_SCANNER, SOURCE_HONEYPOT,
	SOURCE_QUARANTINE, SOURCE_LAB, SOURCE_BACKUP, SOURCE_INTEL, SOURCE_ROLES
};
const char *source_role_name(enum source_role r);
enum source_role source_role_of(struct span name);	/* SOURCE_ROLES: no such role */

#define FINDING_WHY 8

struct finding {
	char uid[37];			/* once it is written (records.h) */
	enum finding_class class;
	enum started started_by;
	enum direction direction;
	enum outcome outcome;
	bool has_host;
	struct address host;		/* the machine here */
	struct span name;		/* only when a source ties it (rule 10) */
	struct span user, mailbox, process;
	struct span peer;		/* address or name at the other end */
	uint16_t peer_port;
	struct span via, via_kind, sensor;
	struct span owner;		/* of files without a name: where they were handed in */
	bool by_name;			/* only a file's name, not its content */
	bool echo;			/* the resolver's own line about a question */
	bool own;			/* the listed address is ours (rule 10) */
	bool is_new;			/* since the answer before, of a case */
	bool aged;			/* outside the margin for every advisory that lists it */
	const char *why[FINDING_WHY];
	struct span logic;		/* the pattern that holds with it, or empty */
	struct span marked;		/* by whom, when and why, or empty */
	struct span why_label;		/* the user's label that explains it, or empty */
	uint32_t whys;
	struct observation seen;	/* borrowed; last, as its spots are in it */
};

/* Bytes of it that mean something. */
static inline size_t finding_size(const struct finding *f)
{
	return offsetof(struct finding, seen) + observation_size(&f->seen);
}

/* One that is kept has no more memory than that: it is never assigned whole. */
static inline void finding_copy(struct finding *to, const struct finding *from)
{
	memcpy(to, from, finding_size(from));
}

/* A constant sentence; people are told the last one. */
void finding_why(struct finding *f, const char *why);
void finding_why_first(struct finding *f, const char *why);

/* The bytes that must be equal for two judged observations of an item to be one finding. */
void finding_key(struct buf *b, const struct finding *f);

/* Put `more` (same key) into `into`; spans stay borrowed. */
void finding_merge(struct finding *into, const struct finding *more);

#endif
