/*
 * format.h -- bytes to parts.
 *
 * A format says whether some bytes are its own (probe) and takes them apart
 * (open, next, close).  It only says "here are the parts"; what they mean is
 * the business of advisory/ and evidence/.  One file and one row in list.h
 * each; the table also makes `tocsin formats`, the fuzz targets and the tests
 * that every format must pass.
 */
#ifndef FORMAT_FORMAT_H
#define FORMAT_FORMAT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/span.h"
#include "base/stream.h"
#include "base/time.h"
#include "format/seekable.h"

/* What a probe is shown, when there is as much: reaches the volume descriptor of an ISO image. */
#define PROBE_BYTES (36 * 1024)

enum format_class {
	FORMAT_CODEC,		/* one stream inside another: gzip */
	FORMAT_CONTAINER,	/* members with names: zip, tar */
	FORMAT_MAILBOX,		/* messages */
	FORMAT_MESSAGE,		/* one message: a header, bodies, attachments */
	FORMAT_DOCUMENT,	/* text with structure: HTML, Markdown */
	FORMAT_PROGRAM,		/* typed values; its bytes are searched like any */
	FORMAT_RECORDS,		/* packets, events */
	FORMAT_DATA,		/* recognised so that nothing is searched for in it (own store) */
};

enum part_kind {
	PART_STREAM,		/* .stream: decoded bytes (of a codec: exactly one) */
	/* About the document: name = value.  A title in the text comes again as text. */
	PART_TITLE, PART_META,
	PART_HEADING,		/* .level 1..6 */
	PART_PARAGRAPH, PART_ITEM,	/* running text; a list item, .level its depth */
	/* .row, .column 1-based within .table; .header. Empty cells are left out; one that holds
	 * a table, heading or rule comes in pieces of the same place. */
	PART_CELL,
	PART_CODE,		/* line breaks kept; .name the language, when stated */
	PART_LINK,		/* behind its paragraph: .text as shown, .target where it leads */
	PART_FURNITURE,		/* navigation, page header or footer; of a link also .target */
	/*
	 * Not read: .name the reason (DESIGN.md 4), .text what and where; .level 1
	 * when only a part of it is meant.
	 */
	PART_GAP,
	/*
	 * Inside a container or message: .stream has its bytes, and fails when
	 * they cannot be had (encrypted, damaged).  .name as written, .number from
	 * 1 in the container, .size and .time as stated, .as when it is certain
	 * what it is.  A document gives what is attached to it without a
	 * stream: .text has the bytes.
	 */
	PART_MEMBER,		/* a file, an attachment */
	PART_MESSAGE,		/* .name: its Message-ID when known, .offset in the mailbox */
	PART_HEADER,		/* of a message: .text, decoded, "Name: value" a line, unfolded */
	PART_BODY,		/* of a message: text; .name "text/html", .charset as stated */
};

#define PART_SIZE_UNKNOWN UINT64_MAX

struct format;

struct part {
	enum part_kind kind;
	struct span name, text, target;	/* until the next call */
	struct stream *stream;		/* the reader's own: read it before the next call */
	uint64_t number, size;
	int64_t time;			/* TIME_NONE: not known */
	struct span charset;
	const struct format *as;
	uint64_t offset;		/* of the part's text in the input; 0: not known */
	uint64_t line;			/* 1-based line in the input, 0: not known */
	uint32_t level, table, row, column, page;
	bool header;
};

struct external;

/*
 * The caller sets all but `state`, calls open, then next until it gives 0 or
 * -1, then close (also when open failed; it may be NULL).  A codec's stream
 * stands on reader.stream, whose `position` is the compressed input used.
 */
struct reader {
	const struct format *format;
	struct stream *stream;	/* set for formats that stream */
	struct span bytes;	/* set for formats with .whole */
	struct seekable *file;		/* set for formats that seek */
	/*
	 * A piece of a mailbox: the messages that begin in begin..end of the file;
	 * end 0: all of it.  The stream then stands on the byte before `begin`.
	 */
	uint64_t begin, end;
	const struct span *password;	/* tried on what is encrypted */
	unsigned passwords;
	struct arena *arena;	/* the item's budget */
	struct external *external;	/* who starts programs (base/external.h); NULL: nobody */
	/* For who waits long for one: it goes on. -1: nothing can go on. May be NULL. */
	int (*alive)(void *owner, struct error *e);
	void *owner;
	void *state;
};

struct format {
	const char *name;	/* "gzip": in records and `where` */
	const char *about;	/* for people: "gzip (RFC 1952)" */
	const char *suffixes;	/* " .gz .tgz ", for `formats`; never decides */
	const char *within;	/* "zip": what it is built on and opened as in a sweep; or NULL */
	enum format_class class;
	bool whole;		/* needs all bytes at once */
	bool seeks;		/* needs them in any order */
	bool raw;		/* its bytes are searched as well */
	bool made;		/* only holds things together: no limit, rule, digest is for it */
	bool fragile;		/* its decoder has a bad name: used in a process that ends soon */
	const char *remedy;	/* of one that is not read, yet or here: what to do; or NULL */
	/* What it is read with, "libpff 1"; gives NULL: not installed. Not in a sandbox; or NULL. */
	const char *(*with)(void);
	bool not_yet;		/* recognised only: open fails with ERR_UNSUPPORTED, makes a gap */
	bool advisory;		/* read as an advisory (not_yet: will be) */
	bool evidence;		/* opened in a sweep (not_yet: will be) */
	/* How surely these first bytes are ours: 0 no, 100 certain. */
	int  (*probe)(struct span head);
	int  most;		/* that it says: not asked where another is as sure; or 0 */
	int  (*open)(struct reader *r, struct error *e);
	int  (*next)(struct reader *r, struct part *out, struct error *e);
	void (*close)(struct reader *r);
};

static inline bool format_is_made(const struct format *f)
{
	return f && f->made;
}

/* All formats in the order of list.h. */
const struct format *format_at(size_t i);	/* NULL behind the last */
const struct format *format_named(struct span name);

/*
 * The best bidder for these first bytes (show it PROBE_BYTES), NULL: unknown
 * bytes.  Text that is nothing else goes to the documents "markdown" and "text".
 * Documents that are no advisory (format.advisory) do not bid.
 */
const struct format *format_of(struct span head);

/*
 * The document that is built on a container: a ZIP may be a Word document.
 * `bytes`: as many as there are.  `outer` itself when it is nothing else.
 */
const struct format *format_within(const struct format *outer, struct span bytes);

/*
 * The same for a sweep, where documents that need all their bytes and are not
 * evidence (format.evidence) do not bid: what they are built on does.
 */
const struct format *format_of_evidence(struct span head);

/* Opens libraries that a sandbox would keep from being opened when they are needed. */
void format_prepare(void);

/*
 * Text in whatever encoding, as UTF-8.  Decided from the first bytes: a byte
 * order mark, zero bytes at every second place, UTF-8 (a sequence that the
 * end of `head` cuts is whole; a few bad bytes between many good sequences are
 * forgiven), else windows-1252.  Binary: too many control bytes for text.
 */
enum charset { CHARSET_BINARY, CHARSET_UTF8, CHARSET_UTF16LE, CHARSET_UTF16BE, CHARSET_LATIN1 };
enum charset charset_of(struct span head);
const char *charset_name(enum charset c);	/* NULL: not text */
/* Stream of UTF-8 (BOM dropped) over `s`; CHARSET_UTF8 and CHARSET_BINARY pass bytes unchanged. */
struct stream *charset_stream(struct arena *a, enum charset c, struct stream *s);

/*
 * The same for a charset that the text itself names ("windows-1251",
 * "Shift_JIS"; any case): those of the WHATWG's list that matter in practice.
 * What cannot be decoded becomes U+FFFD.  NULL: not known, or budget spent.
 * The system's converters are used: format_prepare must have run.
 */
bool charset_known(struct span name);
struct stream *charset_stream_named(struct arena *a, struct span name, struct stream *s);

#endif
