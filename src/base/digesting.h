/*
 * digesting.h -- one digest of much that is made piece by piece, worked out
 * beside who makes it.
 *
 * Bytes are gathered; each time that there are enough of them a thread of its
 * own takes them, so that hashing costs the maker no time.  Few bytes start no
 * thread, and where none can be started the caller hashes.  All functions are
 * for one thread, the maker's.  Not for sandboxed workers.
 */
#ifndef BASE_DIGESTING_H
#define BASE_DIGESTING_H

#include "base/hash.h"

struct digesting;

/* -1 and *e: ERR_MEMORY. */
int  digesting_open(struct digesting **out, enum digest which, struct error *e);
/* They are copied. Waits while the thread is behind. */
void digesting_add(struct digesting *d, struct span bytes);
/* Over all that was added, raw, into out[DIGEST_MAX]; its length, 0 after a failure. Ends it. */
size_t digesting_end(struct digesting *d, uint8_t *out);
void digesting_close(struct digesting *d);	/* NULL: nothing */

#endif
