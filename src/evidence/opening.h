/*
 * opening.h -- evidence taken apart: a file, what is in it, what is in that,
 * within budgets; whoever listens gets every thing with its place.
 *
 * A *thing* is a file, a member, a message, or a body of a message.  What is
 * compressed has several *layers*: the stream inside a gzip is a layer of the
 * same thing.  Things are met depth first, in the order of their containers,
 * and never two at once; memory of a thing ends with it.
 *
 * Every way out is told: what cannot be opened, or not wholly, is a gap, and
 * its siblings go on.  Hostile input is bounded by struct opening_limits; time
 * is the parent process's to watch.
 */
#ifndef EVIDENCE_OPENING_H
#define EVIDENCE_OPENING_H

#include "base/hash.h"
#include "format/format.h"
#include "value/where.h"

#define OPENING_DEPTH 20	/* layers and containers around a thing, at most */
#define OPENING_HEAD  (64u << 10)
#define OPENING_WORDS 64	/* passwords */
#define OPENING_LATER 3		/* layers whose bytes wait for whether they are digested */

struct opening_limits {
	unsigned depth;			/* containers and streams inside one another */
	uint64_t members;		/* of one container */
	uint64_t member;		/* bytes of one that is streamed */
	uint64_t memory;		/* bytes that are held in memory, of a whole chain */
	uint64_t ratio, ratio_free;	/* decoded bytes for each that was read, past so many */
};
extern const struct opening_limits opening_limits;	/* DESIGN.md 8 */

enum thing_kind { THING_FILE, THING_MEMBER, THING_MESSAGE, THING_BODY };

struct thing {
	struct thing *outer;		/* NULL: it is the file */
	enum thing_kind kind;
	uint64_t id;			/* in the order of meeting; 0 is the file */
	struct span name;		/* as written: bytes of any charset */
	struct span charset;		/* that a body states */
	uint64_t number;		/* in its container, from 1 */
	uint64_t stated;		/* bytes; PART_SIZE_UNKNOWN */
	int64_t time;			/* TIME_NONE */
	unsigned depth;			/* containers and streams around it */
	const struct thing *message;	/* the one it is in, or is; NULL: none */
	const struct format *format;	/* of the layer at hand; NULL: unknown bytes */
	uint64_t bytes;			/* of its outermost layer, when that has ended */
	uint64_t things;		/* met inside, however deep */
	void *own;			/* the listener's */
};

/* Text, or bytes that are nothing known, from the first on. */
struct content {
	struct stream *stream;
	struct span head;		/* its first bytes, as raw as the stream's */
	const struct format *format;
	enum charset charset;		/* as the bytes look, when none is named */
	struct span named;		/* as a message says: empty, or known to charset_known */
};

/* A layer that was read to its end, or not. */
struct layer {
	const struct format *format;
	uint64_t size;			/* bytes of it that were read */
	bool whole;
	bool short_one;			/* .bytes is all of it */
	struct span bytes;
	struct digests *digests;	/* what was wanted, of the bytes that were read */
	struct span later;	/* or the bytes: only opening.inner wanted a digest of them */
	unsigned given_up;		/* digests that opening_undigest took back (bits) */
	struct span all;	/* its bytes, when opening.keep asks; of a file, if held anyway */
	bool lost;			/* it asks, and memory does not allow */
};

struct opening;

/*
 * Each returns -1 only when nothing can go on (the parent is gone, no memory
 * for an answer).  o->where is the place, of the layer at hand.
 */
struct opening_listener {
	/* A thing is met, nothing of it was read. 0: take it apart; 1: pass over it. */
	int (*begin)(void *context, struct thing *t, struct error *e);
	/* The first bytes of a layer.  1: it is known already, leave it. */
	int (*look)(void *context, struct thing *t, struct span head, struct error *e);
	/* Of a message: decoded, a field a line. */
	int (*header)(void *context, struct thing *t, struct span text, struct error *e);
	/* Read it to its end, or as far as it matters. */
	int (*content)(void *context, struct thing *t, struct content *c, struct error *e);
	/* A typed value or link (PART_META, PART_LINK, ...) of a document or program. */
	int (*value)(void *context, struct thing *t, const struct part *p, struct error *e);
	/* Behind everything inside it. */
	int (*layer)(void *context, struct thing *t, const struct layer *l, struct error *e);
	/* `bytes`: not looked at, 0 when not known.  minor: looked at in another way. */
	int (*gap)(void *context, struct thing *t, struct span reason, const char *detail,
		   uint64_t bytes, bool minor, struct error *e);
	int (*end)(void *context, struct thing *t, struct error *e);
	/* A decoder of ill repute comes next: end this process behind the file. May be NULL. */
	int (*fragile)(void *context, struct error *e);
	/* Now and then, while bytes are read; may be NULL. */
	int (*progress)(void *context, uint64_t taken, struct error *e);
};

struct opening_level {
	struct buf head;
	struct digests digests;
	struct buf *later;		/* bytes not digested yet, in opening.later; or NULL */
	unsigned given_up;		/* digests that nobody wants any more (bits) */
	struct buf held;
	uint64_t counted;		/* of `held`, in opening.held */
	struct buf kept;		/* of a layer that is read as a stream, for layer.all */
};

struct opening {
	/* The caller's, before opening_file. */
	const struct opening_listener *listener;
	void *context;
	struct arena *arena;		/* what things need; not reset here */
	struct opening_limits limits;
	unsigned wanted;		/* digests of every layer (bits) */
	unsigned inner;			/* and of those inside containers, if anybody asks */
	bool keep;			/* layer.all, except of a regular file's first layer */
	struct span password[OPENING_WORDS];
	unsigned passwords;
	struct external *external;	/* who starts programs (base/external.h); NULL: nobody */
	/* This piece of a mailbox (struct reader), of a text begin is 0; end 0: all. */
	uint64_t begin, end;

	/* For listeners. */
	struct where where;

	/* The opening's own. */
	struct opening_level level[OPENING_DEPTH + 2];
	unsigned at;			/* level */
	struct buf later[OPENING_LATER];
	unsigned waiting;		/* of them, in use */
	struct peek *peek;		/* of the layer at hand, while it is looked at */
	struct stream *file;
	struct seekable seekable;	/* over the file */
	bool regular;
	uint64_t things, expanded, held, told;
	uint64_t kept;			/* bytes in all `kept` */
	uint64_t free;			/* bytes that may be decoded whatever the ratio */
	unsigned strikes;		/* bombs met in this file */
	bool spent;			/* too many: nothing more is decoded */
	const char *limit;		/* reason of the last ERR_LIMIT that was a guard's */
};

/* Makes ready for any number of files; what is the caller's is set behind it. */
void opening_init(struct opening *o);
void opening_release(struct opening *o);

/* The layer at hand is the whole of a file that is a mailbox: `begin` and `end` would do. */
bool opening_is_mailbox(const struct opening *o, const struct thing *t);

/* Take a file apart. `fd` stays the caller's; of a regular file it is read from its front. */
int  opening_file(struct opening *o, struct span path, int fd, bool regular, uint64_t size,
		  struct error *e);

/* Of a regular file: the rest of it is looked at in another way, and counts as used. */
void opening_pass(struct opening *o);

/* Bytes of the file that were used so far. */
uint64_t opening_taken(const struct opening *o);

/*
 * For `look`: the first `size` bytes of the layer at hand, held in memory;
 * fewer when it ends before, or when memory is spent.
 */
struct span opening_peek(struct opening *o, size_t size);

/* Bytes that stay unread when this thing's layer fails, as far as is known; else 0. */
uint64_t opening_left(const struct opening *o, const struct thing *t);

/* The word of DESIGN.md 4 for why a stream that the opening gave has failed. */
struct span opening_reason(const struct opening *o, const struct error *why);

/*
 * Digests of the innermost `layers` layers at hand are not wanted after all, but for
 * those in `keep` (bits): they cost more than everything else that is done with a log.
 */
void opening_undigest(struct opening *o, unsigned layers, unsigned keep);

/* Digests of the layer at hand that are wanted still (bits). */
unsigned opening_wants(const struct opening *o);

/*
 * Of a regular file's first layer: what was not read yet is passed over, but for what
 * stands in from..; progress and gaps are about that.  NULL: no memory.
 */
struct stream *opening_jump(struct opening *o, uint64_t from);

/*
 * For `layer`: digests that were given up, of a regular file's first layer, which is
 * read once more.  False: it cannot be.  *d is the caller's to release in any case.
 */
bool opening_redigest(struct opening *o, unsigned wanted, struct digests *d);

/* SHA-256 of a layer as hex into out[65], if it can still be had. */
bool layer_sha256(const struct layer *l, char *out);

#endif
