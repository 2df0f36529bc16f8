/*
 * observation.h -- what a worker saw and the parent judges: like hits of one
 * item put together, with the facts of their records but without an opinion.
 *
 * Workers do not know whose addresses are ours or which machine had a lease;
 * so an observation keeps both ends, the meaning of the place and the outcome
 * as stated, and the judge (judge.h) decides when everything has been seen.
 */
#ifndef FINDING_OBSERVATION_H
#define FINDING_OBSERVATION_H

#include "base/frame.h"
#include "evidence/log/event.h"
#include "intel/intel.h"
#include "value/address.h"
#include "value/kind.h"

/* The ground a hit stands on (rule 2). */
enum ground {
	GROUND_RECORD,		/* a record that its log family understood */
	GROUND_UNKNOWN_RECORD,	/* free text of an unknown format: unjudged */
	GROUND_DOCUMENT,		/* prose, page, mail body: mention */
	GROUND_LIST,		/* list of indicators, deny list, zone, rule pack: mention */
	GROUND_DENY,		/* a command that denies: mention */
	GROUND_COMMAND,		/* a command that ran or runs: script, history, cron, unit */
	GROUND_CONFIG,		/* configuration that names it: unjudged */
	GROUND_FILE_CONTENT,	/* the digest of a file at rest */
	GROUND_FILE_NAME,	/* the name or path of a file at rest */
	GROUND_BYTES,		/* inside a file that is neither text nor known */
	GROUND_COPY,		/* the item is a copy of the advisory itself */
	GROUND_LINK,		/* where a document at rest leads */
	GROUND_PROGRAM,		/* what a program at rest says of itself, by its field */
	GROUND_COUNT
};
const char *ground_name(enum ground g);
/* "flow", "dns": what kind of happening a record tells, as `event` in the records. */

#define OBSERVATION_PLACES 10	/* shown of each; all are counted */
#define OBSERVATION_ALSO   8
#define OBSERVATION_ADVISORIES 65536	/* of one value at most */

/* One of the first places. */
struct spot {
	uint64_t offset, length;	/* in the decoded text of the item */
	uint64_t line, record;		/* 1-based, 0: not known */
	int64_t time;			/* TIME_NONE: not known */
	struct span matched;		/* as written */
	struct span message;		/* Message-ID of the message that it is about */
	struct span string;		/* of a rule: which of its strings, "$a" */
	struct span context;		/* around it, whole characters */
};

struct value_ref {
	enum kind kind;
	struct span value;
};

struct observation {
	struct value_ref indicator;
	uint16_t listed_port;		/* the indicator's; 0: any */
	uint8_t confidence;
	int64_t valid_from, valid_until;
	struct span listed;		/* the advisories that list it: u32 each (frame.h) */
	struct value_ref also[OBSERVATION_ALSO];
	uint32_t alsos;
	struct span engine;
	bool leaf;		/* of patterns: with `also`, all leaves of its record or line */

	enum ground ground;
	enum meaning meaning;
	enum event_class class;
	uint16_t veil;			/* union over the hits */
	struct span field;		/* name of the field, as the source calls it */

	uint64_t count;
	int64_t first, last;		/* TIME_NONE: not known */
	enum time_status zone;
	struct span time_raw;		/* of the first */

	bool has_src, has_dst;
	struct address src, dst;
	uint16_t src_port, dst_port;	/* 0: not stated, or several */
	int8_t src_local, dst_local;
	enum outcome outcome;
	bool has_bytes;
	uint64_t bytes_out, bytes_in;
	struct span sensor, computer, user, mailbox, process, via;
	bool clicked, agent_mark;
	bool either_way;		/* src and dst are ends; who began is not said */
	enum event_part part;			/* for the tally only: does not travel */

	/* Last, since most have one: what stands behind those that there are means nothing. */
	uint32_t spots;
	struct spot spot[OBSERVATION_PLACES];
};

/* Bytes of it that mean something. */
static inline size_t observation_size(const struct observation *o)
{
	return offsetof(struct observation, spot) + o->spots * sizeof(o->spot[0]);
}

static inline void observation_copy(struct observation *to, const struct observation *from)
{
	memcpy(to, from, observation_size(from));
}

static inline uint32_t observation_advisories(struct span listed)
{
	return (uint32_t)(listed.len / 4);
}

/* The n-th of them. */
uint32_t observation_advisory(struct span listed, uint32_t n);

/* Of so many advisories as one observation may have, or *c is bad. */
struct span observation_listed(struct cursor *c);

/* Decoding borrows from the cursor; enums and counts are checked (c->bad). */
void observation_encode(struct buf *b, const struct observation *o);
void observation_decode(struct cursor *c, struct observation *o);
/* Its lines are other ones now: into the bytes before `end`, out of which it was decoded. */
void observation_set_lines(const struct observation *o, char *end);

/* The bytes that must be equal for two hits of an item to be one observation. */
void observation_key(struct buf *b, const struct observation *o);

#endif
