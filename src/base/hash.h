/*
 * hash.h -- digests by OpenSSL, several in one pass over the same bytes.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/error.h"
#include "base/span.h"

enum digest { DIGEST_MD5, DIGEST_SHA1, DIGEST_SHA256, DIGEST_SHA512, DIGEST_COUNT };

#define DIGEST_MAX 64		/* bytes of the longest */

/* Bit (1 << digest) for each wanted. */
struct digests {
	unsigned wanted;
	void *context[DIGEST_COUNT];
};

/* *d is zeroed before the first use; may be begun again, which costs no allocation. */
int  digests_begin(struct digests *d, unsigned wanted, struct error *e);
void digests_add(struct digests *d, struct span bytes);
/* Raw bytes of one digest into out[DIGEST_MAX]; its length, 0 if not wanted. Ends that digest. */
size_t digests_end(struct digests *d, enum digest which, uint8_t *out);
void digests_release(struct digests *d);

/* One digest of bytes in memory as lower-case hex, NUL-terminated: out[2 * DIGEST_MAX + 1]. */
void digest_hex(enum digest which, struct span bytes, char *out);	/* "" without memory */
void hex_encode(const uint8_t *bytes, size_t n, char *out);	/* out[2n + 1] */
const char *digest_name(enum digest which);	/* "sha256" */

/* HMAC-SHA256 (RFC 2104) of bytes in memory; a key of at most 64 bytes. All zero without memory. */
void digest_keyed(struct span key, struct span bytes, uint8_t out[32]);

/* RFC 4122 version 5 of a name in our own namespace: out[37]. */
void uuid5(struct span name, char *out);
/* The same in a namespace of others: its 16 bytes. */
void uuid5_in(const char *space, struct span name, char *out);

#endif
