/* digest.c -- the digests of checksums inside values, by OpenSSL. */
#include "value/digest.h"

#include <openssl/evp.h>

#include "base/dso.h"

#define CALLS(CALL) CALL(EVP_Digest) CALL(EVP_MD_fetch)
DSO(lib, DSO_CRYPTO, CALLS)

static EVP_MD *sha256, *sha3_256;

int value_digest_prepare(struct error *e)
{
	if (sha256 && sha3_256)
		return 0;
	if (dso_open(&lib_dso, e) < 0)
		return -1;
	sha256 = lib.EVP_MD_fetch(NULL, "SHA256", NULL);
	sha3_256 = lib.EVP_MD_fetch(NULL, "SHA3-256", NULL);
	if (!sha256 || !sha3_256)
		return fail(e, ERR_UNSUPPORTED, "OpenSSL offers no SHA-256 or SHA3-256");
	return 0;
}

static bool digest(EVP_MD *const *algorithm, struct span bytes, uint8_t out[32])
{
	struct error e;

	return value_digest_prepare(&e) == 0 &&
	       lib.EVP_Digest(bytes.ptr, bytes.len, out, NULL, *algorithm, NULL) == 1;
}

bool value_sha256(struct span bytes, uint8_t out[32])
{
	return digest(&sha256, bytes, out);
}

bool value_sha3_256(struct span bytes, uint8_t out[32])
{
	return digest(&sha3_256, bytes, out);
}
