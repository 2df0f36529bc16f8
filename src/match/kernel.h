/*
 * kernel.h -- what touches every byte, once per instruction set: bytes to
 * bitmaps, bitmaps to candidates, candidates to keys.
 *
 * Each kernel is the same sources (kernel_*.c) compiled for its instruction set,
 * beside what is written for it alone (classify_NAME.c, kernel_keys_avx512.c), and
 * all give the same bits for all bytes; kernel_best picks
 * one when a scanner is made.  A kernel of another family of processors, or
 * one that the processor at hand cannot run, is never called.
 */
#ifndef MATCH_KERNEL_H
#define MATCH_KERNEL_H

#include "match/atom_filter.h"
#include "match/lane.h"
#include "match/opened.h"
#include "match/seek.h"

struct kernel {
	const char *name;	/* "avx2" */

	/*
	 * Bitmaps of 64 * words bytes, from word `at` of the chunk on (LANE_BEFORE
	 * not counted).  The classes that occur, as 1 << bitmap.
	 */
	uint32_t (*classify)(struct lane *l, const unsigned char *text, size_t at, size_t words);

	/* Take the digits of "%XX" out of what makes tokens; fills escape[]. True: there are some. */
	bool (*cut_escapes)(struct lane *l);

	/*
	 * Where runs end that hold what they must hold; how many.  Offsets of the
	 * chunk in l->end.  Numbers come before names.
	 */
	/* Four of up to three digits with dots between them; all with a dot in l->number_end. */
	size_t (*numbers)(struct lane *l);
	/*
	 * A dot between word characters.  Those with something at an edge that may
	 * not belong to them go to l->odd.  Without `numeric`, none ends in a number.
	 */
	size_t (*names)(struct lane *l, bool numeric, size_t *odd);
	size_t (*groups)(struct lane *l);	/* "::", or five colons and more */
	size_t (*hex)(struct lane *l);		/* starts of 16 hex digits, aligned to 16 */
	size_t (*words)(struct lane *l);	/* starts of words (literal.h) */

	/* What may start a veil, as bits of l->mark; any at all? */
	bool (*signs)(struct lane *l);		/* "[.", "[at]" (veil_defang.c) */
	bool (*lengths)(struct lane *l);	/* "(12)" (veil_labels.c) */
	bool (*codes)(struct lane *l);		/* 16 of base64 that fit text (veil_base64.c) */

	/*
	 * The last two labels of each of the `n` names in l->end as keys: l->key,
	 * l->place; how many.  Those that need another look are added to l->odd.
	 */
	size_t (*name_keys)(struct lane *l, const struct set *s, struct span text, size_t n,
			    size_t *odd);

	/*
	 * For a recorder: of the `n` names in l->place, with l->key, the keys of the last
	 * two labels and those of the last three (key_ending) are the first l->noting of
	 * l->noted.  Names that need another look are l->strange; true: there are some.
	 */
	bool (*endings)(struct lane *l, const struct keys *k, struct span text, size_t n);

	/*
	 * The IPv4 addresses among the `n` numbers in l->end that may be listed: l->end,
	 * l->value (host order), l->odd (length); how many.  The first KEY_TAIL bytes of a
	 * text are the caller's.  All addresses, listed or not, are the first l->asked of
	 * l->place (host order).
	 */
	size_t (*addresses)(struct lane *l, const struct set *s, struct span text, size_t n);

	/* Of the first n keys those that the filter knows: their numbers in l->value; how many. */
	size_t (*filter)(struct lane *l, const struct set *s, size_t n);

	/* Where the first word stands at or behind `from`, or SPAN_NONE. */
	size_t (*seek)(const struct seeker *k, struct span text, size_t from);

	/*
	 * Of the even places in the first ATOM_STRIDE bytes those that pass: bit k for 2 * k.
	 * ATOM_READ bytes are read.
	 */
	uint32_t (*atoms)(const struct atom_filter *f, const char *text);
};

/* All that are compiled in, the fastest first; NULL behind the last. */
const struct kernel *kernel_at(size_t i);

/* The processor at hand can run it. */
bool kernel_runs(const struct kernel *k);

const struct kernel *kernel_best(void);

#endif
