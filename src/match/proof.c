/*
 * proof.c -- checksums of blocks and sections, and the proof of what is used.
 */
#include "match/proof.h"

#include "match/opened.h"

#define LANE_BYTES (8 * PROOF_LANES)
#define HASH_FIRST UINT64_C(0xe7037ed1a0b428db)
#define HASH_LAST  UINT64_C(0x9fb21c651e98df25)

#define EACH_LANE(DO) DO(0) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7)
#define LANE_TAKE(i)  uint64_t lane##i = s->lane[i];
#define LANE_STEP(i)  lane##i = lane_step(lane##i, at + 8 * (i));
#define LANE_GIVE(i)  s->lane[i] = lane##i;
_Static_assert(PROOF_LANES == 8, "each lane is named");
_Static_assert(SECTION_IDS <= 32, "a bit for each in proof.settled");

/* ---- checksums */

static uint64_t lane_step(uint64_t h, const char *at)
{
	uint64_t word;

	memcpy(&word, at, 8);
	return key_mix(h ^ word, HASH_FIRST) + word;
}

static void lanes_begin(struct proof_lanes *s, uint64_t len)
{
	for (uint64_t i = 0; i < PROOF_LANES; i++)
		s->lane[i] = i;
	s->lane[0] = len;
}

/* What is whole of it. */
static void lanes_add(struct proof_lanes *s, struct span bytes)
{
	const char *at = bytes.ptr, *end = at + bytes.len / LANE_BYTES * LANE_BYTES;

	/* One by one, so that each lane has a register. */
	EACH_LANE(LANE_TAKE)
	for (; at < end; at += LANE_BYTES) {
		EACH_LANE(LANE_STEP)
	}
	EACH_LANE(LANE_GIVE)
}

/* With what is left over, below LANE_BYTES. */
static uint64_t lanes_end(const struct proof_lanes *s, struct span rest)
{
	char last[LANE_BYTES] = { 0 };
	uint64_t h = 0;

	if (rest.len)
		memcpy(last, rest.ptr, rest.len);
	for (size_t i = 0; i < PROOF_LANES; i++)
		h = key_mix(h ^ lane_step(s->lane[i], last + 8 * i), HASH_LAST) + s->lane[i];
	return h;
}

uint64_t proof_checksum(struct span bytes)
{
	struct proof_lanes s;

	lanes_begin(&s, bytes.len);
	lanes_add(&s, bytes);
	return lanes_end(&s, span_skip(bytes, bytes.len / LANE_BYTES * LANE_BYTES));
}

void section_sum_begin(struct section_sum *s, uint64_t len)
{
	lanes_begin(&s->all, 8 * proof_blocks(len));
	s->held = 0;
}

void section_sum_add(struct section_sum *s, struct span bytes, uint64_t *sums)
{
	for (; bytes.len; bytes = span_skip(bytes, PROOF_BLOCK)) {
		uint64_t sum = proof_checksum(span_cut(bytes, 0, PROOF_BLOCK));

		if (sums)
			*sums++ = sum;
		s->last[s->held++] = sum;
		if (s->held == PROOF_LANES) {
			lanes_add(&s->all, span_make(s->last, sizeof(s->last)));
			s->held = 0;
		}
	}
}

uint64_t section_sum_end(const struct section_sum *s)
{
	return lanes_end(&s->all, span_make(s->last, 8 * s->held));
}

uint64_t section_checksum(struct span padded, uint64_t *sums)
{
	struct section_sum s;

	section_sum_begin(&s, padded.len);
	section_sum_add(&s, padded, sums);
	return section_sum_end(&s);
}

/* ---- the proof */

static bool damaged(struct proof *p, enum image_section_id id)
{
	if (!p->damaged)
		p->damaged = id;
	return false;
}

/* The sums of a section are those that the section table knows. */
static bool sums_proved(const struct set *s, enum image_section_id id)
{
	struct proof *p = s->proof;
	uint64_t len = 8 * proof_blocks(s->section[id].len);

	if (p->settled >> id & 1)
		return true;
	if (proof_checksum(span_make(&p->sums[s->first_block[id]], len)) != s->checksum[id])
		return damaged(p, id);
	p->settled |= UINT32_C(1) << id;
	return true;
}

static struct span block_of(const struct set *s, enum image_section_id id, uint32_t block)
{
	return span_cut(section_padded(s, id),
			(uint64_t)(block - s->first_block[id]) * PROOF_BLOCK, PROOF_BLOCK);
}

static void prove_waiting(const struct set *s)
{
	struct proof *p = s->proof;

	/* What comes behind damage is in vain. */
	for (uint32_t i = 0; i < p->waits && !p->damaged; i++) {
		enum image_section_id id = p->waiting[i].section;
		uint32_t block = p->waiting[i].block;

		if (sums_proved(s, id) && proof_checksum(block_of(s, id, block)) != p->sums[block])
			damaged(p, id);
	}
	p->waits = 0;
}

bool proof_block(const struct set *s, enum image_section_id id, uint32_t block)
{
	struct span bytes = block_of(s, id, block);
	struct proof *p = s->proof;

	if (p->waits == PROOF_WAITING)
		prove_waiting(s);
	if (p->damaged)
		return false;
	p->waiting[p->waits].block = block;
	p->waiting[p->waits++].section = id;
	p->used[block / 64] |= UINT64_C(1) << block % 64;
	__builtin_prefetch(&p->sums[block]);
	for (size_t at = 0; at < bytes.len; at += LANE_BYTES)
		__builtin_prefetch(bytes.ptr + at);
	return true;
}

bool proof_section(const struct set *s, enum image_section_id id)
{
	return section_checksum(section_padded(s, id), NULL) == s->checksum[id] ||
	       damaged(s->proof, id);
}

void proof_waive(const struct set *s)
{
	memset(s->proof->used, 0xff, (s->proof->blocks + 63) / 64 * 8);
}

int set_damaged(const struct set *s, struct error *e)
{
	if (s->proof->waits)
		prove_waiting(s);
	if (!s->proof->damaged)
		return 0;
	return fail(e, ERR_MALFORMED, "set: section %u is damaged", s->proof->damaged);
}

int set_prove(const struct set *s, struct error *e)
{
	static const enum image_section_id asked[] = {
		SECTION_FILTER_NAMES, SECTION_FILTER_ADDRESSES, SECTION_RANGE_MAP, SECTION_WORDS,
		SECTION_KINDS, SECTION_YARA_RULES, SECTION_PATTERNS,
	};
	struct proof *p = s->proof;

	for (size_t i = 0; !p->whole && i < sizeof(asked) / sizeof(asked[0]); i++)
		if (!proof_section(s, asked[i]))
			return set_damaged(s, e);
	p->whole = true;
	return set_damaged(s, e);
}

int set_verify(const struct set *s, struct error *e)
{
	for (enum image_section_id id = 1; id < SECTION_IDS; id++)
		if (!proof_section(s, id))
			break;
	return set_damaged(s, e);
}

int set_verify_section(const struct set *s, enum image_section_id id, struct error *e)
{
	return proof_section(s, id) ? 0 : set_damaged(s, e);
}
