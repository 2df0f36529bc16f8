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
	EVENT_HTTP,		/* a sensor on the way saw src ask dst for a URL */
	EVENT_TRANSFER,		/* a sensor saw a file pass between src and dst */
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
	EVENT_CLASSES
};
const char *event_class_name(enum event_class c);	/* "dns-echo" */

/*
 * DESIGN.md 4.  DATA needs bytes both ways (or an HTTP answer below 400 with a
 * body); an accept without them is LET_THROUGH.  Of a DNS question: ANSWERED
 * with records; REFUSED when the resolver refused or gave 0.0.0.0 or ::;
 * NO_ANSWER for NXDOMAIN, SERVFAIL and silence.
 */
enum outcome {
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
	MEANING_COUNT
};

/*
 * Only names that are known get a field: a hit that lies in no field of a
 * record is unjudged, one in a field of MEANING_NONE is named and no contact.
 */
struct field {
	enum meaning meaning;
	struct span name;	/* as the source calls it */
	struct span value;	/* inside the record's bytes, escaped as there (but see `nested`) */
};

#define EVENT_FIELDS 64

/* Some sensors write two records of one connection: when it begins and when it ends. */
enum event_part { PART_WHOLE, PART_BEGINS, PART_ENDS };

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
	/*
	 * Who began is not said: src and dst are merely the two ends (an agent's
	 * local and remote without a direction, one half of a flow).
	 */
	bool either_way;
	enum event_part part;
	enum outcome outcome;
	bool has_bytes;
	uint64_t bytes_out, bytes_in;	/* from src; to src */

	/* Names without the escapes of the record: until the next log_parse. */
	struct span sensor;	/* who wrote the record: firewall, resolver, proxy */
	/*
	 * The machine the record is about (event log, agent, lease): the end whose
	 * *_local is 1 when only one is, else src of a process, file or lease.
	 */
	struct span computer;
	struct span user, mailbox, process;
	struct span message;	/* EVENT_MAIL: its Message-ID, without brackets */
	/*
	 * EVENT_MAIL: how the gateway's own lines call the message, and what they call
	 * it from here on (a filter or a second queue took it over).
	 */
	struct span queue, next_queue;
	struct span via;	/* proxy, VPN pool: what stands between src and the machine */

	/* EVENT_LEASE, EVENT_LOGON: src is `computer` (or `user`) from lease_from to lease_to. */
	int64_t lease_from, lease_to;	/* TIME_NONE: not said; log_parse fills one by `time` */
	bool lease_ended;	/* the address was given back at `time` */
	struct span mac;
	/* EVENT_LOGIN to a VPN: the address that its pool gave to `user` from `time` on. */
	bool has_given;
	struct address given;

	bool agent_mark;	/* the record says that an agent on the machine stopped it */
	bool clicked;		/* a person's click: browser agent or referrer (rule 1) */
	bool log_cleared;	/* the record says that the log before it was deleted (1102, 104) */
	bool has_record_id;
	uint64_t record_id;	/* runs on by one in a whole log */

	/*
	 * Address columns of this record that hold something which is neither
	 * empty, nor "-", nor an address, nor like a host name: addresses that
	 * were taken out for privacy.
	 */
	uint32_t masked;

	/*
	 * The record carried another one with escapes of its own (a raw line
	 * inside JSON).  Fields of that one point into nested_text, which is
	 * unescaped and lives until the next log_parse; find a hit in them by
	 * value, not by position.
	 */
	bool nested;
	struct span nested_text;

	uint32_t fields;
	struct field field[EVENT_FIELDS];	/* last: not cleared with the rest */
};

/* Nothing known: what a family is handed. */
void event_clear(struct event *ev);

/* Add a field; beyond EVENT_FIELDS it is dropped. */
void event_field(struct event *ev, enum meaning meaning, struct span name, struct span value);

/* The first field with this meaning, or NULL. */
const struct field *event_find(const struct event *ev, enum meaning meaning);

/* Nothing is said in it: "", "-", "N/A", "(null)", "none", "unknown" and the like. */
bool event_unset(struct span text);

/*
 * Set an end from text ("10.0.0.1", "[::1]:443", "10.0.0.1:443", "10.0.0.1#53"
 * and "10.0.0.1/443" set the port too, unless it is set) and add its field.
 * False: no address; then `masked` may have been counted.
 */
bool event_src(struct event *ev, struct span name, struct span text);
bool event_dst(struct event *ev, struct span name, struct span text);
bool event_end_parse(struct span text, struct address *out, uint16_t *port);

/* Decimal port or count; false and *out untouched when it is none. */
bool event_port(struct span text, uint16_t *out);

/* Read a time at the start of `text` (time_read) into civil and time_raw; bytes taken or 0. */
size_t event_when(struct event *ev, struct span text);

/* The same from a date and a time of day that stand apart, and a zone ("+0200", "UTC") or empty. */
bool event_when_apart(struct event *ev, struct span date, struct span clock, struct span zone);

/* Give civil the zone written as "+0200", "+02:00", "UTC", "CEST", unless it has one. */
void event_zone(struct event *ev, struct span zone);

/* Whole span is an epoch in s, ms, us or ns (by size), perhaps with a fraction: time, stated. */
bool event_epoch(struct event *ev, struct span text);

#endif
