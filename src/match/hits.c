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
	if (order == 0)
		order = by_number(a->indicator, b->indicator);
	return order ? order : by_number(a->veil, b->veil);
}

static bool in_order(const struct hits *h)
{
	for (size_t i = 1; i < h->count; i++)
		if (h->item[i - 1].offset >= h->item[i].offset &&
		    by_place(&h->item[i - 1], &h->item[i]) > 0)
			return false;
	return true;
}

/* The end of the run of overlapping hits that begins at `from`. */
static size_t run_end(const struct hits *h, size_t from)
{
	uint64_t end = end_of(&h->item[from]);
	size_t i = from + 1;

	for (; i < h->count && h->item[i].offset < end; i++)
		if (end_of(&h->item[i]) > end)
			end = end_of(&h->item[i]);
	return i;
}

/* Settle hits that overlap; how many are kept, at the front. */
static size_t settle_run(struct hit *item, size_t n)
{
	size_t kept = 0;

	qsort(item, n, sizeof(*item), by_indicator);
	for (size_t i = 0; i < n; i++) {
		struct hit *hit = &item[i], *last = kept ? &item[kept - 1] : NULL;

		if (last && last->indicator == hit->indicator && hit->offset < end_of(last)) {
			if (hit->length > last->length)
				*last = *hit;
			continue;
		}
		item[kept++] = *hit;
	}
	qsort(item, kept, sizeof(*item), by_place);
	return kept;
}

void hits_settle(struct hits *h)
{
	size_t kept = 0;

	/* Most are found one behind the other and overlap nothing. */
	if (!in_order(h))
		qsort(h->item, h->count, sizeof(*h->item), by_place);
	for (size_t from = 0, end; from < h->count; from = end) {
		size_t n = 1;

		end = run_end(h, from);
		if (end - from > 1)
			n = settle_run(&h->item[from], end - from);
		if (kept != from)
			memmove(&h->item[kept], &h->item[from], n * sizeof(*h->item));
		kept += n;
	}
	h->count = kept;
}
