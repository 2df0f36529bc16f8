/* table.c -- filter and table, asked. */
#include "match/table.h"

/* Overflow of well-filled tables ends within a few buckets; an image may claim anything. */
#define BUCKETS_PER_PROBE 64

struct probe table_probe(const struct set *s, uint64_t key)
{
	bool maybe = filter_has(s, key);

	return (struct probe){
		.set = s,
		.bucket = table_bucket(key, s->bucket_count),
		.print = table_print(key),
		.left = maybe ? BUCKETS_PER_PROBE : 0,
	};
}

bool table_next(struct probe *p, enum key_class class, struct list *out)
{
	while (p->left) {
		const struct image_bucket *b = &p->set->buckets[p->bucket];
		unsigned slot = p->slot++;

		if (slot == BUCKET_SLOTS) {
			p->slot = 0;
			p->bucket = p->bucket + 1 < p->set->bucket_count ? p->bucket + 1 : 0;
			p->left--;
			continue;
		}
		if (b->slot[slot].list == 0) {
			p->left = 0;
			return false;
		}
		if (b->slot[slot].print == p->print &&
		    set_list(p->set, b->slot[slot].list, class, out))
			return true;
	}
	return false;
}
