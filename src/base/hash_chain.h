/*
 * hash_chain.h -- digests of bytes that are read in pieces, by one process
 * after the other: between two pieces the state is bytes that can be kept.
 *
 * For files too large to be read again from their beginning (hash.h is for
 * all others).  A state is only good for this program on this machine.
 */
#ifndef BASE_HASH_CHAIN_H
#define BASE_HASH_CHAIN_H

#include "base/buf.h"
#include "base/hash.h"

struct hash_chain;

/* `wanted`: bits of enum digest. NULL: no memory. */
struct hash_chain *hash_chain_new(unsigned wanted);
void hash_chain_free(struct hash_chain *c);	/* NULL is fine */

void hash_chain_add(struct hash_chain *c, struct span bytes);

/* Where it stands; hash_chain_load gives NULL for bytes that no chain can have saved. */
void hash_chain_save(const struct hash_chain *c, struct buf *out);
struct hash_chain *hash_chain_load(struct span state);

unsigned hash_chain_wanted(const struct hash_chain *c);

/* Raw bytes of one digest into out[DIGEST_MAX]; its length, 0 if not wanted. Ends that digest. */
size_t hash_chain_end(struct hash_chain *c, enum digest which, uint8_t *out);

#endif
