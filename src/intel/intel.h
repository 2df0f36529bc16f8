/*
 * intel.h -- what an advisory says, as plain data: the records that `read`
 * prints (DESIGN.md 4).  No I/O here.  Spans are borrowed from whoever made
 * the record; wire.h carries records between processes and files.
 */
#ifndef INTEL_INTEL_H
#define INTEL_INTEL_H

#include "base/span.h"
#include "base/time.h"
#include "value/kind.h"
#include "value/where.h"

enum role {
	ROLE_INDICATOR,		/* to be swept for */
	ROLE_BENIGN, ROLE_REFERENCE, ROLE_CONTACT, ROLE_VICTIM, ROLE_EXAMPLE, ROLE_RULE_BODY,
	ROLE_COUNT
};
const char *role_name(enum role role);
enum role role_of_name(struct span name);	/* ROLE_COUNT: no such role */

#define INTEL_MANY 16		/* whys, names, bodies kept per record */

struct strings {
	struct span item[INTEL_MANY];
	uint32_t count;
};
void strings_add(struct strings *s, struct span item);	/* beyond INTEL_MANY: dropped */

struct body {			/* who vouches for the advisory, and how */
	struct span name, stance, scope;
};

struct advisory {
	struct span id;		/* stable: the publisher's id, else from the content's hash */
	struct span source;	/* path as given */
	struct span sha256;	/* hex, of the document's bytes */
	struct span format, title, tlp;	/* tlp: "CLEAR"; "WHITE" is kept as stated */
	int64_t published, activity_from, activity_to;	/* TIME_NONE: not stated */
	struct body body[INTEL_MANY];
	uint32_t bodies;
	struct strings refers_to, contacts;
	bool pack;		/* an intel pack: reconstructed from public sources */
};

struct indicator {
	enum kind kind;
	enum role role;
	struct span value;	/* canonical */
	struct span as_written;
	uint16_t port;		/* 0: none */
	uint8_t confidence;	/* 0..100 */
	uint32_t advisory;	/* index of the advisory in the job */
	struct strings why;
	struct strings entities;	/* ids */
	struct span logic;	/* empty, or the tree this leaf stands in */
	bool regex;		/* the value is a regular expression (value/expression.h) */
	int64_t valid_from, valid_until;
	struct where where;
};

/* Not one value, but all that fit: a regular expression, or wildcards in it. */
bool indicator_is_pattern(const struct indicator *i);

struct rule {
	struct span language, name, text, why_not;
	struct strings mended;	/* what was done to the text so that it can stand alone */
	uint32_t advisory;
	bool compiles, runs;
	struct where where;
};

struct entity {
	struct span kind, name, id, stated;	/* id empty: not known */
	struct strings as_written;
	struct strings may_be;	/* ids, when the name means several things */
	struct span note;	/* "not an id of ATT&CK", "known to be exploited since ..." */
	struct span aside;	/* why the document names it in passing only; empty: it does not */
	struct span why;	/* of a sector: what makes it a target; empty: nothing is told */
	bool unknown;		/* a name that no table knows */
	uint32_t advisory, count;
	struct where where;
};

struct assessment {
	struct span body, verb, scope, statement, term, yardstick;	/* scope may be empty */
	uint32_t advisory;
	uint8_t low, high;	/* percent; 0,0: no band */
	struct where where;
};

/* Part of an advisory that could not be read; also used for evidence. */
struct intel_gap {
	struct span reason, detail;
	uint32_t advisory;
	bool unread;		/* a page, annex or attachment: excludes not-seen (rule 8) */
	struct where where;
};

enum intel_type {
	INTEL_ADVISORY = 1, INTEL_INDICATOR, INTEL_RULE, INTEL_ENTITY, INTEL_ASSESSMENT, INTEL_GAP
};

struct intel_record {
	enum intel_type type;
	union {
		struct advisory advisory;
		struct indicator indicator;
		struct rule rule;
		struct entity entity;
		struct assessment assessment;
		struct intel_gap gap;
	};
};

/* A name that the document is about, not one that it names in passing. */
static inline bool intel_is_entity(const struct intel_record *r)
{
	return r->type == INTEL_ENTITY && !r->entity.aside.len;
}

/* Whoever reads a document hands every record to one of these. -1 stops the reading. */
struct intel_sink {
	int (*take)(void *context, const struct intel_record *record, struct error *e);
	void *context;
};

/* Wire form (frame.h). Decoding borrows from the cursor; false on nonsense. */
void intel_encode(struct buf *b, const struct intel_record *r);
bool intel_decode(struct cursor *c, struct intel_record *r);

/*
 * Of an indicator only what a set is compiled from, as lists of millions go to
 * the compiler: a record of its own on the wire, which intel_decode refuses.
 */
#define INTEL_WANTED 7

struct wanted {
	struct span value;
	int64_t valid_from, valid_until;
	uint32_t advisory;
	uint16_t port;
	uint8_t kind, confidence;
	bool leaf;		/* counts only together with others */
	bool regex;
};

bool wanted_is_pattern(const struct wanted *w);
struct wanted wanted_of(const struct indicator *i);
void wanted_encode(struct buf *b, const struct wanted *w);
bool wanted_decode(struct cursor *c, struct wanted *w);		/* all of the cursor's bytes */

/* The number of the advisory that a record belongs to in a job (not of INTEL_ADVISORY itself). */
void intel_renumber(struct intel_record *r, uint32_t advisory);

/* One line of the records that `read` prints (DESIGN.md 4), without the line break. */
struct out;
void intel_json(struct out *o, const struct intel_record *r);
void advisory_json(struct out *o, const struct advisory *a);

#endif
