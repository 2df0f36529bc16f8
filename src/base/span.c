/* span.c -- searching, splitting and comparing borrowed bytes. */
#include "base/span.h"

#include "base/stride.h"

#define EACH_BYTE(b) (UINT64_C(0x0101010101010101) * (b))

/* Eight bytes are the same but for the case of letters. */
static inline bool same_folded(uint64_t a, uint64_t b)
{
	uint64_t differ = a ^ b, low, letters;

	if (differ == 0 || (differ & ~EACH_BYTE(0x20)))
		return differ == 0;
	/* Bit 7 of each byte that is a letter; no byte carries into the next. */
	low = (a | EACH_BYTE(0x20)) & EACH_BYTE(0x7f);
	letters = (low + EACH_BYTE(0x80 - 'a')) & ~(low + EACH_BYTE(0x7f - 'z')) & ~a;
	return (differ << 2 & ~letters & EACH_BYTE(0x80)) == 0;
}

/* From four to eight bytes, some of them twice. */
static inline uint64_t load_some(const char *at, size_t n)
{
	uint32_t first, last;

	memcpy(&first, at, sizeof(first));
	memcpy(&last, at + n - sizeof(last), sizeof(last));
	return (uint64_t)last << 32 | first;
}

static inline uint64_t load_eight(const char *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof(word));
	return word;
}

bool span_equal_nocase(struct span a, struct span b)
{
	size_t i = 0;

	/* Most that are compared differ from the first letter on. */
	if (a.len != b.len || (a.len && (a.ptr[0] ^ b.ptr[0]) & ~0x20))
		return false;
	for (; a.len - i > 8; i += 8)
		if (!same_folded(load_eight(a.ptr + i), load_eight(b.ptr + i)))
			return false;
	if (a.len - i >= 4)
		return same_folded(load_some(a.ptr + i, a.len - i),
				   load_some(b.ptr + i, a.len - i));
	for (; i < a.len; i++)
		if (ascii_lower(a.ptr[i]) != ascii_lower(b.ptr[i]))
			return false;
	return true;
}

bool span_starts_nocase(struct span s, struct span head)
{
	return s.len >= head.len && span_equal_nocase(span_cut(s, 0, head.len), head);
}

bool span_ends_nocase(struct span s, struct span tail)
{
	return s.len >= tail.len && span_equal_nocase(span_skip(s, s.len - tail.len), tail);
}

size_t span_find(struct span s, struct span needle)
{
	if (needle.len == 0)
		return 0;
	if (s.len < needle.len)
		return SPAN_NONE;
	return needle.len == 1 ? span_find_byte(s, needle.ptr[0]) : stride_find(s, needle);
}

size_t span_find_nocase(struct span s, struct span needle)
{
	for (size_t i = 0; i + needle.len <= s.len; i++)
		if (span_equal_nocase(span_cut(s, i, needle.len), needle))
			return i;
	return SPAN_NONE;
}

size_t span_find_byte(struct span s, char c)
{
	const char *at = s.len ? memchr(s.ptr, c, s.len) : NULL;

	return at ? (size_t)(at - s.ptr) : SPAN_NONE;
}

size_t span_rfind_byte(struct span s, char c)
{
	const char *at = s.len ? memrchr(s.ptr, c, s.len) : NULL;

	return at ? (size_t)(at - s.ptr) : SPAN_NONE;
}

struct span span_trim(struct span s)
{
	while (s.len && ascii_space(s.ptr[0]))
		s = span_skip(s, 1);
	while (s.len && ascii_space(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

bool span_split(struct span *rest, char separator, struct span *part)
{
	size_t at;

	if (!rest->ptr)
		return false;
	at = span_find_byte(*rest, separator);
	if (at == SPAN_NONE) {
		*part = *rest;
		*rest = (struct span){ NULL, 0 };
		return true;
	}
	*part = span_cut(*rest, 0, at);
	*rest = span_skip(*rest, at + 1);
	return true;
}

bool span_line(struct span *rest, struct span *line)
{
	size_t at;

	if (rest->len == 0)
		return false;
	at = span_find_byte(*rest, '\n');
	*line = span_cut(*rest, 0, at);
	*rest = at == SPAN_NONE ? span_skip(*rest, rest->len) : span_skip(*rest, at + 1);
	if (line->len && line->ptr[line->len - 1] == '\r')
		line->len--;
	return true;
}

bool span_u64(struct span s, uint64_t *out)
{
	uint64_t value = 0;

	if (s.len == 0)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (!ascii_digit(s.ptr[i]) || __builtin_mul_overflow(value, 10u, &value) ||
		    __builtin_add_overflow(value, (uint64_t)(s.ptr[i] - '0'), &value))
			return false;
	}
	*out = value;
	return true;
}

bool span_hex64(struct span s, uint64_t *out)
{
	uint64_t value = 0;

	if (s.len == 0 || s.len > 16)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		int digit = ascii_hex(s.ptr[i]);

		if (digit < 0)
			return false;
		value = value << 4 | (uint64_t)digit;
	}
	*out = value;
	return true;
}

int span_compare(struct span a, struct span b)
{
	size_t shared = a.len < b.len ? a.len : b.len;
	int order = shared ? memcmp(a.ptr, b.ptr, shared) : 0;

	if (order)
		return order;
	return a.len < b.len ? -1 : a.len > b.len;
}

#define HASH_LOW  UINT64_C(0x9e3779b97f4a7c15)
#define HASH_HIGH UINT64_C(0xd6e8feb86659fd93)

static uint64_t hash_load(const char *at, size_t n)
{
	uint64_t word = 0;

	memcpy(&word, at, n);
	return word;
}

/* Both halves of the product. */
static uint64_t hash_fold(uint64_t a, uint64_t b)
{
	__extension__ unsigned __int128 product = (unsigned __int128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t span_hash(struct span s, uint64_t seed)
{
	uint64_t h = seed ^ hash_fold(s.len ^ HASH_LOW, HASH_HIGH), low = 0, high = 0;

	for (; s.len > 16; s = span_skip(s, 16))
		h = hash_fold(hash_load(s.ptr, 8) ^ HASH_LOW, hash_load(s.ptr + 8, 8) ^ h);
	if (s.len >= 8) {
		low = hash_load(s.ptr, 8);
		high = hash_load(s.ptr + s.len - 8, 8);
	} else if (s.len >= 4) {
		low = hash_load(s.ptr, 4);
		high = hash_load(s.ptr + s.len - 4, 4);
	} else if (s.len) {
		low = (uint64_t)(unsigned char)s.ptr[0] << 16 |
		      (uint64_t)(unsigned char)s.ptr[s.len / 2] << 8 |
		      (unsigned char)s.ptr[s.len - 1];
	}
	h = hash_fold(low ^ HASH_LOW, high ^ h);
	return hash_fold(h ^ HASH_HIGH, HASH_LOW);
}
