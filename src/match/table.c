/* table.c -- filters and table, asked. */
#include "match/table.h"

/* Overflow of well-filled tables ends within a few buckets; an image may claim anything. */
#define BUCKETS_PER_PROBE 64

struct probe table_probe(const struct set *s, enum key_class class, uint64_t key)
{
	bool maybe = filter_may(s, class, key);

	return (struct probe){
		.set = s,
		.class = class,
		.bucket = table_bucket(key, s->bucket_count),
		.print = table_print(key),
		.left = maybe ? BUCKETS_PER_PROBE : 0,
	};
}

struct probe table_probe_text(const struct set *s, enum key_class class, struct span text)
{
	return table_probe(s, class, key_text(&s->keys, class, text));
}

/* What a slot leads to. */
static bool lead(struct probe *p, uint32_t slot, struct list *out)
{
	if (!(slot & SLOT_ONE))
		return set_list(p->set, slot, p->class, out);
	if (SLOT_CLASS(slot) != (unsigned)p->class)
		return false;
	p->one = SLOT_ITEM(slot);
	*out = p->class == KEY_GUARD ? (struct list){ .flags = p->one & 0xff }
				  : (struct list){ .item = &p->one, .count = 1 };
	return true;
}

/* A bit for each slot with this print.  Most questions end here: no branch per slot. */
static inline unsigned same_print(const struct image_bucket *b, uint32_t print)
{
	unsigned same = 0;

	for (unsigned i = 0; i < BUCKET_SLOTS; i++)
		same |= (unsigned)(b->slot[i].print == print) << i;
	return same;
}

/* Buckets are filled from the front: one whose last slot is free ends the walk. */
static bool next_bucket(struct probe *p)
{
	const struct image_bucket *b = p->left ? set_bucket(p->set, p->bucket) : NULL;

	if (!b)
		return false;
	p->left = b->slot[BUCKET_SLOTS - 1].list ? p->left - 1 : 0;
	p->bucket = p->bucket + 1 < p->set->bucket_count ? p->bucket + 1 : 0;
	p->at = b;
	p->same = same_print(b, p->print);
	return true;
}

bool table_next(struct probe *p, struct list *out)
{
	do {
		for (; p->same; p->same &= p->same - 1) {
			unsigned slot = (unsigned)__builtin_ctz(p->same);

			if (lead(p, p->at->slot[slot].list, out)) {
				p->same &= p->same - 1;
				return true;
			}
		}
	} while (next_bucket(p));
	return false;
}
