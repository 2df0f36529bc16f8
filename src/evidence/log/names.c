/* names.c -- looking up what a field of a log is for. */
#include "evidence/log/names.h"

static const struct name_row rows[] = {
#include "evidence/log/names_data.h"
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

const struct name_row *name_row_at(size_t i)
{
	return i < ROWS ? &rows[i] : NULL;
}

size_t name_plain(struct span name, char out[NAME_MAX_LEN])
{
	size_t n = 0;

	for (size_t i = 0; i < name.len; i++) {
		if (!ascii_alnum(name.ptr[i]))
			continue;
		if (n == NAME_MAX_LEN)
			return 0;
		out[n++] = ascii_lower(name.ptr[i]);
	}
	return n;
}

/* strcmp order of a span and a string. */
static int name_compare(struct span a, const char *b)
{
	for (size_t i = 0; i < a.len; i++)
		if (a.ptr[i] != b[i] || b[i] == '\0')
			return (unsigned char)a.ptr[i] < (unsigned char)b[i] ? -1 : 1;
	return b[a.len] == '\0' ? 0 : -1;
}

uint8_t name_search(const struct name_row *row, size_t count, struct span plain)
{
	size_t from = 0, to = count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		int order = name_compare(plain, row[middle].name);

		if (order == 0)
			return row[middle].slot;
		if (order < 0)
			to = middle;
		else
			from = middle + 1;
	}
	return 0;
}

enum slot name_slot(struct span plain)
{
	return (enum slot)name_search(rows, ROWS, plain);
}

enum slot name_find(const struct name_row *own, size_t count, struct span name)
{
	char plain[NAME_MAX_LEN];
	struct span key = { plain, name_plain(name, plain) };
	enum slot slot;

	if (key.len == 0)
		return SLOT_NONE;
	slot = own ? (enum slot)name_search(own, count, key) : SLOT_NONE;
	return slot != SLOT_NONE ? slot : name_slot(key);
}

enum slot name_cached(struct name_cache *cache, const struct name_row *own, size_t count,
		      struct span name)
{
	uint32_t key;
	enum slot slot;

	if (name.len == 0 || name.len > sizeof(cache->row[0].name))
		return name_find(own, count, name);
	key = (uint32_t)name.len * 31 + (unsigned char)name.ptr[0];
	key = key * 31 + (unsigned char)name.ptr[name.len / 2];
	key = key * 31 + (unsigned char)name.ptr[name.len - 1];
	key = key * 31 + (unsigned char)name.ptr[name.len / 3];
	key = (key ^ key >> 7) % NAME_CACHE;
	if (cache->row[key].len == name.len &&
	    memcmp(cache->row[key].name, name.ptr, name.len) == 0)
		return (enum slot)cache->row[key].slot;
	slot = name_find(own, count, name);
	cache->row[key].len = (uint8_t)name.len;
	cache->row[key].slot = (uint8_t)slot;
	memcpy(cache->row[key].name, name.ptr, name.len);
	return slot;
}

enum meaning slot_meaning(enum slot slot)
{
	static const uint8_t meanings[SLOT_COUNT] = {
		[SLOT_SRC] = MEANING_SRC, [SLOT_CLIENT] = MEANING_SRC,
		[SLOT_LOCAL] = MEANING_SRC, [SLOT_MACHINE_IP] = MEANING_SRC,
		[SLOT_DST] = MEANING_DST, [SLOT_SERVER] = MEANING_DST,
		[SLOT_REMOTE] = MEANING_DST,
		[SLOT_FORWARDED] = MEANING_FORWARDED,
		[SLOT_QUERY] = MEANING_QUERY, [SLOT_ANSWER] = MEANING_ANSWER,
		[SLOT_HOST] = MEANING_HOST, [SLOT_URL] = MEANING_URL, [SLOT_PATH] = MEANING_PATH,
		[SLOT_PATH_ANY] = MEANING_PATH, [SLOT_REQUEST] = MEANING_PATH,
		[SLOT_REFERRER] = MEANING_REFERRER, [SLOT_AGENT] = MEANING_AGENT,
		[SLOT_CERTIFICATE] = MEANING_CERTIFICATE, [SLOT_JA3] = MEANING_CERTIFICATE,
		[SLOT_HASH] = MEANING_HASH, [SLOT_HASHES] = MEANING_HASH,
		[SLOT_FILE] = MEANING_FILE, [SLOT_PROCESS] = MEANING_FILE,
		[SLOT_PARENT] = MEANING_FILE, [SLOT_COMMAND] = MEANING_COMMAND,
		[SLOT_REGISTRY] = MEANING_REGISTRY,
		[SLOT_USER] = MEANING_USER, [SLOT_TARGET_USER] = MEANING_USER,
		[SLOT_SENDER] = MEANING_SENDER, [SLOT_RECIPIENT] = MEANING_RECIPIENT,
		[SLOT_SUBJECT] = MEANING_SUBJECT, [SLOT_LINK] = MEANING_LINK,
		[SLOT_MESSAGE_ID] = MEANING_SENDER,
		[SLOT_RAW] = MEANING_NESTED, [SLOT_TEXT] = MEANING_TEXT,
	};

	return slot < SLOT_COUNT ? (enum meaning)meanings[slot] : MEANING_NONE;
}
