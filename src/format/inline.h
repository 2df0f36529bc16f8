/*
 * inline.h -- a passage of Markdown or AsciiDoc without its marks: emphasis,
 * code, links, entities, inline HTML.  What is not surely a mark stays: the
 * star of *.exe, underscores inside of words, the brackets of evil[.]com.
 */
#ifndef FORMAT_INLINE_H
#define FORMAT_INLINE_H

#include "format/document.h"

struct inline_link {
	size_t from, to;		/* what is shown, in `text` */
	size_t target, target_len;	/* in `targets` */
};

struct inline_text {
	struct buf text;		/* the result */
	struct buf drop;		/* one byte for each of `text` while it is made */
	struct buf links;		/* struct inline_link, in their order */
	struct buf targets;
};

void inline_open(struct inline_text *t, struct document *d);
void inline_close(struct inline_text *t);

/* Fill `text` and `links` from `raw`, which may have several lines. */
void inline_clean(struct inline_text *t, struct span raw, bool asciidoc);

/* Add `part` with the cleaned text (if any), then its links, in document order. */
void inline_give(struct inline_text *t, struct document *d, struct part part);

#endif
