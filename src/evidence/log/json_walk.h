/*
 * json_walk.h -- the leaves of a JSON object as names and values: the name is
 * the path of keys to the leaf ("source.ip"), looked up whole, then without
 * its first key, and so on; the value is the token's inside in the record.
 */
#ifndef EVIDENCE_LOG_JSON_WALK_H
#define EVIDENCE_LOG_JSON_WALK_H

#include "evidence/log/facts.h"

#define WALK_DEPTH 16	/* deeper values are not looked at */

struct walk {
	struct facts *f;
	struct name_cache *cache;	/* may be NULL */
	bool zeek;		/* the record is one of Zeek's: its names go first */
	bool list;		/* holds values that only lists of indicators have */
	bool wrapper;		/* holds records, is none */
	struct span zeek_path;	/* "conn" */
	uint32_t leaves;
};

/*
 * Hand all leaves of `text` (one object) to the facts.  False: not JSON, or no
 * object.  Values of the form {"Name": n, "#text": v} in arrays count as n: v;
 * strings that hold an object are followed once.
 */
bool json_walk(struct walk *w, struct span text);

/* An array under this name, in the outermost object, holds records ("Records"). */
bool json_is_wrapper(struct span key);

/* Take the next whole {...} off *rest, stepping into one that does not end. */
bool json_object_next(struct span *rest, struct span *object);

#endif
