/* hits.c -- the hits of one block, put in order. */
#include "match/hits.h"

#include <stdlib.h>

void hits_release(struct hits *h)
{
	free(h->item);
	*h = (struct hits){ 0 };
}

static bool hits_grow(struct hits *h)
{
	size_t room = h->room ? h->room * 2 : 256;
	struct hit *item;

	if (room > HITS_MAX)
		return false;
	item = realloc(h->item, room * sizeof(*item));
	if (!item)
		return false;
	h->item = item;
	h->room = room;
	return true;
}

void hits_add(struct hits *h, const struct hit *hit)
{
	if (h->full)
		return;
	if (h->count == h->room && !hits_grow(h)) {
		size_t before = h->count;

		hits_settle(h);
		/* Settling again and again for a few places would take forever. */
		if (h->count > before / 2) {
			h->full = true;
			return;
		}
	}
	h->item[h->count++] = *hit;
}

static int by_number(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static uint64_t end_of(const struct hit *h)
{
	return h->offset + h->length;
}

static int by_indicator(const void *left, const void *right)
{
	const struct hit *a = left, *b = right;
	int order = by_number(a->indicator, b->indicator);

	if (order == 0)
		order = by_number(a->offset, b->offset);
	if (order == 0)
		order = by_number(b->length, a->length);
	return order ? order : by_number(a->veil, b->veil);
}

static int by_place(const void *left, const void *right)
{
	const struct hit *a = left, *b = right;
	int order = by_number(a->offset, b->offset);

	if (order == 0)
		order = by_number(b->length, a->length);
	return order ? order : by_number(a->indicator, b->indicator);
}

void hits_settle(struct hits *h)
{
	size_t kept = 0;

	if (h->count == 0)
		return;
	qsort(h->item, h->count, sizeof(*h->item), by_indicator);
	for (size_t i = 0; i < h->count; i++) {
		struct hit *hit = &h->item[i], *last = kept ? &h->item[kept - 1] : NULL;

		if (last && last->indicator == hit->indicator && hit->offset < end_of(last)) {
			if (hit->length > last->length)
				*last = *hit;
			continue;
		}
		h->item[kept++] = *hit;
	}
	h->count = kept;
	qsort(h->item, h->count, sizeof(*h->item), by_place);
}
