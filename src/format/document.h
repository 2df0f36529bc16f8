/*
 * document.h -- what the readers of documents share: text in UTF-8, byte by
 * byte or line by line, and a queue of parts.
 *
 * A document embeds struct document and writes one `step` that reads a bit of
 * input and adds the parts that became whole.  A failure of the input is told
 * after everything that was read has been given.
 * Bounds: PART_TEXT_MAX per part and PARTS_MAX parts, or the item's budget.
 */
#ifndef FORMAT_DOCUMENT_H
#define FORMAT_DOCUMENT_H

#include "base/buf.h"
#include "format/format.h"

#define DOCUMENT_BLOCK (64 * 1024)
#define PART_TEXT_MAX  (64u << 20)
#define PARTS_MAX      1000000

struct document {
	const char *name;
	struct reader *reader;
	/* Take some input; 1: call again, 0: all is read. Sets `why` to fail. */
	int (*step)(struct document *d);
	void (*end)(struct document *d);	/* release what the document holds; may be NULL */
	struct stream *in;		/* UTF-8 */
	char *block;			/* of the input: at..have are not taken yet */
	size_t at, have;
	uint64_t taken;			/* offset in the input behind the block */
	uint64_t line;			/* of the next byte, 1-based */
	bool exact;			/* offsets in `in` are offsets in the input */
	bool ended;			/* the input gave its last byte */
	bool done;			/* all is read: only the queue is left */
	struct error why;
	size_t ceiling;			/* of every buffer */
	struct buf long_line;		/* a line that crosses blocks */
	struct buf queue;		/* struct part, its spans as offsets in `text` */
	struct buf text;
	size_t given;			/* parts of the queue */
	size_t parts;
};

/* Decide the encoding and make ready; `named`: the charset that `head` states, or empty. */
typedef struct span document_charset_fn(struct span head);
int  document_open(struct reader *r, struct document *d, document_charset_fn *named,
		   struct error *e);
/* The same without text to decode: for formats that make their text themselves. */
void document_begin(struct reader *r, struct document *d);
/* The row's next and close. */
int  document_next(struct reader *r, struct part *out, struct error *e);
void document_close(struct reader *r);

/* A buffer that is bounded like the document's own. */
void document_buf(struct document *d, struct buf *b);

/* Copy a part into the queue; its offset is given in bytes of `in`. */
void document_add(struct document *d, const struct part *part);

/* 64 MiB reached in `b`: note it. False when so. */
bool document_good(struct document *d, const struct buf *b);

/* Offset in `in` of the next byte. */
static inline uint64_t document_offset(const struct document *d)
{
	return d->taken - (d->have - d->at);
}

/* More input into an empty block; false at the end. */
bool document_fill(struct document *d);

/* The next byte without taking it, or -1 at the end. */
static inline int document_peek(struct document *d)
{
	if (d->at == d->have && !document_fill(d))
		return -1;
	return (unsigned char)d->block[d->at];
}

/* Take the byte that document_peek showed. */
static inline void document_take(struct document *d)
{
	d->line += d->block[d->at] == '\n';
	d->at++;
}

/*
 * The next line without its LF or CR LF, until the next call; d->line and
 * document_offset are those behind it.  False at the end.
 */
bool document_line(struct document *d, struct span *line);

#endif
