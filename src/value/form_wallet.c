/*
 * form_wallet.c -- addresses of crypto-currencies, by their own checksums.
 *
 * Specification: Base58Check (Bitcoin, Litecoin, Dogecoin, Dash, Tron: version
 * and 20 bytes; Zcash: two bytes of version), BIP 173 and 350 (bech32,
 * bech32m), Ethereum by form, Monero by form (95 or 106 characters).  Not
 * here: EIP-55, cashaddr, Ripple's alphabet, Solana: none tells a wallet from
 * any other text by a checksum that we have, or they are not met.
 */
#include "value/digest.h"
#include "value/forms.h"

#define BASE58 "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

/* Big-endian into `size` bytes; false when a character is none or the number is too large. */
static bool base58_decode(struct span text, uint8_t *out, size_t size)
{
	memset(out, 0, size);
	for (size_t i = 0; i < text.len; i++) {
		const char *at = text.ptr[i] ? strchr(BASE58, text.ptr[i]) : NULL;
		unsigned carry = at ? (unsigned)(at - BASE58) : 0;

		if (!at)
			return false;
		for (size_t k = size; k-- > 0;) {
			carry += 58u * out[k];
			out[k] = (uint8_t)carry;
			carry >>= 8;
		}
		if (carry)
			return false;
	}
	return true;
}

/* Bytes of the payload that `text` stands for: each leading '1' is a zero byte of its own. */
static bool base58_has_size(struct span text, const uint8_t *raw, size_t size)
{
	size_t ones = 0, zeros = 0;

	while (ones < text.len && text.ptr[ones] == '1')
		ones++;
	while (zeros < size && raw[zeros] == 0)
		zeros++;
	return ones == zeros;
}

static bool is_base58check(struct span text)
{
	uint8_t raw[26], digest[32];

	if (text.len < 25 || text.len > 36)
		return false;
	for (size_t size = 25; size <= 26; size++) {
		if (!base58_decode(text, raw, size) || !base58_has_size(text, raw, size))
			continue;
		if (value_sha256(span_make(raw, size - 4), digest) &&
		    value_sha256(span_make(digest, 32), digest) &&
		    memcmp(digest, raw + size - 4, 4) == 0)
			return true;
	}
	return false;
}

static uint32_t bech32_step(uint32_t sum, unsigned value)
{
	static const uint32_t generator[5] = {
		0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3,
	};
	uint32_t top = sum >> 25;

	sum = (sum & 0x1ffffff) << 5 ^ value;
	for (unsigned i = 0; i < 5; i++)
		if (top >> i & 1)
			sum ^= generator[i];
	return sum;
}

/* Lower case already: letters, '1', at least 14 characters of data with the checksum. */
static bool is_bech32(struct span text)
{
	static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
	size_t one = span_rfind_byte(text, '1');
	uint32_t sum = 1;

	if (text.len > 90 || one == SPAN_NONE || one == 0 || one > 10 || text.len - one < 15)
		return false;
	for (size_t i = 0; i < one; i++) {
		if (!ascii_alpha(text.ptr[i]))
			return false;
		sum = bech32_step(sum, (unsigned char)text.ptr[i] >> 5);
	}
	sum = bech32_step(sum, 0);
	for (size_t i = 0; i < one; i++)
		sum = bech32_step(sum, text.ptr[i] & 31);
	for (size_t i = one + 1; i < text.len; i++) {
		const char *at = text.ptr[i] ? strchr(alphabet, text.ptr[i]) : NULL;

		if (!at)
			return false;
		sum = bech32_step(sum, (unsigned)(at - alphabet));
	}
	return sum == 1 || sum == 0x2bc830a3;
}

static bool is_monero(struct span text)
{
	if ((text.len != 95 && text.len != 106) || !memchr("48", text.ptr[0], 2))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!text.ptr[i] || !strchr(BASE58, text.ptr[i]))
			return false;
	return true;
}

static bool one_case(struct span text)
{
	bool upper = false, lower = false;

	for (size_t i = 0; i < text.len; i++) {
		upper = upper || (text.ptr[i] >= 'A' && text.ptr[i] <= 'Z');
		lower = lower || (text.ptr[i] >= 'a' && text.ptr[i] <= 'z');
	}
	return !upper || !lower;
}

int form_wallet(struct span written, struct buf *out, struct error *e)
{
	size_t start = out->len;

	if (is_base58check(written) || is_monero(written)) {
		buf_add(out, written);
		return 0;
	}
	if (written.len == 42 && span_starts_nocase(written, SPAN("0x"))) {
		form_add_lower(written, out);
		for (size_t i = 2; i < written.len; i++)
			if (ascii_hex(written.ptr[i]) < 0)
				return fail(e, ERR_MALFORMED, "not an Ethereum address");
		return 0;
	}
	if (written.len <= 90 && one_case(written)) {
		form_add_lower(written, out);
		if (is_bech32(span_skip(buf_span(out), start)))
			return 0;
	}
	return fail(e, ERR_MALFORMED, "no wallet address whose checksum is right");
}
