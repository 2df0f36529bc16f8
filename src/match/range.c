/* range.c -- networks by value: binary search, then outwards. */
#include "match/range.h"

#define KEY_RANGE   KEY_ADDRESS	/* the class of a range's list */
#define NEST_MAX    129		/* one prefix length each */

struct range_walk range_find(const struct set *s, const struct address *a)
{
	uint32_t low = 0, high = s->range_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct image_range *r = set_range(s, middle);

		if (!r)
			return (struct range_walk){ s, *a, 0, 0 };
		if (memcmp(r->first, a->bytes, 16) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return (struct range_walk){ s, *a, low, NEST_MAX };
}

/* An IPv4 address lies in no range of IPv6 that happens to cover ::ffff:0:0/96. */
static bool holds(const struct image_range *r, const struct address *a)
{
	struct address first;

	memcpy(first.bytes, r->first, 16);
	return memcmp(r->first, a->bytes, 16) <= 0 && memcmp(r->last, a->bytes, 16) >= 0 &&
	       address_is_ipv4(&first) == address_is_ipv4(a);
}

bool range_next(struct range_walk *w, struct list *out)
{
	while (w->next && w->steps) {
		const struct image_range *r = set_range(w->set, w->next - 1);

		if (!r)
			return false;
		w->next = r->outer;
		w->steps--;
		if (holds(r, &w->address) && set_list(w->set, r->list, KEY_RANGE, out))
			return true;
	}
	return false;
}
