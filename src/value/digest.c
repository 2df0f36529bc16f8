/* digest.c -- the digests of checksums inside values, by OpenSSL. */
#include "value/digest.h"

#include <openssl/evp.h>

static EVP_MD *sha256, *sha3_256;

int value_digest_prepare(struct error *e)
{
	if (!sha256)
		sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (!sha3_256)
		sha3_256 = EVP_MD_fetch(NULL, "SHA3-256", NULL);
	if (!sha256 || !sha3_256)
		return fail(e, ERR_UNSUPPORTED, "OpenSSL offers no SHA-256 or SHA3-256");
	return 0;
}

bool value_sha256(struct span bytes, uint8_t out[32])
{
	return EVP_Digest(bytes.ptr, bytes.len, out, NULL, sha256 ? sha256 : EVP_sha256(), NULL);
}

bool value_sha3_256(struct span bytes, uint8_t out[32])
{
	return EVP_Digest(bytes.ptr, bytes.len, out, NULL,
			  sha3_256 ? sha3_256 : EVP_sha3_256(), NULL);
}
