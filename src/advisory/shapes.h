/*
 * shapes.h -- what looks like a value at one place of a (refanged) text.
 *
 * A shape is only a look: an address, a run of hexadecimal digits, a name with
 * a dot in it.  What is surely none (a version, a class, the name that a
 * product gives to malware, a sentence without a blank behind its stop) is no
 * shape.  What it is there for is decided in role.h.
 */
#ifndef ADVISORY_SHAPES_H
#define ADVISORY_SHAPES_H

#include "base/span.h"
#include "value/kind.h"

enum shape_note {
	SHAPE_VERSION	= 1 << 0,	/* a version number may look like this address */
	SHAPE_FILE_TOO	= 1 << 1,	/* a name of a host that could be that of a file */
	SHAPE_HOST_TOO	= 1 << 2,	/* a file name that could be that of a host */
	SHAPE_BARE	= 1 << 3,	/* a URL without a scheme */
	SHAPE_ODD	= 1 << 4,	/* reads like a class, a package, a glued sentence */
};

struct shape {
	enum kind kind;		/* KIND_NONE: to be passed over, no value in it */
	size_t len;		/* bytes of the text that it takes */
	struct span value;	/* part of the text */
	uint16_t port;
	uint32_t notes;
};

/*
 * At byte `at` of `text`, where a word begins.  False: nothing, go on behind
 * this word.  `whole`: the text is one entry, blanks in it belong to it.
 */
bool shape_at(struct span text, size_t at, bool whole, struct shape *out);

/* May a shape begin here? */
bool shape_starts(struct span text, size_t at);

/* The parts of shape_at, by their first bytes. */
bool shape_url(struct span text, size_t at, struct shape *out);
bool shape_address(struct span text, size_t at, struct shape *out);
bool shape_name(struct span text, size_t at, struct shape *out);	/* host, mail, file */
bool shape_digest(struct span text, size_t at, struct shape *out);
bool shape_trace(struct span text, size_t at, bool whole, struct shape *out);	/* path, key */

/* Trailing punctuation that does not belong to what stands before it. */
struct span shape_trim(struct span s);

/* Bytes of the character at `at` that is a quotation mark, a blank or other typography; 0: none. */
size_t shape_typography(struct span text, size_t at);

#endif
