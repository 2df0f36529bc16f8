/* seen.c -- open addressing over (device, inode). */
#include "evidence/seen.h"

#include <stdlib.h>

void seen_init(struct seen *s)
{
	*s = (struct seen){ 0 };
}

void seen_release(struct seen *s)
{
	free(s->slot);
	seen_init(s);
}

static struct inode *seen_find(const struct seen *s, struct inode key)
{
	uint64_t h = (key.number ^ key.device << 40) * 0x9e3779b97f4a7c15u;
	size_t at = (size_t)(h >> 20) & (s->room - 1);

	while (s->slot[at].number &&
	       (s->slot[at].number != key.number || s->slot[at].device != key.device))
		at = (at + 1) & (s->room - 1);
	return &s->slot[at];
}

static bool seen_grow(struct seen *s)
{
	struct seen wider = { .count = s->count, .room = s->room ? s->room * 2 : 1024 };

	wider.slot = calloc(wider.room, sizeof(*wider.slot));
	if (!wider.slot)
		return false;
	for (size_t i = 0; i < s->room; i++)
		if (s->slot[i].number)
			*seen_find(&wider, s->slot[i]) = s->slot[i];
	free(s->slot);
	*s = wider;
	return true;
}

bool seen_add(struct seen *s, uint64_t device, uint64_t number)
{
	struct inode key = { device, number ? number : UINT64_MAX };
	struct inode *slot;

	if ((s->count + 1) * 4 > s->room * 3 && !seen_grow(s) && s->count + 1 >= s->room)
		return true;
	slot = seen_find(s, key);
	if (slot->number)
		return false;
	*slot = key;
	s->count++;
	return true;
}
