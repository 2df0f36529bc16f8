/*
 * hash.c -- digests by OpenSSL, several in one pass over the same bytes.
 *
 * The plain functions, linked into the program where the system has OpenSSL as
 * an archive: to load all of it takes longer than most sweeps wait for.
 */
#define OPENSSL_SUPPRESS_DEPRECATED	/* plain functions are, in favour of the large machinery */

#include "base/hash.h"

#include <openssl/md5.h>
#include <openssl/sha.h>
#include <stdlib.h>

#define BLOCK_BYTES (64u << 10)		/* stays in cache while each digest reads it */

union context {
	MD5_CTX md5;
	SHA_CTX sha1;
	SHA256_CTX sha256;
	SHA512_CTX sha512;
};

#define DIGEST(name, prefix)							\
	static int name##_begin(union context *c)				\
	{									\
		return prefix##_Init(&c->name);					\
	}									\
	static int name##_add(union context *c, const void *bytes, size_t len)	\
	{									\
		return prefix##_Update(&c->name, bytes, len);			\
	}									\
	static int name##_end(union context *c, uint8_t *out)			\
	{									\
		return prefix##_Final(out, &c->name);				\
	}

DIGEST(md5, MD5)
DIGEST(sha1, SHA1)
DIGEST(sha256, SHA256)
DIGEST(sha512, SHA512)

#define ROW(name, length) { #name, length, name##_begin, name##_add, name##_end }

static const struct {
	const char *name;
	size_t length;
	int (*begin)(union context *c);		/* 1, as OpenSSL says that all is well */
	int (*add)(union context *c, const void *bytes, size_t len);
	int (*end)(union context *c, uint8_t *out);
} digests[DIGEST_COUNT] = {
	[DIGEST_MD5] = ROW(md5, MD5_DIGEST_LENGTH),
	[DIGEST_SHA1] = ROW(sha1, SHA_DIGEST_LENGTH),
	[DIGEST_SHA256] = ROW(sha256, SHA256_DIGEST_LENGTH),
	[DIGEST_SHA512] = ROW(sha512, SHA512_DIGEST_LENGTH),
};

static bool wants(const struct digests *d, size_t i)
{
	return d->wanted & 1u << i;
}

static bool begin_one(struct digests *d, size_t i)
{
	if (!d->context[i])
		d->context[i] = malloc(sizeof(union context));
	return d->context[i] && digests[i].begin(d->context[i]) == 1;
}

int digests_begin(struct digests *d, unsigned wanted, struct error *e)
{
	d->wanted = wanted;
	for (size_t i = 0; i < DIGEST_COUNT; i++) {
		if (wants(d, i) && !begin_one(d, i)) {
			d->wanted = 0;
			return fail(e, ERR_MEMORY, "no memory for %s", digests[i].name);
		}
	}
	return 0;
}

void digests_add(struct digests *d, struct span bytes)
{
	while (bytes.len && d->wanted) {
		struct span block = span_cut(bytes, 0, BLOCK_BYTES);

		for (size_t i = 0; i < DIGEST_COUNT; i++)
			if (wants(d, i) && digests[i].add(d->context[i], block.ptr, block.len) != 1)
				d->wanted &= ~(1u << i);
		bytes = span_skip(bytes, block.len);
	}
}

size_t digests_end(struct digests *d, enum digest which, uint8_t *out)
{
	if (!wants(d, which))
		return 0;
	d->wanted &= ~(1u << which);
	return digests[which].end(d->context[which], out) == 1 ? digests[which].length : 0;
}

void digests_release(struct digests *d)
{
	for (size_t i = 0; i < DIGEST_COUNT; i++)
		free(d->context[i]);
	*d = (struct digests){ 0 };
}

static size_t digest_once(enum digest which, struct span first, struct span then, uint8_t *out)
{
	union context c;
	bool ok = digests[which].begin(&c) == 1;

	ok = ok && (first.len == 0 || digests[which].add(&c, first.ptr, first.len) == 1);
	ok = ok && (then.len == 0 || digests[which].add(&c, then.ptr, then.len) == 1);
	return ok && digests[which].end(&c, out) == 1 ? digests[which].length : 0;
}

void hex_encode(const uint8_t *bytes, size_t n, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * n] = '\0';
}

void digest_hex(enum digest which, struct span bytes, char *out)
{
	uint8_t raw[DIGEST_MAX];

	hex_encode(raw, digest_once(which, bytes, SPAN(""), raw), out);
}

void digest_keyed(struct span key, struct span bytes, uint8_t out[32])
{
	char inner[64], outer[64];
	uint8_t raw[DIGEST_MAX] = { 0 };

	for (size_t i = 0; i < sizeof(inner); i++) {
		char c = i < key.len ? key.ptr[i] : 0;

		inner[i] = (char)(c ^ 0x36);
		outer[i] = (char)(c ^ 0x5c);
	}
	digest_once(DIGEST_SHA256, span_make(inner, 64), bytes, raw);
	digest_once(DIGEST_SHA256, span_make(outer, 64), span_make(raw, 32), raw);
	memcpy(out, raw, 32);
}

const char *digest_name(enum digest which)
{
	return digests[which].name;
}

/* Of tocsin; drawn once and never to be changed: uids of findings hang on it. */
static const char namespace_id[] =
	"\x1a\x7e\xe6\x62\xff\xce\x42\xc1\xb1\x4c\x5b\xb2\x0d\x04\xfa\xee";

void uuid5_in(const char *space, struct span name, char *out)
{
	uint8_t raw[DIGEST_MAX] = { 0 };
	char hex[33];

	digest_once(DIGEST_SHA1, span_make(space, 16), name, raw);
	raw[6] = (uint8_t)((raw[6] & 0x0f) | 0x50);
	raw[8] = (uint8_t)((raw[8] & 0x3f) | 0x80);
	hex_encode(raw, 16, hex);
	memcpy(out, hex, 8);
	memcpy(out + 9, hex + 8, 4);
	memcpy(out + 14, hex + 12, 4);
	memcpy(out + 19, hex + 16, 4);
	memcpy(out + 24, hex + 20, 13);
	out[8] = out[13] = out[18] = out[23] = '-';
}

void uuid5(struct span name, char *out)
{
	uuid5_in(namespace_id, name, out);
}
