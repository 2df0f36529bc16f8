/*
 * event.h -- one record of a log as its family understands it: time, ends,
 * outcome, and which bytes mean what.  Made only for records with a hit, for
 * the census, and always for leases and log-ons.
 *
 * What a record does not say stays unset: never guessed.
 */
#ifndef EVIDENCE_LOG_EVENT_H
#define EVIDENCE_LOG_EVENT_H

#include "base/span.h"
#include "base/time.h"
#include "value/address.h"

enum event_class {		/* what kind of happening this family records */
	EVENT_OTHER,
	EVENT_FLOW,		/* firewall, flow: src started it towards dst */
	EVENT_DNS,		/* a question: src asked the resolver */
	EVENT_DNS_ECHO,		/* the resolver's own line about a question (forwarded, reply) */
	EVENT_PROXY,		/* src asked a proxy for a URL */
	EVENT_SERVER,		/* src asked a server of ours */
	EVENT_LOGIN,		/* src (user) wanted in */
	EVENT_MAIL,		/* a message passed */
	EVENT_PROCESS,		/* a program or command ran (or was stopped) on a machine */
	EVENT_FILE,		/* a file was written, seen or stopped on a machine */
	EVENT_LEASE,		/* an address belongs to a machine for a while */
	EVENT_LOGON,		/* a user is on a machine */
	EVENT_TLS,		/* certificate or server name seen on the wire */
	EVENT_ALERT,		/* a sensor's judgement of a flow */
};

enum outcome {			/* DESIGN.md 4 */
	OUTCOME_UNKNOWN, OUTCOME_DATA, OUTCOME_LET_THROUGH, OUTCOME_REFUSED, OUTCOME_RESET,
	OUTCOME_NO_ANSWER, OUTCOME_LOGIN_OK, OUTCOME_LOGIN_FAILED, OUTCOME_BLOCKED_BY_AGENT,
	OUTCOME_DELIVERED, OUTCOME_QUARANTINED, OUTCOME_ANSWERED, OUTCOME_STARTED, OUTCOME_AT_REST,
	OUTCOME_COUNT
};
const char *outcome_name(enum outcome o);	/* "let-through" */

enum meaning {			/* what the bytes of a field mean (rule 2) */
	MEANING_NONE,		/* named, but no contact: an id, a rule name */
	MEANING_SRC, MEANING_DST,	/* address of an end */
	MEANING_QUERY,		/* DNS name asked for */
	MEANING_ANSWER,		/* DNS answer */
	MEANING_HOST,		/* host asked for: HTTP Host, SNI, CONNECT */
	MEANING_URL,		/* the whole URL asked for */
	MEANING_PATH,		/* path and query of a request (join with the host) */
	MEANING_REFERRER, MEANING_AGENT, MEANING_FORWARDED,
	MEANING_CERTIFICATE,	/* fingerprint, subject or issuer of the peer */
	MEANING_HASH,		/* content hash of a program or file of this record */
	MEANING_FILE,		/* path or name of the file or program of this record */
	MEANING_COMMAND,	/* a command or script that ran */
	MEANING_USER,
	MEANING_SENDER, MEANING_RECIPIENT, MEANING_SUBJECT, MEANING_LINK,	/* mail */
	MEANING_REGISTRY,	/* key of this record */
	MEANING_TEXT,		/* free text: a mention */
	MEANING_NESTED,		/* a whole raw record inside this one (SIEM export): parse it */
};

struct field {
	enum meaning meaning;
	struct span name;	/* as the source calls it */
	struct span value;	/* inside the record's bytes, still escaped as there */
};

#define EVENT_FIELDS 64

enum time_status { TIME_UNKNOWN, TIME_STATED, TIME_CONFIGURED, TIME_ASSUMED };

struct event {
	enum event_class class;
	int64_t time;		/* TIME_NONE: not readable, or no year to be had */
	struct civil civil;	/* as written; log.c makes `time` of it by the zone rules */
	struct span time_raw;
	enum time_status zone;

	bool has_src, has_dst;
	struct address src, dst;	/* src began it, dst is the other end */
	uint16_t src_port, dst_port;
	int8_t src_local, dst_local;	/* 1 ours, 0 not ours, -1 not said (sensor's own fields) */
	enum outcome outcome;
	bool has_bytes;
	uint64_t bytes_out, bytes_in;	/* from src; to src */

	struct span sensor;	/* who wrote the record: firewall, resolver, proxy */
	struct span computer;	/* the machine the record is about (event log, agent, lease) */
	struct span user, mailbox, process;
	struct span via;	/* proxy, VPN pool: what stands between src and the machine */

	/* EVENT_LEASE, EVENT_LOGON: src is `computer` (or `user`) from lease_from to lease_to. */
	int64_t lease_from, lease_to;
	struct span mac;

	bool agent_mark;	/* the record says that an agent on the machine stopped it */
	bool clicked;		/* a person's click: browser agent or referrer (rule 1) */

	struct field field[EVENT_FIELDS];
	uint32_t fields;
};

/* Add a field; beyond EVENT_FIELDS it is dropped. */
void event_field(struct event *ev, enum meaning meaning, struct span name, struct span value);

/* Set an end from text ("10.0.0.1", "[::1]:443" sets the port too) and add its field. False: no address. */
bool event_src(struct event *ev, struct span name, struct span text);
bool event_dst(struct event *ev, struct span name, struct span text);

#endif
