/*
 * html_token.h -- HTML as text, start tags and end tags.
 *
 * Every input is taken apart; nothing is an error.  Comments, declarations
 * and the inside of script and style are passed over.  Time is linear, memory
 * is one attribute value of each kind (HTML_VALUE_MAX; what is longer is cut).
 */
#ifndef FORMAT_HTML_TOKEN_H
#define FORMAT_HTML_TOKEN_H

#include "format/document.h"

#define HTML_VALUE_MAX (1u << 20)

enum html_tag {
	TAG_OTHER,
#define TAG(name, flags) TAG_##name,
#include "format/html_tags.h"
#undef TAG
	TAG_COUNT
};

enum html_flag {
	BLOCK = 1, TRACK = 2, SCOPE = 4, FURNITURE = 8, RAW = 16, RCDATA = 32, ENDS_LINE = 64,
};

unsigned html_flags(enum html_tag tag);

/* The attributes that are kept of a start tag. */
enum html_attribute {
	ATTR_CHARSET, ATTR_CLASS, ATTR_COLSPAN, ATTR_CONTENT, ATTR_DATETIME, ATTR_HREF,
	ATTR_HTTP_EQUIV, ATTR_ITEMPROP, ATTR_NAME, ATTR_PROPERTY, ATTR_REL, ATTR_ROLE,
	ATTR_ROWSPAN, ATTR_COUNT, ATTR_OTHER = ATTR_COUNT
};

enum html_kind { HTML_TEXT, HTML_START, HTML_END };

struct html_token {
	enum html_kind kind;
	enum html_tag tag;
	struct span text;	/* decoded; until the next call */
	uint64_t line, offset;	/* where it begins */
};

struct html_tokens {
	struct document *document;
	enum html_tag inside;	/* a RAW or RCDATA element is open */
	struct buf small;	/* text that does not stand in the input as such */
	struct buf value[ATTR_COUNT + 1];
	bool present[ATTR_COUNT + 1];
};

void html_tokens_open(struct html_tokens *t, struct document *d);
void html_tokens_close(struct html_tokens *t);

/* False at the end of the input. */
bool html_token_next(struct html_tokens *t, struct html_token *out);

/* Of the start tag given last; empty when it has none. */
struct span html_attribute(const struct html_tokens *t, enum html_attribute a);

#endif
