/*
 * engine.h -- what finds signs in evidence.
 *
 * Engines are shown *parts* of one item after the other: blocks of text and
 * typed fields.  The set they search for is immutable and shared; each worker
 * has its own state.  Value sets need only `text` and `field`; YARA an item;
 * Sigma a record.  One file and one row in list.h each.
 */
#ifndef MATCH_ENGINE_H
#define MATCH_ENGINE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/span.h"
#include "value/address.h"
#include "value/kind.h"

struct recorder;
struct set;

/* How the value was written in the evidence (bits; 0: plainly). */
enum veil {
	VEIL_DEFANGED	= 1 << 0,	/* evil[.]com, hxxp:// */
	VEIL_PERCENT	= 1 << 1,	/* %65vil.com, http%3A%2F%2Fevil.com */
	VEIL_ESCAPED	= 1 << 2,	/* JSON or C escapes, \/ \u002e */
	VEIL_UTF16	= 1 << 3,	/* two bytes a character inside bytes */
	VEIL_IDNA	= 1 << 4,	/* U-label written, A-label listed */
	VEIL_BASE64	= 1 << 5,
	VEIL_WRAPPED	= 1 << 6,	/* link of a mail protection service */
	VEIL_REVERSED	= 1 << 7,	/* 19.221.216.103.in-addr.arpa: always a mention */
	VEIL_EMBEDDED	= 1 << 8,	/* IPv4 inside an IPv6 form */
	VEIL_LABELS	= 1 << 9,	/* (4)evil(3)com(0) of the Windows DNS debug log */
};

/*
 * No indicator: the host of a listed URL stands here without a path behind it.
 * Logs that keep host and path in two fields are joined by who knows the record.
 */
#define HIT_URL_HOST UINT32_MAX

/* One occurrence. Offsets count bytes of the text block (or 0, field length). */
struct hit {
	uint32_t indicator;	/* position in the set, or HIT_URL_HOST */
	uint64_t offset;
	uint32_t length;	/* of the whole written form, veil included */
	uint16_t veil;
	uint16_t port;		/* written behind an address or host, 0: none */
	struct span string;	/* of a rule: which of its strings, "$a"; lives with the set */
};

/* In order of offset, longest first.  Nonzero stops the scan. */
typedef int hit_fn(void *context, const struct hit *hit);

struct engine_state {		/* one per worker and engine */
	const struct set *set;
	struct recorder *recorder;	/* notes what is shown (recorder.h), or NULL */
	struct arena *arena;	/* of the item: scratch, dies with it */
	hit_fn *hit;
	void *context;
	void *own;		/* the engine's */
	uint64_t cut;		/* veiled stretches left as they are: a bound on hostile text */
	bool zeros;		/* zero bytes were met in text; the caller's to clear */
};

/* A block of text: whole records, or a piece of one that is longer than a block. */
struct text_block {
	struct span bytes;	/* UTF-8, or raw bytes when `binary` */
	/* So many bytes in front were shown before: hits that end there are known. */
	uint32_t overlap;
	bool binary;		/* look for UTF-16 strings too */
	/*
	 * The record goes on in the next block of this item, whose overlap shows
	 * the end of this one again (8 KiB is right).  Hits that end in the last
	 * 4 KiB are held back for it, since what they belong to may be cut here.
	 */
	bool more;
};

/* A thing with all its bytes: a file, a member, the inside of a compressed file. */
struct whole_item {
	struct span bytes;
	struct span name;	/* path or name, for rules that ask */
	int seconds;		/* at most, for all rules together */
	bool mapped;		/* a file, which may shrink meanwhile */
};

enum field_kind {		/* typed evidence, looked up by value */
	FIELD_ADDRESS, FIELD_HOST, FIELD_URL, FIELD_EMAIL, FIELD_SUBJECT, FIELD_DIGEST,
	FIELD_PATH, FIELD_USER_AGENT, FIELD_FINGERPRINT, FIELD_OTHER
};

struct typed_field {
	enum field_kind kind;
	enum kind exact;	/* of DIGEST (md5 ...), FINGERPRINT (ja3 ...) and OTHER */
	struct span text;	/* as it stands; digests as hex */
};

struct engine {
	const char *name;	/* "set": in findings */
	const char *about;
	/*
	 * Once, before the workers are forked: what they share beside the set itself.
	 * It is code in a way, so it happens behind the filter.  NULL: nothing.
	 */
	int  (*load)(struct set *set, struct error *e);
	void (*unload)(struct set *set);
	int  (*open)(struct engine_state *s, struct error *e);	/* NULL: nothing to do */
	void (*close)(struct engine_state *s);
	int  (*begin_item)(struct engine_state *s, struct error *e);
	/* 0 done, 1 the callback stopped it, -1 and *e. */
	int  (*text)(struct engine_state *s, const struct text_block *block, struct error *e);
	int  (*field)(struct engine_state *s, const struct typed_field *field, struct error *e);
	/*
	 * All bytes at once.  Hits of one rule follow one another, each with its
	 * `string`; a rule that needs none has one of length 0.  -1 and *e when the
	 * rules were not all tried: ERR_LIMIT (time, matches), ERR_IO (the file shrank).
	 */
	int  (*whole)(struct engine_state *s, const struct whole_item *item, struct error *e);
	int  (*end_item)(struct engine_state *s, struct error *e);
};

const struct engine *engine_at(size_t i);	/* NULL behind the last */

/* `load` of all engines; set_close unloads. */
int  engines_load(struct set *set, struct error *e);
void engines_unload(struct set *set);

/* Does any engine want this set's items as a whole? */
bool engines_want_whole(const struct set *set);
/* And none their text, their fields or their digests? */
bool engines_want_only_whole(const struct set *set);

#endif
