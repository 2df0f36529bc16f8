/*
 * names.h -- the dictionary of what logs call their fields.
 *
 * Whether a firewall says srcip, src_ip, source.ip, SourceAddress or c-ip, it
 * means the end that began: SLOT_SRC.  A slot says what a named value is for;
 * facts.h makes an event of them.
 */
#ifndef EVIDENCE_LOG_NAMES_H
#define EVIDENCE_LOG_NAMES_H

#include "evidence/log/event.h"

enum slot {
	SLOT_NONE,		/* not in the dictionary */
	/* When. TIME_LATE is when somebody else heard of it. */
	SLOT_TIME, SLOT_TIME_LATE, SLOT_DATE, SLOT_CLOCK, SLOT_ZONE,
	/* Ends. CLIENT, SERVER give way to SRC, DST; LOCAL, REMOTE need a direction. */
	SLOT_SRC, SLOT_DST, SLOT_CLIENT, SLOT_SERVER, SLOT_SRC_PORT, SLOT_DST_PORT,
	SLOT_LOCAL, SLOT_LOCAL_PORT, SLOT_REMOTE, SLOT_REMOTE_PORT,
	SLOT_SRC_NAT, SLOT_DST_NAT, SLOT_MACHINE_IP, SLOT_FORWARDED, SLOT_SRC_HOST,
	/* What was asked for. */
	SLOT_QUERY, SLOT_ANSWER, SLOT_RCODE,
	SLOT_HOST, SLOT_URL, SLOT_PATH, SLOT_PATH_ANY, SLOT_REQUEST, SLOT_REFERRER, SLOT_AGENT,
	SLOT_METHOD, SLOT_STATUS, SLOT_CERTIFICATE, SLOT_JA3,
	/* Files and programs. */
	SLOT_HASH, SLOT_HASHES, SLOT_FILE, SLOT_PROCESS, SLOT_PARENT, SLOT_COMMAND, SLOT_REGISTRY,
	/* People and mail. */
	SLOT_USER, SLOT_TARGET_USER, SLOT_SENDER, SLOT_RECIPIENT, SLOT_SUBJECT, SLOT_LINK,
	SLOT_MESSAGE_ID, SLOT_QUARANTINE,	/* ... where the gateway put it */
	/* Machines. MACHINE is the one meant or the one that wrote, by the kind of event. */
	SLOT_COMPUTER, SLOT_MACHINE, SLOT_SENSOR, SLOT_MAC,
	/* Judgement. */
	SLOT_ACTION, SLOT_RESULT, SLOT_TYPE, SLOT_SUBTYPE, SLOT_EVENT, SLOT_EVENT_ID,
	SLOT_CHANNEL, SLOT_PROVIDER, SLOT_DIRECTION, SLOT_SRC_ROLE, SLOT_DST_ROLE,
	SLOT_SRC_IS_LOCAL, SLOT_DST_IS_LOCAL, SLOT_SENT, SLOT_RECEIVED, SLOT_BYTES, SLOT_STATE,
	SLOT_RECORD_ID,
	SLOT_RAW,		/* perhaps a whole record of another kind */
	SLOT_TEXT,		/* free text */
	SLOT_NAMED,		/* a name that is no contact: a rule, a category, a group */
	SLOT_COUNT
};

#define NAME_MAX_LEN 96		/* longer names are in no dictionary */

struct name_row {
	const char *name;	/* lower case, without separators */
	uint8_t slot;
};

/* `name` in lower case with letters and digits only; its length, 0 when it is too long. */
size_t name_plain(struct span name, char out[NAME_MAX_LEN]);

/* The slot of a plain name in sorted rows, or 0. */
uint8_t name_search(const struct name_row *row, size_t count, struct span plain);

/* What a field is for; of a plain name. */
enum slot name_slot(struct span plain);

/* The same for a name as written, asking a family's own sorted rows first (may be NULL). */
enum slot name_find(const struct name_row *own, size_t count, struct span name);

enum meaning slot_meaning(enum slot slot);

/* The rows of the whole dictionary; NULL behind the last. */
const struct name_row *name_row_at(size_t i);

/*
 * Names come again with every record.  A cache in front of name_find, for the
 * names of one log; zeroed memory is an empty one.
 */
#define NAME_CACHE 256

struct name_cache {
	struct {
		uint8_t len;	/* 0: empty */
		uint8_t slot;
		char name[46];
	} row[NAME_CACHE];
};

enum slot name_cached(struct name_cache *cache, const struct name_row *own, size_t count,
		      struct span name);

#endif
