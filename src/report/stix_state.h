/* stix_state.h -- what the STIX bundle keeps until its end; private to stix*.c. */
#ifndef REPORT_STIX_STATE_H
#define REPORT_STIX_STATE_H

#include <stdio.h>

#include "report/text_state.h"

#include "value/kind.h"

#define MET_MOST      300000	/* values: searched for, or met */
#define OBSERVED_MOST 5000	/* findings that become observed-data */
#define REFS_MOST     50	/* observed-data that one sighting names */
#define STIX_ID       96	/* "windows-registry-key--" and a UUID */

/* One value and what became of it. */
struct met {
	struct span kind, value, advisory;	/* the id of the first that lists it */
	uint64_t times, acted, tried, judge, mentioned;
	int64_t first, last;
	uint32_t observed;			/* the first kept finding and one, 0: none */
};

/* A finding that becomes observed-data. */
struct observed {
	const struct node *finding;
	uint32_t next;				/* of the same value, and one */
	char id[STIX_ID];			/* empty: nothing that STIX can show */
};

struct stix {
	struct report *report;
	struct out *out;
	struct text *text;
	struct table values;			/* "kind value" -> met[] */
	struct met *met;
	uint64_t met_lost;
	struct observed *observed;
	uint32_t observeds;
	uint64_t observed_lost;
	struct table left_out;			/* "kind value" that was not searched for */
	struct table written;			/* ids of objects that stand in the bundle */
	struct buf name, pattern;		/* scratch */
	int64_t now;				/* when the sweep began */
	char identity[STIX_ID], about[STIX_ID];	/* who says it; the report object */
	char marking[STIX_ID];			/* empty: no TLP */
};

/* ---- stix_object.c: what all objects have */

/* "indicator--" and the UUID of a name of ours. */
void stix_id(const char *type, struct span name, char *out);
/* Opens an object with type, spec_version, id; common: created, modified, by whom, TLP. */
void stix_open(struct stix *s, const char *type, const char *id);
void stix_common(struct stix *s);
void stix_close(struct stix *s);
/* A string whatever its bytes are: what is not UTF-8 becomes U+FFFD. */
void stix_string(struct out *o, const char *key, struct span text);
/* The identity and the TLP, once. */
void stix_frame(struct stix *s);

/* ---- stix_value.c: a value as a pattern, and as an observable */

/* Append "[ipv4-addr:value = '192.0.2.1']". */
void stix_pattern(enum kind kind, struct span value, struct buf *out);
/*
 * Write the observable unless it stands there already; its id. False: STIX has
 * none for this kind.
 */
bool stix_observable(struct stix *s, enum kind kind, struct span value, char *id);
/* An address alone or with its port, "10.1.1.1" or "[2001:db8::1]:443": what it is, or false. */
bool stix_host(struct stix *s, struct span host, char *id, uint16_t *port);
/* Who talked to whom. Ends may be empty, but not both. */
struct stix_ends {
	char source[STIX_ID], target[STIX_ID];
	uint16_t source_port, target_port;
	uint64_t sent, received;		/* by the source */
	int64_t from, to;
	bool v6;
};
void stix_traffic(struct stix *s, const struct stix_ends *ends, char *id);
void stix_account(struct stix *s, struct span user, char *id);

/* ---- stix_seen.c: observed-data, indicators, sightings */
void stix_findings(struct stix *s);
void stix_sightings(struct stix *s);

#endif
