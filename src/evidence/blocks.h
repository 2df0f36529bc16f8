/*
 * blocks.h -- a stream of text as blocks of whole records.
 *
 * Every byte is given exactly once (but for `overlap`), in blocks of about
 * BLOCK_BYTES that stay in cache and end where a record ends, so that engines
 * and parsers never see half a line.  What follows is the same for every size
 * of reads: a record longer than RECORD_MAX comes in pieces, cut at fixed
 * distances from its start and overlapping by OVERLAP bytes.  Blocks of lines
 * end behind the last line break in front of each multiple of BLOCK_BYTES, so
 * that a reader who begins at one (blocks_begin_at) gets the same ones.
 *
 * Records are lines, or (BLOCKS_JSON) the objects that are elements of an
 * array of a JSON document, wherever the line breaks stand.
 */
#ifndef EVIDENCE_BLOCKS_H
#define EVIDENCE_BLOCKS_H

#include "base/stream.h"

#define BLOCK_BYTES (256u << 10)
#define RECORD_MAX  (1u << 20)
#define OVERLAP     (8u << 10)

#define BLOCK_STRIDE (2u << 10)

enum blocks_kind { BLOCKS_LINES, BLOCKS_JSON };

struct block {
	struct span bytes;	/* until the next call */
	uint64_t offset;	/* of bytes[0] in the stream */
	uint64_t line;		/* 1-based line of bytes[0] */
	const uint32_t *breaks;	/* in front of each BLOCK_STRIDE bytes; NULL: not counted */
	uint32_t overlap;	/* bytes in front that the block before ended with */
	bool whole;		/* holds whole records; false: a piece of a long one */
	bool more;		/* the record goes on in the next block, which repeats the end */
};

struct blocks;

/* The window is large: made once and used for one stream after the other. NULL: no memory. */
struct blocks *blocks_new(void);
void blocks_free(struct blocks *b);

/* Begin a stream, which stays the caller's. */
void blocks_begin(struct blocks *b, struct stream *s, enum blocks_kind kind);

/*
 * The same for lines, in the middle: `offset` is where the last line begins that begins in
 * front of `border`, a multiple of BLOCK_BYTES, or there.  Lines are counted from 1.
 */
void blocks_begin_at(struct blocks *b, struct stream *s, uint64_t offset, uint64_t border);

/* Nothing from `stop` on is read any more, and a line that goes on there is not given. */
void blocks_stop(struct blocks *b, uint64_t stop);

/* The line that the next block begins with. */
uint64_t blocks_line(const struct blocks *b);

/* 1 and *out, 0 at the end, -1 and *e (what came before was given). */
int blocks_next(struct blocks *b, struct block *out, struct error *e);

/* How many line breaks there are in a piece of a block. */
uint64_t block_lines(struct span piece);

/* The line that byte `at` stands in, when `from`, not behind it, stands in `line`. */
uint64_t block_line_on(const struct block *b, size_t at, size_t from, uint64_t line);

/* BLOCKS_JSON: the record of the current block that holds `at`; empty when it stands in none. */
struct span blocks_record(const struct blocks *b, size_t at);

/* BLOCKS_JSON: the n-th record of the current block; empty behind the last. */
struct span blocks_record_at(const struct blocks *b, size_t n);

/*
 * One JSON document over many lines, or one line around an array of records, rather than
 * one object a line? By its first bytes.
 */
bool blocks_is_json_document(struct span head);

#endif
