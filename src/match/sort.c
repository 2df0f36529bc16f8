/* sort.c -- radix sort, eleven bits at a time, least significant first. */
#include "match/sort.h"

#include <stdbool.h>
#include <string.h>

#define BITS   11
#define RADIX  (1u << BITS)
#define PASSES 6
#define TOP_PASSES 3

/* Scatter by one digit; false when all items share it and nothing was moved. */
static bool scatter(const struct sort_item *from, struct sort_item *to, size_t n, unsigned shift)
{
	size_t start[RADIX] = { 0 }, sum = 0;

	for (size_t i = 0; i < n; i++)
		start[from[i].key >> shift & (RADIX - 1)]++;
	if (n && start[from[0].key >> shift & (RADIX - 1)] == n)
		return false;
	for (size_t d = 0; d < RADIX; d++) {
		size_t count = start[d];

		start[d] = sum;
		sum += count;
	}
	for (size_t i = 0; i < n; i++)
		to[start[from[i].key >> shift & (RADIX - 1)]++] = from[i];
	return true;
}

/* Like items stay in their order in all passes; the last makes good what the others left. */
void sort_keys(struct sort_item *items, struct sort_item *spare, size_t n)
{
	struct sort_item *from = items, *to = spare;

	for (unsigned pass = 0; pass < TOP_PASSES; pass++) {
		if (!scatter(from, to, n, 64 - (TOP_PASSES - pass) * BITS))
			continue;
		struct sort_item *swap = from;

		from = to;
		to = swap;
	}
	if (from != items && n)
		memcpy(items, from, n * sizeof(*items));
	for (size_t i = 1; i < n; i++) {
		struct sort_item item = items[i];
		size_t at = i;

		for (; at && items[at - 1].key > item.key; at--)
			items[at] = items[at - 1];
		items[at] = item;
	}
}

void sort_items(struct sort_item *items, struct sort_item *spare, size_t n)
{
	struct sort_item *from = items, *to = spare;

	for (unsigned pass = 0; pass < PASSES; pass++) {
		if (!scatter(from, to, n, pass * BITS))
			continue;
		struct sort_item *swap = from;

		from = to;
		to = swap;
	}
	if (from != items && n)
		memcpy(items, from, n * sizeof(*items));
}
