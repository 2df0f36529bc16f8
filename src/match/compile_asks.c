/*
 * compile_asks.c -- what the values of a set ask of notes (recall.h), beside
 * the keys by which they are found in text: whatever a scanner must have met on
 * its way to a value, and a recorder has noted (note.c).
 */
#include "match/builder.h"
#include "match/shape.h"

void compile_ask(struct builder *b, uint64_t key)
{
	uint64_t *ask = b->asks ? grow_one(b, &b->ask_keys) : NULL;

	if (ask)
		*ask = key ? key : 1;
}

void compile_ask_reading(struct builder *b, enum recall_why why)
{
	b->asks_why |= why;
}

/* Is the run noted by its last labels? */
static bool is_noted(struct builder *b, struct span run)
{
	if (!shape_is_numeric(run) && !recorder_passes_over(shape_last_labels(run)))
		return true;
	compile_ask_reading(b, RECALL_NAMES);
	return false;
}

void compile_ask_labels(struct builder *b, struct span run)
{
	if (is_noted(b, run))
		compile_ask(b, key_guard(&b->keys, shape_last_labels(run)));
}

void compile_ask_host(struct builder *b, struct span host)
{
	struct span two = shape_last_labels(host), rest, three = host;

	if (two.len == host.len) {
		compile_ask_labels(b, host);
		return;
	}
	rest = span_cut(host, 0, host.len - two.len - 1);
	if (span_rfind_byte(rest, '.') != SPAN_NONE)
		three = span_skip(host, span_rfind_byte(rest, '.') + 1);
	if (is_noted(b, host))
		compile_ask(b, recorder_host(&b->keys, three));
}

/* A mail address is noted with the name behind the '@'. */
void compile_ask_email(struct builder *b, struct span email, struct span host)
{
	if (is_noted(b, host))
		compile_ask(b, key_text(&b->keys, KEY_EMAIL, email));
}

static uint32_t quad_of(const struct address *a)
{
	uint32_t ipv4 = 0;

	for (unsigned i = 12; i < 16; i++)
		ipv4 = ipv4 << 8 | a->bytes[i];
	return ipv4;
}

void compile_ask_network(struct builder *b, const struct network *n)
{
	struct recall_range *range;
	uint32_t first = quad_of(&n->address), others;

	others = (uint32_t)(UINT64_C(0xffffffff) >> (n->bits >= 96 ? n->bits - 96 : 0));
	if (address_is_ipv4(&n->address) && n->bits >= 96) {
		range = b->asks ? grow_one(b, &b->ask_ranges) : NULL;
		if (range)
			*range = (struct recall_range){ first, first | others };
	} else if (n->bits == 128) {
		compile_ask(b, key_address(&b->keys, &n->address));
	} else if (n->bits >= 32) {
		unsigned bits = n->bits >= 64 ? 64 : n->bits >= 48 ? 48 : 32;

		compile_ask(b, recorder_network(&b->keys, &n->address, bits));
	} else {
		compile_ask_reading(b, RECALL_NETWORKS);
	}
}

static unsigned digests_of(const struct builder *b)
{
	static const enum kind of_digest[DIGEST_COUNT] = {
		[DIGEST_MD5] = KIND_MD5, [DIGEST_SHA1] = KIND_SHA1,
		[DIGEST_SHA256] = KIND_SHA256, [DIGEST_SHA512] = KIND_SHA512,
	};
	unsigned digests = 0;

	for (unsigned i = 0; i < DIGEST_COUNT; i++)
		digests |= (unsigned)(b->kinds[of_digest[i]] > 0) << i;
	return digests;
}

void compile_ask_end(struct builder *b, struct buf *out)
{
	struct recall_asking asking = {
		.why = b->asks_why | (b->rules.count ? RECALL_RULES : 0),
		.digests = digests_of(b),
		.key = b->ask_keys.items, .keys = b->ask_keys.count,
		.range = b->ask_ranges.items, .ranges = b->ask_ranges.count,
	};

	recall_encode(&asking, out);
}
