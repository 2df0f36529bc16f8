/*
 * lane.h -- one chunk of a view as bitmaps: a bit per byte and class, and what
 * the phases make of them.  What touches every word of these arrays is a
 * function of a kernel (kernel.h), of which there is one per instruction set.
 *
 * Word k of the chunk stands at index LANE_BEFORE + k; right before it are the last
 * two words of the chunk before, behind it words of what follows.  Rows begin at
 * cache lines: loads and stores that cross them would cost twice.
 */
#ifndef MATCH_LANE_H
#define MATCH_LANE_H

#include "base/span.h"

#define CHUNK_WORDS 256
#define CHUNK_BYTES (CHUNK_WORDS * 64)
#define LANE_LINE   8		/* words of a cache line */
#define LANE_BEFORE LANE_LINE
#define LANE_AFTER  LANE_LINE
#define LANE_ROOM   (CHUNK_BYTES / 2 + 16)	/* candidates, and what is written ahead */
#define LANE_WORDS  (LANE_BEFORE + CHUNK_WORDS + LANE_AFTER)
#define LANE_ALIGN  (LANE_LINE * 8)	/* bytes */

struct kernel;

enum bitmap {
	BIT_ALNUM,		/* letters, digits, '_' */
	BIT_DASH, BIT_DOT, BIT_COLON, BIT_PERCENT,
	BIT_HEX, BIT_DIGIT,
	BIT_JUNK,		/* '-' and '_': no label begins or ends with them */
	BIT_BACKSLASH,
	BIT_OPEN, BIT_CLOSE,	/* brackets, round, square and curly */
	BIT_ZERO,
	BIT_CODE,		/* both alphabets of base64 */
	/* The first, second, third character of four that stand for ASCII bytes. */
	BIT_CODE1, BIT_CODE2, BIT_CODE3,
	BIT_HIGH,		/* above 127 */
	BITMAPS
};

enum veil_cursor {		/* how far each veil has come in a view */
	CURSOR_WRAP, CURSOR_PERCENT, CURSOR_ESCAPE, CURSOR_DEFANG, CURSOR_IDNA, CURSOR_LABELS,
	CURSOR_UTF16,
	CURSOR_BASE64, CURSOR_BASE64_LAST = CURSOR_BASE64 + 3,
	CURSORS
};

struct lane {			/* lane_new */
	_Alignas(LANE_ALIGN) uint64_t bit[BITMAPS][LANE_WORDS];
	uint64_t token[LANE_WORDS];	/* words and the dots between them */
	uint64_t number[LANE_WORDS];	/* digits and the dots between them */
	uint64_t group[LANE_WORDS];	/* hexadecimal digits and colons */
	uint64_t escape[LANE_WORDS];	/* '%' of a "%XX" */
	uint64_t number_end[CHUNK_WORDS];	/* where numbers with a dot inside end */
	uint64_t mark[CHUNK_WORDS];	/* of the phase at work */
	/* What the phase at work has found: offsets in the chunk, keys, values. */
	uint32_t end[LANE_ROOM];
	uint32_t odd[LANE_ROOM];
	uint32_t place[LANE_ROOM];	/* of the candidate that has key[i] */
	uint32_t value[LANE_ROOM];
	uint64_t key[LANE_ROOM];
	/* For a recorder: the keys that it notes, and of which names it needs another look. */
	uint64_t noted[LANE_ROOM];
	size_t noting;
	bool strange[LANE_ROOM];
	const struct kernel *kernel;
	size_t asked;			/* addresses that were asked for, in place[] (host order) */
	bool carry_token, carry_odd, carry_number, carry_group;
	uint32_t seen;			/* 1 << bitmap: not empty, here or in the chunk before */
	uint32_t seen_last;
	bool escaped;			/* escape[] is not empty */
	size_t words;			/* of this chunk */
	size_t base;			/* of the chunk in the view */
	size_t done[CURSORS];
};

/* classes.c: 1 << bitmap, and 1 << (bitmap - 8); BIT_HIGH is the byte's own top bit. */
extern const uint8_t class_first[256], class_second[256];

/* All zero; NULL without memory.  lane_free takes NULL, too. */
struct lane *lane_new(void);
void lane_free(struct lane *l);

void lane_begin(struct lane *l, const struct kernel *kernel);

/* Classify the chunk of `text` at `base`; false when `base` is behind the end. */
bool lane_fill(struct lane *l, struct span text, size_t base);

/* There may be bytes of one of these classes (1 << bitmap) in the chunk or right around it. */
static inline bool lane_has(const struct lane *l, uint32_t classes)
{
	return (l->seen & classes) != 0;
}

/* Word k of a bitmap, moved so that each byte sees the class of the byte n before (behind) it. */
static inline uint64_t bits_before(const uint64_t *map, size_t k, unsigned n)
{
	return map[LANE_BEFORE + k] << n | map[LANE_BEFORE + k - 1] >> (64 - n);
}

static inline uint64_t bits_behind(const uint64_t *map, size_t k, unsigned n)
{
	return map[LANE_BEFORE + k] >> n | map[LANE_BEFORE + k + 1] << (64 - n);
}

/* At least 57 bits of a bitmap that end with the byte before `end`, that one topmost. */
static inline uint64_t bits_ending(const uint64_t *map, uint32_t end)
{
	const char *bytes = (const char *)(map + LANE_BEFORE);
	int64_t last = (int64_t)end - 1;
	uint64_t window;

	memcpy(&window, bytes + (last >> 3) - 7, 8);
	return window << (7 - (last & 7));
}

/* At least 57 bits of a bitmap from the byte `at` on, that one lowest. */
static inline uint64_t bits_from(const uint64_t *map, uint32_t at)
{
	uint64_t window;

	memcpy(&window, (const char *)(map + LANE_BEFORE) + (at >> 3), 8);
	return window >> (at & 7);
}

/* Without the `n` lowest bits that are set: more than n were, if anything is left. */
static inline uint64_t bits_beyond(uint64_t bits, unsigned n)
{
	while (n--)
		bits &= bits - 1;
	return bits;
}

/* How many bits are set from the top on. */
static inline unsigned bits_run(uint64_t window)
{
	return ~window ? (unsigned)__builtin_clzll(~window) : 64;
}

#endif
