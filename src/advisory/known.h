/*
 * known.h -- names of the tables (intel/knowledge.h) in running text.
 *
 * A name that is also an ordinary word ("Play", "Snake") needs a word beside
 * it that says what is named ("Play ransomware"), or certain names beside it
 * in a list; until then it is doubtful.  Where a name means several things the
 * noun beside it decides, then its spelling, then whose main name it is; what
 * is left open is told.
 */
#ifndef ADVISORY_KNOWN_H
#define ADVISORY_KNOWN_H

#include "advisory/concerned.h"
#include "intel/intel.h"
#include "intel/knowledge.h"

#define KNOWN_TEXT_MAX (32u << 10)	/* of a text; the rest is not read */

struct name_met {
	const struct known *known;
	struct span written;		/* part of the text */
	size_t from;			/* its place in the text */
	bool certain;
	bool people;			/* malware, but the words behind it speak of its people */
	uint32_t people_len;		/* bytes of " gang" behind it */
	bool only_people;		/* nothing else is meant: "X is a ransomware group" */
	bool told;			/* the words beside it say that it is what it is */
	struct strings may_be;		/* ids; more than one: it could not be decided */
	struct concerned concern;	/* of a sector: what it is named for */
};

#define KNOWN_MET_MAX 1500	/* names of one text */

/* Room for the names of one text; used again for the next. */
struct known_finder {
	struct span text;
	struct meeting {
		const struct known_name *names;
		size_t from, to;
		bool certain, threat;
		bool word;		/* spelt as an ordinary word may be */
		bool program;		/* "net.exe" */
		const char *noun;	/* what the word beside it says it is */
		struct concerned concern;	/* of a sector */
	} met[KNOWN_MET_MAX];
	uint32_t count;
};

struct surroundings;

/* `around` (may be NULL): of the passage that is `text`, for its sectors. */
void known_find(struct known_finder *f, struct span text, struct surroundings *around);

/* Name `i` below f->count, in the order of the text. False: nothing after all. */
bool known_met(const struct known_finder *f, uint32_t i, struct name_met *met);

/*
 * What a name of this kind ("actor", "malware", ...; NULL: any) is in the
 * tables, or NULL.
 */
const struct known *known_of_kind(struct span name, const char *kind);

#endif
