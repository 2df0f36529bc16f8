/*
 * scan.h -- one worker's scanner: the text as a stack of views, and what the
 * phases and veils do with it.  For the files of match/ only.
 *
 * A *view* is a text that is scanned: the block itself, or what a veil made of
 * a stretch of the view below it, with a map back.  All views are scanned by
 * the same code; a hit is carried down to the block, view by view.
 */
#ifndef MATCH_SCAN_H
#define MATCH_SCAN_H

#include "match/hits.h"
#include "match/opened.h"
#include "match/recorder.h"

#define VIEW_DEPTH   6			/* the block and five veils on top of each other */
#define SCRATCH_MAX  (64u * 1024)	/* bytes that a veil may make at once */
#define BASE64_DEPTH 2

struct view {
	struct span text;
	const struct view *below;	/* NULL: this is the block */
	size_t base;			/* where in `below` the stretch begins */
	const uint32_t *map;		/* offset of each byte (and of the end) behind base */
	unsigned tail;			/* not 0: bytes below that one byte here covers */
	uint16_t veil;			/* how the stretch was written */
	uint8_t depth;			/* 0: the block */
	uint8_t decoded;		/* base64 so far */
	bool binary;
	bool named;			/* IDNA names are converted already */
};

struct lane;				/* lane.h */

/* What a veil writes before it is scanned. */
struct draft {
	char *text;
	uint32_t *map;
	size_t len;
};

struct stretch {
	size_t from, to;
};

#define WRAPPED_MAX 1024		/* wrapped links that are remembered per block */

struct scan {
	const struct set *set;
	const struct kernel *kernel;
	struct recorder *recorder;	/* NULL: nothing is noted */
	struct hits hits;
	uint64_t wanted;		/* kinds: bit 1 << kind */
	bool typed;			/* a typed field: short literals count */
	struct lane *lane[VIEW_DEPTH];
	struct draft draft[VIEW_DEPTH];
	size_t budget;			/* bytes that veils may still make in this block */
	size_t effort;			/* bytes behind hosts of URLs that may still be read */
	uint64_t cut;			/* stretches that were left as they are for want of it */
	bool zeros;			/* the view at the bottom holds zero bytes */
	struct stretch wrapped[WRAPPED_MAX];
	size_t wrapped_count;
	char url[4096 + 512];		/* url.c: a URL as it would be listed */
	uint32_t url_at[4096];
	struct buf canonical, refanged;
};

int  scan_open(struct scan *s, const struct set *set, struct error *e);
void scan_close(struct scan *s);

/* Find everything in a view and, through veils, in what it hides. */
void scan_view(struct scan *s, const struct view *v);

/*
 * A hit at start..end of a view.  `veil` adds to what the view's own stretch
 * says, unless the bytes below are just the same.
 */
void scan_add(struct scan *s, const struct view *v, size_t start, size_t end, uint32_t indicator,
	      unsigned port, unsigned veil);

/* A stretch of a view, in the block's offsets. */
struct stretch view_place(const struct view *v, size_t start, size_t end);

#endif
