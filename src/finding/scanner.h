/* scanner.h -- what the parts of the scanner share; private to finding/. */
#ifndef FINDING_SCANNER_H
#define FINDING_SCANNER_H

#include "base/hash.h"
#include "evidence/grammar/grammar.h"
#include "evidence/log/log.h"
#include "finding/range.h"
#include "finding/scan.h"
#include "finding/scan_queue.h"
#include "finding/scan_twice.h"
#include "finding/tally.h"
#include "match/recorder.h"
#include "match/seek.h"

#define ENGINES_MAX  8
#define HITS_HELD    16384	/* of one block; what comes beyond is told as a gap */
#define ITEM_BUDGET  (96u << 20)	/* beside what is held of files (opening_limits.memory) */
#define HEAD_BYTES   (64u << 10)
#define GRAMMAR_BYTES (24u << 10)	/* what a grammar is chosen by */
#define PASSWORD_MOST 64
#define WHOLE_CENSUS (64u << 20)	/* of an uneven log (scan_sample.c) all is counted */
#define MESSAGE_MOST 256	/* bytes of a Message-ID that are kept */

/* The text that is being gone through: a log, or something with a grammar. */
struct text {
	struct log log;
	const struct grammar *grammar;	/* chosen at the first hit: most texts have none */
	bool grammar_known;
	struct span sample;		/* in scanner->sample */
	struct blocks *blocks;
	enum blocks_kind kind;
	bool large;		/* a log of more than WHOLE_CENSUS: only samples are counted */
	bool undigested;	/* a log too long to be digested */
	bool uneven;		/* a log that has told something else than traffic */
	bool ids, timed;	/* in front of this piece of it ids ran on, times were met */
	bool body;		/* of a message: scan_mail.c's */
	struct event event;	/* of the record at hand */
	struct span ahead;	/* the next record, if it is parsed already */
	bool tied;		/* the last record that counts tied an address to a machine */
	struct seeker ties;	/* words of records that do, once one was sampled (scan_sample.c) */
	bool parsed, left_out;	/* the event is valid; it is outside --since/--until */
	uint64_t record;	/* ordinal of the record at hand */
	unsigned sensors;	/* different ones met, counted to two */
};

/* What is known of a thing, beside what the opening knows. */
struct scan_thing {
	struct item_end end;		/* of a file or member; a message counts for its mailbox */
	char sha256[ITEM_LAYERS][65];
	uint32_t layers;
	uint32_t steps;			/* of the chain, when it began */
	struct item_end *outer_end;
	struct span outer_name;
	bool speaks;			/* something was said about it, or about what is inside */
	bool files, records;		/* it holds files; logs or mail */
	bool long_log;		/* too long to be digested: not digested */
	bool zeros;			/* of its text: then it is more than a text */
	bool given_up;			/* digests of a layer were; its bytes are counted */
	unsigned passwords;		/* known when it began */
	unsigned typed_from, bytes_from, rules_from;	/* of scanner.twice, when it began */
	size_t kept;			/* of scanner.kept, the same */
	struct letter *letter;	/* scan_mail.c: when it came and to whom, once that was read */
};

struct scanner {
	const struct sweep_shared *shared;
	struct channel *parent;
	struct arena arena;	/* the item's */
	struct engine_state engine[ENGINES_MAX];
	unsigned engines;
	struct hit *held;
	uint64_t *line_of;	/* of the first `numbered` of them, which were sent */
	size_t holds, numbered;
	struct hit *url_host;	/* of one block: hosts whose path stands elsewhere (HIT_URL_HOST) */
	size_t url_hosts;
	bool overflow, rules_only;	/* of text nothing is looked for, and nothing noted */
	struct tally *tally;
	struct blocks *blocks;
	char *head;		/* of the text, HEAD_BYTES */
	char *sample;		/* the beginning of a text that is no log */
	const struct grammar *own;	/* of tocsin's own output */
	struct buf out, shown, targets;	/* shown, targets: of the HTML of a message */
	struct recorder *recorder;	/* NULL: nothing is noted */
	struct buf notes;		/* the last segment of the item */
	struct buf listed;		/* who lists the value at hand */
	struct { bool known; uint32_t of; struct set_indicator sign; } asked;	/* last */
	uint32_t segments;		/* of the item, `notes` included */
	struct noted note;		/* what else is noted of the item */
	struct buf kept;	/* texts of the messages around, up to kept_read looked through */
	size_t kept_read;
	char password[OPENING_WORDS][PASSWORD_MOST];	/* out of them */
	struct opening opening;
	struct scan_thing thing[OPENING_DEPTH + 2];	/* by depth */

	/* The item at hand. */
	const struct item_order *order;
	int fd;
	struct thing *here;	/* the innermost thing */
	struct item_end *end;	/* of it, or of the mailbox that it belongs to */
	struct span name;	/* path or name of it */
	struct span value_name;	/* of the program's value at hand */
	struct scan_twice twice;
	struct text *text;
	struct mail_queues queues;
	struct file_range range;
	uint64_t messages;	/* of the mailbox that the file is, so far */
	uint64_t told;		/* bytes when SWEEP_PROGRESS was due */
	int64_t told_at, rules_left;	/* ms: when that was sent; rules may still take */
	struct where noted;	/* where what the tally holds was seen */
	uint64_t noted_part;
	struct observation seen;	/* the one being made */
	uint64_t line_block, line;	/* lines are counted up to line_at of this block */
	size_t line_at;
};

/* scan_hits.c: observations out of held hits. */

/* Held hits from..to: all in `record`, which scan_record has just parsed; or in no record. */
int scan_record_hits(struct scanner *s, const struct block *block, struct span record,
		     size_t from, size_t to, struct error *e);
int scan_loose_hits(struct scanner *s, const struct block *block, size_t from, size_t to,
		    struct error *e);
/* SWEEP_HIT for every held hit, before judgement. */
int scan_send_hits(struct scanner *s, const struct block *block, struct error *e);
/* Held hits where `place` says what each stands in: ground, meaning, field, times. */
typedef void scan_place_fn(struct scanner *s, const struct block *block, const struct hit *hit,
			   struct observation *o);
int scan_placed_hits(struct scanner *s, const struct block *block, size_t from, size_t to,
		     scan_place_fn *place, struct error *e);
/* Hits of typed fields: the name or the digest of a file. */
int scan_field_hits(struct scanner *s, enum ground ground, struct span matched, uint64_t size,
		    struct error *e);
/*
 * Parse the record at hand into s->text->event; census and --since/--until are
 * applied.  Not `counted`: it is looked at for what was found in it, and what is
 * told of the log does not depend on that.
 */
void scan_record(struct scanner *s, struct span record, bool counted);

/* 1-based line of a place in the block; asked for in rising order, or begun anew. */
uint64_t scan_line_of(struct scanner *s, const struct block *block, size_t at);

/* scan_show.c: SWEEP_SHOWN for what is met (setup.show). */
int scan_show_layer(struct scanner *s, const struct thing *t, struct error *e);
int scan_show_header(struct scanner *s, struct span text, struct error *e);
int scan_show_value(struct scanner *s, const struct part *value, struct error *e);
int scan_show_record(struct scanner *s, const struct block *block, struct span record,
		     struct error *e);
/* The beginning of a text without records, or of bytes that are none. */
int scan_show_text(struct scanner *s, const struct block *block, bool binary, struct error *e);

/* scan_join.c: URLs whose host and path stand in two fields of the record just parsed. */
int scan_join_urls(struct scanner *s, const struct block *block, struct span record, size_t from,
		   size_t to, struct error *e);

/* scan_mail.c: the header and the bodies of a message. */
int  scan_header(struct scanner *s, struct thing *t, struct span text, struct error *e);
int  scan_body_block(struct scanner *s, const struct block *block, struct error *e);
/* It lies in a message that --since or --until leave out. */
bool scan_mail_left_out(const struct thing *t);
/* scan_mail_words.c: a text of the message at hand, which may name a password. */
void scan_mail_keep(struct scanner *s, struct span text);
/* A container comes: the words behind "password" in what was kept are tried on it. */
void scan_mail_words(struct scanner *s);
/* A message ends, and with it what its texts said. */
void scan_mail_forget(struct scanner *s, const struct scan_thing *message);
/* What is seen inside a message is about the message: when, and in whose mailbox. */
void scan_mark_mail(struct scanner *s);

/* A short text by itself: what is found in it stands where `place` says. */
int scan_piece(struct scanner *s, const struct block *piece, scan_place_fn *place, struct error *e);

/* scan_value.c: a typed value of the thing at hand. */
int scan_value(struct scanner *s, const struct part *p, struct error *e);

/* scan_text.c: text and bytes through engines. */
/* One block; what is found is held. */
int scan_engines(struct scanner *s, const struct block *block, bool binary, struct error *e);
int scan_text(struct scanner *s, const struct content *c, struct error *e);
/* A log of more than this is only sampled: WHOLE_CENSUS. */
uint64_t scan_large(const struct scanner *s);
/* Is there more of the text at hand than `most` bytes, as is stated or as it was read? */
bool scan_exceeds(const struct scanner *s, uint64_t most);
/* scan_rules.c: all bytes of a layer through engines; a rule that matches is one observation. */
int scan_whole(struct scanner *s, const struct thing *t, const struct layer *l, struct error *e);
int64_t scan_rules_time(const struct scanner *s);	/* milliseconds, for a whole item */
/* Rules see the file at hand whole, and nobody else wants more of it: the rest was passed over. */
bool scan_leave_to_rules(struct scanner *s);

/* scan_hits.c: the sign of held hits from..to, of which `best` is meant, without a place. */
bool scan_sign(struct scanner *s, size_t best, size_t from, size_t to, struct observation *o);
/* `want` bytes around from..to of `text`, whole characters. */
struct span scan_context(struct span text, size_t from, size_t to, size_t want);

/* scan_digest.c: of what is met, looked up; the text at hand may be a log, without digests. */
void scan_undigest(struct scanner *s, struct text *t);
int  scan_digests(struct scanner *s, const struct thing *t, const struct layer *l, char *sha256,
		  struct error *e);
/* SHA-256 of a file that something was found in, when nobody has asked for it before. */
void scan_file_digest(struct scanner *s, struct scan_thing *file);

/* scan_things.c: what the opening tells. */
extern const struct opening_listener scan_listener;
int scan_thing_gap(struct scanner *s, struct span reason, const char *detail, uint64_t bytes,
		   bool minor, struct error *e);

/* scan.c */
int scan_progress(struct scanner *s, struct error *e);
/* To the parent: what the tally holds; s->out; what is held, whatever failed (rc < 0), or soon. */
int scan_tell(struct scanner *s, struct error *e);
int scan_send_seen(struct scanner *s, uint32_t type, struct error *e);
int scan_send_held(struct scanner *s, int rc, struct error *e);
int scan_rest(struct scanner *s, int rc, struct error *e);
/* One observation, s->seen, about the thing at hand; `record` as in tally_add. */
int scan_note(struct scanner *s, uint64_t record, struct error *e);
/* A typed value through the engines; its hits are held. */
int scan_field(struct scanner *s, const struct typed_field *field, struct error *e);

#endif
