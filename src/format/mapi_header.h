/*
 * mapi_header.h -- the header of a message of Outlook: the one that came with it,
 * or one that is put together from its properties.
 */
#ifndef FORMAT_MAPI_HEADER_H
#define FORMAT_MAPI_HEADER_H

#include "base/buf.h"
#include "format/mapi.h"

/* Where the properties are: each format keeps them in another way. */
struct mapi_source {
	void *context;
	/* Text of a property added as UTF-8; false: it has none. */
	bool (*text)(void *context, enum mapi_property id, struct buf *out);
	/* A moment as in the file; 0: not there. */
	uint64_t (*time)(void *context, enum mapi_property id);
};

/* "Name: value" a line, decoded, added to `out`; `scratch` is used meanwhile. */
void mapi_header(const struct mapi_source *s, struct buf *scratch, struct buf *out);

#endif
