/*
 * hash.c -- digests by OpenSSL, several in one pass over the same bytes.
 *
 * Algorithms are fetched once, before the sandbox: fetching opens files, and so
 * does the library itself.
 */
#include "base/hash.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/dso.h"

#define CALLS(CALL) \
	CALL(EVP_DigestFinal_ex) CALL(EVP_DigestInit_ex) CALL(EVP_DigestUpdate) \
	CALL(EVP_MD_CTX_free) CALL(EVP_MD_CTX_new) CALL(EVP_MD_fetch) \
	CALL(OPENSSL_init_crypto)
DSO(lib, DSO_CRYPTO, CALLS)

#define BLOCK_BYTES (64u << 10)		/* stays in cache while each digest reads it */

static const struct {
	const char *name;		/* ours */
	const char *algorithm;		/* OpenSSL's */
} digests[DIGEST_COUNT] = {
	[DIGEST_MD5] = { "md5", "MD5" },
	[DIGEST_SHA1] = { "sha1", "SHA1" },
	[DIGEST_SHA256] = { "sha256", "SHA256" },
	[DIGEST_SHA512] = { "sha512", "SHA512" },
};

static EVP_MD *fetched[DIGEST_COUNT];	/* written by digest_prepare alone */

int digest_prepare(struct error *e)
{
	if (dso_open(&lib_dso, e) < 0)
		return -1;
	/* Its configuration is not ours, and takes longer to read than all the rest. */
	lib.OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
	for (size_t i = 0; i < DIGEST_COUNT; i++) {
		if (!fetched[i])
			fetched[i] = lib.EVP_MD_fetch(NULL, digests[i].algorithm, NULL);
		if (!fetched[i])
			return fail(e, ERR_UNSUPPORTED, "this OpenSSL offers no %s",
				    digests[i].name);
	}
	return 0;
}

static bool wants(const struct digests *d, size_t i)
{
	return d->wanted & 1u << i;
}

static bool begin_one(struct digests *d, size_t i)
{
	if (!d->context[i])
		d->context[i] = lib.EVP_MD_CTX_new();
	return d->context[i] && lib.EVP_DigestInit_ex(d->context[i], fetched[i], NULL) == 1;
}

int digests_begin(struct digests *d, unsigned wanted, struct error *e)
{
	d->wanted = 0;
	if (!fetched[DIGEST_COUNT - 1] && digest_prepare(e) < 0)
		return -1;
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
			if (wants(d, i) &&
			    lib.EVP_DigestUpdate(d->context[i], block.ptr, block.len) != 1)
				d->wanted &= ~(1u << i);
		bytes = span_skip(bytes, block.len);
	}
}

size_t digests_end(struct digests *d, enum digest which, uint8_t *out)
{
	unsigned length = 0;

	if (!wants(d, which))
		return 0;
	d->wanted &= ~(1u << which);
	return lib.EVP_DigestFinal_ex(d->context[which], out, &length) == 1 ? length : 0;
}

void digests_release(struct digests *d)
{
	for (size_t i = 0; i < DIGEST_COUNT; i++)
		if (d->context[i])
			lib.EVP_MD_CTX_free(d->context[i]);
	*d = (struct digests){ 0 };
}

static size_t digest_once(enum digest which, struct span first, struct span then, uint8_t *out)
{
	struct digests d = { 0 };
	struct error e;
	size_t length = 0;

	if (digests_begin(&d, 1u << which, &e) == 0) {
		digests_add(&d, first);
		digests_add(&d, then);
		length = digests_end(&d, which, out);
	}
	digests_release(&d);
	return length;
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
	char hex[33], *at = out;

	digest_once(DIGEST_SHA1, span_make(space, 16), name, raw);
	raw[6] = (uint8_t)((raw[6] & 0x0f) | 0x50);
	raw[8] = (uint8_t)((raw[8] & 0x3f) | 0x80);
	hex_encode(raw, 16, hex);
	for (size_t i = 0; i < 32; i++) {
		if (i == 8 || i == 12 || i == 16 || i == 20)
			*at++ = '-';
		*at++ = hex[i];
	}
	*at = '\0';
}

void uuid5(struct span name, char *out)
{
	uuid5_in(namespace_id, name, out);
}
