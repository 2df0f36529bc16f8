/* table.c -- filter and table, asked. */
#include "match/table.h"

/* Overflow of well-filled tables ends within a few buckets; an image may claim anything. */
#define BUCKETS_PER_PROBE 64

struct probe table_probe(const struct set *s, uint64_t key)
{
	bool maybe = filter_has(filter_of(s), key);

	return (struct probe){
		.set = s,
		.bucket = table_bucket(key, s->bucket_count),
		.print = table_print(key),
		.left = maybe ? BUCKETS_PER_PROBE : 0,
	};
}

/* What a slot leads to. */
static bool lead(struct probe *p, uint32_t slot, enum key_class class, struct list *out)
{
	if (!(slot & SLOT_ONE))
		return set_list(p->set, slot, class, out);
	if (SLOT_CLASS(slot) != (unsigned)class)
		return false;
	p->one = SLOT_ITEM(slot);
	*out = class == KEY_GUARD ? (struct list){ .flags = p->one & 0xff }
				  : (struct list){ .item = &p->one, .count = 1 };
	return true;
}

bool table_next(struct probe *p, enum key_class class, struct list *out)
{
	while (p->left) {
		const struct image_bucket *b = set_bucket(p->set, p->bucket);
		unsigned slot = p->slot++;

		if (slot == BUCKET_SLOTS) {
			p->slot = 0;
			p->bucket = p->bucket + 1 < p->set->bucket_count ? p->bucket + 1 : 0;
			p->left--;
			continue;
		}
		if (!b || b->slot[slot].list == 0) {
			p->left = 0;
			return false;
		}
		if (b->slot[slot].print == p->print && lead(p, b->slot[slot].list, class, out))
			return true;
	}
	return false;
}
