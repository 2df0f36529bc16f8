/*
 * hash_chain.c -- OpenSSL's older interface, whose states are plain structs:
 * the newer one has no way to put a digest down and go on in another process.
 */
#define OPENSSL_API_COMPAT 0x10100000L

#include "base/hash_chain.h"

#include <openssl/md5.h>
#include <openssl/sha.h>
#include <stdlib.h>

#define BLOCK_BYTES (64u << 10)

struct hash_chain {
	unsigned wanted;
	MD5_CTX md5;
	SHA_CTX sha1;
	SHA256_CTX sha256;
	SHA512_CTX sha512;
};

static bool wants(const struct hash_chain *c, enum digest which)
{
	return c->wanted >> which & 1;
}

struct hash_chain *hash_chain_new(unsigned wanted)
{
	struct hash_chain *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	c->wanted = wanted & ((1u << DIGEST_COUNT) - 1);
	MD5_Init(&c->md5);
	SHA1_Init(&c->sha1);
	SHA256_Init(&c->sha256);
	SHA512_Init(&c->sha512);
	return c;
}

void hash_chain_free(struct hash_chain *c)
{
	free(c);
}

unsigned hash_chain_wanted(const struct hash_chain *c)
{
	return c->wanted;
}

void hash_chain_add(struct hash_chain *c, struct span bytes)
{
	while (bytes.len) {
		struct span block = span_cut(bytes, 0, BLOCK_BYTES);

		if (wants(c, DIGEST_MD5))
			MD5_Update(&c->md5, block.ptr, block.len);
		if (wants(c, DIGEST_SHA1))
			SHA1_Update(&c->sha1, block.ptr, block.len);
		if (wants(c, DIGEST_SHA256))
			SHA256_Update(&c->sha256, block.ptr, block.len);
		if (wants(c, DIGEST_SHA512))
			SHA512_Update(&c->sha512, block.ptr, block.len);
		bytes = span_skip(bytes, block.len);
	}
}

void hash_chain_save(const struct hash_chain *c, struct buf *out)
{
	buf_add(out, span_make(c, sizeof(*c)));
}

/* What is counted as waiting in a block must be less than the block. */
struct hash_chain *hash_chain_load(struct span state)
{
	struct hash_chain *c;

	if (state.len != sizeof(*c))
		return NULL;
	c = malloc(sizeof(*c));
	if (!c)
		return NULL;
	memcpy(c, state.ptr, sizeof(*c));
	if (c->wanted >= 1u << DIGEST_COUNT || c->md5.num >= MD5_CBLOCK ||
	    c->sha1.num >= SHA_CBLOCK || c->sha256.num >= SHA256_CBLOCK ||
	    c->sha256.md_len != SHA256_DIGEST_LENGTH || c->sha512.num >= SHA512_CBLOCK ||
	    c->sha512.md_len != SHA512_DIGEST_LENGTH) {
		free(c);
		return NULL;
	}
	return c;
}

size_t hash_chain_end(struct hash_chain *c, enum digest which, uint8_t *out)
{
	if (!wants(c, which))
		return 0;
	c->wanted &= ~(1u << which);
	switch (which) {
	case DIGEST_MD5:
		MD5_Final(out, &c->md5);
		return MD5_DIGEST_LENGTH;
	case DIGEST_SHA1:
		SHA1_Final(out, &c->sha1);
		return SHA_DIGEST_LENGTH;
	case DIGEST_SHA256:
		SHA256_Final(out, &c->sha256);
		return SHA256_DIGEST_LENGTH;
	case DIGEST_SHA512:
		SHA512_Final(out, &c->sha512);
		return SHA512_DIGEST_LENGTH;
	default:
		return 0;
	}
}
