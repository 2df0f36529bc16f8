/* oracle_json.h -- what jansson makes of a document; apart, because its names are ours too. */
#ifndef TESTS_BASE_ORACLE_JSON_H
#define TESTS_BASE_ORACLE_JSON_H

#include "base/buf.h"

/*
 * Append the document in a form to compare: {<key>value..}, [value..], 'string',
 * #number as %.17g, T, F, N.  False when jansson refuses it, with the reason.
 */
bool oracle_json(struct span text, struct buf *out, char why[160]);

#endif
