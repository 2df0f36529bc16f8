/*
 * xml.h -- a pull reader for XML 1.0 in memory: no tree, no recursion.
 *
 * Names are given without their prefix, text and attributes with their
 * references resolved: the five of XML itself and characters by number; any
 * other stays as it is written.  A document that declares entities of its own
 * is refused (ERR_LIMIT): that is how a few bytes become gigabytes.  Depth
 * XML_DEPTH_MAX, linear time.  Errors name the line: what ends too early is
 * ERR_TRUNCATED, elements that do not close each other are ERR_MALFORMED.
 * Not here: validation, namespaces, charsets (bring UTF-8).
 */
#ifndef BASE_XML_H
#define BASE_XML_H

#include "base/buf.h"
#include "base/error.h"

#define XML_DEPTH_MAX 256

enum xml_type {
	XML_END,		/* of the document */
	XML_OPEN, XML_CLOSE,	/* <name ...>, </name>; <name/> gives both */
	XML_TEXT,		/* between tags; CDATA comes as text of its own */
};

struct xml_event {
	enum xml_type type;
	struct span name;	/* of OPEN and CLOSE */
	struct span text;	/* of TEXT, until the next call */
	uint32_t depth;		/* elements open around it; of OPEN and CLOSE without itself */
};

struct xml {
	struct span bytes;	/* borrowed */
	size_t at;
	uint32_t depth;
	bool closes;		/* the element at hand is empty: its end comes next */
	bool rooted;		/* the root was met */
	struct span open[XML_DEPTH_MAX];	/* full names, outermost first */
	struct span attributes;	/* of the element opened last, as written */
	struct buf text;	/* resolved */
	struct error why;	/* of the failure, which comes again at every call */
};

void xml_open(struct xml *x, struct span bytes);
void xml_close(struct xml *x);

/* 1 with *out, 0 at the end of the document, -1 and *e. */
int xml_next(struct xml *x, struct xml_event *out, struct error *e);

/* After XML_OPEN: the value of an attribute by its name without prefix, until the next call. */
bool xml_attribute(struct xml *x, const char *name, struct span *out);

/* After XML_OPEN: to behind its end. 0, or -1 and *e. */
int xml_skip(struct xml *x, struct error *e);

#endif
