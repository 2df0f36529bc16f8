/*
 * bundle.h -- the objects of a STIX bundle one by one, whatever the bundle's
 * size: {"type":"bundle","objects":[...]}, a TAXII envelope, an array of
 * objects or of bundles, one object.
 */
#ifndef ADVISORY_BUNDLE_H
#define ADVISORY_BUNDLE_H

#include "advisory/source.h"
#include "base/tree.h"

#define BUNDLE_OBJECT_BUDGET (96u << 20)	/* memory of one object */

struct bundle_object {
	const struct node *node;
	struct span pointer;	/* "/objects/3" */
	struct arena *arena;	/* dies with the object */
};

/* -1 stops with the error that it set. */
typedef int bundle_fn(void *context, const struct bundle_object *o, struct error *e);

/* Call `fn` for each object of the document; the id of the bundle goes to *id (arena `keep`). */
int bundle_read(const struct source *s, bundle_fn *fn, void *context, struct arena *keep,
		struct span *id, struct error *e);

#endif
