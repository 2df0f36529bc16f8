/*
 * digest.h -- the two digests that checksums inside values need (wallets by
 * SHA-256, onion names by SHA3-256).  Inside value/ only.
 */
#ifndef VALUE_DIGEST_H
#define VALUE_DIGEST_H

#include "base/error.h"
#include "base/span.h"

/* Fetch the algorithms before the sandbox: else it is done at first use. */
int value_digest_prepare(struct error *e);

/* False when OpenSSL fails. */
bool value_sha256(struct span bytes, uint8_t out[32]);
bool value_sha3_256(struct span bytes, uint8_t out[32]);

#endif
