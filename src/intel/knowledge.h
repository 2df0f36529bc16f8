/*
 * knowledge.h -- what names mean: ids and other names of actors, malware,
 * tools, campaigns, techniques, sectors, countries, organisations, products,
 * and the vulnerabilities that CISA knows to be exploited.
 *
 * The table ships with the program (packs/names.tsv, packs/words.tsv).  One
 * name may mean several things: all of them are given, nothing is chosen here.
 * Call knowledge_prepare once, before the sandbox; without it nothing is known.
 * All spans live as long as the process.
 */
#ifndef INTEL_KNOWLEDGE_H
#define INTEL_KNOWLEDGE_H

#include "base/error.h"
#include "base/span.h"

#define KNOWN_LONGEST 48	/* bytes of a folded name */

enum known_kind {
	KNOWN_ACTOR, KNOWN_MALWARE, KNOWN_TOOL, KNOWN_CAMPAIGN, KNOWN_TECHNIQUE,
	KNOWN_SECTOR, KNOWN_COUNTRY, KNOWN_ORGANISATION, KNOWN_PRODUCT,
	KNOWN_REVOKED,		/* a technique's old id: `name` is the id that holds now */
	KNOWN_KEV,		/* id: the CVE; name: the day it was added; `ransomware` */
	KNOWN_KINDS
};

struct known {
	enum known_kind kind;
	struct span id, name;	/* "G0016", "APT29"; id empty: none is known */
	bool ransomware;
};

struct known_name {
	const struct known *of;
	struct span written;	/* as the table spells it */
	bool main;		/* the name it goes by, not another one */
	bool ordinary;		/* also an ordinary word */
	bool exact;		/* only in these very letters */
	const struct known_name *next;	/* something else of this name */
};

/*
 * The table of `text`, in the form of packs/names.tsv, which must live as long
 * as the process; of no bytes: the shipped one.
 */
int knowledge_prepare(struct span text, struct error *e);
/* The shipped one, when somebody first looks for a name: to index it takes milliseconds. */
void knowledge_later(void);

/* The shipped tables as they stand in packs/ (without comments); the day they were made. */
struct span knowledge_shipped(void);
struct span knowledge_shipped_day(void);
extern const char ordinary_text[];
extern const size_t ordinary_text_size;

/* "actor", as it stands in records. */
const char *known_kind_name(enum known_kind kind);

/*
 * Add the letters and digits of `word` to a folded name, in small letters;
 * false when it becomes too long to be one.
 */
bool knowledge_fold(struct span word, char folded[KNOWN_LONGEST], size_t *len);

/* The folded form of a whole name, "The" in front dropped; empty when too long to be one. */
struct span knowledge_key(struct span name, char folded[KNOWN_LONGEST]);

/* Everything that bears the folded name ("cozybear"), or NULL. */
const struct known_name *knowledge_named(struct span folded);

/* The same for a name as it is written. */
const struct known_name *knowledge_written(struct span name);

/* The technique, revoked id or CVE with this id (upper case), or NULL. */
const struct known *knowledge_id(struct span id);

/* How many names and ids are known. */
uint32_t knowledge_count(void);

/* Something was prepared: an id that is not known does not exist. */
bool knowledge_is_there(void);

#endif
