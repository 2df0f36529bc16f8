/* scanner.h -- what the parts of the scanner share; private to finding/. */
#ifndef FINDING_SCANNER_H
#define FINDING_SCANNER_H

#include "base/hash.h"
#include "evidence/blocks.h"
#include "evidence/grammar/grammar.h"
#include "evidence/log/log.h"
#include "finding/scan.h"
#include "finding/tally.h"
#include "format/format.h"

#define ENGINES_MAX  8
#define HITS_HELD    16384	/* of one block; what comes beyond is told as a gap */
#define ITEM_BUDGET  (192u << 20)
#define HEAD_BYTES   (64u << 10)
#define GRAMMAR_BYTES (24u << 10)	/* what a grammar is chosen by */
#define WHOLE_CENSUS (64u << 20)	/* logs up to here are counted record by record */

/* The text that is being gone through: a log, or something with a grammar. */
struct text {
	struct log log;
	const struct grammar *grammar;	/* chosen at the first hit: most texts have none */
	bool grammar_known;
	struct span sample;		/* in scanner->sample */
	struct blocks *blocks;
	enum blocks_kind kind;
	bool mail;		/* a mailbox swept as text */
	struct event event;	/* of the record at hand */
	bool parsed, left_out;	/* the event is valid; it is outside --since/--until */
	uint64_t record;	/* ordinal of the record at hand */
	unsigned sensors;	/* different ones met, counted to two */
};

struct scanner {
	const struct sweep_shared *shared;
	struct channel *parent;
	struct arena arena;	/* the item's */
	struct engine_state engine[ENGINES_MAX];
	unsigned engines;
	struct hit *held;
	size_t holds;
	struct hit *url_host;	/* of one block: hosts whose path stands elsewhere (HIT_URL_HOST) */
	size_t url_hosts;
	bool overflow;
	struct tally *tally;
	struct blocks *blocks;
	char *head;		/* of the text, HEAD_BYTES */
	char *sample;		/* the beginning of a text that is no log */
	const struct grammar *own;	/* of tocsin's own output */
	struct buf out;
	struct digests digests;	/* idle between layers */

	/* The item at hand. */
	const struct item_order *order;
	struct where where;
	struct item_end end;
	struct text *text;
	uint64_t told;		/* bytes at the last SWEEP_PROGRESS */
	struct stream *file;	/* the outermost stream, for progress */
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
/* Hits of typed fields: the name or the digest of a file. */
int scan_field_hits(struct scanner *s, enum ground ground, struct span matched, uint64_t size,
		    struct error *e);
/* Parse the record at hand into s->text->event; census and --since/--until are applied. */
void scan_record(struct scanner *s, struct span record);

/* scan_join.c: URLs whose host and path stand in two fields of the record just parsed. */
int scan_join_urls(struct scanner *s, const struct block *block, struct span record, size_t from,
		   size_t to, struct error *e);

/* scan_text.c: text and bytes through engines. */
int scan_text(struct scanner *s, struct stream *stream, enum charset charset,
	      const struct format *format, struct error *e);

/* scan.c */
int scan_gap(struct scanner *s, struct span reason, const char *detail, uint64_t bytes,
	     bool minor, struct error *e);
int scan_progress(struct scanner *s, struct error *e);
struct span scan_reason(const struct error *why);

#endif
